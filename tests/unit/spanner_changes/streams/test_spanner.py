"""Reading a change stream of Spanner: the query, and what Spanner says when it refuses one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.api_core.exceptions import GoogleAPICallError, InvalidArgument, OutOfRange
from google.cloud.spanner_v1.types.change_stream import ChangeStreamRecord

from spanner_changes import HistoryLost, SpannerChangeStream
from spanner_changes.records import ChildPartitions, DataChange, Heartbeat, Record
from spanner_changes.streams.port import ROOT

NOON = datetime(2026, 2, 28, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


def a_heartbeat(at: datetime) -> list[Any]:
    return [[[[], [[at]], []]]]


def a_change(at: datetime) -> list[Any]:
    return [[[[[at, "0", "t", True, "things", [], [], "INSERT", "NEW_ROW", 1, 1, "", False]], [], []]]]


def children(at: datetime) -> list[Any]:
    return [[[[], [], [[at, "0", [["p2", ["p1"]]]]]]]]


@dataclass
class Partition:
    """Stands for Google's Database: one partition with its rows, which refuses to be read from its end on."""

    rows: list[tuple[datetime, list[Any]]] = field(default_factory=list)
    ended_at: datetime | None = None
    refusal: GoogleAPICallError | None = None
    queries: list[Mapping[str, Any]] = field(default_factory=list)

    @contextmanager
    def snapshot(self) -> Iterator["Partition"]:
        yield self

    def execute_sql(self, sql: str, *, params: Mapping[str, Any], **options: Any) -> Iterator[list[Any]]:
        self.queries.append({"sql": sql, **params, **options})
        if self.refusal:
            raise self.refusal
        if self.ended_at and params["start"] >= self.ended_at:
            raise OutOfRange(
                f"Specified start_timestamp is invalid for the partition. Please specify a start_timestamp "
                f"within {NOON - SECOND} and {self.ended_at}."
            )
        yield from (row for at, row in self.rows if params["start"] <= at <= params["end"])


def read(partition: Partition, start: datetime = NOON, token: str = "p1") -> list[Record]:
    return list(SpannerChangeStream(partition, "everything").read(token, start, NOON + SECOND, SECOND))


@pytest.mark.parametrize("name", ["", "1st", "a-b", "a b", "a;", "schema.stream", "éa", "aé", "a\n", "`a`"])
def test_a_name_that_is_not_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a change stream"):
        SpannerChangeStream(Partition(), name)


def test_the_query_has_the_window_the_token_and_a_name_that_an_operator_finds() -> None:
    partition = Partition()
    read(partition)
    (query,) = partition.queries
    assert query["sql"] == "SELECT ChangeRecord FROM READ_everything(@start, @end, @token, @heartbeat)"
    assert (query["start"], query["end"], query["token"], query["heartbeat"]) == (NOON, NOON + SECOND, "p1", 1000)
    assert query["request_options"].request_tag == "change_stream=everything"
    assert query["timeout"] == 61


def test_the_first_partitions_are_asked_for_without_a_token() -> None:
    partition = Partition()
    read(partition, token=ROOT)
    assert partition.queries[0]["token"] is None


def test_rows_of_both_kinds_of_stream_are_read() -> None:
    beat = ChangeStreamRecord(heartbeat_record=ChangeStreamRecord.HeartbeatRecord(timestamp=NOON))
    mutable = [ChangeStreamRecord.serialize(beat)]
    assert read(Partition([(NOON, a_heartbeat(NOON)), (NOON, mutable)])) == [Heartbeat(NOON), Heartbeat(NOON)]


@pytest.mark.parametrize(
    "refusal",
    [
        OutOfRange("Specified start_timestamp is too far in the past. Please specify a start_timestamp within …"),
        OutOfRange("This partition is no longer valid. All Change Stream records … have expired … retention period."),
    ],
    ids=["too old", "expired"],
)
def test_a_start_that_the_stream_does_not_keep_is_told(refusal: GoogleAPICallError) -> None:
    with pytest.raises(HistoryLost, match="no longer keeps what came after") as lost:
        read(Partition(refusal=refusal))
    assert (lost.value.token, lost.value.watermark, lost.value.__cause__) == ("p1", NOON, refusal)


@pytest.mark.parametrize(
    "refusal",
    [
        OutOfRange("Specified start_timestamp is too far in the future."),
        InvalidArgument("If end_timestamp is specified, start_timestamp must be <= end_timestamp."),
        InvalidArgument("Specified partition_token is invalid, as it does not belong to the Change Stream"),
        OutOfRange("heartbeat_milliseconds must be within min 1000 and max 300000."),
        InvalidArgument("Table-valued function not found: READ_everything"),
    ],
    ids=["future", "order", "token", "heartbeat", "name"],
)
def test_any_other_refusal_is_raised_as_it_is(refusal: GoogleAPICallError) -> None:
    with pytest.raises(type(refusal)) as raised:
        read(Partition(refusal=refusal))
    assert raised.value is refusal


@pytest.mark.parametrize("ended_at", [NOON, NOON - TICK], ids=["at the start", "just before it"])
def test_a_partition_that_ended_where_the_window_starts_tells_of_its_children(ended_at: datetime) -> None:
    before = ended_at - 2 * TICK
    rows = [(before, a_change(before)), (before, a_heartbeat(before)), (ended_at, children(ended_at))]
    found = read(Partition(rows, ended_at))
    assert [type(record) for record in found] == [ChildPartitions], "the rest was read before"


def test_a_change_at_the_start_of_that_window_is_not_left_out() -> None:
    partition = Partition([(NOON, a_change(NOON)), (NOON, children(NOON))], ended_at=NOON)
    assert [type(record) for record in read(partition)] == [DataChange, ChildPartitions]


def test_a_start_that_is_long_after_the_partitions_end_is_refused() -> None:
    with pytest.raises(OutOfRange, match="is invalid for the partition"):
        read(Partition(ended_at=NOON - SECOND))
