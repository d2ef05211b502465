"""No public function raises, whatever service, network or client do; and each fault becomes the right kind of error."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import pytest
from botocore import exceptions as botocore_errors
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp import errors, local
from smexp_fp.deletion import DeletionFailure
from smexp_fp.errors import (
    AccessDenied,
    Incomplete,
    InvalidInput,
    MalformedResponse,
    NotFound,
    Rejected,
    ServiceError,
    Throttled,
    Unavailable,
    Unexpected,
)
from smexp_fp.metrics import HistoriesFailure
from tests.support import catalogue, clients, model
from tests.support.clients import UnprintableError, Unreadable, recorder

Network: TypeAlias = Callable[[AWSPreparedRequest], AWSResponse]


def status(code: int, body: bytes = b"", kind: str = "application/x-amz-json-1.1") -> Network:
    return lambda request: clients.http_answer(request, code, body, kind)


def refusal(code: str, message: str = "text", http: int = 400) -> Network:
    return status(http, json.dumps({"__type": code, "message": message}).encode())


def raising(error: Exception) -> Network:
    def fail(_request: AWSPreparedRequest) -> AWSResponse:
        raise error

    return fail


def broken_off(error: Exception) -> Network:
    return lambda request: clients.http_answer(request, 200, error)


CODES: dict[type[ServiceError], str] = {
    AccessDenied: """
        AccessDenied AccessDeniedException ExpiredTokenException IncompleteSignature InvalidClientTokenId
        InvalidSignatureException MissingAuthenticationToken NotAuthorized OptInRequired RequestExpired
        SignatureDoesNotMatch UnrecognizedClientException
    """,
    Throttled: """
        RequestLimitExceeded Throttling ThrottlingException TooManyRequestsException
        com.amazonaws.sagemaker#ThrottlingException
    """,
    Unavailable: "InternalFailure InternalServerException RequestTimeout ServiceUnavailable",
    NotFound: "ResourceNotFound ResourceNotFoundException",
    Rejected: "NobodyHasSeenThisException SerializationException UnknownOperationException ValidationException",
    errors.AlreadyExists: "ResourceAlreadyExists",
    errors.Conflict: "ConflictException",
    errors.InUse: "ResourceInUse",
    errors.LimitExceeded: "ResourceLimitExceeded",
}
"""What the service's own codes become."""

HTML = b"<html>Welcome to the hotel</html>"

ANSWERS: list[tuple[int, bytes, type[ServiceError]]] = [
    (400, b"", Rejected),
    (400, HTML, Rejected),
    (401, b"", AccessDenied),
    (403, b"", AccessDenied),
    (403, HTML, AccessDenied),
    (404, b"", Rejected),
    (408, b"", Unavailable),
    (413, b"", Rejected),
    (429, b"", Throttled),
    (500, b"", Unavailable),
    (500, b'{"__type": "InternalFailure"}', Unavailable),
    (500, b'{"__type": "Strange"}', Unavailable),
    (500, b'{"__type": ', Unavailable),
    (502, HTML, Unavailable),
    (503, b"", Unavailable),
    (503, b'{"__type": "ThrottlingException"}', Throttled),
    (504, b"", Unavailable),
]
"""What other answers become: status, body, error."""

URL = {"endpoint_url": "https://api.sagemaker.us-east-1.amazonaws.com"}
CAUSE = {"error": OSError("cause")}

RAISED: dict[type[ServiceError], list[Exception]] = {
    Unavailable: [
        botocore_errors.EndpointConnectionError(**URL),
        botocore_errors.ConnectTimeoutError(**URL),
        botocore_errors.ReadTimeoutError(**URL),
        botocore_errors.ConnectionClosedError(**URL),
        botocore_errors.ProxyConnectionError(proxy_url="http://p", **CAUSE),
        botocore_errors.SSLError(endpoint_url="https://e", error=OSError()),
        botocore_errors.HTTPClientError(**CAUSE),
        botocore_errors.ConnectionError(**CAUSE),
        TimeoutError("timed out"),
        ConnectionResetError(104, "reset by peer"),
        ssl.SSLError("handshake"),
        socket.gaierror(-2, "unknown name"),
    ],
    AccessDenied: [
        botocore_errors.NoCredentialsError(),
        botocore_errors.PartialCredentialsError(provider="p", cred_var="v"),
        botocore_errors.UnauthorizedSSOTokenError(),
        botocore_errors.CredentialRetrievalError(provider="p", error_msg="m"),
    ],
    Unexpected: [ZeroDivisionError("odd"), ValueError(), RecursionError("too deep"), MemoryError()],
}
"""What exceptions become that are raised before there is an answer."""

