"""boto3 clients whose backend is a store."""

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
from ._store import DEFAULT_ACCOUNT, DEFAULT_REGION, DEFAULT_TRIALS_PER_EXPERIMENT, Store, TimeSource

if TYPE_CHECKING:
    # With the stubs, a checker knows every operation, and that the client matches the SDK's protocols. They are an
    # optional extra. Without them, the names are Any to a checker (it does not report an unresolved import in an
    # installed package), which matches every protocol too. botocore's BaseClient has no operations and matches none,
    # and a plain Any would lose the precision for users with the stubs.
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient
else:
    SageMakerClient = SageMakerMetricsClient = BaseClient  # for `typing.get_type_hints`, without the stubs

StorePath: TypeAlias = str | os.PathLike[str]
"""The path of a store's file, or `":memory:"`."""


def _session() -> botocore.session.Session:
    """A session that reads neither environment variables nor files of the user.

    A missing AWS_PROFILE, an AWS_ENDPOINT_URL or a broken ~/.aws/config therefore does not affect the store.
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
    # botocore's sessions share data files and caches, so making a client is not thread-safe.
    with forks.lock:
        making = forks.making
    with making:
        session = boto3.session.Session(
            # These sign requests that nobody receives.
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
                # A retry would fail again, and the store itself waits for locks.
                retries={"total_max_attempts": 1, "mode": "legacy"},
                use_fips_endpoint=False,
                use_dualstack_endpoint=False,
            ),
        )
    for event, handler, *_ in handlers.BUILTIN_HANDLERS:
        # botocore itself has no handler for this event. Handlers of other packages, such as moto, would also run for
        # every call, because all handlers of an event run.
        if event.partition(".")[0] == "before-send":
            made.meta.events.unregister(event, handler)
    made.meta.events.register("before-send", door(store))
    return made


def _opened(
    path: StorePath | Answering, clock: TimeSource, region: str, account: str, trials_per_experiment: int | None
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
    clock: TimeSource = time.time,
    trials_per_experiment: int | None = DEFAULT_TRIALS_PER_EXPERIMENT,
) -> SageMakerClient:
    """A boto3 SageMaker client whose calls an embedded store answers, in this process.

    It needs no network, credentials, region, environment variables or files in `~/.aws`, and ignores all of them.

    Args:
        path: a file (see `Store.open`); `":memory:"` for a new private store; or an open `Store`, which several
            clients may share (the store then has its own values of the other arguments).
        region: the region in the ARNs of new entities.
        account: the account in the ARNs; 12 digits.
        clock: the time of creation and modification.
        trials_per_experiment: the quota; None means no quota.

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
    clock: TimeSource = time.time,
    trials_per_experiment: int | None = DEFAULT_TRIALS_PER_EXPERIMENT,
) -> SageMakerMetricsClient:
    """A boto3 `sagemaker-metrics` client (BatchPutMetrics, BatchGetMetrics) over an embedded store; see `client`."""
    made: SageMakerMetricsClient = _client(
        METRICS, "metrics.sagemaker", _opened(path, clock, region, account, trials_per_experiment), region
    )
    return made
