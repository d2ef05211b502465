"""No public function raises, whatever service, network or client do; and each fault becomes the right kind of error."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from botocore import exceptions as botocore_errors
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp import errors, local
from smexp_fp.deletion import DeletionFailure
from smexp_fp.errors import (
    AccessDenied,
    AlreadyExists,
    Conflict,
    Incomplete,
    InUse,
    InvalidInput,
    LimitExceeded,
    MalformedResponse,
    NotFound,
    Rejected,
    ServiceError,
    Throttled,
    Unavailable,
    Unexpected,
)
from tests.support import catalogue, clients, model

Network = Callable[[AWSPreparedRequest], AWSResponse]


class Fault(NamedTuple):
    """Something that goes wrong at HTTP, and the kind of error that it should become."""

    answer: Network
    kind: type[ServiceError]


def status(code: int, body: bytes = b"") -> Network:
    return lambda request: clients.http_answer(request, code, body)


def refusal(code: str, message: str = "text", http: int = 400) -> Network:
    return status(http, json.dumps({"__type": code, "message": message}).encode())


def raising(error: Exception) -> Network:
    def fail(_request: AWSPreparedRequest) -> AWSResponse:
        raise error

    return fail


def broken_off(error: Exception) -> Network:
    return lambda request: clients.http_answer(request, 200, error)


URL = {"endpoint_url": "https://api.sagemaker.us-east-1.amazonaws.com"}
CAUSE = {"error": OSError("cause")}

BY_CODE: dict[str, type[ServiceError]] = {
    **dict.fromkeys(
        ("ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded"), Throttled
    ),
    **dict.fromkeys(
        (
            *("AccessDeniedException", "AccessDenied", "UnrecognizedClientException", "ExpiredTokenException"),
            *("InvalidSignatureException", "MissingAuthenticationToken", "IncompleteSignature", "OptInRequired"),
            *("NotAuthorized", "RequestExpired", "SignatureDoesNotMatch", "InvalidClientTokenId"),
        ),
        AccessDenied,
    ),
    **dict.fromkeys(
        ("InternalFailure", "InternalServerException", "ServiceUnavailable", "RequestTimeout"), Unavailable
    ),
    "ResourceNotFound": NotFound,
    "ResourceNotFoundException": NotFound,
    "ConflictException": Conflict,
    "ResourceInUse": InUse,
    "ResourceLimitExceeded": LimitExceeded,
    "ResourceAlreadyExists": AlreadyExists,
    "ValidationException": Rejected,
    "SerializationException": Rejected,
    "UnknownOperationException": Rejected,
    "NobodyHasSeenThisException": Rejected,
}

FAULTS: dict[str, Fault] = {
    **{f"400 {code}": Fault(refusal(code), kind) for code, kind in BY_CODE.items()},
    "400 with a prefixed code": Fault(refusal("com.amazonaws.sagemaker#ThrottlingException"), Throttled),
    "400 without a body": Fault(status(400), Rejected),
    "400 with HTML": Fault(status(400, b"<html>Bad request</html>"), Rejected),
    "401": Fault(status(401), AccessDenied),
    "403": Fault(status(403), AccessDenied),
    "403 with HTML": Fault(status(403, b"<html>Forbidden by a proxy</html>"), AccessDenied),
    "404": Fault(status(404), Rejected),
    "408": Fault(status(408), Unavailable),
    "413": Fault(status(413), Rejected),
    "429": Fault(status(429), Throttled),
    "500": Fault(status(500), Unavailable),
    "500 with a code": Fault(refusal("InternalFailure", http=500), Unavailable),
    "500 with an unknown code": Fault(refusal("Strange", http=500), Unavailable),
    "500 with broken JSON": Fault(status(500, b'{"__type": '), Unavailable),
    "502 with HTML": Fault(status(502, b"<html>Bad gateway</html>"), Unavailable),
    "503": Fault(status(503), Unavailable),
    "503 that throttles": Fault(refusal("ThrottlingException", http=503), Throttled),
    "504": Fault(status(504), Unavailable),
    "endpoint unreachable": Fault(raising(botocore_errors.EndpointConnectionError(**URL)), Unavailable),
    "connect time-out": Fault(raising(botocore_errors.ConnectTimeoutError(**URL)), Unavailable),
    "read time-out": Fault(raising(botocore_errors.ReadTimeoutError(**URL)), Unavailable),
    "connection closed": Fault(raising(botocore_errors.ConnectionClosedError(**URL)), Unavailable),
    "proxy unreachable": Fault(
        raising(botocore_errors.ProxyConnectionError(proxy_url="http://p", **CAUSE)), Unavailable
    ),
    "TLS refused": Fault(raising(botocore_errors.SSLError(endpoint_url="https://e", error=OSError())), Unavailable),
    "HTTP client": Fault(raising(botocore_errors.HTTPClientError(**CAUSE)), Unavailable),
    "connection": Fault(raising(botocore_errors.ConnectionError(**CAUSE)), Unavailable),
    "socket time-out": Fault(raising(socket.timeout("timed out")), Unavailable),  # noqa: UP041 - as libraries name it
    "connection reset": Fault(raising(ConnectionResetError(104, "reset by peer")), Unavailable),
    "TLS of the standard library": Fault(raising(ssl.SSLError("handshake")), Unavailable),
    "name resolution": Fault(raising(socket.gaierror(-2, "unknown name")), Unavailable),
    "no credentials": Fault(raising(botocore_errors.NoCredentialsError()), AccessDenied),
    "half of the credentials": Fault(
        raising(botocore_errors.PartialCredentialsError(provider="p", cred_var="v")), AccessDenied
    ),
    "expired single sign-on": Fault(raising(botocore_errors.UnauthorizedSSOTokenError()), AccessDenied),
    "credentials cannot be got": Fault(
        raising(botocore_errors.CredentialRetrievalError(provider="p", error_msg="m")), AccessDenied
    ),
    "incomplete body": Fault(
        broken_off(botocore_errors.IncompleteReadError(actual_bytes=1, expected_bytes=2)), Unavailable
    ),
    "streaming broke off": Fault(broken_off(botocore_errors.ResponseStreamingError(**CAUSE)), Unavailable),
    "anything else": Fault(raising(ZeroDivisionError("odd")), Unexpected),
    "no text at all": Fault(raising(ValueError()), Unexpected),
    "recursion": Fault(raising(RecursionError("too deep")), Unexpected),
    "memory": Fault(raising(MemoryError()), Unexpected),
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

# The model requires no member of these answers, and botocore gives one without members for a body that is no JSON. So
# such a body looks like that of a call that is done; only its headers can tell, which speak of JSON here.
NEEDS_NO_ANSWER = {
    *("tags.remove_tags", "tags.add_tags", "metrics.put_metrics"),
    *("experiment.suggest_properties", "trial.suggest_properties", "trial_component.suggest_properties"),
    # What changed is known from the request; that the service answers well says that it is done.
    *(
        f"{kind}.{what}"
        for kind in ("experiment", "trial", "trial_component")
        for what in ("create", "save", "update", "delete")
    ),
    *("experiment.create_trial", "experiment.load_or_create", "trial.load_or_create", "trial_component.load_or_create"),
    *("trial.add_trial_component", "trial.remove_trial_component"),
    *("trial_component.delete_all", "trial.add_trial_components", "trial.create with components"),
}

NEEDS_AN_ANSWER = {
    *(f"{kind}.{what}" for kind in ("experiment", "trial", "trial_component") for what in ("load", "load_with_tags")),
    "metrics.get_metrics",
}
"""Without members, the answer to these says nothing at all."""

# These try again until their time is over, and then that is what they tell.
PERSISTENT = {name for name in catalogue.CALLS if name.endswith(("delete_all", "add_trial_components"))}

# These make calls in threads of their own.
THREADED = PERSISTENT | {"trial.create with components"}


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


def innermost(error: object) -> object:
    """The error that stopped a function of several steps."""
    match error:
        case Incomplete(error=inner) | DeletionFailure(error=inner):
            return innermost(inner)
        case _:
            return error


every_function = pytest.mark.parametrize("function", catalogue.CALLS)
every_plain_function = pytest.mark.parametrize("function", [name for name in catalogue.CALLS if name not in THREADED])


def test_every_public_function_that_takes_a_client_is_tried() -> None:
    tried = {name.partition(" ")[0] for name in catalogue.CALLS}
    assert set(catalogue.client_functions()) == tried


@every_function
def test_a_fault_becomes_an_error_of_its_kind(function: str) -> None:
    for name, fault in FAULTS.items():
        result = over(function, fault.answer)
        if function in PERSISTENT and fault.kind is NotFound and isinstance(result, Success):
            continue  # what the service does not find is gone already, which is all that a deletion wants
        assert isinstance(result, Failure), name
        if function in PERSISTENT and fault.kind.retryable:
            assert LINE.requests > 3, name
        error: Any = innermost(result.failure())
        assert isinstance(error, fault.kind), (name, error)
        assert error.message
        assert error.operation
        assert str(error)


@every_function
def test_a_body_that_cannot_be_read_is_a_malformed_response(function: str) -> None:
    for name, body in BROKEN_BODIES.items():
        result = over(function, status(200, body))
        if isinstance(result, Success):
            assert function in NEEDS_NO_ANSWER, name
        elif function not in THREADED:
            # Over JSON's null it is not botocore's parser that stumbles, but what comes after.
            expected = MalformedResponse | Unexpected if name == "null" else MalformedResponse
            assert isinstance(innermost(result.failure()), expected), (name, result)


@every_plain_function
def test_html_is_a_malformed_response(function: str) -> None:
    page = b"<html>Welcome to the hotel</html>"
    result = over(function, lambda request: clients.http_answer(request, 200, page, "text/html"))
    assert isinstance(innermost(result.failure()), MalformedResponse)


@every_plain_function
def test_an_answer_without_members_is_a_failure_only_where_it_is_all_that_is_asked_for(function: str) -> None:
    result = over(function, status(200, b"{}"))
    if function in NEEDS_AN_ANSWER:
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


@every_function
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(
    name=st.sampled_from(sorted(FAULTS)),
    first=st.integers(0, 5),
    length=st.sampled_from([1, 2, 1000]),
    body=st.booleans(),
)
def test_a_fault_at_any_request_raises_nothing(function: str, name: str, first: int, length: int, body: bool) -> None:  # noqa: FBT001 - drawn
    well = furnished()
    fault = status(200, BROKEN_BODIES[sorted(BROKEN_BODIES)[first]]) if body else FAULTS[name].answer

    def network(request: AWSPreparedRequest) -> AWSResponse:
        return fault(request) if first < LINE.requests <= first + length else well(request)

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
    def network(request: AWSPreparedRequest) -> AWSResponse:
        whole = model.answer(clients.operation_of(request), moment=1_700_000_000.5)
        bad = spoilt(whole, draw)
        # What is no object at all is tried above.
        return clients.http_answer(request, 200, json.dumps(bad if isinstance(bad, dict) else {}).encode())

    result = over(function, network)
    assert allowed_after_a_wrong_answer(function, result), result


@every_plain_function
@given(draw=st.data())
def test_a_stub_with_a_wrong_or_missing_member_is_malformed(function: str, draw: st.DataObject) -> None:
    # Past botocore's parser, which lets some types through and not others.
    def respond(operation: str, _parameters: Mapping[str, Any]) -> object:
        bad = spoilt(model.answer(operation, moment=draw.draw(st.sampled_from([model.MOMENT, NAIVE]))), draw)
        return {} if bad is ABSENT else bad

    result: Any = catalogue.outcome(catalogue.CALLS[function](clients.recorder(respond)))
    assert allowed_after_a_wrong_answer(function, result), result


# --- clients of all kinds -------------------------------------------------------------------------------------------


class Treacherous(Mapping[str, object]):
    """A mapping that fails when it is read."""

    def __getitem__(self, key: str) -> object:
        raise RuntimeError(key)

    def __iter__(self) -> Any:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError


NO_ANSWERS: list[object] = [None, 1, "text", [], [("ExperimentArn", "a")], object(), Treacherous()]


@every_function
def test_an_answer_that_is_no_readable_mapping_is_malformed(function: str) -> None:
    for answer in NO_ANSWERS:
        result: Any = catalogue.outcome(catalogue.CALLS[function](clients.recorder(lambda *_, given=answer: given)))
        if isinstance(result, Success):
            assert function == "tags.remove_tags" or function.endswith(".update"), "nothing is read from the answer"
            assert isinstance(answer, Treacherous)
        elif function not in PERSISTENT:
            assert isinstance(innermost(result.failure()), MalformedResponse), answer


class WithOddResponse(Exception):
    """Looks like a ClientError and is none."""

    def __init__(self, response: object) -> None:
        super().__init__("odd")
        self.response = response


class Unprintable(Exception):
    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


ODD: list[Exception] = [
    *(WithOddResponse(response) for response in (None, 1, {}, {"Error": None}, {"Error": 1}, Treacherous())),
    *(WithOddResponse({"Error": error}) for error in ({}, {"Code": 1, "Message": []}, {"Code": None}, Treacherous())),
    *(
        WithOddResponse({"Error": {}, "ResponseMetadata": meta})
        for meta in (1, None, {"HTTPStatusCode": "400"}, Treacherous())
    ),
    *(
        Unprintable(),
        StopIteration(1),
        ExceptionGroup("two", [ValueError(), TypeError()]),
        TypeError("no argument Tags"),
    ),
    *(AttributeError("create_trial"), NotImplementedError(), AssertionError(), errors.SmexpException("e")),
]


@every_function
def test_whatever_a_client_raises_becomes_an_error(function: str) -> None:
    for raised in ODD:

        def fail(*_: object, raised: Exception = raised) -> object:
            raise raised

        result: Any = catalogue.outcome(catalogue.CALLS[function](clients.recorder(fail)))
        found = innermost(result.failure())
        assert isinstance(found, Unexpected | Rejected), (type(raised), found)
        assert isinstance(found.message, str)


@every_function
def test_a_client_without_the_method_is_an_error(function: str) -> None:
    result: Any = catalogue.outcome(catalogue.CALLS[function](object()))
    assert isinstance(innermost(result.failure()), Unexpected)


@every_function
@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_the_wish_to_stop_is_not_swallowed(function: str, stop: type[BaseException]) -> None:
    def interrupt(*_: object) -> object:
        raise stop

    if function in PERSISTENT:
        pytest.skip("calls of a deletion run in threads; its own tests show how it is stopped")
    with pytest.raises(stop):
        catalogue.outcome(catalogue.CALLS[function](clients.recorder(interrupt)))


@every_function
def test_a_token_that_repeats_for_ever_ends(function: str) -> None:
    def respond(operation: str, _parameters: Mapping[str, Any]) -> object:
        return {**model.answer(operation), "NextToken": "same"}

    client = clients.recorder(respond)
    result: Any = catalogue.outcome(catalogue.CALLS[function](client))
    assert len(client.calls) < 100
    pages = "list" in function or "search" in function or function.endswith("load_with_tags")
    if pages and "suggest" not in function:
        assert isinstance(innermost(result.failure()), MalformedResponse)
