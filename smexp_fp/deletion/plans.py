"""What a deletion would do: a value, to be looked at before anything is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, NamedTuple, final

from smexp_fp._frozen import FrozenMap
from smexp_fp.deletion._portions import portion_sizes

__all__ = ["OBSERVED_RATES", "DeletionPlan", "Link", "SharedComponent", "Target"]

OBSERVED_RATES: Final[Mapping[str, float]] = FrozenMap(
    {"DisassociateTrialComponent": 1.0, "DeleteTrial": 1.0},
)
"""Calls a second that users of the service have seen granted. AWS publishes no rates; other operations are faster."""

SHOWN: Final = 20
"""Lines of each kind that a plan prints; the rest is counted."""


@final
class Target(NamedTuple):
    """What is to be deleted with all that is only its own."""

    kind: Literal["experiment", "trial"]
    name: str

    def __str__(self) -> str:
        """Kind and name."""
        return f"{self.kind} {self.name}"


@final
class Link(NamedTuple):
    """A component in a trial."""

    trial: str
    component: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SharedComponent:
    """A component that others have too, so that it is only taken out of the trials that go.

    Attributes:
        name: The component.
        elsewhere: The trials that keep it, each with its experiment.
    """

    name: str
    elsewhere: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """The component and why it is kept."""
        where = ", ".join(f"trial {trial} of experiment {experiment}" for trial, experiment in self.elsewhere)
        return f"{self.name}: also in {where}"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionPlan:
    """What `delete_all` would do at the moment at which the plan was made. Immutable; `str` of it is made to be read.

    Attributes:
        target: The experiment or trial; `None` where components were given by themselves.
        links: Components to be taken out of trials, in the order of the work.
        components: Components to be deleted: those that belong to nothing else.
        trials: Trials to be deleted.
        shared: Components that others have too. With `shared="delete"` they are taken out of the others' trials and
            deleted.
        left_over: Components that an interrupted run has already taken out of their trials, and that will be deleted;
            they are among `components`.
        left_alone: Components that the note of such a run names and that will stay, since no run is proved to
            have begun with them.
        noted: How many names the note of such a run holds that are in none of the trials now, gone ones too; `None`
            where there is no note.
        unproved: How many of these exist without a proof that the run has begun with them.
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
        """How many calls of each operation `delete_all` makes, with `shared="keep"`, if nothing fails and nothing lags.

        The listings count as one call a page of 100, one for each trial; the calls that make an interrupted run
        resumable count too: four for the note and its first seal, then one for each 16 components.
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
            # The attempt that the service refuses is how a shared component is found out.
            "DeleteTrialComponent": len(self.components) + len(self.shared) + note + (0 if self.noted is None else 1),
            "DeleteTrial": len(self.trials),
            "DeleteExperiment": of_experiment,
        }

    def _calls_for_components(self) -> Mapping[str, int]:
        trials = Counter(link.component for link in self.links)
        # Trials are looked at until two of different experiments are found.
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
        """How long `delete_all` takes at best.

        Args:
            rates: Calls a second that the service grants, by operation; one that is not in it is not limited.
            latency: Seconds that a call takes.
            max_workers: As for `delete_all`.

        Returns:
            The longest of what the slowest operation needs at its rate, and what all calls need through so many
            workers. Operations run at the same time, so their times do not add up.

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

    def __str__(self) -> str:
        """The plan, as it is shown to somebody who has to agree to it."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"To delete {self.target or 'trial components'}:"
        if self.target is not None:
            yield from _section("trials deleted", self.trials)
        yield from _section("components deleted", self.components)
        yield from _section("links removed", [f"{component} out of {trial}" for trial, component in self.links])
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
