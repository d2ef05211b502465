"""`Q`: the fields, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar, final, overload

from smexp_fp.query._conditions import Condition
from smexp_fp.query._fields import (
    Field,
    ListField,
    NumberField,
    ParameterField,
    StatusField,
    Surface,
    TextField,
    TimeField,
    field_of,
)
from smexp_fp.query._nodes import Nested, Test
from smexp_fp.query._operands import WIRE_OPERATORS, WireOperator, split_items, text_value
from smexp_fp.query._operators import TextOperators
from smexp_fp.query._properties import (
    COMPONENTS,
    FIELDS,
    METRICS,
    PARAMETER,
    PARENTS,
    PROPERTIES,
    TAG,
    TAGS,
    WIRE,
    FieldKind,
    Property,
    Tag,
)
from smexp_fp.records import (
    Experiment,
    ExperimentSummary,
    MetricSummary,
    Parent,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    TrialComponentSummary,
    TrialSummary,
)

R_contra = TypeVar("R_contra", contravariant=True)
F = TypeVar("F")
AnyResource: TypeAlias = Experiment | Trial | TrialComponent
"""Any record of a search or a load."""
_Listed: TypeAlias = AnyResource | ExperimentSummary | TrialSummary | TrialComponentSummary
"""Any record, also of a list, which has fewer members."""
_Authored: TypeAlias = AnyResource | TrialComponentSummary
"""Any record that tells who created and modified it."""
_Component: TypeAlias = TrialComponent | TrialComponentSummary
_Summary: TypeAlias = Trial | TrialComponentSimpleSummary
_Texts: TypeAlias = tuple[str | None, ...]
_Times: TypeAlias = tuple[datetime | None, ...]

Anything: TypeAlias = AnyResource | Tag | Parent | TrialComponentSimpleSummary | MetricSummary
"""Any record, or an element of any list of a record."""

text: Final = "text"
"""The kind of a text, for `Q.field`."""

number: Final = "number"
"""The kind of a number, for `Q.field`."""

time: Final = "time"
"""The kind of a time, for `Q.field`."""

parameter: Final = "parameter"
"""The kind of a parameter, which is a text or a number, for `Q.field`."""


@final
class Metric(Surface):
    """The statistics of one metric of a component."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name: Final = name

    def exists(self) -> Condition[TrialComponent]:
        """The metric is there, whatever its statistics.

        >>> Q.metric("loss").exists()
        Q.metrics.any(Q.metrics.name == 'loss')
        """
        return Condition(Nested(METRICS, Test(PROPERTIES["Q.metrics.name"], "", "Equals", self._name)))

    def missing(self) -> Condition[TrialComponent]:
        """The metric is not there. Checked locally: a search needs `local_residue=True`."""
        return ~self.exists()

    def __repr__(self) -> str:
        return f"Q.metric({self._name!r})"

    def _field(self, statistic: str) -> NumberField[TrialComponent]:
        return NumberField(PROPERTIES[f"Q.metric({{}}).{statistic}"], self._name)

    @property
    def last(self) -> NumberField[TrialComponent]:
        """The value logged last."""
        return self._field("last")

    @property
    def min(self) -> NumberField[TrialComponent]:
        """The least value."""
        return self._field("min")

    @property
    def max(self) -> NumberField[TrialComponent]:
        """The greatest value."""
        return self._field("max")

    @property
    def avg(self) -> NumberField[TrialComponent]:
        """The mean."""
        return self._field("avg")

    @property
    def count(self) -> NumberField[TrialComponent]:
        """How many values were logged."""
        return self._field("count")

    @property
    def std_dev(self) -> NumberField[TrialComponent]:
        """The standard deviation."""
        return self._field("std_dev")


class FieldGroup(Surface):
    """Fields whose names begin alike."""

    def __init__(self, code: str) -> None:
        self._code: Final = code

    def __repr__(self) -> str:
        return self._code


class UserFields(FieldGroup, Generic[F]):
    """The user who created or modified it: `Q.created_by.user_profile_name`."""

    def __init__(self, code: str, field: Callable[[Property], F]) -> None:
        super().__init__(code)
        self.user_profile_arn: Final = field(PROPERTIES[f"{code}.user_profile_arn"])
        self.user_profile_name: Final = field(PROPERTIES[f"{code}.user_profile_name"])
        self.domain_id: Final = field(PROPERTIES[f"{code}.domain_id"])
        self.iam_identity: Final = IdentityFields(f"{code}.iam_identity", field)


