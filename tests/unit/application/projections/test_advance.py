"""The heart: checkpoints and rows move together, in order, and never past a failure."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Target, Views
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.application.projections.steps.step import Advanced
from onewrite.bootstrap import Adapters
from onewrite.domain.streams import StreamId
from tests.support.checks.rows import row_of
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.domains.names import Names
from tests.support.faults.ports import transacting
from tests.support.waiting.clocks import Clock, in_memory_by

INTERVAL = 10.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def adapters(clock: Clock) -> Adapters:
    return in_memory_by(clock)


@pytest.fixture
def advance(adapters: Adapters) -> Advance:
    return advance_on(adapters.views)


def advance_on(views: Views, batch: int = 1000) -> Advance:
    return Advance(views, FailurePolicy(attempts=3, interval=timedelta(seconds=INTERVAL)), batch, batch_bytes=4_000_000)


def renamed(adapters: Adapters, stream: StreamId, *names: str) -> StreamId:
    for name in names:
        event = an_event("UserRenamed", data={"name": name})
        adapters.store.append(a_commit(adapters.store.read_head(stream), event))
    return stream


def name_in_view(adapters: Adapters, stream: StreamId) -> object:
    row = row_of(adapters, PROFILES, stream.key)
    return row and row["name"]


def test_a_stream_is_brought_up_to_the_store(adapters: Adapters, advance: Advance) -> None:
    stream = renamed(adapters, a_stream(), "a", "b")
    assert advance(Names(), 1, [stream]) == Advanced({stream: Checkpoint(stream, 2)}, applied=2, tried={stream: None})
    assert name_in_view(adapters, stream) == "b"


def test_a_stream_that_is_already_there_changes_nothing(adapters: Adapters, advance: Advance) -> None:
    stream = renamed(adapters, a_stream(), "a")
    advance(Names(), 1, [stream])
    assert advance(Names("a"), 1, [stream]) == Advanced({stream: Checkpoint(stream, 1)})


def test_only_what_is_new_is_applied(adapters: Adapters, advance: Advance) -> None:
    stream = renamed(adapters, a_stream(), "a")
    advance(Names(), 1, [stream])
    renamed(adapters, stream, "b")
    assert advance(Names("a"), 1, [stream]).applied == 1


def test_a_stream_that_nobody_appended_to_is_at_version_0(advance: Advance) -> None:
    stream = a_stream()
    assert advance(Names(), 1, [stream]) == Advanced({stream: Checkpoint(stream)})


def test_an_event_of_a_declared_type_without_a_method_moves_the_checkpoint(
    adapters: Adapters, advance: Advance
) -> None:
    head = adapters.store.read_head(a_stream())
    adapters.store.append(a_commit(head, an_event("AddressChanged", data={"address": "Paris"})))
    assert advance(Names(), 1, [head.stream]).checkpoints[head.stream] == Checkpoint(head.stream, 1)


def test_an_event_of_a_type_that_is_not_declared_is_not_passed(adapters: Adapters, advance: Advance) -> None:
    stream = renamed(adapters, a_stream(), "a")
    adapters.store.append(a_commit(adapters.store.read_head(stream), an_event("FlewToTheMoon", data={"rocket": "V"})))
    advanced = advance(Names(), 1, [stream])
    assert (advanced.applied, advanced.failed) == (1, frozenset({stream}))
    stopped = advanced.checkpoints[stream]
    assert stopped.failure is not None
    assert (stopped.version, stopped.failure.version, stopped.failure.error_class) == (1, 2, "UndecodableEvent")


def test_generations_are_advanced_apart(adapters: Adapters, advance: Advance) -> None:
    stream = renamed(adapters, a_stream(), "a")
    advance(Names(), 2, [stream])
    assert name_in_view(adapters, stream) is None
    assert advance(Names(), 1, [stream]).applied == 1


def test_every_stream_that_fails_is_logged(
    adapters: Adapters, advance: Advance, caplog: pytest.LogCaptureFixture
) -> None:
    streams = frozenset(renamed(adapters, a_stream(), "a", "bad") for _ in range(3))
    advanced = advance(Names("bad"), 1, streams)
    assert (advanced.failed, advanced.applied) == (streams, 3)
    assert {line.__dict__["stream_id"] for line in caplog.records} == set(map(str, streams))


def test_what_may_have_more_begins_with_the_stream_that_was_cut(adapters: Adapters) -> None:
    first, second, third = (renamed(adapters, a_stream(key), "a", "b", "c") for key in "abc")
    advanced = advance_on(adapters.views, batch=5).step(Names(), 1, [third, first, second])
    assert (advanced.applied, advanced.left) == (5, frozenset({second, third}))


@pytest.mark.parametrize("batch", [1, 2, 3, 7])
def test_a_stream_that_is_far_behind_is_advanced_in_bounded_steps(adapters: Adapters, batch: int) -> None:
    streams = [renamed(adapters, a_stream(), "a", "b", "c"), renamed(adapters, a_stream(), *"wxyz")]
    sizes: list[int] = []
    advanced = advance_on(counting(adapters.views, sizes), batch)(Names(), 1, streams)
    assert advanced.applied == 7
    assert {stream: known.version for stream, known in advanced.checkpoints.items()} == {streams[0]: 3, streams[1]: 4}
    assert max(sizes) == min(batch, 7), "no transaction takes more than it may"
    assert advanced.left == frozenset()


def counting(views: Views, sizes: list[int]) -> Views:
    def transact(*what: object) -> Mapping[Target, Advanced]:
        done: Mapping[Target, Advanced] = views.transact_jointly(*what)  # type: ignore[arg-type]
        sizes.extend(advanced.applied for advanced in done.values())
        return done

    return transacting(views, transact)


def test_a_failing_event_is_not_passed_and_what_came_before_it_is_applied(adapters: Adapters, advance: Advance) -> None:
    stream = renamed(adapters, a_stream(), "a", "bad", "c")
    advanced = advance(Names("bad"), 1, [stream])
    checkpoint = advanced.checkpoints[stream]
    assert (checkpoint.version, checkpoint.is_parked, advanced.failed) == (1, False, frozenset({stream}))
    assert checkpoint.failure is not None
    assert (checkpoint.failure.version, checkpoint.failure.attempts) == (2, 1)
    assert name_in_view(adapters, stream) == "a", "what the failing event had written is undone"
    assert adapters.views.read_checkpoints([("names", 1)], stream)["names", 1] == checkpoint


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_the_other_streams_go_on(adapters: Adapters, batch: int) -> None:
    bad = renamed(adapters, a_stream("a"), "bad", *"bcdefg")
    good = [renamed(adapters, a_stream(key), "x", "y", "z") for key in ("B", "b", "z")]
    advanced = advance_on(adapters.views, batch)(Names("bad"), 1, [bad, *good])
    assert [advanced.checkpoints[stream].version for stream in [bad, *good]] == [0, 3, 3, 3]


def test_a_failing_event_that_can_be_applied_again_is_forgotten(adapters: Adapters, advance: Advance) -> None:
    stream = renamed(adapters, a_stream(), "a", "bad", "c")
    names = Names("bad")
    advance(names, 1, [stream])
    names.cannot_take.clear()
    assert advance(names, 1, [stream]).checkpoints[stream] == Checkpoint(stream, 3)
    assert name_in_view(adapters, stream) == "c"


def test_at_most_one_attempt_is_counted_in_an_interval(adapters: Adapters, advance: Advance, clock: Clock) -> None:
    stream = renamed(adapters, a_stream(), "bad")
    attempts = []
    for seconds in (0, 1, 8, 2, 1, 10):
        clock.let_pass(seconds)
        failure = advance(Names("bad"), 1, [stream]).checkpoints[stream].failure
        assert failure is not None
        attempts.append(failure.attempts)
    assert attempts == [1, 1, 1, 2, 2, 3]


def test_a_stream_is_parked_after_so_many_attempts_and_left_alone(
    adapters: Adapters, advance: Advance, clock: Clock
) -> None:
    stream = renamed(adapters, a_stream(), "a", "bad")
    names = Names("bad")
    for _ in range(3):
        checkpoint = advance(names, 1, [stream]).checkpoints[stream]
        clock.let_pass(INTERVAL + 1)
    assert checkpoint.is_parked
    renamed(adapters, stream, "c")
    names.cannot_take.clear()
    assert advance(names, 1, [stream]) == Advanced({stream: checkpoint}), "someone has to release it first"
    assert name_in_view(adapters, stream) == "a"


def test_a_new_failure_behind_an_old_one_starts_to_count_anew(
    adapters: Adapters, advance: Advance, clock: Clock
) -> None:
    stream = renamed(adapters, a_stream(), "bad", "worse")
    advance(Names("bad"), 1, [stream])
    clock.let_pass(INTERVAL + 1)
    failure = advance(Names("worse"), 1, [stream]).checkpoints[stream].failure
    assert failure is not None
    assert (failure.version, failure.attempts, failure.first_failed_at) == (2, 1, failure.last_failed_at)


def test_each_stream_is_told_of_whether_it_moved_or_not(adapters: Adapters, advance: Advance) -> None:
    still = renamed(adapters, a_stream(), "a")
    advance(Names(), 1, [still])
    moved = renamed(adapters, a_stream(), "b", "c")
    checkpoints = {still: Checkpoint(still, 1), moved: Checkpoint(moved, 2)}
    assert advance(Names(), 1, [still, moved]) == Advanced(checkpoints, applied=2, tried={moved: None})


def test_advancing_nothing_is_fine(advance: Advance) -> None:
    assert advance(Names(), 1, []) == Advanced({})
