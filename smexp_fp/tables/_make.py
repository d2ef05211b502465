"""Tables made of what a search or a list finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, cast, overload

from returns.result import Failure, Result, Success

from smexp_fp._api.rules import invalid_input
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing
from smexp_fp.query import Column, fields_in
from smexp_fp.query._values import RESOURCES
from smexp_fp.results import is_failure
from smexp_fp.tables._columns import check_record, named, several
from smexp_fp.tables._table import Table

R = TypeVar("R")


@overload
def table(found: Iterable[Result[R, SmexpError]], *columns: Column[R]) -> Result[Table[R], SmexpError]: ...
@overload
def table(found: Iterable[R], *columns: Column[R]) -> Result[Table[R], SmexpError]: ...
def table(found: Iterable[Result[R, SmexpError] | R], *columns: Column[R]) -> Result[Table[R], SmexpError]:
    """Read records into a table.

    Args:
        found: A listing, a search, or records at hand.
        *columns: The fields of the columns. Without any, there is one for each field that has a value in a record.
            Other records, such as points of series, need them.

    Returns:
        The table, with a row for each record.

    Failures:
        The first failure of the listing; `Listing.partition` gives the records that can be read nevertheless.
        `InvalidInput` for an argument that is no field, a field of other records, or a name that is given twice.

    >>> from smexp_fp import local, tables, trial_component
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> for name, rate in (("a", 0.1), ("b", "auto")):
    ...     _ = trial_component.create(client, name, parameters={"lr": rate})
    >>> found = trial_component.search(client, sort_by=Q.name, sort_order="Ascending")
    >>> tables.table(found, Q.name, Q.parameter("lr").alias("rate")).unwrap().rows
    (('a', 0.1), ('b', 'auto'))
    >>> tables.table(found, Q.name, Q.metric("loss")).failure().rule
    "must be a value of the metric, such as Q.metric('loss').last"
    """
    if isinstance(found, Listing):
        collected = cast("Listing[R]", found).collect()
        if is_failure(collected):
            return collected
        return _checked(collected.unwrap(), columns or fields_in(collected.unwrap()))
    records: list[R] = []
    for item in several("table", found):
        if isinstance(item, Result):
            result = cast("Result[R, SmexpError]", item)
            if is_failure(result):
                return result
            records.append(result.unwrap())
        else:
            records.append(item)
    if columns:
        return _checked(tuple(records), columns)
    kinds = tuple(RESOURCES)
    for index, record in enumerate(records):
        if not isinstance(record, kinds):
            what = f"found[{index}] is not an experiment, a trial or a component, but of {type(record).__name__}"
            return Failure(invalid_input("table", "columns", columns, f"must be given, since {what}"))
    return _checked(tuple(records), fields_in(records))


def _checked(records: tuple[R, ...], columns: tuple[Column[R], ...]) -> Result[Table[R], SmexpError]:
    """A table, or `InvalidInput` where a column is not of these records."""
    checked = named("table", columns)
    if is_failure(checked):
        return checked
    for record in {type(record): record for record in records}.values():
        error = check_record("table", columns, record)
        if error is not None:
            return Failure(error)
    return Success(Table(checked.unwrap(), records))
