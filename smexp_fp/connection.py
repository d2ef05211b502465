"""boto3 clients configured for this package. boto3 is imported on the first call."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # The types of boto3's own stubs, which know every operation. The stubs are an optional extra: without them, these
    # names are Any to a checker, which fits every function too.
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient
else:  # for `typing.get_type_hints`, without the stubs
    from smexp_fp.clients import MetricsClient as SageMakerMetricsClient
    from smexp_fp.clients import SageMakerClient

__all__ = ["connect", "connect_metrics"]

ATTEMPTS = 10
"""As in AWS's own tests of its experiments SDK. The service limits some operations to about one call a second."""


def connect(**options: Any) -> SageMakerClient:  # noqa: ANN401 - the options are boto3's
    """Make a boto3 client for SageMaker with adaptive retries and fast timestamps.

    Timestamps in its responses are in UTC, and parsed by the standard library. This is about three times as fast as
    botocore's own parser, which looks up the local time zone each time.

    Args:
        **options: Arguments of `boto3.session.Session.client`, such as `region_name`, `endpoint_url` or
            `aws_access_key_id`; and `profile_name`, for the session. A `config` overrides the retries set here.

    Returns:
        A boto3 client, for every function of this package except those of `smexp_fp.metrics`. With the stubs of
        `boto3-stubs[sagemaker]`, type checkers know all its operations.

    Raises:
        botocore.exceptions.BotoCoreError: The options and the environment are incomplete, for example without a region.

    >>> from smexp_fp import connect
    >>> client = connect(region_name="eu-west-1", aws_access_key_id="example", aws_secret_access_key="example")
    >>> client.meta.region_name
    'eu-west-1'
    """
    made: SageMakerClient = _client("sagemaker", options)
    return made


def connect_metrics(**options: Any) -> SageMakerMetricsClient:  # noqa: ANN401 - the options are boto3's
    """Make a boto3 client for the service `sagemaker-metrics`; see `connect`.

    Args:
        **options: As for `connect`.

    Returns:
        A client for the functions of `smexp_fp.metrics`.

    Raises:
        botocore.exceptions.BotoCoreError: As for `connect`.
    """
    made: SageMakerMetricsClient = _client("sagemaker-metrics", options)
    return made


def _client(service: str, options: dict[str, Any]) -> Any:  # noqa: ANN401 - boto3 makes its clients' classes at run time
    import boto3.session  # noqa: PLC0415 - importing the package must not import boto3
    import botocore.session  # noqa: PLC0415 - the same
    from botocore.config import Config  # noqa: PLC0415 - the same

    given = dict(options)
    config = Config(retries={"mode": "adaptive", "max_attempts": ATTEMPTS})
    given["config"] = config.merge(given["config"]) if "config" in given else config
    session = botocore.session.Session(profile=given.pop("profile_name", None))
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=utc_timestamp)
    # Any: the stubs have an overload for each service, and the options are the caller's.
    boto3_session: Any = boto3.session.Session(botocore_session=session)
    return boto3_session.client(service, **given)


def utc_timestamp(value: float | str) -> datetime:
    """Parse a timestamp from the wire: seconds since 1970, as in the JSON protocol, or ISO 8601.

    Args:
        value: A number, a number in a string, or a date and time, which is in UTC unless it has an offset.

    Raises:
        ValueError: The value is not one of these.
    """
    if not isinstance(value, str):
        return datetime.fromtimestamp(value, UTC)
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except ValueError:
        parsed = datetime.fromisoformat(value)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
