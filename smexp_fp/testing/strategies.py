"""Strategies for records, conditions and wire expressions, with values from the same small pools, so that they meet.

A search over random values finds nothing, and a law that only ever compares empty results shows nothing. Names, tags,
parameters and the operands of conditions all come from a few words, numbers and times that are near one another.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from returns.pipeline import is_successful as is_success

from smexp_fp.query import Condition, Q, Resource, SearchExpression, all_of, any_of
from smexp_fp.query._decompile import decompile_any
from smexp_fp.query._fields import field_of
from smexp_fp.query._properties import LISTS, PROPERTIES, Kind, ListProperty, Property
from smexp_fp.records import (
    Artifact,
    Experiment,
    FrozenMap,
    MetadataProperties,
    MetricSummary,
    Parent,
    Source,
    Status,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    UserContext,
)

__all__ = ["components", "conditions", "experiments", "expressions", "records", "trials"]

WORDS: Final = ("a", "A", "ab", "b", "a,b", " a", "0.1", "1", "1e0", "é", "a b", "nan")
"""Texts: with what an `In` cannot hold, what reads as a number, what differs in case only."""

KEYS: Final = ("a", "A", "a.b", "Max", "loss.max", "x:y/z", "Value", "a.MediaType")
"""Names of tags, parameters, metrics and artifacts."""

NUMBERS: Final = (0.0, 1.0, 0.1, 0.30000000000000004, -1.5, 2.0**53, 1e300, 5e-324)

MOMENTS: Final = tuple(datetime(2024, 1, 1, tzinfo=UTC) + delta for delta in (
    timedelta(0), timedelta(milliseconds=1), timedelta(seconds=1), timedelta(days=1, milliseconds=-1),
    timedelta(days=1), timedelta(days=1, seconds=1),
))  # fmt: skip

_ALL: Final = ("==", "!=", "<", "<=", ">", ">=")
_OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_words: Final[st.SearchStrategy[str]] = st.sampled_from(WORDS)
_keys: Final[st.SearchStrategy[str]] = st.sampled_from(KEYS)
_numbers: Final = st.sampled_from(NUMBERS)
_moments: Final = st.sampled_from(MOMENTS)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_sources: Final = st.builds(Source, arn=_words, type=_maybe(_words))
_users: Final = st.builds(UserContext, user_profile_name=_maybe(_words), domain_id=_maybe(_words))
_tags: Final = st.dictionaries(_keys, _words, max_size=3).map(lambda items: FrozenMap[Any, Any](items))  # noqa: PLW0108 - the checkers need the lambda
_metadata: Final = st.builds(MetadataProperties, commit_id=_maybe(_words), project_id=_maybe(_words))
_common: Final[dict[str, st.SearchStrategy[Any]]] = {
    "name": _words,
    "arn": _words,
    "display_name": _maybe(_words),
    "source": _maybe(_sources),
    "created": _maybe(_moments),
    "created_by": _maybe(_users),
    "modified": _moments,
    "tags": _maybe(_tags),
}


def experiments() -> st.SearchStrategy[Experiment]:
    """Experiments as a search answers them."""
    return st.builds(Experiment, **_common, description=_maybe(_words))


def trials() -> st.SearchStrategy[Trial]:
    """Trials as a search answers them, with their components."""
    summaries = st.builds(
        TrialComponentSimpleSummary,
        name=_words,
        arn=_maybe(_words),
        source=_maybe(_sources),
        created=_maybe(_moments),
        created_by=_maybe(_users),
    )
    return st.builds(
        Trial,
        **_common,
        experiment_name=_maybe(_words),
        metadata=_maybe(_metadata),
        components=_maybe(st.lists(summaries, max_size=3).map(tuple)),
    )


def components() -> st.SearchStrategy[TrialComponent]:
    """Components as a search answers them, with parents, parameters, metrics and artifacts."""
    metrics = st.builds(
        MetricSummary,
        name=_keys,
        source_arn=_maybe(_words),
        timestamp=_maybe(_moments),
        max=_maybe(_numbers),
        min=_maybe(_numbers),
        last=_maybe(_numbers),
        count=_maybe(st.integers(0, 3)),
        avg=_maybe(_numbers),
        std_dev=_maybe(_numbers),
    )
    artifacts = st.dictionaries(
        _keys, st.builds(Artifact, value=_words, media_type=_maybe(st.sampled_from(("text/a", "a/ab")))), max_size=3
    ).map(lambda items: FrozenMap[Any, Any](items))  # noqa: PLW0108 - typed so
    parents = st.builds(Parent, trial_name=_maybe(_words), experiment_name=_maybe(_words))
    return st.builds(
        TrialComponent,
        **_common,
        status=_maybe(st.builds(Status, primary=_maybe(_words), message=_maybe(_words))),
        start=_maybe(_moments),
        end=_maybe(_moments),
        parameters=st.dictionaries(_keys, _words | _numbers, max_size=3).map(lambda items: FrozenMap[Any, Any](items)),  # noqa: PLW0108 - the checkers need the lambda
        input_artifacts=artifacts,
        output_artifacts=artifacts,
        metadata=_maybe(_metadata),
        metrics=st.lists(metrics, max_size=3, unique_by=lambda metric: metric.name).map(tuple),
        lineage_group_arn=_maybe(_words),
        parents=_maybe(st.lists(parents, max_size=3).map(tuple)),
        run_name=_maybe(_words),
    )


def records(resource: Resource) -> st.SearchStrategy[Any]:
    """Records of the kind that a search for the resource answers."""
    made: dict[Resource, st.SearchStrategy[Any]] = {
        "Experiment": experiments(),
        "ExperimentTrial": trials(),
        "ExperimentTrialComponent": components(),
    }
    return made[resource]


def conditions(resource: Resource, *, max_leaves: int = 8) -> st.SearchStrategy[Condition[Any]]:
    """Conditions that the resource can be searched by: every property, every operator of its type, all combinations.

    Some are more than the service can do: a negated `Contains`, a second one beyond the quota.

    Args:
        resource: What is searched.
        max_leaves: About how many comparisons they have at most.
    """
    flat = [prop for prop in PROPERTIES.values() if resource in prop.paths and not prop.is_loose]
    leaf = st.sampled_from(flat).flatmap(_leaf)
    lists = [items for items in LISTS.values() if resource in items.resources]
    base = st.one_of(leaf, leaf, leaf, *map(_nested, lists))
    return st.recursive(base, _combined, max_leaves=max_leaves)


def _combined(below: st.SearchStrategy[Condition[Any]]) -> st.SearchStrategy[Condition[Any]]:
    several = st.lists(below, max_size=3)
    return st.one_of(
        st.tuples(below, below).map(lambda pair: pair[0] & pair[1]),
        st.tuples(below, below).map(lambda pair: pair[0] | pair[1]),
        below.map(lambda one: ~one),
        several.map(lambda some: all_of(*some)),
        several.map(lambda some: any_of(*some)),
    )


def _nested(items: ListProperty) -> st.SearchStrategy[Condition[Any]]:
    leaf = st.sampled_from(list(items.members.values())).flatmap(_leaf)
    field: Any = {"Q.tags": Q.tags, "Q.parents": Q.parents, "Q.components": Q.components, "Q.metrics": Q.metrics}[
        items.code
    ]
    return st.recursive(leaf, _combined, max_leaves=3).map(lambda inner: field.any(inner))  # noqa: PLW0108 - typed so


def _leaf(prop: Property) -> st.SearchStrategy[Condition[Any]]:
    """Any comparison of a field of this property."""
    return (_keys if prop.keyed else st.just("")).flatmap(lambda key: _comparisons(prop, key))


def _comparisons(prop: Property, key: str) -> st.SearchStrategy[Condition[Any]]:
    field: Any = field_of(prop, key)
    existence = st.sampled_from([field.exists(), field.missing()])
    match prop.kind:
        case "text":
            return existence | _compared(field, ("==", "!="), _words) | _worded(field)
        case "number":
            return existence | _compared(field, _ALL, _numbers) | _between(field, _numbers)
        case "time":
            whole = _moments.map(lambda moment: moment.replace(microsecond=0))
            days = _moments.map(datetime.date)
            return existence | _compared(field, _ALL, whole | days) | _between(field, _moments)
        case "parameter":
            ordered = _compared(field, _ALL[2:], _numbers) | _between(field, _numbers)
            return existence | _compared(field, ("==", "!="), _words | _numbers) | _worded(field) | ordered


def _worded(field: Any) -> st.SearchStrategy[Condition[Any]]:  # noqa: ANN401 - a field of any kind
    return _words.map(lambda word: field.contains(word)) | st.lists(_words, max_size=3).map(  # noqa: PLW0108 - the checkers need the lambda
        lambda some: field.is_in(some)  # noqa: PLW0108 - the checkers need the lambda
    )


def _compared(field: Any, marks: Sequence[str], operands: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition[Any]]:  # noqa: ANN401 - a field of any kind
    return st.tuples(st.sampled_from(marks), operands).map(lambda pair: _OPERATORS[pair[0]](field, pair[1]))


def _between(field: Any, operands: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition[Any]]:  # noqa: ANN401 - a field of any kind
    return st.tuples(operands, operands).map(lambda pair: field.between(*pair))


def expressions(resource: Resource) -> st.SearchStrategy[SearchExpression]:
    """Legal search expressions as people write them: names in any case, no operator, operands in many spellings."""
    flat = [prop for prop in PROPERTIES.values() if resource in prop.paths and not prop.is_loose]
    filters = st.sampled_from(flat).flatmap(
        lambda prop: _keys.flatmap(lambda key: _filter(prop, prop.path(resource, key)))
    )
    groups = st.sampled_from([items for items in LISTS.values() if resource in items.resources]).flatmap(_group)
    leaf = st.lists(filters, min_size=1, max_size=3).map(lambda some: {"Filters": some})
    nested = st.lists(groups, min_size=1, max_size=2).map(lambda some: {"NestedFilters": some})
    joins: st.SearchStrategy[Any] = st.sampled_from([{}, {"Operator": "And"}, {"Operator": "Or"}])

    def joined(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several: st.SearchStrategy[Any] = st.lists(below, min_size=1, max_size=3).map(_below)
        return st.tuples(_or_none(leaf), several, joins).map(lambda parts: parts[0] | parts[1] | parts[2])

    base = st.tuples(leaf | nested, joins).map(lambda parts: parts[0] | parts[1])
    whole: st.SearchStrategy[Any] = st.recursive(base, joined, max_leaves=4)
    return whole.filter(lambda one: is_success(decompile_any(one, resource)))


def _or_none(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    nothing: dict[str, Any] = {}
    return strategy | st.just(nothing)


def _below(some: list[Any]) -> dict[str, Any]:
    return {"SubExpressions": some}


def _group(items: ListProperty) -> st.SearchStrategy[Any]:
    one = st.sampled_from(list(items.members.items())).flatmap(lambda member: _filter(member[1], member[0]))
    return st.lists(one, min_size=1, max_size=3).map(lambda some: {"NestedPropertyName": items.path, "Filters": some})


def _filter(prop: Property, path: str | None) -> st.SearchStrategy[Any]:
    name = path or ""
    head, dot, rest = name.partition(".")
    names = st.sampled_from([name, head.lower() + dot + rest])
    equality = ["Equals", "NotEquals"]
    order = ["GreaterThan", "GreaterThanOrEqualTo", "LessThan", "LessThanOrEqualTo"]
    decimals = st.sampled_from(
        ["0", "-0", "1e0", "0.1", "0.10", "+1", ".1", "1.", "1e400", "-1e400", "9007199254740993"]
    )
    times = st.sampled_from(
        [
            "2024-01-01",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00Z",
            "2024-01-01T00:00:00.001Z",
            "2024-01-02T01:00:00+01:00",
        ]
    )
    texts = _words | st.sampled_from(["a, b", " , ", ",", "a,,b"])
    by_kind: dict[Kind, list[tuple[list[str], st.SearchStrategy[str]]]] = {
        "text": [([*equality, "Contains", "In"], texts)],
        "number": [([*equality, *order], decimals)],
        "time": [([*equality, *order], times)],
        "parameter": [([*equality, "Contains", "In"], texts | decimals), (order, decimals)],
    }
    whole = st.one_of(
        *(
            st.fixed_dictionaries({"Name": names, "Operator": st.sampled_from(operators), "Value": operands})
            for operators, operands in by_kind[prop.kind]
        )
    )
    bare = st.fixed_dictionaries({"Name": names})
    short = st.fixed_dictionaries({"Name": names, "Value": by_kind[prop.kind][0][1]})
    existence = st.fixed_dictionaries({"Name": names, "Operator": st.sampled_from(["Exists", "NotExists"])})
    return whole | whole | bare | short | existence
