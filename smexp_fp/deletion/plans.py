"""Plans of deletions: values to look at before anything is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, final

from smexp_fp._base.frozen import FrozenMap
from smexp_fp._base.notebook import SHOWN, ShownAsTable
from smexp_fp.deletion._portions import portion_sizes

__all__ = ["OBSERVED_RATES", "DeletionPlan", "Link", "SharedComponent", "Target"]

OBSERVED_RATES: Final[Mapping[str, float]] = FrozenMap(
    {"DisassociateTrialComponent": 1.0, "DeleteTrial": 1.0},
)
"""Calls per second that users have observed. AWS does not publish rates; other operations are faster."""


@final
@dataclass(frozen=True, slots=True)
class Target:
    """The experiment or trial to delete.

    Attributes:
        kind: Whether it is an experiment or a trial.
        name: Its name.
    """

    kind: Literal["experiment", "trial"]
    name: str

    def __str__(self) -> str:
        """Return kind and name."""
        return f"{self.kind} {self.name}"


@final
@dataclass(frozen=True, slots=True)
class Link:
    """A component in a trial.

    Attributes:
        trial: The name of the trial.
        component: The name of the component.
    """

    trial: str
    component: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SharedComponent:
    """A component that is also used elsewhere. It is only removed from the trials to be deleted.

    Attributes:
        name: The component.
        elsewhere: The other trials that contain it, each with its experiment.
    """

    name: str
    elsewhere: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return the component and where else it is used."""
        where = ", ".join(f"trial {trial} of experiment {experiment}" for trial, experiment in self.elsewhere)
        return f"{self.name}: also in {where}"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionPlan(ShownAsTable):
    """What `delete_all` would do at the time of the plan. It is immutable; print it to read it.

    Attributes:
        target: The experiment or trial; `None` for given components.
        links: The links between trials and components to remove, in the order of the work.
        components: The components to delete, which are not used elsewhere.
        trials: The trials to delete.
        shared: The components that are also used elsewhere. With `shared="delete"`, they are removed from those trials
            too, and deleted.
        left_over: The components that an interrupted run has already removed from their trials, and that will be
            deleted; they are also in `components`.
        left_alone: The components in the note of an interrupted run that will stay, because nothing proves that the run
            has begun with them.
        noted: The number of names in that note that are in none of the trials now, including deleted ones; `None`
            without a note.
        unproved: The number of existing components among them without a proof.
    """

    target: Target | None
    links: tuple[Link, ...]
    components: tuple[str, ...]
    trials: tuple[str, ...]
    shared: tuple[SharedComponent, ...] = ()
    left_over: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
    noted: int | None = None
    unproved: int = 0

    @property
    def calls(self) -> Mapping[str, int]:
        """The number of calls of each operation in `delete_all` with `shared="keep"`, without failures and lag.

        A listing counts as one call for each page of 100, and at least one for each trial. The calls that make an
        interrupted run resumable are included: four for the note and its first seal, then one for each 16 components.
        """
        every = self._calls_for_components() if self.target is None else self._calls_for(self.target)
        return FrozenMap({operation: number for operation, number in every.items() if number})

    def _calls_for(self, target: Target) -> Mapping[str, int]:
        note = 1 if self.links else 0
        components = len({link.component for link in self.links})
        of_experiment = 1 if target.kind == "experiment" else 0
        return {
            "ListTrials": of_experiment * max(1, -(-len(self.trials) // 100)) + len(self.shared) + self.unproved,
            "ListTrialComponents": len(self.trials),
            "DescribeTrial": len(self.shared),
            "DescribeTrialComponent": 1 + note + (self.noted or 0),
            "CreateTrialComponent": note,
            "UpdateTrialComponent": len(portion_sizes(components, max_workers=8)),
            "DisassociateTrialComponent": len(self.links),
            # A shared component is recognised by a refused attempt to delete it.
            "DeleteTrialComponent": len(self.components) + len(self.shared) + note + (0 if self.noted is None else 1),
            "DeleteTrial": len(self.trials),
            "DeleteExperiment": of_experiment,
        }

    def _calls_for_components(self) -> Mapping[str, int]:
        trials = Counter(link.component for link in self.links)
        # Trials are described until two of different experiments are found.
        looks = sum(number for number in trials.values() if number > 1)
        for component in self.shared:
            homes = [home for _, home in component.elsewhere]
            looks += 1 + next(place for place, home in enumerate(homes) if home != homes[0])
        refused = len(trials) + len(self.shared)
        return {
            "ListTrials": refused,
            "DescribeTrial": looks,
            "DisassociateTrialComponent": len(self.links),
            "DeleteTrialComponent": refused + len(self.components),
        }

    def expected_time(
        self, rates: Mapping[str, float] = OBSERVED_RATES, *, latency: float = 0.1, max_workers: int = 8
    ) -> timedelta:
        """The minimum duration of `delete_all`.

        Args:
            rates: The calls per second that the service grants, by operation. Other operations are not limited.
            latency: The duration of a call in seconds.
            max_workers: As for `delete_all`.

        Returns:
            The time of the slowest operation at its rate, or of all calls with this number of workers, whichever is
            longer. Operations run concurrently, so their times do not add up.

        >>> from smexp_fp.deletion import DeletionPlan, Link, Target
        >>> plan = DeletionPlan(
        ...     target=Target("experiment", "auto-ml"),
        ...     links=tuple(Link("forest", f"step-{n}") for n in range(61)),
        ...     components=tuple(f"step-{n}" for n in range(61)),
        ...     trials=("forest",),
        ... )
        >>> print(plan.expected_time({"DisassociateTrialComponent": 1.0}))
        0:01:00
        """
        calls = self.calls
        paced = [(calls[operation] - 1) / rate for operation, rate in rates.items() if calls.get(operation)]
        return timedelta(seconds=max([*paced, sum(calls.values()) * latency / max_workers]))

    def __repr__(self) -> str:
        """Return the target and the numbers; print the plan to see more."""
        return (
            f"<DeletionPlan of {self.target or 'trial components'}: {len(self.links)} links, "
            f"{len(self.components)} components, {len(self.trials)} trials>"
        )

    def __str__(self) -> str:
        """Return the plan as text, for example to ask for confirmation."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"To delete {self.target or 'trial components'}:"
        if self.target is not None:
            yield from _section("trials deleted", self.trials)
        yield from _section("components deleted", self.components)
        yield from _section("links removed", [f"{link.component} out of {link.trial}" for link in self.links])
        yield from _section("components kept", [str(shared) for shared in self.shared])
        if self.left_over:
            yield from _section("of these left over by an interrupted run", self.left_over)
        if self.left_alone:
            yield from _section("on the note of an interrupted run, but left alone", self.left_alone)
        calls = self.calls
        yield (
            f"  calls: {sum(calls.values())} (" + ", ".join(f"{number} {name}" for name, number in calls.items()) + ")"
        )
        seconds = round(self.expected_time().total_seconds())
        rates = ", ".join(f"{name} {rate:g}/s" for name, rate in OBSERVED_RATES.items())
        yield f"  about {timedelta(seconds=seconds)} at the rates seen so far ({rates})"


def _section(title: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield f"  {title}: {len(lines)}"
    yield from (f"    {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"    ... and {len(lines) - SHOWN} more"