class IdentityFields(FieldGroup, Generic[F]):
    """The IAM identity behind a user profile."""

    def __init__(self, code: str, field: Callable[[Property], F]) -> None:
        super().__init__(code)
        self.arn: Final = field(PROPERTIES[f"{code}.arn"])
        self.principal_id: Final = field(PROPERTIES[f"{code}.principal_id"])
        self.source_identity: Final = field(PROPERTIES[f"{code}.source_identity"])


class SourceFields(FieldGroup, Generic[F]):
    """What SageMaker created it from: `Q.source.arn`."""

    def __init__(self, code: str, field: Callable[[Property], F]) -> None:
        super().__init__(code)
        self.arn: Final = field(PROPERTIES[f"{code}.arn"])
        self.type: Final = field(PROPERTIES[f"{code}.type"])


@final
class MetadataFields(FieldGroup):
    """Where a trial or component came from: `Q.metadata.commit_id`."""

    def __init__(self) -> None:
        super().__init__("Q.metadata")
        self.commit_id: Final = TextField[Trial | TrialComponent](PROPERTIES["Q.metadata.commit_id"])
        self.repository: Final = TextField[Trial | TrialComponent](PROPERTIES["Q.metadata.repository"])
        self.generated_by: Final = TextField[Trial | TrialComponent](PROPERTIES["Q.metadata.generated_by"])
        self.project_id: Final = TextField[Trial | TrialComponent](PROPERTIES["Q.metadata.project_id"])


@final
class TagFields(ListField[AnyResource, Tag]):
    """The tags. `Q.tags["team"]` is a text field, `.words` are all keys and values, `.any` is about a single tag."""

    def __init__(self) -> None:
        super().__init__(TAGS)
        self.key: Final = TextField[Tag](PROPERTIES["Q.tags.key"])
        self.value: Final = TextField[Tag](PROPERTIES["Q.tags.value"])
        self.words: Final = TextField[AnyResource, _Texts](PROPERTIES["Q.tags.words"])

    def __getitem__(self, key: str) -> TextField[AnyResource]:
        """The value of the tag with this key."""
        return TextField(TAG, text_value(key, "Q.tags[...]"))

    # With `__getitem__` alone, Python would try to iterate by 0, 1, 2, …
    __iter__ = None


@final
class TagCondition(Condition[AnyResource], TextOperators[AnyResource]):
    """`Q.tag("team")`: a condition that the tag exists, with the operators of a text for the tag's value.

    `==` with a text makes a condition. With another condition it compares the two, as for every condition.
    """

    __slots__ = ("_key",)

    _prop = TAG

    def __init__(self, key: str) -> None:
        super().__init__(Test(TAG, key, "Exists", None))
        self._key = key

    def __reduce__(self) -> tuple[Callable[..., Condition[Any]], tuple[object]]:
        return (Q.tag, (self._key,))

    @overload
    def __eq__(self, other: str) -> Condition[AnyResource]: ...  # type: ignore[overload-overlap]  # pyright: ignore[reportOverlappingOverload] - no str is a condition
    @overload
    def __eq__(self, other: object) -> bool: ...
    def __eq__(self, other: object) -> Condition[AnyResource] | bool:
        return self.equals(other) if isinstance(other, str) else super().__eq__(other)

    @overload
    def __ne__(self, other: str) -> Condition[AnyResource]: ...  # type: ignore[overload-overlap]  # pyright: ignore[reportOverlappingOverload] - the same
    @overload
    def __ne__(self, other: object) -> bool: ...
    def __ne__(self, other: object) -> Condition[AnyResource] | bool:
        return TextField[AnyResource](TAG, self._key) != other if isinstance(other, str) else super().__ne__(other)

    def __hash__(self) -> int:
        return super().__hash__()


@final
class ParentFields(ListField[TrialComponent, Parent]):
    """The trials of a component. A field alone is about any parent, inside `.any` about one and the same."""

    def __init__(self) -> None:
        super().__init__(PARENTS)
        self.trial_name: Final = TextField[TrialComponent | Parent, _Texts](PROPERTIES["Q.parents.trial_name"])
        self.experiment_name: Final = TextField[TrialComponent | Parent, _Texts](
            PROPERTIES["Q.parents.experiment_name"]
        )


