"""The value of a field in a record, as a column of a table shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any, Final

from smexp_fp.query._properties import LISTS, PROPERTIES, Property, lookup
from smexp_fp.records import (
    Experiment,
    ExperimentSummary,
    Resource,
    Trial,
    TrialComponent,
    TrialComponentSummary,
    TrialSummary,
)

RESOURCES: Final[dict[type[object], Resource]] = {
    Experiment: "Experiment",
    ExperimentSummary: "Experiment",
    Trial: "ExperimentTrial",
    TrialSummary: "ExperimentTrial",
    TrialComponent: "ExperimentTrialComponent",
    TrialComponentSummary: "ExperimentTrialComponent",
}

# A list that the service did not send is missing. One that it sent may be empty.
_ATTRIBUTES: Final = {"Tags": "tags", "Parents": "parents", "TrialComponentSummaries": "components"}

Read = Callable[[Any], Any]  # any record, any value


class NotAProperty(TypeError):
    """The record has no such property.

    Attributes:
        rule: What the field must be.
    """

    def __init__(self, code: str, rule: str) -> None:
        super().__init__(f"{code} {rule}")
        self.rule: Final = rule


def _missing(code: str, record: object) -> NotAProperty:
    return NotAProperty(code, f"must be a property of {type(record).__name__}")


def value_reader(prop: Property, key: str, code: str) -> Read:
    """A function that reads the property from a record: one value, a tuple where there can be several, or `None`.

    It raises `NotAProperty` for a record of another kind.

    Args:
        prop: The property.
        key: Its key.
        code: The field, for the error.
    """
    if prop.by_name:
        return _by_name(prop, key, code)
    read: Read = prop.reader(key)
    if not prop.multivalued:
        read = read if prop.items is None else _of_element(read, code)
    elif prop.items is None:
        read = _words(prop, read)
    else:
        read = _elements(prop.items, read)

    def checked(record: Any) -> Any:  # noqa: ANN401 - any record, any value
        try:
            return read(record)
        except AttributeError:
            raise _missing(code, record) from None

    return checked


def _by_name(prop: Property, name: str, code: str) -> Read:
    """Reads what the name means for the record's resource."""
    readers: dict[type[object], Read] = {}

    def read(record: Any) -> Any:  # noqa: ANN401 - any record, any value
        kind = record.__class__
        if kind not in readers:
            resource = RESOURCES.get(kind)
            found = None if resource is None else lookup(resource, name)
            if found is None:
                raise _missing(code, record)
            if found[0].multivalued or found[0].kind != prop.kind:
                several = " of which there can be several" if found[0].multivalued else ""
                field = found[0].code.replace("{}", repr(found[1]))
                raise NotAProperty(code, f"names a {found[0].kind}{several}: must be {field} as a column")
            readers[kind] = value_reader(*found, code)
        return readers[kind](record)

    return read


def _of_element(member: Read, code: str) -> Read:
    def read(element: Any) -> Any:  # noqa: ANN401 - any element of a list, any value
        if type(element) in RESOURCES:
            raise _missing(code, element)
        return member(element)

    return read


def _words(prop: Property, words: Read) -> Read:
    def read(record: Any) -> Any:  # noqa: ANN401 - any record, any value
        if prop.code == "Q.tags.words" and record.tags is None:
            return None
        return tuple([word for word in words(record) if word is not None])

    return read


def _elements(items: str, member: Read) -> Read:
    held, elements = attrgetter(_ATTRIBUTES[items]), LISTS[items].read

    def read(record: Any) -> Any:  # noqa: ANN401 - any record, any value
        # An element without the member is `None`, so that the values of two members belong together.
        return None if held(record) is None else tuple(map(member, elements(record)))

    return read


def occurring(records: Iterable[object]) -> Iterator[tuple[Property, str]]:
    """Every property with a value in one of the records, and its key: in the order of the documentation, keys sorted.

    Words of tags and artifacts are left out, since the tags and artifacts themselves are in it. So is what records of
    one of the kinds cannot have.
    """
    held = tuple(records)
    kinds = {type(record): record for record in held}.values()
    for prop in PROPERTIES.values():
        if prop.by_name or prop.code in _WORDS or (prop.items is not None and not prop.multivalued):
            continue
        if not all(_has(value_reader(prop, "", prop.code), record) for record in kinds):
            continue
        for key in sorted({key for record in held for key in _keys(prop, record)}) if prop.keyed else ("",):
            read = value_reader(prop, key, prop.code)
            if any(read(record) not in (None, ()) for record in held):
                yield prop, key


_WORDS: Final = ("Q.tags.words", "Q.input_artifacts", "Q.output_artifacts")


def _keys(prop: Property, record: Any) -> Iterable[str]:  # noqa: ANN401 - any record
    """The keys that the record has of a family of properties."""
    family = prop.code.partition("{")[0].removeprefix("Q.").rstrip("([")
    if family == "metric":
        return [metric.name for metric in record.metrics]
    return getattr(record, family if family == "tags" else f"{family}s") or ()


def _has(read: Read, record: object) -> bool:
    """Whether records of this kind have the property, with a value or not."""
    try:
        read(record)
    except NotAProperty:
        return False
    return True