BROKEN_OFF: list[Exception] = [
    botocore_errors.IncompleteReadError(actual_bytes=1, expected_bytes=2),
    botocore_errors.ResponseStreamingError(**CAUSE),
]

FAULTS: dict[str, tuple[Network, type[ServiceError]]] = {
    **{f"400 {code}": (refusal(code), kind) for kind, codes in CODES.items() for code in codes.split()},
    **{f"{code} {body!r}": (status(code, body), kind) for code, body, kind in ANSWERS},
    **{f"raises {error!r}": (raising(error), kind) for kind, raised in RAISED.items() for error in raised},
    **{f"breaks off with {error!r}": (broken_off(error), Unavailable) for error in BROKEN_OFF},
}
"""Every fault of HTTP, and the kind of error that it becomes."""

BROKEN_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "half of it": b'{"ExperimentArn": "arn:aws',
    "no JSON": b"\x00\x01\x02",
    "no UTF-8": b"\xff\xfe{}",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "a text": b'"text"',
    "too deep": b"[" * 100_000,
    "too deep an object": b'{"Results": ' * 50_000,
}

# What these answer is what is asked for. The model requires no member of the other answers, and botocore gives one
# without members for a body that is no JSON: that the service answers well says that the change is done.
READS = re.compile(
    r"\.(load|load_with_tags|list_\w+|search.*|get_metrics|plan_delete_all)$|^(experiment|trial)\.delete_all$"
)

# Without members, the answer to these says nothing at all.
NEEDS_MEMBERS = (".load", ".load_with_tags", ".get_metrics")

# These try again until their time is over, and then that is what they tell.
PERSISTENT = {name for name in catalogue.CALLS if name.endswith(("delete_all", "add_trial_components", "histories"))}

# These make calls in threads of their own.
THREADED = PERSISTENT | {"trial.create with components"}

every_function = pytest.mark.parametrize("function", catalogue.CALLS)
every_plain_function = pytest.mark.parametrize("function", [name for name in catalogue.CALLS if name not in THREADED])


class Line:
    """A network that can be told what to do."""

    def __init__(self) -> None:
        self.network: Network = clients.well
        self.requests = 0

    def __call__(self, request: AWSPreparedRequest) -> AWSResponse:
        self.requests += 1
        return self.network(request)


LINE = Line()
CLIENTS = {service: clients.client_over(LINE, service) for service in model.OPERATIONS}


def over(function: str, network: Network) -> Any:
    """What a function gives over a network."""
    LINE.network, LINE.requests = network, 0
    return catalogue.outcome(catalogue.CALLS[function](CLIENTS[catalogue.service_of(function)]))


def with_client(function: str, client: Any) -> Any:
    """What a function gives with a client."""
    return catalogue.outcome(catalogue.CALLS[function](client))


def innermost(error: object) -> Any:
    """The error that stopped a function of several steps."""
    match error:
        case Incomplete(error=inner) | DeletionFailure(error=inner) | HistoriesFailure(error=inner):
            return innermost(inner)
        case _:
            return error


def test_every_public_function_that_takes_a_client_is_tried() -> None:
    tried = {name.partition(" ")[0] for name in catalogue.CALLS}
    assert set(catalogue.client_functions()) == tried


@every_function
def test_a_fault_becomes_an_error_of_its_kind(function: str) -> None:
    for name, (network, kind) in FAULTS.items():
        result = over(function, network)
        if function in PERSISTENT and kind is NotFound and isinstance(result, Success):
            continue  # what the service does not find is gone already, which is all that a deletion wants
        assert isinstance(result, Failure), name
        if function in PERSISTENT and kind.retryable:
            assert LINE.requests > 3, name
        error = innermost(result.failure())
        assert isinstance(error, kind), (name, error)
        assert error.message
        assert error.operation
        assert str(error)


