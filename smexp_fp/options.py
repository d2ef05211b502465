"""Keyword arguments that several functions share, explained once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    # Loaded when they are used.
    from collections.abc import Callable

    from smexp_fp.deletion import Clock, OnProgress

__all__ = ["DeletionOptions", "PacingOptions"]


class PacingOptions(TypedDict, total=False):
    """How functions that make many calls make them.

    Attributes:
        max_workers: Calls on their way at the same time, from 1; 8 by default. A client of boto3 keeps ten connections
            by default.
        deadline: Seconds after which nothing more is sent; `None`, the default, for no limit. Calls on their way are
            waited for.
        patience: Seconds for which one thing may be refused for reasons that pass (lag, rate limits, faults of service
            and network) before it is given up; 120 by default.
        on_progress: Called with every `smexp_fp.deletion.ProgressEvent`, in the caller's thread. If it raises, the work
            stops, and the failure holds the exception.
        cancelled: Asked again and again, in the caller's thread; when it says true, nothing more is sent.
            `threading.Event().is_set` fits. If it raises, the work stops, and the failure holds the exception.
        clock: Where time and threads come from; the computer's by default.
        seed: Of the jitter, for tests.
    """

    max_workers: int
    deadline: float | None
    patience: float
    on_progress: OnProgress | None
    cancelled: Callable[[], bool] | None
    clock: Clock | None
    seed: int | None


class DeletionOptions(PacingOptions, total=False):
    """How `delete_all` deletes, besides how it makes its calls.

    Attributes:
        shared: What becomes of a component that others have too: `"keep"`, the default, only takes it out of what is
            deleted; `"delete"` takes it out of all its trials, wherever they are, and deletes it.
        resumable: Whether to write down in the account what is being taken apart, so that after a kill another call
            finds it; `True` by default. `False` saves calls and permissions, and may leave components behind after a
            kill. See "Stop, and go on" in the guide to deletion.
    """

    shared: Literal["keep", "delete"]
    resumable: bool
