"""The door through botocore: requests are answered in process where they would have gone out to the network.

botocore validates and serialises a call, then emits `before-send`; a handler that returns a response there takes the
place of the network, and botocore parses what it returns, with its exceptions, waiters and paginators.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from ._faults import Answer, Fault


class Answering(Protocol):
    """What stands behind the door: a store, or something that stands before one."""

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        """The answer to an operation's wire request."""
        ...


class _Body:
    """The body of a response, as the parts of urllib3's that botocore uses."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_options: object) -> Iterator[bytes]:
        yield self._content


def _operation(request: AWSPreparedRequest) -> str:
    """SageMaker's protocol names the operation in a header, its metrics service in the path."""
    target = request.headers.get("X-Amz-Target")
    if target is None:
        return str(urlsplit(request.url).path).strip("/")
    # Headers are text here before the signer has seen them and may be bytes after.
    raw: object = target
    text = raw.decode() if isinstance(raw, bytes) else str(raw)
    return text.rpartition(".")[2]


def _read(body: object) -> Mapping[str, Any]:
    content = body if isinstance(body, bytes | str) else b""
    try:
        loaded: object = json.loads(content or b"{}")
    except (ValueError, RecursionError) as error:
        raise Fault("SerializationException", f"The request cannot be read: {error}") from None
    if not isinstance(loaded, dict):
        raise Fault("SerializationException", "The request is not a JSON object.")
    return loaded  # pyright: ignore[reportUnknownVariableType] - JSON


def _answer(store: Answering, request: AWSPreparedRequest) -> Answer:
    try:
        return store.answer(_operation(request), _read(request.body))
    except Fault as fault:
        return fault.answer()


def door(store: Answering) -> Callable[..., AWSResponse]:
    """A handler for `before-send` that has `store` answer.

    Args:
        store: what answers.

    Returns:
        What `client.meta.events.register("before-send", …)` takes, on a client that is not made by `client` or
        `metrics_client`. Other handlers of that event, such as moto's, run as well; those two have no others.
    """

    def handle(request: AWSPreparedRequest, **_event: object) -> AWSResponse:
        answer = _answer(store, request)
        content = json.dumps(answer.body).encode()
        headers = {
            "x-amzn-RequestId": str(uuid.uuid4()),
            "Content-Type": "application/x-amz-json-1.1",
            "Content-Length": str(len(content)),
        }
        return AWSResponse(request.url, answer.status, headers, _Body(content))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - the stubs want an urllib3 response; stream() is all that is used

    return handle