@final
class ComponentFields(ListField[Trial, TrialComponentSimpleSummary]):
    """The components of a trial. A field alone is about any component, inside `.any` about one and the same."""

    def __init__(self) -> None:
        super().__init__(COMPONENTS)
        self.name: Final = TextField[_Summary, _Texts](PROPERTIES["Q.components.name"])
        self.arn: Final = TextField[_Summary, _Texts](PROPERTIES["Q.components.arn"])
        self.source: Final = SourceFields("Q.components.source", TextField[_Summary, _Texts])
        self.created: Final = TimeField[_Summary, _Times](PROPERTIES["Q.components.created"])
        self.created_by: Final = UserFields("Q.components.created_by", TextField[_Summary, _Texts])


@final
class MetricFields(ListField[TrialComponent, MetricSummary]):
    """The metrics of a component, for `.any`: one metric of any name satisfies all of the conditions."""

    def __init__(self) -> None:
        super().__init__(METRICS)
        self.name: Final = TextField[MetricSummary](PROPERTIES["Q.metrics.name"])
        self.source_arn: Final = TextField[MetricSummary](PROPERTIES["Q.metrics.source_arn"])
        self.timestamp: Final = TimeField[MetricSummary](PROPERTIES["Q.metrics.timestamp"])
        self.last: Final = NumberField[MetricSummary](PROPERTIES["Q.metrics.last"])
        self.min: Final = NumberField[MetricSummary](PROPERTIES["Q.metrics.min"])
        self.max: Final = NumberField[MetricSummary](PROPERTIES["Q.metrics.max"])
        self.avg: Final = NumberField[MetricSummary](PROPERTIES["Q.metrics.avg"])
        self.count: Final = NumberField[MetricSummary](PROPERTIES["Q.metrics.count"])
        self.std_dev: Final = NumberField[MetricSummary](PROPERTIES["Q.metrics.std_dev"])


@final
class ArtifactField(TextField[TrialComponent]):
    """An artifact of a component. It is compared by its value, as a text; `.media_type` is a field of its own."""

    __slots__ = ()

    def __init__(self, code: str, name: str) -> None:
        super().__init__(PROPERTIES[code], name)

    @property
    def media_type(self) -> TextField[TrialComponent]:
        """The media type."""
        return TextField(PROPERTIES[f"{self._prop.code}.media_type"], self._key)


