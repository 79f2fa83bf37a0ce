"""When a partition may be read, when it waits, and when it may be forgotten."""

from dataclasses import replace

from spanner_changes.partitions.lifecycle import by_token, forgettable, has_reached, low_watermark, may_start
from spanner_changes.partitions.partition import Partition
from tests.support.change_streams.simulated import at


def a_partition(
    token: str, *parents: str, start: int = 0, watermark: int | None = None, ended: int | None = None
) -> Partition:
    started = Partition.starting(token, parents, at(start))
    return replace(
        started,
        watermark=started.watermark if watermark is None else at(watermark),
        ended_at=None if ended is None else at(ended),
    )


def starts(child: Partition, *others: Partition) -> bool:
    return may_start(child, by_token([child, *others]))


def test_the_first_partitions_start_at_once() -> None:
    assert starts(a_partition("a"))


def test_a_child_starts_when_its_parent_has_ended() -> None:
    child = a_partition("b", "a", start=5)
    assert not starts(child, a_partition("a", watermark=5))
    assert starts(child, a_partition("a", watermark=5, ended=5))


def test_a_child_of_a_merge_starts_when_all_its_parents_have_ended() -> None:
    child = a_partition("c", "a", "b", start=5)
    ended, slow = a_partition("a", ended=5), a_partition("b", watermark=1)
    assert not starts(child, ended, slow)
    assert starts(child, ended, replace(slow, ended_at=at(5)))


def test_a_child_waits_for_a_parent_that_has_yet_to_be_reported() -> None:
    assert not starts(a_partition("c", "a", "b", start=5), a_partition("a", ended=5))


def test_a_child_that_has_started_goes_on_though_its_parents_are_forgotten() -> None:
    assert not starts(a_partition("b", "a", start=5, watermark=4))
    assert starts(a_partition("b", "a", start=5, watermark=5))


def test_a_source_is_reached_once_it_was_followed_up_to_the_move() -> None:
    assert not has_reached(a_partition("a", watermark=4), at(5))
    assert has_reached(a_partition("a", watermark=5), at(5))


def test_a_source_that_has_ended_is_reached_and_one_that_has_yet_to_be_reported_is_not() -> None:
    assert has_reached(a_partition("a", watermark=4, ended=5), at(5))
    assert not has_reached(None, at(5))


def test_of_two_partitions_that_exchange_keys_neither_waits_for_the_other() -> None:
    waiting = replace(a_partition("a", watermark=4), waits_at=at(5))
    assert has_reached(waiting, at(5))
    assert not has_reached(replace(waiting, waits_at=at(4)), at(5)), "it waits at an earlier move"


def test_the_low_watermark_is_the_least_of_the_open_partitions() -> None:
    first, second, ended = a_partition("a", watermark=7), a_partition("b", watermark=5), a_partition("c", ended=1)
    assert low_watermark([first, second, ended]) == at(5)
    assert low_watermark([ended]) is None
    assert low_watermark([]) is None


def test_a_parent_is_forgotten_once_all_its_children_have_started() -> None:
    parent = a_partition("a", watermark=4, ended=5)
    started, waiting = a_partition("b", "a", start=5, watermark=6), a_partition("c", "a", start=5)
    assert forgettable([parent, started, waiting]) == []
    assert forgettable([parent, started, replace(waiting, watermark=at(5))]) == ["a"]


def test_a_source_is_kept_for_as_long_as_anybody_may_have_to_wait_for_it() -> None:
    source = a_partition("a", ended=5)
    assert forgettable([source, a_partition("b", watermark=4)]) == []
    assert forgettable([source, a_partition("b", watermark=5)]) == ["a"]


def test_nothing_is_forgotten_while_nothing_is_open() -> None:
    assert forgettable([a_partition("a", ended=5)]) == []
