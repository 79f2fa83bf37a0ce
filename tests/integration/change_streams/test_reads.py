"""Reading windows of a change stream: nothing is lost or read twice at the seams, and what Spanner refuses is told."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from google.api_core.exceptions import GoogleAPICallError, InvalidArgument, OutOfRange

from spanner_changes import HistoryLost, SpannerChangeStream
from spanner_changes.records import ChildPartitions
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.reader import TICK, Reader, have_split_merged_and_moved
from tests.support.change_streams.things import Things
from tests.support.waiting.again import again_and_again
from tests.support.waiting.eventually import eventually

pytestmark = pytest.mark.emulator

SECOND = timedelta(seconds=1)


class Window(NamedTuple):
    """What is asked of Spanner; times are counted from now."""

    token: str = ROOT
    start: timedelta = timedelta(0)
    end: timedelta = SECOND
    heartbeat: timedelta = SECOND


def test_windows_that_end_in_the_past_lose_and_repeat_nothing_while_partitions_split_merge_and_move(
    things: Things,
) -> None:
    reader = Reader(things.stream(), things.now)
    with again_and_again(things.commit, pause=0.01):
        eventually(lambda: have_split_merged_and_moved(reader.read().parents) and len(things.written) > 100)
    reader.read()
    assert sorted(reader.numbers) == things.written


def test_both_ends_of_a_window_are_included(things: Things) -> None:
    stream = things.stream()
    reader = Reader(stream, things.now)
    reader.read()
    things.commit()
    reader.read()
    ((token, change),) = reader.changes
    at = change.timestamp
    assert list(stream.read(token, at, at, SECOND)) == [change]
    for beside in (at - TICK, at + TICK):
        assert change not in list(stream.read(token, beside, beside, SECOND))


@pytest.mark.parametrize("after", [-1, 0, 1], ids=["just before", "at", "just after"])
def test_a_window_that_starts_where_a_partition_ends_tells_of_its_children(things: Things, after: int) -> None:
    stream = things.stream()
    reader = Reader(stream, things.now)
    reader.read()
    things.commit()
    eventually(lambda: len(reader.read().ended) > 1)
    (token, ended_at), *_ = ((token, at) for token, at in reader.ended.items() if token != ROOT)
    found = list(stream.read(token, ended_at + after * TICK, things.now(), SECOND))
    children = {child.token for record in found if isinstance(record, ChildPartitions) for child in record.children}
    assert children == {child for child, parents in reader.parents.items() if token in parents}
    assert {type(record) for record in found} == {ChildPartitions}


def test_a_start_that_the_stream_does_not_keep_is_told(things: Things) -> None:
    stream, now = things.stream(), things.now()
    reader = Reader(stream, things.now)
    reader.read()
    for token in reader.parents:
        with pytest.raises(HistoryLost, match="no longer keeps what came after") as lost:
            list(stream.read(token, now - timedelta(hours=1), now, SECOND))
        assert lost.value.token == token


@pytest.mark.parametrize(
    ("window", "error"),
    [
        (Window(start=timedelta(hours=1), end=timedelta(hours=2)), OutOfRange),
        (Window(end=-SECOND), InvalidArgument),
        (Window(heartbeat=TICK), OutOfRange),
        (Window(token="nonsense"), InvalidArgument),
    ],
    ids=["future", "order", "heartbeat", "token"],
)
def test_what_is_wrong_with_the_window_is_told_in_spanners_words(
    things: Things, window: Window, error: type[GoogleAPICallError]
) -> None:
    now = things.now()
    with pytest.raises(error):
        list(things.stream().read(window.token, now + window.start, now + window.end, window.heartbeat))


def test_a_stream_that_is_not_there_is_told_in_spanners_words(things: Things) -> None:
    now = things.now()
    with pytest.raises(InvalidArgument, match="READ_nothing"):
        list(SpannerChangeStream(things.database, "nothing").read(ROOT, now, now, SECOND))
