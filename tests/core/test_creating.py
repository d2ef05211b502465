"""Creating, and loading what is there already."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from returns.result import Result, Success

from smexp_fp import experiment, local, metrics, trial, trial_component
from smexp_fp.errors import AccessDenied, LimitExceeded, NotFound, SmexpError, Throttled
from smexp_fp.records import Artifact, MetadataProperties, Status
from tests.support import model
from tests.support.clients import recorder

BEGIN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


class Refusal(Exception):
    """An answer of the service that is an error."""

    def __init__(self, code: str, message: str = "no") -> None:
        super().__init__(message)
        self.response = {"Error": {"Code": code, "Message": message}}


DENIED = Refusal("AccessDeniedException")
FULL = Refusal("ResourceLimitExceeded")
TAKEN = Refusal("ValidationException", "must be unique: it already exists")
ABSENT = Refusal("ResourceNotFound")
BUSY = Refusal("ThrottlingException")

LOAD_OR_CREATE: list[Callable[[Any], Result[Any, SmexpError]]] = [
    lambda client: experiment.load_or_create(client, "e"),
    lambda client: trial.load_or_create(client, "e", "t"),
    lambda client: trial_component.load_or_create(client, "c"),
]

each_kind = pytest.mark.parametrize("load_or_create", LOAD_OR_CREATE, ids=["experiment", "trial", "component"])


def service(create: Exception | None, describe: Exception | None) -> Any:
    """A client whose creations and descriptions answer as given."""

    def respond(operation: str, _: Mapping[str, Any]) -> object:
        error = create if operation.startswith("Create") else describe
        if error is not None:
            raise error
        return model.answer(operation)

    return recorder(respond)


def operations(client: Any) -> list[str]:
    return [operation.removesuffix("Experiment").removesuffix("TrialComponent").removesuffix("Trial")
            for operation, _ in client.calls]  # fmt: skip


@each_kind
@pytest.mark.parametrize("refusal", [DENIED, FULL, TAKEN], ids=["denied", "full", "taken"])
def test_what_cannot_be_created_is_loaded(load_or_create: Callable[[Any], Any], refusal: Exception) -> None:
    client = service(create=refusal, describe=None)
    assert isinstance(load_or_create(client), Success)
    assert operations(client) == ["Create", "Describe"]


@each_kind
@pytest.mark.parametrize(
    ("create", "describe", "error"),
    [
        (DENIED, ABSENT, AccessDenied),
        (DENIED, DENIED, AccessDenied),
        (FULL, ABSENT, LimitExceeded),
        (FULL, DENIED, LimitExceeded),
    ],
)
def test_where_there_is_nothing_to_load_the_failure_is_that_of_the_creation(
    load_or_create: Callable[[Any], Any], create: Exception, describe: Exception, error: type[SmexpError]
) -> None:
    failure = load_or_create(service(create, describe)).failure()
    assert isinstance(failure, error)
    assert failure.operation.startswith("Create")


@each_kind
@pytest.mark.parametrize(
    ("create", "describe", "error"),
    [(DENIED, BUSY, Throttled), (TAKEN, BUSY, Throttled), (TAKEN, DENIED, AccessDenied), (TAKEN, ABSENT, NotFound)],
)
def test_what_stopped_the_load_is_told_where_the_load_may_yet_succeed_or_the_name_is_taken(
    load_or_create: Callable[[Any], Any], create: Exception, describe: Exception, error: type[SmexpError]
) -> None:
    failure = load_or_create(service(create, describe)).failure()
    assert isinstance(failure, error)
    assert failure.operation.startswith("Describe")


@each_kind
def test_a_creation_that_fails_otherwise_is_not_followed_by_a_load(load_or_create: Callable[[Any], Any]) -> None:
    client = service(create=BUSY, describe=None)
    assert isinstance(load_or_create(client).failure(), Throttled)
    assert operations(client) == ["Create"]


@pytest.mark.parametrize("module", [experiment, trial, trial_component])
def test_load_or_create_takes_every_argument_of_create(module: Any) -> None:
    def arguments(function: Callable[..., object]) -> set[str]:
        return set(inspect.signature(function).parameters) - {"name_prefix"}

    assert arguments(module.load_or_create) == arguments(module.create)


def test_a_component_that_is_loaded_or_created_has_all_that_was_given() -> None:
    client = local.client(":memory:")
    given: dict[str, Any] = {
        "display_name": "C",
        "status": Status(primary="Failed", message="why"),
        "start": BEGIN,
        "end": BEGIN,
        "parameters": {"lr": 0.1},
        "input_artifacts": {"data": Artifact(value="s3://b/k")},
        "output_artifacts": {"model": Artifact(value="s3://b/m")},
        "metadata": MetadataProperties(commit_id="abc"),
    }
    trial_component.load_or_create(client, "c", **given).unwrap()
    found = trial_component.load(client, "c").unwrap()
    assert {name: getattr(found, name) for name in given} == given


def test_a_trial_that_is_created_gets_its_components_and_one_that_is_loaded_keeps_its_own() -> None:
    client = local.client(":memory:")
    experiment.create(client, "e").unwrap()
    for name in ("c", "d"):
        trial_component.create(client, name).unwrap()
    trial.load_or_create(client, "e", "t", components=["c"]).unwrap()
    trial.load_or_create(client, "e", "t", components=["d"]).unwrap()
    assert [found.name for found in trial.list_trial_components(client, "t").collect().unwrap()] == ["c"]


# --- numbers --------------------------------------------------------------------------------------------------------


def is_plain(number: object) -> bool:
    return type(number) in (int, float)


def numbers_of_other_libraries() -> list[Any]:
    np: Any = pytest.importorskip("numpy")
    return [np.float32(0.5), np.float64(0.5), np.int64(3), np.uint8(3), np.array(0.5), Decimal("0.5"), Fraction(1, 2)]


def test_parameters_are_numbers_of_any_library_and_become_pythons_own() -> None:
    client = local.client(":memory:")
    given = {f"p{index}": number for index, number in enumerate(numbers_of_other_libraries())}
    made = trial_component.create(client, "c", parameters={**given, "text": "x"}).unwrap()
    assert all(is_plain(made.parameters[key]) for key in given)
    assert made.parameters == {**{key: float(number) for key, number in given.items()}, "text": "x"}
    assert trial_component.load(client, "c").unwrap().parameters == made.parameters


def test_metrics_and_steps_are_numbers_of_any_library() -> None:
    np: Any = pytest.importorskip("numpy")
    store = local.Store.open(":memory:")
    trial_component.create(local.client(store), "c").unwrap()
    data = [
        metrics.MetricDatum(name="loss", value=value, timestamp=BEGIN, step=np.int64(step))
        for step, value in enumerate(numbers_of_other_libraries())
    ]
    assert all(is_plain(datum.value) and is_plain(datum.step) for datum in data)
    assert metrics.put_metrics(local.metrics_client(store), "c", data).unwrap().accepted == len(data)
    arn = trial_component.load(local.client(store), "c").unwrap().arn
    query = metrics.MetricQuery(name="loss", resource_arn=arn, start=np.int32(1), end=np.uint8(2))
    assert is_plain(query.start)
    [series] = metrics.get_metrics(local.metrics_client(store), [query]).unwrap()
    assert series.y == tuple(float(datum.value) for datum in data[1:3])


def test_limits_and_page_sizes_are_whole_numbers_of_any_library() -> None:
    np: Any = pytest.importorskip("numpy")
    client = recorder(lambda *_: {"ExperimentSummaries": [{"ExperimentName": "e", "ExperimentArn": "a"}] * 2,
                                  "NextToken": str(len(client.calls))})  # fmt: skip
    listing = experiment.list_experiments(client, limit=np.uint8(3), page_size=np.int64(2))
    assert len(listing.collect().unwrap()) == 3
    assert [(parameters["MaxResults"], type(parameters["MaxResults"])) for _, parameters in client.calls] == [
        (2, int),
        (1, int),
    ]


@pytest.mark.parametrize("value", [True, [1], 1j], ids=repr)
def test_an_error_about_a_number_names_what_is_accepted(value: Any) -> None:
    failure = trial_component.create(recorder(), "c", parameters={"lr": value}).failure()
    rule = "a string or a number (int, float, or any type with __float__ or __index__, such as NumPy's; not bool)"
    assert rule in failure.message
    datum = metrics.MetricDatum(name="loss", value=value, timestamp=BEGIN)
    failure = metrics.put_metrics(recorder(), "c", [datum]).failure()
    assert rule.removeprefix("a string or ") in failure.message


def test_limits_of_a_deletion_are_numbers_of_any_library() -> None:
    np: Any = pytest.importorskip("numpy")
    client = local.client(":memory:")
    experiment.create(client, "e").unwrap()
    done = experiment.delete_all(
        client, "e", "--force", deadline=Decimal(60), patience=np.float32(9), max_workers=np.int64(2)
    )
    assert isinstance(done, Success)


WRONG_LIMITS: list[tuple[str, object]] = [
    (argument, value) for argument in ("deadline", "patience", "max_workers") for value in ("5", True, -1, float("nan"))
]


@pytest.mark.parametrize(
    ("argument", "value"), [*WRONG_LIMITS, ("deadline", 10**400), ("patience", 10**400), ("max_workers", 0)]
)
def test_a_limit_of_a_deletion_that_is_no_such_number_is_refused(argument: str, value: Any) -> None:
    client = recorder()
    options: dict[str, Any] = {argument: value}
    failure: Any = experiment.delete_all(client, "e", "--force", **options).failure()
    assert (failure.cause, failure.error.argument, client.calls) == ("invalid_input", argument, [])


def test_an_error_shows_the_number_that_was_given() -> None:
    given = Decimal("1e400")
    failure: Any = trial_component.create(recorder(), "c", parameters={"lr": given}).failure()
    assert failure.value is given
    assert "finite" in failure.message


def test_a_step_of_a_type_with_fractions_is_refused() -> None:
    datum = metrics.MetricDatum(name="loss", value=1, timestamp=BEGIN, step=Decimal(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    failure: Any = metrics.put_metrics(recorder(), "c", [datum]).failure()
    assert failure.argument == "data[0].step"
    assert "any type with __index__" in failure.message


# --- names in lower case --------------------------------------------------------------------------------------------


def test_metrics_of_a_component_with_capitals_are_put_under_its_name_in_lower_case() -> None:
    client = recorder()
    made = trial_component.create(recorder(), "Train-Monday").unwrap()
    assert isinstance(
        metrics.put_metrics(client, made, [metrics.MetricDatum(name="l", value=1, timestamp=BEGIN)]), Success
    )
    assert client.calls[0][1]["TrialComponentName"] == "train-monday"


def test_metrics_of_a_component_with_capitals_reach_it() -> None:
    store = local.Store.open(":memory:")
    made = trial_component.create(local.client(store), "Train-Monday").unwrap()
    datum = metrics.MetricDatum(name="loss", value=0.5, timestamp=BEGIN, step=1)
    report = metrics.put_metrics(local.metrics_client(store), made, [datum]).unwrap()
    assert (report.accepted, report.refused) == (1, ())
    assert [found.name for found in trial_component.load(local.client(store), "train-monday").unwrap().metrics] == [
        "loss"
    ]


def test_an_empty_description_is_none_as_a_load_gives_it() -> None:
    client = local.client(":memory:")
    made = experiment.create(client, "e", description="").unwrap()
    assert made.description is experiment.load(client, "e").unwrap().description is None
