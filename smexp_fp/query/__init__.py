"""The query language: typed conditions on experiments, trials and components, and what can be done with them.

`Q` has the fields. Comparing one makes a `Condition`, whose type says which resources it can search. `&`, `|`, `~`,
`all_of` and `any_of` combine conditions. Conditions are values: immutable, comparable, hashable and picklable. Their
`repr` is the code that builds them.

>>> from smexp_fp.query import Q, compile
>>> compile(Q.name.contains("auto") & Q.tag("team"), "Experiment").unwrap()["Filters"]
[{'Name': 'ExperimentName', 'Operator': 'Contains', 'Value': 'auto'}, {'Name': 'Tags.team', 'Operator': 'Exists'}]
"""

from smexp_fp.query._columns import Column
from smexp_fp.query._conditions import Condition, all_of, any_of, restore
from smexp_fp.query._conditions import node_of as node_of  # for the rest of the package
from smexp_fp.query._decompile import decompile, decompile_any
from smexp_fp.query._explain import explain
from smexp_fp.query._failures import (
    AnyCondition,
    CompileError,
    ContainsQuota,
    DecompileError,
    IllegalExpression,
    IllegalOperand,
    NoComplement,
    NotSearchable,
    ParseError,
    TooDeep,
    TooManyConditions,
    TooManyRequests,
    UnknownProperty,
    Unparsable,
    UnsupportedOperator,
)
from smexp_fp.query._fields import (
    Field,
    ListField,
    NumberField,
    OrderedField,
    ParameterField,
    StatusField,
    TextField,
    TimeField,
    fields_in,
)
from smexp_fp.query._fields import restore_field as restore_field  # for pickles
from smexp_fp.query._filters import Filter, NestedFilters, SearchExpression
from smexp_fp.query._matches import matches, predicate
from smexp_fp.query._normalise import normalise
from smexp_fp.query._operands import WireOperator
from smexp_fp.query._operators import Operators, TextOperators
from smexp_fp.query._order import SortKey, sort_key
from smexp_fp.query._parse import parse
from smexp_fp.query._plan import Plan, compile_any, plan, plan_any
from smexp_fp.query._plan import compile as compile  # noqa: A004 - a name that `import *` leaves alone
from smexp_fp.query._properties import LEFT_OUT, FieldKind, Row, Tag, properties
from smexp_fp.query._q import (
    AnyResource,
    Anything,
    ArtifactField,
    ComponentFields,
    FieldGroup,
    IdentityFields,
    MetadataFields,
    Metric,
    MetricFields,
    ParentFields,
    Q,
    Query,
    SourceFields,
    TagCondition,
    TagFields,
    UserFields,
)
from smexp_fp.query._q import number as number
from smexp_fp.query._q import parameter as parameter
from smexp_fp.query._q import text as text
from smexp_fp.query._q import time as time
from smexp_fp.records import Resource

__all__ = [
    "LEFT_OUT",
    "AnyCondition",
    "AnyResource",
    "Anything",
    "ArtifactField",
    "Column",
    "CompileError",
    "ComponentFields",
    "Condition",
    "ContainsQuota",
    "DecompileError",
    "Field",
    "FieldGroup",
    "FieldKind",
    "Filter",
    "IdentityFields",
    "IllegalExpression",
    "IllegalOperand",
    "ListField",
    "MetadataFields",
    "Metric",
    "MetricFields",
    "NestedFilters",
    "NoComplement",
    "NotSearchable",
    "NumberField",
    "Operators",
    "OrderedField",
    "ParameterField",
    "ParentFields",
    "ParseError",
    "Plan",
    "Q",
    "Query",
    "Resource",
    "Row",
    "SearchExpression",
    "SortKey",
    "SourceFields",
    "StatusField",
    "Tag",
    "TagCondition",
    "TagFields",
    "TextField",
    "TextOperators",
    "TimeField",
    "TooDeep",
    "TooManyConditions",
    "TooManyRequests",
    "UnknownProperty",
    "Unparsable",
    "UnsupportedOperator",
    "UserFields",
    "WireOperator",
    "all_of",
    "any_of",
    "compile_any",
    "decompile",
    "decompile_any",
    "explain",
    "fields_in",
    "matches",
    "normalise",
    "parse",
    "plan",
    "plan_any",
    "predicate",
    "properties",
    "restore",
    "sort_key",
]
