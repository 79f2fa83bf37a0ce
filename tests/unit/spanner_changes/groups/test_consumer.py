"""Instances at work: threads, faults of the stream and of the store, and a clean stop."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest

from spanner_changes import ConsumerGroup, HistoryLost, MemoryGroupState, Pace
from spanner_changes.records import Child, ChildPartitions, DataChange, Heartbeat
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.group_states import partitions
from tests.support.change_streams.scripted import ScriptedStream, Step
from tests.support.change_streams.simulated import at, change
from tests.support.faults.group_state import FaultyState
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never

MOMENT = timedelta(milliseconds=20)
PACE = Pace(
    waits=False,
    window=timedelta(days=10_000),
    poll=MOMENT,
    save_every=timedelta(0),
    save_idle_every=timedelta(0),
    beat=MOMENT,
    first_retry=MOMENT,
    longest_retry=MOMENT,
)


class Running:
    """A group over a stream with these partitions, its instances, and what was handled."""

    def __init__(self, **steps: Sequence[Step]) -> None:
        first: list[Step] = [ChildPartitions(at(0), "0", (Child(token, ()),)) for token in steps]
        self.stream = ScriptedStream(**{ROOT: first, **steps})
        self.state = FaultyState()
        self.handled: list[str] = []
        self.refused: set[str] = set()
        self.then: Callable[[], object] = lambda: None

    @contextmanager
    def instance(self, member: str = "a", *, pace: Pace = PACE, **options: object) -> Iterator[threading.Event]:
        """Run an instance beside the block, and stop it cleanly. Yields what tells it to stop."""
        group = ConsumerGroup(self.stream, self.state, self._handle, pace, **options)  # type: ignore[arg-type]
        stop = threading.Event()
        thread = threading.Thread(target=partial(group.run, stop, start_at=at(0), member=member))
        thread.start()
        try:
            yield stop
        finally:
            stop.set()
            thread.join(WAIT_SECONDS)
            assert not thread.is_alive()

    def has_handled(self, *keys: str) -> bool:
        return set(keys) <= set(self.handled)

    def held_by(self, member: str) -> set[str]:
        return {token for token, one in partitions(self.state).items() if one.holder == member}

    def _handle(self, changes: Sequence[DataChange]) -> None:
        keys = [mod.keys["key"] for one in changes for mod in one.mods]
        if self.refused & set(keys):
            raise ValueError("the text may quote a row")
        self.handled += keys
        self.then()


def attempts(running: Running) -> int:
    failure = partitions(running.state)["p"].failure
    return failure.attempts if failure else 0


def fails_once() -> Callable[[], None]:
    faults = iter([ConnectionError("lost")])

    def step() -> None:
        for fault in faults:
            raise fault

    return step


def test_an_instance_handles_what_comes_and_hands_everything_over_when_it_stops() -> None:
    running = Running(p=[change(1, "a", 0)], q=[change(1, "b", 0)])
    with running.instance():
        eventually(lambda: running.has_handled("a", "b"))
    view = running.state.look()
    assert view.members == ()
    assert {one.holder for one in view.partitions} == {None}


def test_a_group_that_is_not_told_when_to_start_starts_now() -> None:
    state = MemoryGroupState()
    before = datetime.now(UTC)
    ConsumerGroup(ScriptedStream(), state, lambda changes: None, PACE).run_for(MOMENT)
    assert before <= partitions(state)[ROOT].started_at <= datetime.now(UTC)


def test_a_fault_of_the_stream_is_retried_from_where_the_window_came_to() -> None:
    fail = fails_once()
    running = Running(p=[change(1, "a", 0), Heartbeat(at(3)), fail, change(4, "b", 1)])
    with running.instance():
        eventually(lambda: running.has_handled("b"))
    assert running.handled == ["a", "b"], "nothing is handled again that was done"
    assert running.state.watermarks == sorted(running.state.watermarks)


@pytest.mark.parametrize("name", ["beat", "claim", "hand_over"])
def test_a_fault_of_the_store_ends_no_instance(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "spanner_changes")
    running = Running(p=[change(1, "a", 0)], q=[change(1, "b", 0)])
    running.state.faults = {name}
    with running.instance("a"), running.instance("b"):
        eventually(lambda: name != "hand_over" or running.has_handled("a", "b"))
        running.state.faults = set()
        eventually(lambda: running.has_handled("a", "b"))
        eventually(lambda: len(running.held_by("a")) == len(running.held_by("b")) == 1)


def test_an_instance_that_cannot_beat_goes_no_further_once_its_leases_have_run_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL, "spanner_changes")
    gate = threading.Event()
    running = Running(p=[change(1, "a", 0), lambda: gate.wait(WAIT_SECONDS), change(2, "b", 1)], q=[])
    with running.instance(pace=replace(PACE, lease=5 * MOMENT)):
        eventually(lambda: running.has_handled("a"))
        running.state.faults = {"beat"}
        eventually(lambda: running.state.look().members == ())
        at_most = len(running.stream.reads) + 2  # each partition may have begun a window that it gives up at once
        gate.set()
        assert never(lambda: running.has_handled("b") or len(running.stream.reads) > at_most, within=0.3)
        running.state.faults = set()
        eventually(lambda: running.has_handled("b"))


def test_an_instance_that_cannot_say_that_it_stops_stops_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "spanner_changes")
    running = Running(p=[change(1, "a", 0)])
    with running.instance():
        eventually(lambda: running.has_handled("a"))
        running.state.faults = {"leave", "hand_over"}
    running.state.faults = set()
    assert running.held_by("a") == {"p"}, "its leases will run out"


def test_a_clean_stop_waits_for_what_is_being_handled() -> None:
    running = Running(p=[change(1, "a", 0), Heartbeat(at(1))])
    handling, told = threading.Event(), threading.Event()

    def handle_until_told_to_stop() -> None:
        handling.set()
        told.wait(WAIT_SECONDS)

    running.then = handle_until_told_to_stop
    with running.instance() as stop:
        assert handling.wait(WAIT_SECONDS)
        stop.set()
        assert never(lambda: running.held_by("a") != {"p"}, within=0.2)
        told.set()
    assert (running.handled, running.held_by("a")) == (["a"], set())
    assert partitions(running.state)["p"].watermark >= at(0)


def test_more_partitions_than_threads_take_turns() -> None:
    running = Running(**{token: [change(1, token, 0), change(2, token.upper(), 1)] for token in "pqrstuv"})
    with running.instance(pace=replace(PACE, threads=2)):
        eventually(lambda: running.has_handled(*"pqrstuvPQRSTUV"))


def test_a_partition_that_fails_holds_up_no_other() -> None:
    running = Running(p=[change(1, "x", 0)], q=[change(1, "a", 0), change(2, "b", 1)])
    running.refused = {"x"}
    with running.instance():
        eventually(lambda: running.has_handled("a", "b"))
        eventually(lambda: attempts(running) > 2)
        failure = partitions(running.state)["p"].failure
        assert failure
        assert failure.error == "ValueError"
        running.refused = set()
        eventually(lambda: running.has_handled("x"))
        eventually(lambda: partitions(running.state)["p"].failure is None)


def test_history_that_is_lost_is_healed_while_the_group_runs() -> None:
    lost = iter([HistoryLost("p", at(0))])

    def lose() -> None:
        for one in lost:
            raise one

    running = Running(p=[lose, change(10**15, "later", 0)])
    healed: list[HistoryLost] = []
    with running.instance(heal=healed.append):
        eventually(lambda: partitions(running.state)[ROOT].started_at > at(0))
    assert len(healed) == 1


@pytest.mark.parametrize("waits", [False, True], ids=["past", "future"])
def test_windows_end_where_they_were_asked_to(waits: bool) -> None:
    running = Running(p=[])
    before = datetime.now(UTC)
    window = timedelta(hours=1)
    with running.instance(pace=replace(PACE, waits=waits, window=window)):
        eventually(lambda: len(running.stream.reads) > 3)
    ends = [(start, end) for token, start, end in running.stream.reads if token == "p"]
    if waits:
        assert before + window <= ends[0][1] <= datetime.now(UTC) + window
    else:
        assert all(end <= start + window for start, end in ends), "at most a window at once"
    assert all(later[0] == earlier[1] + timedelta(microseconds=1) for earlier, later in pairwise(ends))
