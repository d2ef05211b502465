"""A functional, typed SDK for Amazon SageMaker Experiments.

Functions are grouped as the service's entities are: `experiment`, `trial`, `trial_component`, `tags`, `metrics`. Each
takes a client first and returns a `returns.result.Result`, or a `Listing` of them.

Importing this package loads nothing else: a name is loaded when it is first used. boto3 is loaded by `connect` and
`smexp_fp.local` only.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smexp_fp import errors, experiment, local, metrics, records, results, tags, trial, trial_component
    from smexp_fp.clients import MetricsClient, SageMakerClient
    from smexp_fp.connection import connect, connect_metrics
    from smexp_fp.errors import SmexpError
    from smexp_fp.listing import Listing, SearchListing
else:
    _HOMES = {
        "Listing": "listing",
        "MetricsClient": "clients",
        "SageMakerClient": "clients",
        "SearchListing": "listing",
        "SmexpError": "errors",
        "connect": "connection",
        "connect_metrics": "connection",
    }
    _MODULES = {"errors", "experiment", "local", "metrics", "records", "results", "tags", "trial", "trial_component"}

    def __getattr__(name: str) -> object:
        """Load what is asked for (PEP 562)."""
        if name in _MODULES:
            return import_module(f"smexp_fp.{name}")
        if name in _HOMES:
            value = getattr(import_module(f"smexp_fp.{_HOMES[name]}"), name)
            globals()[name] = value
            return value
        message = f"module 'smexp_fp' has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        """List what there is, loaded or not."""
        return sorted({*globals(), *__all__})


__version__ = "0.1.0"

__all__ = [
    "Listing",
    "MetricsClient",
    "SageMakerClient",
    "SearchListing",
    "SmexpError",
    "connect",
    "connect_metrics",
    "errors",
    "experiment",
    "local",
    "metrics",
    "records",
    "results",
    "tags",
    "trial",
    "trial_component",
]
