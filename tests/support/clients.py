"""Clients for tests: a stub that records, and real boto3 clients whose network is a function."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
from botocore import serialize
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

from tests.support import model

SENDS_FRACTIONS = hasattr(serialize, "TIMESTAMP_PRECISION_LEGACY")
"""Whether botocore sends fractions of a second, as it does since 1.43.93. Before, it cuts each time to the second."""


class Recorder:
    """A client with every method: it records each call and answers what `respond` makes of it."""

    def __init__(self, respond: Callable[[str, Mapping[str, Any]], object]) -> None:
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self._respond = respond

    def __getattr__(self, method: str) -> Callable[..., object]:
        operation = "".join(word.capitalize() for word in method.split("_"))

        def call(**parameters: object) -> object:
            self.calls.append((operation, parameters))
            return self._respond(operation, parameters)

        return call


def recorder(respond: Callable[[str, Mapping[str, Any]], object] | None = None) -> Any:
    """A `Recorder`, typed so that it goes for any client; it answers like a service where all is well."""
    return Recorder(respond or (lambda operation, _: model.answer(operation)))


class UnprintableError(Exception):
    """An exception whose text cannot be had."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


class Unreadable(Mapping[str, object]):
    """An answer, or a part of one, that raises as soon as it is read."""

    def __getitem__(self, key: str) -> object:
        raise UnprintableError

    def __iter__(self) -> Iterator[str]:
        raise UnprintableError

    def __len__(self) -> int:
        raise UnprintableError


class Body:
    """As much of urllib3's response as botocore uses."""

    def __init__(self, content: bytes | Exception) -> None:
        self._content = content

    def stream(self, **_options: object) -> Iterator[bytes]:
        if isinstance(self._content, Exception):
            raise self._content
        yield self._content


def http_answer(
    request: AWSPreparedRequest, status: int, content: bytes | Exception, kind: str = "application/x-amz-json-1.1"
) -> AWSResponse:
    """What botocore's HTTP layer would have given."""
    headers = {"x-amzn-RequestId": "request-1", "Content-Type": kind}
    if isinstance(content, bytes):
        headers["Content-Length"] = str(len(content))
    return AWSResponse(request.url, status, headers, Body(content))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - stream() is all that is used


def client_over(
    network: Callable[[AWSPreparedRequest], AWSResponse], service: str = "sagemaker", *, validate: bool = True
) -> Any:
    """A real boto3 client without retries whose requests go to `network`."""
    maker: Any = boto3.session.Session(
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - not a secret
        region_name="us-east-1",
    )
    client = maker.client(
        service, config=Config(retries={"total_max_attempts": 1}, parameter_validation=validate), verify=False
    )

    def answer(request: AWSPreparedRequest, **_event: object) -> AWSResponse:
        return network(request)

    client.meta.events.register("before-send", answer)
    return client


def operation_of(request: AWSPreparedRequest) -> str:
    """SageMaker's protocol names the operation in a header, its metrics service in the path."""
    # Headers are text here before the signer has seen them and may be bytes after.
    target: Any = request.headers.get("X-Amz-Target")
    if target is None:
        return str(request.url).rpartition("/")[2]
    text: str = target.decode() if isinstance(target, bytes) else str(target)
    return text.rpartition(".")[2]


def well(request: AWSPreparedRequest) -> AWSResponse:
    """The network of a service where all is well."""
    content = json.dumps(model.answer(operation_of(request), moment=1_700_000_000.5)).encode()
    return http_answer(request, 200, content)
