"""The door to `smexp_fp.deletion`, which is loaded when something is to be deleted: it brings threads and logging."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Literal

from returns.result import Result

from smexp_fp.errors import SmexpError

if TYPE_CHECKING:
    from smexp_fp.deletion import Clock, DeletionFailure, DeletionPlan, DeletionReport, OnProgress


def plan_delete_all(
    client: object, kind: Literal["experiment", "trial"], name: str, *, max_workers: int, deadline: float | None
) -> Result[DeletionPlan, SmexpError]:
    """See `smexp_fp.experiment.plan_delete_all`."""
    from smexp_fp.deletion import Target, _planning  # noqa: PLC0415 - see the top
    from smexp_fp.deletion._options import Options  # noqa: PLC0415 - the same

    return _planning.plan_delete_all(client, Target(kind, name), Options(max_workers=max_workers, deadline=deadline))


def delete_all(
    client: object,
    kind: Literal["experiment", "trial"],
    name: str,
    action: Literal["--force"],
    *,
    shared: Literal["keep", "delete"],
    max_workers: int,
    deadline: float | None,
    patience: float,
    on_progress: OnProgress | None,
    cancelled: Callable[[], bool] | None,
    resumable: bool,
    clock: Clock | None,
    seed: int | None,
) -> Result[DeletionReport, DeletionFailure]:
    """See `smexp_fp.experiment.delete_all`."""
    from smexp_fp.deletion import SystemClock, Target, _run  # noqa: PLC0415 - see the top
    from smexp_fp.deletion._options import Options  # noqa: PLC0415 - the same

    options = Options(
        max_workers=max_workers,
        deadline=deadline,
        patience=patience,
        on_progress=on_progress,
        cancelled=cancelled,
        clock=clock or SystemClock(),
        random=Random(seed),  # noqa: S311 - jitter is no secret
    )
    return _run.delete_all(client, Target(kind, name), action, shared=shared, resumable=resumable, options=options)


def delete_component(
    client: object, name: str, *, deadline: float | None, clock: Clock | None
) -> Result[str | None, SmexpError]:
    """Take a component out of all its trials and delete it; `None` where it was gone already."""
    from smexp_fp.deletion import SystemClock, _run  # noqa: PLC0415 - see the top
    from smexp_fp.deletion._options import Options  # noqa: PLC0415 - the same

    return _run.delete_component(client, name, Options(deadline=deadline, clock=clock or SystemClock()))
