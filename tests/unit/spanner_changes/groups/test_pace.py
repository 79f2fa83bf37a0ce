"""Settings that make no sense are refused, and pauses stay within their bounds."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanner_changes import Pace

SECOND = timedelta(seconds=1)


def test_the_defaults_are_fine() -> None:
    Pace()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"lease": SECOND, "beat": 0.6 * SECOND}, "make it longer"),
        ({"batch": 0}, "at least 1"),
        ({"threads": 0}, "at least 1"),
        ({"window": timedelta(0)}, "longer than nothing"),
        ({"heartbeat": timedelta(0)}, "longer than nothing"),
        ({"beat": -SECOND}, "longer than nothing"),
        ({"first_retry": timedelta(0)}, "longer than nothing"),
        ({"longest_retry": -SECOND}, "longer than nothing"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Pace(**settings)


def test_a_pause_doubles_with_each_attempt_up_to_the_longest() -> None:
    pace = Pace(first_retry=SECOND, longest_retry=5 * SECOND)
    assert [pace.retry_after(attempts) / SECOND for attempts in range(6)] == [1, 1, 2, 4, 5, 5]


@given(
    first=st.timedeltas(min_value=timedelta(microseconds=1)),
    longest=st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=10**6)),
    attempts=st.integers(0, 10**12),
)
def test_no_pause_is_longer_than_the_longest_or_shorter_than_the_first(
    first: timedelta, longest: timedelta, attempts: int
) -> None:
    pause = Pace(first_retry=first, longest_retry=longest).retry_after(attempts)
    assert min(first, longest) - timedelta(milliseconds=1) <= pause <= longest + timedelta(milliseconds=1)
