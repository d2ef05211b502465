"""The query language: typed conditions on experiments, trials and components, and what can be done with them.

`Q` has the fields; comparing one gives a `Condition`, which says in its type what it can search. Conditions are
combined with `&`,
`|`, `~`, `all_of` and `any_of`. They are values: immutable, comparable, hashable, picklable, and `repr` is the code
that builds them.

>>> from smexp_fp.query import Q, compile
>>> compile(Q.name.contains("auto") & Q.tag("team"), "Experiment").unwrap()["Filters"]
[{'Name': 'ExperimentName', 'Operator': 'Contains', 'Value': 'auto'}, {'Name': 'Tags.team', 'Operator': 'Exists'}]
"""

from smexp_fp.query._ast import Condition, all_of, any_of
from smexp_fp.query._compile import compile, compile_any  # noqa: A004 - the pass's name
from smexp_fp.query._decompile import decompile
from smexp_fp.query._explain import explain
from smexp_fp.query._failures import (
    CompileError,
    ContainsQuota,
    DecompileError,
    EmptyCondition,
    IllegalExpression,
    IllegalName,
    IllegalValue,
    NaiveDatetime,
    NoComplement,
    NotFinite,
    ParseError,
    SubSecond,
    TimeOutOfRange,
    TooManyConditions,
    TooManyRequests,
    UnknownProperty,
    Unparsable,
    UnsupportedOperator,
    ValueTooLong,
)
from smexp_fp.query._fields import Field, ListField, NumberField, ParameterField, TextField, TimeField
from smexp_fp.query._matches import matches, predicate
from smexp_fp.query._normalise import normalise
from smexp_fp.query._order import SortKey, sort_key
from smexp_fp.query._parse import parse
from smexp_fp.query._plan import Plan, plan, plan_any
from smexp_fp.query._properties import LEFT_OUT, Resource, Row, Tag, properties
from smexp_fp.query._q import Artifact, Metric, Q, Query, number, parameter, text, time
from smexp_fp.query._tree import Filter, NestedFilters, SearchExpression

__all__ = [
    "LEFT_OUT",
    "Artifact",
    "CompileError",
    "Condition",
    "ContainsQuota",
    "DecompileError",
    "EmptyCondition",
    "Field",
    "Filter",
    "IllegalExpression",
    "IllegalName",
    "IllegalValue",
    "ListField",
    "Metric",
    "NaiveDatetime",
    "NestedFilters",
    "NoComplement",
    "NotFinite",
    "NumberField",
    "ParameterField",
    "ParseError",
    "Plan",
    "Q",
    "Query",
    "Resource",
    "Row",
    "SearchExpression",
    "SortKey",
    "SubSecond",
    "Tag",
    "TextField",
    "TimeField",
    "TimeOutOfRange",
    "TooManyConditions",
    "TooManyRequests",
    "UnknownProperty",
    "Unparsable",
    "UnsupportedOperator",
    "ValueTooLong",
    "all_of",
    "any_of",
    "compile",
    "compile_any",
    "decompile",
    "explain",
    "matches",
    "normalise",
    "number",
    "parameter",
    "parse",
    "plan",
    "plan_any",
    "predicate",
    "properties",
    "sort_key",
    "text",
    "time",
]
