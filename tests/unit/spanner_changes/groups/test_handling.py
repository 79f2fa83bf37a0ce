"""Handling changes in order, and finding out which of them can't be handled."""

from collections.abc import Sequence

import pytest

from spanner_changes.groups.handling import Handle, Refusal, handle_in_order
from spanner_changes.records import DataChange
from tests.support.change_streams.simulated import at, change

NO = ValueError("no")


class Handling:
    """Refuses what has one of these keys, as often as it is told to."""

    def __init__(self, *refused: str, times: int = 1_000) -> None:
        self.calls: list[str] = []
        self._refused = set(refused)
        self._times = times

    def __call__(self, changes: Sequence[DataChange]) -> None:
        keys = "".join(mod.keys["key"] for one in changes for mod in one.mods)
        self.calls.append(keys)
        if self._times and self._refused & set(keys):
            self._times -= 1
            raise NO


def changes(*ticks: int, keys: str = "abcdef") -> list[DataChange]:
    return [change(tick, key, number) for number, (tick, key) in enumerate(zip(ticks, keys, strict=False))]


def test_all_changes_are_handled_at_once() -> None:
    handling = Handling()
    assert handle_in_order(changes(1, 2, 3), handling) is None
    assert handling.calls == ["abc"]


def test_nothing_is_handled_when_there_is_nothing() -> None:
    handling = Handling()
    assert handle_in_order([], handling) is None
    assert handling.calls == []


def test_the_first_change_that_fails_is_found_and_none_after_it_is_handled() -> None:
    handling = Handling("c")
    assert handle_in_order(changes(1, 2, 3, 4), handling) == Refusal(at(3), NO)
    assert handling.calls == ["abcd", "a", "b", "c"]


def test_changes_of_one_time_stay_together() -> None:
    handling = Handling("c")
    assert handle_in_order(changes(1, 2, 2, 3), handling) == Refusal(at(2), NO)
    assert handling.calls == ["abcd", "a", "bc"]


def test_one_change_that_fails_is_tried_once() -> None:
    handling = Handling("a")
    assert handle_in_order(changes(1), handling) == Refusal(at(1), NO)
    assert handling.calls == ["a"]


def test_a_failure_that_passes_stops_nothing() -> None:
    handling = Handling("b", times=1)
    assert handle_in_order(changes(1, 2, 3), handling) is None
    assert handling.calls == ["abc", "a", "b", "c"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_the_end_of_the_process_is_no_failure_of_a_change(error: type[BaseException]) -> None:
    def ends(_: Sequence[DataChange]) -> None:
        raise error

    handle: Handle = ends
    with pytest.raises(error):
        handle_in_order(changes(1, 2), handle)
