"""A window that is over, read without a group: every change in it once, whatever became of the partitions."""

import pytest

from spanner_changes.streams.window import read_window
from tests.support.change_streams.simulated import SimulatedStream, at


@pytest.mark.parametrize("mutable", [False, True])
def test_every_change_of_a_window_is_read_once_over_splits_merges_and_renewals(mutable: bool) -> None:
    stream = SimulatedStream("abcdef", 2, mutable=mutable)
    for step in ("split", "merge", "renew") * 3:
        stream.write(*"abcdef")
        tokens = [life.token for life in stream.open]
        getattr(stream, step)(*(tokens[:2] if step == "merge" else tokens[:1]))
    stream.write("a")
    every = [change for _, change in stream.changes()]
    times = sorted({change.timestamp for change in every})
    for start, end in ((times[0], times[-1]), (times[2], times[-3]), (times[1], times[1]), (times[-1], at(stream.now))):
        read = read_window(stream, start, end)
        assert sorted(map(repr, read)) == sorted(repr(one) for one in every if start <= one.timestamp <= end)
