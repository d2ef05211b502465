"""The connection to botocore, which answers requests in this process instead of sending them.

botocore validates and serialises a call, then emits `before-send`. If a handler returns a response, botocore sends
nothing and parses that response. Its exceptions, waiters and paginators work as usual.
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
    """An object that answers requests: a store, or a wrapper of one."""

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        """Answer an operation's wire request."""
        ...


class _Body:
    """The body of a response, with the methods of urllib3 that botocore uses."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_options: object) -> Iterator[bytes]:
        yield self._content


def _operation(request: AWSPreparedRequest) -> str:
    """The operation, which SageMaker's protocol has in a header, and that of its metrics service in the path."""
    target = request.headers.get("X-Amz-Target")
    if target is None:
        return str(urlsplit(request.url).path).strip("/")
    # Headers are str before signing, and may be bytes after.
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
    """A handler for the event `before-send` that lets `store` answer.

    Args:
        store: answers the requests.

    Returns:
        A handler for `client.meta.events.register("before-send", …)`, for clients that `client` and `metrics_client`
        did not make. Other handlers of that event, such as those of moto, still run.
    """

    def handle(request: AWSPreparedRequest, **_event: object) -> AWSResponse:
        answer = _answer(store, request)
        content = json.dumps(answer.body).encode()
        headers = {
            "x-amzn-RequestId": str(uuid.uuid4()),
            "Content-Type": "application/x-amz-json-1.1",
            "Content-Length": str(len(content)),
        }
        return AWSResponse(request.url, answer.status, headers, _Body(content))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - the stubs require an urllib3 response, of which only stream() is used

    return handle
