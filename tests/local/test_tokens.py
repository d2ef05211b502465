"""Tokens that the store did not give out: each is a ValidationException, whoever made it and however."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp.local import Store
from tests.local.helpers import INVALID, UNREADABLE
from tests.support.wire import Wire, done

ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment/e0"
REQUESTS: Mapping[str, tuple[str, Wire]] = {
    "ListExperiments": ("ListExperiments", {}),
    "ListExperiments by name": ("ListExperiments", {"SortBy": "Name", "SortOrder": "Ascending"}),
    "ListTrials": ("ListTrials", {}),
    "ListTrialComponents": ("ListTrialComponents", {"SortOrder": "Ascending"}),
    "ListTags": ("ListTags", {"ResourceArn": ARN}),
    "Search": ("Search", {"Resource": "ExperimentTrialComponent"}),
    "Search by creation": ("Search", {"Resource": "ExperimentTrialComponent", "SortBy": "CreationTime"}),
    "Search by parameter": ("Search", {"Resource": "ExperimentTrialComponent", "SortBy": "Parameters.p"}),
}


def answer(store: Store, operation: str, request: Wire, token: object) -> tuple[int, str | None]:
    size = {} if operation == "ListTags" else {"MaxResults": 2}
    found = store.answer(operation, {**request, **size, "NextToken": token})
    return found.status, found.body.get("__type")


@pytest.fixture(scope="module")
def store() -> Store:
    filled = Store.open(":memory:", clock=lambda: 1_700_000_000)
    for number in range(6):
        done(filled, "CreateExperiment", ExperimentName=f"e{number}")
        done(filled, "CreateTrial", TrialName=f"t{number}", ExperimentName="e0")
        parameters = {"p": {"NumberValue": number % 2}}
        done(filled, "CreateTrialComponent", TrialComponentName=f"c{number}", Parameters=parameters)
    return filled


def token_of(store: Store, operation: str, request: Wire) -> str:
    return str(done(store, operation, **request, MaxResults=2)["NextToken"])


def forged(operation: str, request: Wire, text: str) -> str:
    """A token as the store makes them, around a position of any form: whoever reads its source can."""
    whole = json.dumps([operation, request, text], sort_keys=True)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:32]
    return base64.urlsafe_b64encode((digest + text).encode("utf-8", "surrogatepass")).decode()


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, 1, 2**63 - 1, 2**63, -(2**63), -(2**64), 10**400]),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["\ud800", "a\udfff", "\x00", "c1"]),
)
positions = st.one_of(
    st.lists(scalars, max_size=6),
    st.lists(scalars, min_size=2, max_size=2),
    st.lists(scalars, min_size=4, max_size=4),
    st.recursive(scalars, lambda below: st.lists(below) | st.dictionaries(st.text(max_size=3), below), max_leaves=5),
)
texts = st.one_of(
    st.builds(
        json.dumps, positions, ensure_ascii=st.booleans(), separators=st.sampled_from([(",", ":"), (", ", ": ")])
    ),
    st.sampled_from(["", "[", "[1", "{}", "[" * 3000, "[1e999,1]", "[-Infinity,1]", f"[{'9' * 5000},1]", "[1,1]x"]),
    st.text(max_size=20),
)


@pytest.mark.parametrize("name", REQUESTS)
@given(data=st.data())
def test_a_forged_token_is_refused_or_one_that_the_store_could_have_made(
    store: Store, name: str, data: st.DataObject
) -> None:
    operation, request = REQUESTS[name]
    text = data.draw(texts)
    status, code = answer(store, operation, request, forged(operation, request, text))
    if status == 200:
        # A place in this sequence, written as the store writes places; nothing is harmed by naming one.
        assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text
    else:
        assert (status, code) == INVALID


@pytest.mark.parametrize("name", [name for name in REQUESTS if name != "ListTags"])
def test_a_damaged_token_is_refused(store: Store, name: str) -> None:
    operation, request = REQUESTS[name]
    token = token_of(store, operation, request)
    assert answer(store, operation, request, token)[0] == 200
    damaged = {
        token[:-1],
        token[4:],
        token + "=",
        token + "AAAA",
        token.rstrip("=") if token.endswith("=") else token + "==",
        token.swapcase(),
        token.encode().hex(),
        base64.urlsafe_b64encode(token.encode()).decode(),
        base64.b64decode(token, altchars=b"-_").decode(),
        f" {token}",
        "é" + token,
        "x" * 9000,
        *(token[:at] + chr(ord(token[at]) ^ 1) + token[at + 1 :] for at in range(len(token))),
    }
    for one in damaged - {token}:
        assert answer(store, operation, request, one) == INVALID, one


def test_a_token_of_another_request_is_refused(store: Store) -> None:
    tokens = {
        name: token_of(store, operation, request)
        for name, (operation, request) in REQUESTS.items()
        if operation != "ListTags"
    }
    for name, (operation, request) in REQUESTS.items():
        for other, token in tokens.items():
            if other != name:
                assert answer(store, operation, request, token) == INVALID, (name, other)


@pytest.mark.parametrize("token", [5, True, ["x"], {"x": 1}])
def test_a_token_that_is_no_text_is_refused(store: Store, token: object) -> None:
    for operation, request in REQUESTS.values():
        assert answer(store, operation, request, token) == UNREADABLE
