"""Importing the package is cheap: neither boto3 nor botocore is loaded before a client is made."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"boto3", "botocore", "sqlite3", "urllib3", "hypothesis", "rich"}
MODULES = "experiment, trial, trial_component, tags, metrics, errors, records, results, listing, clients, connection"


def loaded_after(program: str) -> set[str]:
    """The modules that a program loads in a fresh interpreter, beyond those that are there when it starts.

    Some may be: coverage, which begins before the program, has loaded sqlite3.
    """
    script = f"import sys; before = set(sys.modules)\n{program}\nprint(' '.join(set(sys.modules) - before))"
    return set(subprocess.check_output([sys.executable, "-c", script], text=True).split())


A_CALL_WITH_A_STUB = """
from smexp_fp import experiment

class Stub:
    def describe_experiment(self, *, ExperimentName):
        return {"ExperimentName": ExperimentName, "ExperimentArn": "arn"}

assert experiment.load(Stub(), "e").unwrap().name == "e"
"""


@pytest.mark.parametrize(
    "program",
    [
        "import smexp_fp",
        f"from smexp_fp import {MODULES}",
        "from smexp_fp import SageMakerClient, MetricsClient, Listing, SearchListing, SmexpError",
        "from smexp_fp import connect, connect_metrics",
        "import smexp_fp; dir(smexp_fp)",
        A_CALL_WITH_A_STUB,
    ],
    ids=["the package", "its modules", "its types", "connect", "dir", "a call with a stub"],
)
def test_nothing_but_a_client_loads_boto3(program: str) -> None:
    loaded = loaded_after(program)
    assert "smexp_fp" in loaded
    assert loaded & HEAVY == set()


def test_making_a_client_does_load_boto3() -> None:
    # The opposite, so that the test above is known to see it.
    assert "boto3" in loaded_after("from smexp_fp import connect; connect(region_name='eu-west-1')")


def test_importing_the_package_alone_does_not_load_returns() -> None:
    assert "returns" not in loaded_after("import smexp_fp")


def test_functions_and_their_options_load_neither_the_query_language_nor_deletion() -> None:
    program = f"from smexp_fp import {MODULES}, options"
    late = {"smexp_fp.query", "smexp_fp.deletion"}
    assert loaded_after(program) & late == set()
    reading_types = f"{program}\nimport typing\nassert typing.get_type_hints(experiment.search)['condition']"
    assert "smexp_fp.query" in loaded_after(reading_types)