@every_function
def test_a_body_that_cannot_be_read_is_a_malformed_response(function: str) -> None:
    for name, body in BROKEN_BODIES.items():
        result = over(function, status(200, body))
        if isinstance(result, Success):
            assert not READS.search(function), name
        elif function not in THREADED:
            # Over JSON's null it is not botocore's parser that stumbles, but what comes after.
            expected = MalformedResponse | Unexpected if name == "null" else MalformedResponse
            assert isinstance(innermost(result.failure()), expected), (name, result)


@every_plain_function
def test_html_is_a_malformed_response(function: str) -> None:
    result = over(function, status(200, HTML, "text/html"))
    assert isinstance(innermost(result.failure()), MalformedResponse)


@every_plain_function
def test_an_answer_without_members_is_a_failure_only_where_it_is_all_that_is_asked_for(function: str) -> None:
    result = over(function, status(200, b"{}"))
    if function.endswith(NEEDS_MEMBERS):
        assert isinstance(innermost(result.failure()), MalformedResponse)
    else:
        assert isinstance(result, Success)


@every_plain_function
def test_an_answer_to_a_fault_carries_status_code_and_request_id(function: str) -> None:
    error = innermost(over(function, refusal("AccessDeniedException", "no, you may not")).failure())
    assert isinstance(error, AccessDenied)
    assert (error.status, error.code, error.request_id) == (400, "AccessDeniedException", "request-1")
    assert "no, you may not" in error.message
    assert error.cause is not None


# --- faults at any of a function's requests, over a store in which there is something -------------------------------


def furnished() -> Network:
    """A network with an experiment e, its trial t, the trial's component c, and tags on all of them."""
    store = local.Store.open(":memory:")
    tags = [{"Key": "k", "Value": "v"}]
    for operation, request in (
        ("CreateExperiment", {"ExperimentName": "e", "Tags": tags}),
        ("CreateTrial", {"TrialName": "t", "ExperimentName": "e", "Tags": tags}),
        ("CreateTrialComponent", {"TrialComponentName": "c", "Tags": tags}),
        ("AssociateTrialComponent", {"TrialName": "t", "TrialComponentName": "c"}),
    ):
        assert store.answer(operation, request).status == 200
    return local.door(store)


ANY_FAULT: dict[str, Network] = {
    **{name: network for name, (network, _) in FAULTS.items()},
    **{f"a body with {name}": status(200, body) for name, body in BROKEN_BODIES.items()},
}


@every_function
@settings(max_examples=30)
@given(name=st.sampled_from(sorted(ANY_FAULT)), first=st.integers(0, 5), length=st.sampled_from([1, 2, 1000]))
def test_a_fault_at_any_request_raises_nothing(function: str, name: str, first: int, length: int) -> None:
    well = furnished()

    def network(request: AWSPreparedRequest) -> AWSResponse:
        return ANY_FAULT[name](request) if first < LINE.requests <= first + length else well(request)

    assert isinstance(over(function, network), Success | Failure)


# --- answers with wrong insides -------------------------------------------------------------------------------------

WRONG_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.sampled_from(
        [[1], [[]], ["a"], [None], [{}], {"a": 1}, {"Key": 1}, {"NumberValue": "x"}, {"StringValue": 1}, "NaN"]
    ),
)
ABSENT = object()
NAIVE = datetime(2024, 1, 1)  # noqa: DTZ001 - that it has no zone is the point


def spoilt(value: Any, draw: st.DataObject) -> Any:
    """A copy of an answer in which one place, chosen on the way down, is something else or is not there."""
    if isinstance(value, dict) and value and draw.draw(st.integers(0, 4)):
        key = draw.draw(st.sampled_from(sorted(value)))
        inside = spoilt(value[key], draw)
        rest = {name: item for name, item in value.items() if name != key}
        return rest if inside is ABSENT else {**rest, key: inside}
    if isinstance(value, list) and value and draw.draw(st.booleans()):
        inside = spoilt(value[0], draw)
        return value[1:] if inside is ABSENT else [inside, *value[1:]]
    return draw.draw(st.just(ABSENT) | WRONG_VALUES)


