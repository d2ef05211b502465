"""The pace of one operation, against token buckets, without any service."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smexp_fp._api.bulk.pace import TOLERANCE, Pace
from smexp_fp.testing._behaviour import Bucket, RateLimit


def _run(pace: Pace, bucket: Bucket, start: float, grants: int) -> tuple[Pace, float, int]:
    """Calls one after the other, as soon as the pace allows; when the last was granted, and how many were sent."""
    now, sent = start, 0
    while grants:
        now = max(now, pace.next_at)
        pace = pace.after_sending(now)
        sent += 1
        if bucket.take(now):
            pace, grants = pace.after_grant(now), grants - 1
        else:
            pace = pace.after_refusal(now, now, 0.5)
    return pace, now, sent


@given(rate=st.floats(0.1, 50.0), burst=st.integers(1, 30))
def test_a_bucket_is_emptied_as_fast_as_it_fills(rate: float, burst: int) -> None:
    pace, end, sent = _run(Pace(), Bucket(RateLimit(rate, burst), 0.0), 0.0, 200 + burst)
    assert end <= 1.1 * 200 / rate + 1.0
    assert sent <= 1.5 * (200 + burst)
    assert pace.rate is not None
    assert abs(pace.rate / rate - 1) < 0.2


@given(rate=st.floats(0.5, 20.0), factor=st.sampled_from([0.2, 0.5, 2.0, 4.0]))
def test_a_limit_that_changes_is_found_anew(rate: float, factor: float) -> None:
    pace, now, _ = _run(Pace(), Bucket(RateLimit(rate), 0.0), 0.0, 100)
    _, end, _ = _run(pace, Bucket(RateLimit(rate * factor), now), now, 400)
    assert (end - now) <= 2.0 * 400 / (rate * factor)


@given(st.lists(st.tuples(st.floats(0.0, 5.0), st.booleans()), max_size=60))
def test_the_next_call_is_never_put_off_for_long(observations: list[tuple[float, bool]]) -> None:
    pace, now = Pace(), 0.0
    for wait, granted in observations:
        now = max(now, pace.next_at) + wait
        pace = pace.after_sending(now)
        pace = pace.after_grant(now) if granted else pace.after_refusal(now, now, 1.0)
        assert pace.next_at - now <= 30.0
        assert pace.granted is None or pace.refused <= pace.granted


@given(rate=st.floats(0.1, 50.0), burst=st.integers(1, 30), grants=st.integers(0, 200))
def test_a_limit_that_grants_nothing_any_more_is_tried_ever_more_seldom(rate: float, burst: int, grants: int) -> None:
    pace, start, _ = _run(Pace(), Bucket(RateLimit(rate, burst), 0.0), 0.0, grants)
    now, tries = start, 0
    while now < start + 600 and tries <= 80:
        now = max(now, pace.next_at)
        pace = pace.after_sending(now).after_refusal(now, now, 0.5)
        tries += 1
    assert tries <= 80


def test_without_refusals_there_is_no_pace() -> None:
    pace = Pace()
    for now in range(100):
        assert pace.window(8) == min(8, now + 1)
        pace = pace.after_sending(now).after_grant(now)
    assert pace.next_at <= 99
    assert pace.rate is None


def test_the_bracket_narrows() -> None:
    pace, _, _ = _run(Pace(), Bucket(RateLimit(1.0), 0.0), 0.0, 20)
    assert pace.granted is not None
    assert 1.0 <= pace.granted <= 1.0 + 3 * TOLERANCE
