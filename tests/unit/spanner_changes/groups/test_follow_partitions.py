"""Following one partition when partitions start, end, and give each other keys."""

from spanner_changes.groups.follow import Outcome
from spanner_changes.records import Child, ChildPartitions, PartitionEnded, PartitionMoved, PartitionsStarted
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.following import Following
from tests.support.change_streams.group_states import claim
from tests.support.change_streams.simulated import at, change


def test_the_first_query_ends_with_the_partitions_that_it_found() -> None:
    children = [ChildPartitions(at(0), str(number), (Child(f"p{number}", ()),)) for number in range(2)]
    followed = Following(*children, token=ROOT)
    assert followed.follow() is Outcome.ENDED
    assert followed.tokens == {ROOT, "p0", "p1"}
    assert followed.saved.ended_at == at(0)


def test_a_partition_ends_with_all_its_children_after_its_changes_were_handled() -> None:
    first, second = (ChildPartitions(at(5), str(number), (Child(f"q{number}", ("p",)),)) for number in range(2))
    followed = Following(change(4, "a", 0), first, second)
    assert followed.follow() is Outcome.ENDED
    assert (followed.handled, followed.saved.ended_at, followed.tokens) == (["a"], at(5), {ROOT, "p", "q0", "q1"})


def test_a_partition_does_not_end_while_a_change_before_its_end_fails() -> None:
    followed = Following(change(4, "a", 0), ChildPartitions(at(5), "1", (Child("q", ("p",)),)))
    followed.refused = {"a"}
    assert followed.follow() is Outcome.FAILED
    assert (followed.saved.ended_at, "q" in followed.tokens) == (None, False)


def test_a_mutable_stream_ends_the_first_query_once_the_partitions_have_started() -> None:
    followed = Following(PartitionsStarted(at(0), "0", ("p0", "p1")), token=ROOT)
    assert followed.follow() is Outcome.ENDED
    assert followed.tokens == {ROOT, "p0", "p1"}


def test_a_mutable_partition_goes_on_when_others_start_in_it() -> None:
    followed = Following(PartitionsStarted(at(3), "0", ("q",)), change(4, "a", 1))
    assert followed.follow() is Outcome.PROGRESSED
    assert (followed.handled, followed.saved.ended_at, followed.tokens) == (["a"], None, {ROOT, "p", "q"})


def test_a_mutable_partition_ends_when_it_says_so() -> None:
    followed = Following(change(4, "a", 1), PartitionEnded(at(5), "2"))
    assert followed.follow() is Outcome.ENDED
    assert (followed.handled, followed.saved.ended_at) == (["a"], at(5))


def moved_in(*sources: str) -> PartitionMoved:
    return PartitionMoved(at(5), "0", sources, ())


def a_source(followed: Following, watermark: int) -> None:
    followed.state.discover(followed.held.lease, [Child("s", ())], at(0))
    followed.state.advance(claim(followed.state, "s").lease, at(watermark))


def test_where_keys_moved_in_a_partition_waits_for_their_source() -> None:
    followed = Following(change(4, "a", 0), moved_in("s"), change(6, "b", 2))
    a_source(followed, 4)
    assert followed.follow() is Outcome.WAITS
    assert (followed.handled, followed.saved.watermark, followed.saved.waits_at) == (["a"], at(4), at(5))


def test_a_partition_goes_on_once_the_source_was_followed_as_far() -> None:
    followed = Following(change(4, "a", 0), moved_in("s"), change(6, "b", 2))
    a_source(followed, 5)
    assert followed.follow() is Outcome.PROGRESSED
    assert (followed.handled, followed.saved.waits_at) == (["a", "b"], None)


def test_a_partition_waits_for_all_sources_also_for_one_that_is_not_known_yet() -> None:
    followed = Following(moved_in("s", "unknown"))
    a_source(followed, 5)
    assert followed.follow() is Outcome.WAITS


def test_nobody_waits_where_keys_moved_out() -> None:
    followed = Following(PartitionMoved(at(5), "0", (), ("unknown",)), change(6, "b", 2))
    assert followed.follow() is Outcome.PROGRESSED
