"""Services that stand between a client and a simulated account, and get in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from smexp_fp.local import Answer
from smexp_fp.testing.simulator import Simulator

Act = Callable[[], Answer | None]
Step = tuple[str, str, Act]
"""An operation, the beginning of a name in its request, and what happens before it; it may answer the request."""


def error(code: str, message: str = "No.") -> Answer:
    return Answer(400, {"__type": code, "message": message})


DENIED = error("AccessDeniedException")
THROTTLED = error("ThrottlingException", "Rate exceeded")


class Between:
    """A service whose calls `hook` sees first. Where it returns None, the account answers."""

    def __init__(self, simulator: Simulator, hook: Callable[[str, Mapping[str, Any]], Answer | None]) -> None:
        self._simulator = simulator
        self._hook = hook

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        return self._hook(operation, request) or self._simulator.answer(operation, request)


def _names(request: Mapping[str, Any], start: str) -> bool:
    return not start or any(isinstance(value, str) and value.startswith(start) for value in request.values())


def refusing(simulator: Simulator, operation: str, answer: Answer, *, name: str = "") -> Between:
    """A service that refuses an operation for good: always, or where a name begins with `name`."""
    return Between(simulator, lambda called, request: answer if called == operation and _names(request, name) else None)


def meddled(simulator: Simulator, *steps: Step, refused: tuple[str, str, Answer] | None = None) -> Between:
    """A service in which each of the steps happens once, in this order; afterwards it refuses an operation for good."""
    waiting = list(steps)

    def hook(called: str, request: Mapping[str, Any]) -> Answer | None:
        if waiting:
            operation, name, act = waiting[0]
            if called == operation and _names(request, name):
                del waiting[0]
                answer = act()
                if answer is not None:
                    return answer
        if refused is not None and not waiting:
            operation, name, answer = refused
            if called == operation and _names(request, name):
                return answer
        return None

    return Between(simulator, hook)


class Killed(BaseException):
    """The process is dead."""


class Mortal:
    """A service whose client dies at one of its calls, before or after the service has carried it out."""

    def __init__(self, simulator: Simulator, last: int, *, arrives: bool = True) -> None:
        self._simulator = simulator
        self._left = last
        self._arrives = arrives
        self.touched: set[str] = set()
        """The components that it has sent a call about."""

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        self.touched.add(request.get("TrialComponentName", ""))
        self._left -= 1
        if self._left > 0:
            return self._simulator.answer(operation, request)
        if self._left == 0 and self._arrives:
            self._simulator.answer(operation, request)
        raise Killed