def allowed_after_a_wrong_answer(function: str, result: Any) -> bool:
    """Success where the place is of no matter, a MalformedResponse, or, where an answer is sent on, its refusal."""
    if isinstance(result, Success):
        return True
    error = innermost(result.failure())
    return isinstance(error, MalformedResponse) or (
        function.endswith("load_with_tags") and isinstance(error, InvalidInput)
    )


@every_plain_function
@given(draw=st.data())
def test_an_answer_with_a_wrong_or_missing_member_is_malformed(function: str, draw: st.DataObject) -> None:
    def body(request: AWSPreparedRequest) -> AWSResponse:
        bad = spoilt(model.answer(clients.operation_of(request), moment=1_700_000_000.5), draw)
        # What is no object at all is tried above.
        return clients.http_answer(request, 200, json.dumps(bad if isinstance(bad, dict) else {}).encode())

    # Past botocore's parser, which lets some types through and not others.
    def parsed(operation: str, _parameters: Mapping[str, Any]) -> object:
        bad = spoilt(model.answer(operation, moment=draw.draw(st.sampled_from([model.MOMENT, NAIVE]))), draw)
        return {} if bad is ABSENT else bad

    for result in (over(function, body), with_client(function, recorder(parsed))):
        assert allowed_after_a_wrong_answer(function, result), result


# --- clients of all kinds -------------------------------------------------------------------------------------------

NO_ANSWERS: list[object] = [None, 1, "text", [], [("ExperimentArn", "a")], object(), Unreadable()]


@every_function
def test_an_answer_that_is_no_readable_mapping_is_malformed(function: str) -> None:
    for answer in NO_ANSWERS:
        result = with_client(function, recorder(lambda *_, given=answer: given))
        if isinstance(result, Success):
            assert function == "tags.remove_tags" or function.endswith(".update"), "nothing is read from the answer"
            assert isinstance(answer, Unreadable)
        elif function not in PERSISTENT:
            error = innermost(result.failure())
            assert isinstance(error, MalformedResponse), answer
            assert "UnprintableError" in error.message or not isinstance(answer, Unreadable)


class WithResponse(Exception):
    """Looks like a ClientError and is none."""

    def __init__(self, response: object) -> None:
        super().__init__("odd")
        self.response = response


RESPONSES: list[object] = [
    *(None, 1, {}, Unreadable()),
    *({"Error": error} for error in (None, 1, {}, {"Code": 1, "Message": []}, {"Code": None}, Unreadable())),
    *({"Error": {}, "ResponseMetadata": meta} for meta in (1, None, {"HTTPStatusCode": "400"}, Unreadable())),
]
ODD: list[Exception] = [
    *map(WithResponse, RESPONSES),
    *(UnprintableError(), StopIteration(1), ExceptionGroup("two", [ValueError(), TypeError()])),
    *(TypeError("no argument Tags"), AttributeError("create_trial"), NotImplementedError(), AssertionError()),
    errors.SmexpException("e"),
]


@every_function
def test_whatever_a_client_raises_becomes_an_error(function: str) -> None:
    for raised in ODD:

        def fail(*_: object, raised: Exception = raised) -> object:
            raise raised

        found = innermost(with_client(function, recorder(fail)).failure())
        assert isinstance(found, Unexpected | Rejected), (type(raised), found)
        assert isinstance(found.message, str)


@every_function
def test_a_client_without_the_method_is_an_error(function: str) -> None:
    assert isinstance(innermost(with_client(function, object()).failure()), Unexpected)


# Calls of a deletion run in threads; its own tests show how it is stopped.
@pytest.mark.parametrize("function", [name for name in catalogue.CALLS if name not in PERSISTENT])
@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_the_wish_to_stop_is_not_swallowed(function: str, stop: type[BaseException]) -> None:
    def interrupt(*_: object) -> object:
        raise stop

    with pytest.raises(stop):
        with_client(function, recorder(interrupt))


@every_function
def test_a_token_that_repeats_for_ever_ends(function: str) -> None:
    client = recorder(lambda operation, _: {**model.answer(operation), "NextToken": "same"})
    result = with_client(function, client)
    assert len(client.calls) < 100
    if re.search(r"\.(list_\w+|search.*|load_with_tags)$", function):
        assert isinstance(innermost(result.failure()), MalformedResponse)
