"""boto3 clients whose network is a store."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, TypeAlias

import boto3
import botocore.session
from botocore import handlers
from botocore.client import BaseClient
from botocore.config import Config
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES

from ._door import Answering, door
from ._forks import forks
from ._model import METRICS, SAGEMAKER, data_loader
from ._store import DEFAULT_ACCOUNT, DEFAULT_REGION, DEFAULT_TRIALS_PER_EXPERIMENT, Clock, Store

if TYPE_CHECKING:
    # The stubs' classes are the truth about boto3's clients: with them a checker knows every operation, its answers and
    # errors, and sees that the client fits the SDK's protocols of keyword-only methods. They are an optional extra;
    # where they are not installed the names mean Any to a checker (an unresolved import in an installed package is not
    # reported), which fits every protocol too. botocore's BaseClient would fit none, having no operations; Any
    # outright would take the precision from those who do have the stubs.
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient
else:
    SageMakerClient = SageMakerMetricsClient = BaseClient  # for `typing.get_type_hints`, without the stubs

StorePath: TypeAlias = str | os.PathLike[str]


def _session() -> botocore.session.Session:
    """A session that reads neither environment variables nor files of the user: each variable keeps its default value.

    So an AWS_PROFILE that does not exist, an AWS_ENDPOINT_URL or a broken ~/.aws/config cannot come between a program
    and its store.
    """
    variables: dict[str, Any] = {  # pairs of names and a default of any type, as botocore declares them
        name: (None, None, default, conversion)
        for name, (_, _, default, conversion) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
    }
    for file in ("config_file", "credentials_file"):
        variables[file] = (None, None, os.devnull, None)
    session = botocore.session.Session(session_vars=variables)
    session.register_component("data_loader", data_loader())
    return session


def _client(service: str, host: str, store: Answering, region: str) -> Any:  # noqa: ANN401 - boto3 makes its clients' classes at run time
    # botocore's sessions share data files and caches while they make a client, and are not meant for several threads
    # then.
    with forks.lock:
        making = forks.making
    with making:
        session = boto3.session.Session(
            # They sign requests that nobody receives.
            aws_access_key_id="embedded",
            aws_secret_access_key="embedded",  # noqa: S106 - not a secret
            region_name=region,
            botocore_session=_session(),
        )
        # The stubs have an overload for each literal name of a service; here the name is a variable.
        make: Any = session.client  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType] - hundreds of overloads
        made: Any = make(
            service,
            endpoint_url=f"https://{host}.{region}.amazonaws.com",
            config=Config(
                # What the store refuses it would refuse again, and for a lock it has waited itself.
                retries={"total_max_attempts": 1, "mode": "legacy"},
                use_fips_endpoint=False,
                use_dualstack_endpoint=False,
            ),
        )
    for event, handler, *_ in handlers.BUILTIN_HANDLERS:
        # botocore has none of its own for this event. Those of others, such as moto's, would take part in every call
        # beside the store: all handlers of an event run, whichever of them has an answer.
        if event.partition(".")[0] == "before-send":
            made.meta.events.unregister(event, handler)
    made.meta.events.register("before-send", door(store))
    return made


def _opened(
    path: StorePath | Answering, clock: Clock, region: str, account: str, trials_per_experiment: int | None
) -> Answering:
    if isinstance(path, str | os.PathLike):
        return Store.open(
            path, clock=clock, region=region, account=account, trials_per_experiment=trials_per_experiment
        )
    return path


def client(
    path: StorePath | Answering,
    *,
    region: str = DEFAULT_REGION,
    account: str = DEFAULT_ACCOUNT,
    clock: Clock = time.time,
    trials_per_experiment: int | None = DEFAULT_TRIALS_PER_EXPERIMENT,
) -> SageMakerClient:
    """A boto3 SageMaker client whose calls are answered by an embedded store, in this process.

    It needs no network, credentials, region, environment variables or files in `~/.aws`, and heeds none of them.

    Args:
        path: a file (see `Store.open`); `":memory:"` for a fresh private store; or an open `Store`, which several
            clients may share (the other arguments are then the store's own).
        region: of the ARNs that it makes.
        account: of the ARNs; 12 digits.
        clock: tells the time of creation and modification.
        trials_per_experiment: the quota, None for none.

    Raises:
        StoreFileError: the file cannot be opened as a store.
    """
    made: SageMakerClient = _client(
        SAGEMAKER, "api.sagemaker", _opened(path, clock, region, account, trials_per_experiment), region
    )
    return made


def metrics_client(
    path: StorePath | Answering,
    *,
    region: str = DEFAULT_REGION,
    account: str = DEFAULT_ACCOUNT,
    clock: Clock = time.time,
    trials_per_experiment: int | None = DEFAULT_TRIALS_PER_EXPERIMENT,
) -> SageMakerMetricsClient:
    """A boto3 `sagemaker-metrics` client (BatchPutMetrics, BatchGetMetrics) over an embedded store; see `client`."""
    made: SageMakerMetricsClient = _client(
        METRICS, "metrics.sagemaker", _opened(path, clock, region, account, trials_per_experiment), region
    )
    return made
