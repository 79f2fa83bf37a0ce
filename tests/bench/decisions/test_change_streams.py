"""How fast a group reads a change stream, beside the bare queries, and what it costs when nothing happens."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock
from time import perf_counter

import pytest
from google.cloud.spanner_v1 import param_types

from emulators.google.connect import connect
from spanner_changes import ConsumerGroup, DataChange, GroupState, Pace, SpannerChangeStream, SpannerGroupState
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.churning import churning_emulator
from tests.support.change_streams.things import Things
from tests.support.checks.round_trips import calls_of
from tests.support.systems.emulators import unique
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following

COMMITS, EACH = 2000, 10
IDLE_SECONDS = 30
AT_ONCE = Pace(waits=False, window=timedelta(minutes=10), poll=timedelta(milliseconds=10))
TIMES = {"start": param_types.TIMESTAMP, "end": param_types.TIMESTAMP}


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Things]:
    with churning_emulator(tmp_path_factory.mktemp("emulator"), alive_seconds=3600) as host:
        yield Things(host, unique("bench"))


class Rows:
    """Handles changes by counting their rows, not before `begin` is set; `all_there` is set at the last one."""

    def __init__(self) -> None:
        self.begin = Event()
        self.all_there = Event()
        self._number = 0
        self._lock = Lock()

    def __call__(self, changes: Sequence[DataChange]) -> None:
        self.begin.wait(WAIT_SECONDS)
        with self._lock:
            self._number += sum(len(change.mods) for change in changes)
            if self._number >= COMMITS * EACH:
                self.all_there.set()


def write(things: Things) -> tuple[datetime, datetime]:
    """Commit rows; return a time before and a time after."""
    start = things.now()
    for commit in range(COMMITS):
        with things.database.batch() as batch:
            batch.insert_or_update("things", ("id", "n"), [(f"{commit}-{row}", row) for row in range(EACH)])
    return start, things.now()


def read_by_the_bare_client(things: Things, start: datetime, end: datetime) -> int:
    """Return how many rows the queries of all partitions find; nothing is decoded, and no position is kept."""
    rows, tokens = 0, ["NULL"]
    while tokens:
        sql = f"SELECT ChangeRecord FROM READ_everything(@start, @end, {tokens.pop()}, 1000)"
        with things.database.snapshot() as snapshot:
            for ([record],) in snapshot.execute_sql(sql, {"start": start, "end": end}, TIMES):
                changes, _, children = record[:3]
                rows += sum(len(change[6]) for change in changes)
                tokens += [f'"{child[0]}"' for one in children for child in one[2]]
    return rows


def is_read(state: GroupState) -> bool:
    """Tell whether somebody has taken the partition behind the first query."""
    return any(one.holder for one in state.look().partitions if one.token != ROOT)


@pytest.mark.parametrize("instances", [1, 2, 4])
def test_a_group_reads_what_was_committed(things: Things, instances: int) -> None:
    """The emulator tells all changes to one partition at a time, so more instances can't be faster here."""
    start, end = write(things)
    begun = perf_counter()
    assert read_by_the_bare_client(things, start, end) >= COMMITS * EACH
    floor = perf_counter() - begun
    rows, state = Rows(), things.group(f"read by {instances}")
    groups = [ConsumerGroup(things.stream(), state, rows, AT_ONCE) for _ in range(instances)]
    with following(*(partial(group.run, start_at=start) for group in groups)):
        eventually(lambda: len(state.look().members) == instances and is_read(state))
        begun = perf_counter()
        rows.begin.set()
        assert rows.all_there.wait(WAIT_SECONDS)
        ours = perf_counter() - begun
    rate, least = COMMITS * EACH / ours, COMMITS * EACH / floor
    print(f"\n{instances} instances read {rate:,.0f} rows/s; floor {least:,.0f}")


@pytest.mark.parametrize("waits", [True, False], ids=["windows that wait", "windows that end now"])
def test_an_idle_instance_costs(things: Things, waits: bool) -> None:
    state_database, stream_database = connect(things.groups), connect(things.place)
    group = ConsumerGroup(
        SpannerChangeStream(stream_database, "everything"),
        SpannerGroupState(state_database, f"idle {waits}"),
        lambda changes: None,
        Pace(waits=waits),
    )
    with following(group.run):
        eventually(lambda: is_read(group.state))
        with calls_of(state_database) as state, calls_of(stream_database) as stream:
            Event().wait(IDLE_SECONDS)
    each_minute = {call: round(60 / IDLE_SECONDS * number) for call, number in Counter(state).items()}
    queries = round(60 / IDLE_SECONDS * len(stream))
    print(f"\nidle, waits={waits}: each minute {queries} queries of the stream, {each_minute} for the state")
    assert stream
