"""Small pools of values that records and search operands share, so that searches find something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from smexp_fp.query import Resource
from smexp_fp.records import IamIdentity, Source, UserContext

COMMON: Final = ("a", "A", "ab", "b", "0.1", "1", "a b")
"""Texts that differ only in case, have a common prefix, or look like numbers."""

WORDS: Final = (
    *COMMON,
    *("é", "e\u0301", "\U0001f600", "a,b", " a", ",", "1e0", "-0", "nan", "%", "_", "'", '"', "\\", "\x00", "x" * 300),
)
"""Texts that a careless implementation gets wrong: commas, outer spaces, quotes, SQL wildcards."""

TAG_WORDS: Final = ("a", "A", "ab", "b", "0.1", "1", "a b", "é", "_")
"""Values of tags, which allow fewer characters."""

TAG_KEYS: Final = ("a", "A", "a.b", "team")
KEYS: Final = ("a", "A", "a.b", "Max", "loss.max", "x:y/z", "Value", "a.MediaType", "é")
"""Names of parameters, metrics and artifacts. Some look like the last part of a property name."""

NUMBERS: Final = (0.0, 1.0, -1.5, 0.1, 0.30000000000000004, 2.0**53, 2.0**53 + 2, 1e300, 5e-324, -0.0)

_START: Final = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS: Final = tuple(
    _START + delta
    for delta in (
        timedelta(0),
        timedelta(seconds=1),
        timedelta(days=1),
        timedelta(milliseconds=1),
        timedelta(microseconds=1999),
        timedelta(days=1, milliseconds=-1),
        timedelta(days=1, seconds=1),
    )
)
SECONDS: Final = tuple(moment for moment in MOMENTS if not moment.microsecond)
"""The moments in whole seconds. Only these can be the operand of an equality."""
DAYS: Final = tuple(sorted({moment.date() for moment in MOMENTS}))

STATUSES: Final = ("Completed", "Failed", "InProgress")
MEDIA_TYPES: Final = ("text/a", "a/ab")
NAMES: Final[dict[Resource, tuple[str, ...]]] = {
    "Experiment": ("e0", "e1", "e2", "a", "A", "ab"),
    "ExperimentTrial": ("t0", "t1", "t2", "a", "A", "ab"),
    "ExperimentTrialComponent": ("c0", "c1", "c2", "c3", "a", "A", "ab"),
}
_ARN: Final = "arn:aws:sagemaker:us-east-1:123456789012:experiment"
ARNS: Final[dict[Resource, str]] = {
    "Experiment": f"{_ARN}/",
    "ExperimentTrial": f"{_ARN}-trial/",
    "ExperimentTrialComponent": f"{_ARN}-trial-component/",
}
DISPLAY_NAMES: Final = ("a", "A", "ab", "a-b", "c0", "e0")
SOURCES: Final = (Source(arn="arn:a"), Source(arn="arn:b", type="Job"), Source(arn="arn:a", type="a"))
USERS: Final = (
    UserContext(),
    UserContext(user_profile_arn="a", user_profile_name="ab", domain_id="b"),
    UserContext(user_profile_name="a", iam_identity=IamIdentity(arn="a", principal_id="b", source_identity="ab")),
    UserContext(domain_id="a", iam_identity=IamIdentity(arn="b")),
    UserContext(user_profile_arn="b", iam_identity=IamIdentity(principal_id="a", source_identity="a")),
)
