import pytest

from onewrite.cli.quantities import counted, duration


@pytest.mark.parametrize(("number", "told"), [(0, "0 streams"), (1, "1 stream"), (2, "2 streams")])
def test_one_is_singular(number: int, told: str) -> None:
    assert counted(number, "stream") == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.04, "0.0 s"),
        (12.34, "12.3 s"),
        (59.9, "59.9 s"),
        (60, "1 min"),
        (119, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (3 * 3600 + 20 * 60 + 59, "3 h 20 min"),
        (86400 + 60, "1 d 1 min"),
        (86400 * 2 + 3600 * 4 + 60, "2 d 4 h"),
    ],
)
def test_a_length_of_time_is_told_in_its_two_longest_units(seconds: float, told: str) -> None:
    assert duration(seconds) == told
