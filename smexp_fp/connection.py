"""A boto3 client that suits this package. boto3 is loaded when it is called, not before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from smexp_fp.clients import MetricsClient, SageMakerClient

__all__ = ["connect", "connect_metrics"]

ATTEMPTS = 10
"""What AWS's own tests of its experiments SDK use: the service throttles some operations at about one call a second."""


def connect(**options: Any) -> SageMakerClient:  # noqa: ANN401 - handed on to boto3, whose options they are
    """Make a boto3 client for SageMaker with adaptive retries and fast time stamps.

    Instants in its answers are in UTC, parsed by the standard library: about three times as fast as botocore's own
    parser, which asks for the local time zone each time.

    Args:
        **options: What `boto3.session.Session.client` takes: `region_name`, `endpoint_url`, `aws_access_key_id`,
            `config`, …; a `config` is merged over the retries set here. And `profile_name`, which goes to the session.

    Returns:
        A client for every function of this package but those for metrics, and for anything else that takes boto3's.

    Raises:
        botocore.exceptions.BotoCoreError: The options or the environment do not suffice, for instance without a region.

    >>> from smexp_fp import connect
    >>> client = connect(region_name="eu-west-1", aws_access_key_id="example", aws_secret_access_key="example")
    >>> client.meta.region_name
    'eu-west-1'
    """
    return cast("SageMakerClient", _client("sagemaker", options))


def connect_metrics(**options: Any) -> MetricsClient:  # noqa: ANN401 - handed on to boto3, whose options they are
    """Make a boto3 client for SageMaker's metrics, as `connect` does for SageMaker.

    Args:
        **options: As for `connect`.

    Returns:
        A client for the functions of `smexp_fp.metrics`.

    Raises:
        botocore.exceptions.BotoCoreError: As for `connect`.
    """
    return cast("MetricsClient", _client("sagemaker-metrics", options))


def _client(service: str, options: dict[str, Any]) -> object:
    import boto3.session  # noqa: PLC0415 - importing the package must not load boto3
    import botocore.session  # noqa: PLC0415 - the same
    from botocore.config import Config  # noqa: PLC0415 - the same

    given = dict(options)
    config = Config(retries={"mode": "adaptive", "max_attempts": ATTEMPTS})
    given["config"] = config.merge(given["config"]) if "config" in given else config
    session = botocore.session.Session(profile=given.pop("profile_name", None))
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=utc_timestamp)
    # Any: the stubs know each service by its own overload, and the options are the caller's.
    boto3_session: Any = boto3.session.Session(botocore_session=session)
    return cast("object", boto3_session.client(service, **given))


def utc_timestamp(value: float | str) -> datetime:
    """Parse a wire time stamp: seconds since 1970, as the JSON protocol has them, or ISO 8601.

    Args:
        value: A number, a number in a string, or a date and time; without an offset it means UTC.

    Raises:
        ValueError: It is none of these.
    """
    if not isinstance(value, str):
        return datetime.fromtimestamp(value, UTC)
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except ValueError:
        parsed = datetime.fromisoformat(value)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
