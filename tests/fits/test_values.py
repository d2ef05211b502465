"""The values that the other tests convert are all there, and have every member."""

from __future__ import annotations

import dataclasses
from types import ModuleType

from smexp_fp import deletion, errors, listing, metrics, records, schema, tables
from tests.fits.values import VALUES

# A page holds whatever was listed, a listing holds functions, a group is a row of a table, and `ServiceError` is only a
# base.
NO_DATA = {listing.Page, listing.Listing, listing.SearchListing, tables.Group, errors.ServiceError}

# They hold a path, which JSON does not have: see docs/how-to/json.md.
OF_FILES = {tables.FileError, tables.RowsWritten, tables.WriteFailure, tables.WriteReport}


def classes_of(module: ModuleType) -> set[type]:
    return {
        value
        for name in module.__all__
        if isinstance(value := getattr(module, name), type) and dataclasses.is_dataclass(value)
    }


def test_every_public_class_of_data_is_among_the_values() -> None:
    public = set[type]().union(*map(classes_of, (records, metrics, errors, deletion, listing, schema, tables)))
    assert public - NO_DATA - OF_FILES == {type(value) for value in VALUES}


def test_every_member_of_each_class_is_set_in_one_of_its_values() -> None:
    unset = {
        f"{type(value).__name__}.{field.name}"
        for value in VALUES
        for field in dataclasses.fields(value)
        if all(getattr(other, field.name) in (None, (), {}) for other in VALUES if type(other) is type(value))
    }
    assert unset == set()
