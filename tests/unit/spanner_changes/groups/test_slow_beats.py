"""A beat that takes long: leases count from when it began, as that may be when the others saw it."""

from datetime import timedelta

from spanner_changes import ConsumerGroup, Pace
from spanner_changes.records import Heartbeat
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.scripted import ScriptedStream
from tests.support.change_streams.simulated import at
from tests.support.faults.group_state import FaultyState
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following
from tests.support.waiting.never import never

BEAT = timedelta(milliseconds=20)


def test_leases_that_a_beat_has_outlasted_are_not_used() -> None:
    state, stream = FaultyState(), ScriptedStream(**{ROOT: [Heartbeat(at(1))]})
    state.beats_last = 3 * BEAT
    group = ConsumerGroup(stream, state, lambda _: None, Pace(waits=False, beat=BEAT, lease=2 * BEAT))
    with following(group.run):
        eventually(lambda: state.look().partitions)
        assert never(lambda: bool(stream.reads), within=0.5)
        state.beats_last = timedelta(0)
        eventually(lambda: stream.reads)
