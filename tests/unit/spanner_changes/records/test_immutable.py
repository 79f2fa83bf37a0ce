"""Rows of streams with immutable key ranges, as Google's client returns them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from google.api_core.datetime_helpers import DatetimeWithNanoseconds

from spanner_changes.records import Child, ChildPartitions, Column, DataChange, Heartbeat, Mod, Record
from spanner_changes.records.immutable import decode

NOON = DatetimeWithNanoseconds(2026, 2, 28, 12, nanosecond=123_456_789, tzinfo=UTC)
AT_NOON = datetime(2026, 2, 28, 12, 0, 0, 123_456, UTC)
COLUMNS = [["id", {"code": "STRING"}, True, 1], ["n", {"code": "INT64"}, False, 2]]
INSERTED = [{"id": "a"}, {"n": "1"}, {}]


def a_change(mods: list[Any], mod_type: str = "INSERT", captured: str = "NEW_ROW", *more: object) -> list[Any]:
    return [NOON, "00000000", "t1", True, "things", COLUMNS, mods, mod_type, captured, 2, 3, "tag", False, *more]


def rows_of(*changes: Any, heartbeats: Any = (), children: Any = ()) -> list[Record]:
    return list(decode([[list(changes), list(heartbeats), list(children)]]))


def mods_of(*changes: Any) -> list[Mod]:
    return [mod for change in rows_of(*changes) if isinstance(change, DataChange) for mod in change.mods]


def test_a_data_change_is_read_whole() -> None:
    assert rows_of(a_change([INSERTED])) == [
        DataChange(
            timestamp=AT_NOON,
            sequence="00000000",
            transaction="t1",
            table="things",
            mod_type="INSERT",
            value_capture_type="NEW_ROW",
            columns=(Column("id", "STRING", True, 1), Column("n", "INT64", False, 2)),
            mods=(Mod({"id": "a"}, {"n": 1}, {}),),
            is_last_of_transaction_in_partition=True,
            records_in_transaction=2,
            partitions_in_transaction=3,
            transaction_tag="tag",
            is_system_transaction=False,
        )
    ]


@pytest.mark.parametrize(
    ("mod_type", "captured", "mod", "values"),
    [
        ("INSERT", "OLD_AND_NEW_VALUES", [{"id": "a"}, {"n": "1"}, {}], ({"n": 1}, {})),
        ("UPDATE", "OLD_AND_NEW_VALUES", [{"id": "a"}, {"n": "2"}, {"n": "1"}], ({"n": 2}, {"n": 1})),
        ("DELETE", "OLD_AND_NEW_VALUES", [{"id": "a"}, {}, {"n": "2"}], ({}, {"n": 2})),
        ("UPDATE", "NEW_VALUES", [{"id": "a"}, {"n": None}, {}], ({"n": None}, {})),
        ("DELETE", "NEW_VALUES", [{"id": "a"}, None, None], ({}, {})),
        ("UPDATE", "NEW_ROW", [{"id": "a"}, {"n": "2"}, {}], ({"n": 2}, {})),
        ("UPDATE", "NEW_ROW_AND_OLD_VALUES", [{"id": "a"}, {"n": "2"}, {"n": None}], ({"n": 2}, {"n": None})),
    ],
)
def test_each_capture_type_has_the_values_that_it_captures(
    mod_type: str, captured: str, mod: Any, values: tuple[Any, Any]
) -> None:
    (change,) = rows_of(a_change([mod], mod_type, captured))
    assert isinstance(change, DataChange)
    assert (change.mod_type, change.value_capture_type) == (mod_type, captured)
    assert change.mods == (Mod({"id": "a"}, *values),)


def test_a_record_has_as_many_changes_as_rows_changed_and_a_row_as_many_records_as_there_are() -> None:
    first, second = a_change([INSERTED, [{"id": "b"}, {"n": "2"}, {}]]), a_change([[{"id": "c"}, {}, {}]], "UPDATE")
    assert [mod.keys["id"] for mod in mods_of(first, second)] == ["a", "b", "c"]


def test_a_commit_timestamp_of_the_emulator_is_read_though_it_means_nothing() -> None:
    change = a_change([[{"id": "a"}, {"at": "9999-12-31T23:59:59Z"}, {}]])
    change[5] = [*COLUMNS, ["at", {"code": "TIMESTAMP"}, False, 3]]
    (mod,) = mods_of(change)
    assert mod.new_values["at"] == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_value_of_a_column_that_is_not_described_comes_as_it_is() -> None:
    (mod,) = mods_of(a_change([[{"id": "a"}, {"later": "1"}, {}]]))
    assert mod.new_values["later"] == "1"


def test_a_heartbeat_has_a_plain_time() -> None:
    (beat,) = rows_of(heartbeats=[[NOON]])
    assert beat == Heartbeat(AT_NOON)
    assert isinstance(beat, Heartbeat)
    assert type(beat.timestamp) is datetime


@pytest.mark.parametrize("parents", [[], [None], None], ids=["emulator", "service", "null"])
def test_the_first_partitions_have_no_parents(parents: Any) -> None:
    (started,) = rows_of(children=[[NOON, "00000000", [["p1", parents]]]])
    assert started == ChildPartitions(AT_NOON, "00000000", (Child("p1", ()),))


def test_a_split_and_a_merge_name_children_and_parents() -> None:
    split, merge = rows_of(
        children=[
            [NOON, "00000000", [["p2", ["p1"]], ["p3", ["p1"]]]],
            [NOON, "00000001", [["p4", ["p2", "p3"]]]],
        ]
    )
    assert split == ChildPartitions(AT_NOON, "00000000", (Child("p2", ("p1",)), Child("p3", ("p1",))))
    assert merge == ChildPartitions(AT_NOON, "00000001", (Child("p4", ("p2", "p3")),))


def test_fields_that_spanner_adds_at_the_end_are_passed_over() -> None:
    change = a_change([[*INSERTED, "new"]], "INSERT", "NEW_ROW", "new", None)
    change[5] = [[*column, "new"] for column in COLUMNS]
    row = [[[change], [[NOON, "new"]], [[NOON, "00000000", [["p1", [], "new"]], "new"]], ["new"]]]
    assert list(decode(row)) == rows_of(
        a_change([INSERTED]), heartbeats=[[NOON]], children=[[NOON, "00000000", [["p1", []]]]]
    )


def test_a_row_with_nothing_in_it_has_no_records() -> None:
    assert rows_of() == []
