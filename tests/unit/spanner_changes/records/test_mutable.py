"""Rows of streams with mutable key ranges: the messages of Google's client, and the bytes that it returns."""

from datetime import UTC, datetime
from typing import Any

import pytest
from google.cloud.spanner_v1 import Type, TypeCode
from google.cloud.spanner_v1.types.change_stream import ChangeStreamRecord

from spanner_changes.records import (
    Column,
    DataChange,
    Heartbeat,
    Mod,
    PartitionEnded,
    PartitionMoved,
    PartitionsStarted,
    Record,
)
from spanner_changes.records.mutable import decode

NOON = datetime(2026, 2, 28, 12, 0, 0, 123_456, UTC)
Changed = ChangeStreamRecord.DataChangeRecord
Event = ChangeStreamRecord.PartitionEventRecord
STRINGS = Type(code=TypeCode.ARRAY, array_element_type=Type(code=TypeCode.STRING))
COLUMNS = [
    Changed.ColumnMetadata(name="id", type_=Type(code=TypeCode.STRING), is_primary_key=True, ordinal_position=1),
    Changed.ColumnMetadata(name="n", type_=Type(code=TypeCode.INT64), ordinal_position=2),
    Changed.ColumnMetadata(name="tags", type_=STRINGS, ordinal_position=3),
]


def a_value(column: int, value: object) -> Changed.ModValue:
    return Changed.ModValue(column_metadata_index=column, value=value)


def a_change(**fields: Any) -> ChangeStreamRecord:
    filled: dict[str, Any] = {
        "commit_timestamp": NOON,
        "record_sequence": "00000000",
        "server_transaction_id": "t1",
        "is_last_record_in_transaction_in_partition": True,
        "table": "things",
        "column_metadata": COLUMNS,
        "mods": [
            Changed.Mod(
                keys=[a_value(0, "a")],
                new_values=[a_value(1, "2"), a_value(2, ["x", None])],
                old_values=[a_value(1, None)],
            )
        ],
        "mod_type": "UPDATE",
        "value_capture_type": "NEW_ROW_AND_OLD_VALUES",
        "number_of_records_in_transaction": 2,
        "number_of_partitions_in_transaction": 3,
        "transaction_tag": "tag",
        "is_system_transaction": True,
    }
    return ChangeStreamRecord(data_change_record=Changed(**{**filled, **fields}))


def read(message: ChangeStreamRecord) -> Record:
    """Read it both ways; they must not differ."""
    (record,) = decode(message)
    (same,) = decode(ChangeStreamRecord.serialize(message))
    assert record == same
    return record


def test_a_data_change_is_read_whole() -> None:
    assert read(a_change()) == DataChange(
        timestamp=NOON,
        sequence="00000000",
        transaction="t1",
        table="things",
        mod_type="UPDATE",
        value_capture_type="NEW_ROW_AND_OLD_VALUES",
        columns=(
            Column("id", "STRING", True, 1),
            Column("n", "INT64", False, 2),
            Column("tags", "ARRAY<STRING>", False, 3),
        ),
        mods=(Mod({"id": "a"}, {"n": 2, "tags": ["x", None]}, {"n": None}),),
        is_last_of_transaction_in_partition=True,
        records_in_transaction=2,
        partitions_in_transaction=3,
        transaction_tag="tag",
        is_system_transaction=True,
    )


@pytest.mark.parametrize("mod_type", ["INSERT", "UPDATE", "DELETE"])
def test_the_kind_of_change_is_named(mod_type: str) -> None:
    change = read(a_change(mod_type=mod_type))
    assert isinstance(change, DataChange)
    assert change.mod_type == mod_type


@pytest.mark.parametrize("captured", ["OLD_AND_NEW_VALUES", "NEW_VALUES", "NEW_ROW", "NEW_ROW_AND_OLD_VALUES"])
def test_the_capture_type_is_named(captured: str) -> None:
    change = read(a_change(value_capture_type=captured))
    assert isinstance(change, DataChange)
    assert change.value_capture_type == captured


def test_a_record_may_change_several_rows() -> None:
    keys = [a_value(0, key) for key in "abc"]
    change = read(a_change(mods=[Changed.Mod(keys=[key]) for key in keys]))
    assert isinstance(change, DataChange)
    assert change.mods == tuple(Mod({"id": key}, {}, {}) for key in "abc")


def test_a_heartbeat_has_a_plain_time() -> None:
    beat = read(ChangeStreamRecord(heartbeat_record=ChangeStreamRecord.HeartbeatRecord(timestamp=NOON)))
    assert beat == Heartbeat(NOON)
    assert isinstance(beat, Heartbeat)
    assert type(beat.timestamp) is datetime


def test_partitions_that_start_are_named() -> None:
    started = ChangeStreamRecord.PartitionStartRecord(
        start_timestamp=NOON, record_sequence="00000001", partition_tokens=["p1", "p2"]
    )
    message = ChangeStreamRecord(partition_start_record=started)
    assert read(message) == PartitionsStarted(NOON, "00000001", ("p1", "p2"))


def test_a_partition_that_ends_says_when() -> None:
    ended = ChangeStreamRecord.PartitionEndRecord(end_timestamp=NOON, record_sequence="00000002", partition_token="p1")
    assert read(ChangeStreamRecord(partition_end_record=ended)) == PartitionEnded(NOON, "00000002")


def test_a_move_names_where_keys_came_from_and_where_they_went() -> None:
    moved = Event(
        commit_timestamp=NOON,
        record_sequence="00000003",
        partition_token="p1",
        move_in_events=[Event.MoveInEvent(source_partition_token="p2")],
        move_out_events=[Event.MoveOutEvent(destination_partition_token=token) for token in ("p3", "p4")],
    )
    message = ChangeStreamRecord(partition_event_record=moved)
    assert read(message) == PartitionMoved(NOON, "00000003", ("p2",), ("p3", "p4"))


def test_a_record_of_a_kind_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="not known here"):
        list(decode(ChangeStreamRecord()))