@final
class Query(Surface):
    """The fields of experiments, trials and components. `Q` is the only instance.

    The type says which resource has a field: `Q.metric("loss").last < 0.1` is a `Condition[TrialComponent]`, which a
    search for trials does not take.

    >>> Q.name.contains("auto") & Q.tag("team")
    Q.name.contains('auto') & Q.tag('team')
    """

    def __init__(self) -> None:
        self.name: Final = TextField[AnyResource, str, _Listed](PROPERTIES["Q.name"])
        self.arn: Final = TextField[AnyResource, str, _Listed](PROPERTIES["Q.arn"])
        self.display_name: Final = TextField[AnyResource, str, _Listed](PROPERTIES["Q.display_name"])
        self.description: Final = TextField[Experiment](PROPERTIES["Q.description"])
        self.created: Final = TimeField[AnyResource, datetime, _Listed](PROPERTIES["Q.created"])
        self.modified: Final = TimeField[AnyResource, datetime, _Listed](PROPERTIES["Q.modified"])
        self.created_by: Final = UserFields("Q.created_by", TextField[AnyResource, str, _Authored])
        self.modified_by: Final = UserFields("Q.modified_by", TextField[AnyResource, str, _Authored])
        self.source: Final = SourceFields("Q.source", TextField[AnyResource, str, _Listed])
        self.metadata: Final = MetadataFields()
        self.tags: Final = TagFields()
        self.experiment_name: Final = TextField[Trial](PROPERTIES["Q.experiment_name"])
        self.components: Final = ComponentFields()
        self.parents: Final = ParentFields()
        self.status: Final = StatusField[TrialComponent, str, _Component](PROPERTIES["Q.status"])
        self.status_message: Final = TextField[TrialComponent, str, _Component](PROPERTIES["Q.status_message"])
        self.start: Final = TimeField[TrialComponent, datetime, _Component](PROPERTIES["Q.start"])
        self.end: Final = TimeField[TrialComponent, datetime, _Component](PROPERTIES["Q.end"])
        self.metrics: Final = MetricFields()
        self.input_artifacts: Final = TextField[TrialComponent, _Texts](PROPERTIES["Q.input_artifacts"])
        self.output_artifacts: Final = TextField[TrialComponent, _Texts](PROPERTIES["Q.output_artifacts"])
        self.lineage_group_arn: Final = TextField[TrialComponent](PROPERTIES["Q.lineage_group_arn"])
        self.run_name: Final = TextField[TrialComponent](PROPERTIES["Q.run_name"])

    @overload
    def tag(self, key: str) -> TagCondition: ...
    @overload
    def tag(self, key: str, value: str) -> Condition[AnyResource]: ...
    def tag(self, key: str, value: object = ...) -> Condition[AnyResource]:
        """The tag exists, with any value or with the one given. Without a value, it has the operators of a text.

        >>> Q.tag("team", "vision")
        Q.tag('team', 'vision')
        >>> Q.tag("team").contains("vis") | (Q.tag("stage") == "dev")
        Q.tags['team'].contains('vis') | Q.tag('stage', 'dev')
        """
        name = text_value(key, "Q.tag")
        if value is ...:  # not None, which is more likely a mistake than "any value"
            return TagCondition(name)
        if value is None:
            raise TypeError("Q.tag takes a str, not None; leave the value out to ask for the tag with any value")
        return Condition(Test(TAG, name, "Equals", text_value(value, "Q.tag")))

    def parameter(self, name: str) -> ParameterField[TrialComponent]:
        """A component's parameter."""
        return ParameterField(PARAMETER, text_value(name, "Q.parameter"))

    def metric(self, name: str) -> Metric:
        """A component's metric, whose statistics can be compared.

        >>> Q.metric("loss").last < 0.1
        Q.metric('loss').last < 0.1
        """
        return Metric(text_value(name, "Q.metric"))

    def input_artifact(self, name: str) -> ArtifactField:
        """A component's input artifact: its value, or its `.media_type`."""
        return ArtifactField("Q.input_artifact({})", text_value(name, "Q.input_artifact"))

    def output_artifact(self, name: str) -> ArtifactField:
        """A component's output artifact: its value, or its `.media_type`."""
        return ArtifactField("Q.output_artifact({})", text_value(name, "Q.output_artifact"))

    @overload
    def field(self, name: str, kind: Literal["text"]) -> TextField[AnyResource]: ...
    @overload
    def field(self, name: str, kind: Literal["number"]) -> NumberField[AnyResource]: ...
    @overload
    def field(self, name: str, kind: Literal["time"]) -> TimeField[AnyResource]: ...
    @overload
    def field(self, name: str, kind: Literal["parameter"]) -> ParameterField[AnyResource]: ...
    def field(self, name: str, kind: FieldKind) -> Field[AnyResource]:
        """A property by its name in a search, for one that this release does not know. Only its type is checked.

        Args:
            name: The name, as the service writes it.
            kind: `"text"`, `"number"`, `"time"` or `"parameter"`, which are also constants of this package.

        Raises:
            TypeError: When there is no such kind.

        >>> Q.field("Some.New.Property", "text").exists()
        Q.field('Some.New.Property', 'text').exists()
        """
        word = text_value(name, "Q.field")
        if kind not in tuple(FIELDS):  # a tuple, as the kind may be unhashable
            raise TypeError(f"Q.field takes one of {', '.join(FIELDS)} as its kind, not {kind!r}")
        return field_of(FIELDS[kind], word)

    def wire(self, name: str, operator: WireOperator, value: str | None = None) -> Condition[Anything]:
        """A raw filter, for what no field can express, such as the operand `1e5`.

        Its type fits every resource, and the elements of every list. `compile` checks it against the resource.

        Raises:
            TypeError: When the operator is not one of the API's, or lacks the operand that it needs.

        >>> Q.wire("metrics.loss.max", "LessThan", "1e5")
        Q.wire('metrics.loss.max', 'LessThan', '1e5')
        """
        word = text_value(name, "Q.wire")
        op = WIRE_OPERATORS.get(text_value(operator, "Q.wire"))
        if op is None:
            raise TypeError(f"Q.wire takes one of {', '.join(WIRE_OPERATORS.values())}, not {operator!r}")
        if op in {"Exists", "NotExists"}:
            return Condition(Test(WIRE, word, op, None))
        if value is None:
            raise TypeError(f"Q.wire: {op} needs a value")
        operand = text_value(value, "Q.wire")
        return Condition(Test(WIRE, word, op, split_items(operand) if op == "In" else operand))

    def __repr__(self) -> str:
        return "Q"

    def __reduce__(self) -> str:
        return "Q"  # there is one


Query.__module__ = "smexp_fp.query"  # where pickles look for `Q`: a lasting name

Q: Final = Query()
"""The fields."""
