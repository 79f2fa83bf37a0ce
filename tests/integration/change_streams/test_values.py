"""Change records of the emulator hold the values that the table holds, for every type and each kind of change."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from google.cloud.spanner_v1 import JsonObject, KeySet
from google.cloud.spanner_v1.database import Database

from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.local.system import SpannerPlace
from spanner_changes import SpannerChangeStream
from tests.support.change_streams.reader import Reader
from tests.support.systems.emulators import unique

pytestmark = pytest.mark.emulator

TYPES = {
    "b": ("BOOL", True),
    "i": ("INT64", -(2**63)),
    "f": ("FLOAT64", 1.5),
    "g": ("FLOAT32", -0.25),
    "n": ("NUMERIC", Decimal("1.000000001")),
    "s": ("STRING(MAX)", "é"),
    "y": ("BYTES(MAX)", b64encode(b"\x00\xff")),  # the client wants it so, and returns it so
    "d": ("DATE", date(2026, 2, 28)),
    "t": ("TIMESTAMP", datetime(2026, 2, 28, 12, tzinfo=UTC)),
    "j": ("JSON", JsonObject({"a": [1, None]})),
}
#: Without a NULL in them: a change stream of an array that has one crashes emulator 1.5.28.
ARRAYS = {f"{name}_list": (f"ARRAY<{kind}>", [value, value]) for name, (kind, value) in TYPES.items()}
COLUMNS = {**TYPES, **ARRAYS}
#: No more than three streams may watch one table.
CAPTURES = ("OLD_AND_NEW_VALUES", "NEW_ROW", "NEW_ROW_AND_OLD_VALUES")
EVERY_ROW = KeySet(all_=True)


@pytest.fixture
def database(churning: str) -> Database:
    place = SpannerPlace(host=churning, project=unique("test"), instance="values", database="values")
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in COLUMNS.items())
    streams = [
        f"CREATE CHANGE STREAM {name.lower()} FOR every_type OPTIONS (value_capture_type = '{name}')"
        for name in CAPTURES
    ]
    provision_spanner(place, [f"CREATE TABLE every_type (id INT64, {columns}) PRIMARY KEY (id)", *streams])
    return connect(place)


def now(database: Database) -> datetime:
    with database.snapshot() as snapshot:
        ((time,),) = snapshot.execute_sql("SELECT CURRENT_TIMESTAMP()")
        return datetime.combine(time.date(), time.time(), UTC)


def write(database: Database, **values: Any) -> None:
    with database.batch() as batch:
        batch.insert_or_update("every_type", ("id", *values), [(1, *values.values())])


@pytest.mark.parametrize("are_null", [False, True], ids=["values", "nulls"])
def test_an_inserted_row_has_the_values_of_the_table(database: Database, are_null: bool) -> None:
    reader = Reader(SpannerChangeStream(database, "new_row"), partial(now, database))
    write(database, **{name: None if are_null else value for name, (_, value) in COLUMNS.items()})
    with database.snapshot() as snapshot:
        ((_, *row),) = snapshot.read("every_type", ("id", *COLUMNS), EVERY_ROW)
    reader.read()
    ((_, change),) = reader.changes
    (mod,) = change.mods
    assert mod.keys == {"id": 1}
    in_table = dict(zip(COLUMNS, row, strict=True))
    if not are_null:
        in_table |= {"y": b64decode(in_table["y"]), "y_list": [b64decode(one) for one in in_table["y_list"]]}
    assert mod.new_values == in_table


INSERTED, UPDATED = {"i": 1, "s": "a"}, {"i": 2, "s": "a"}


@pytest.mark.parametrize(
    ("captured", "new_and_old"),
    [
        ("OLD_AND_NEW_VALUES", [(INSERTED, {}), ({"i": 2}, {"i": 1}), ({}, UPDATED)]),
        ("NEW_ROW", [(INSERTED, {}), (UPDATED, {}), ({}, {})]),
        ("NEW_ROW_AND_OLD_VALUES", [(INSERTED, {}), (UPDATED, {"i": 1}), ({}, UPDATED)]),
    ],
)
def test_each_kind_of_change_has_the_values_that_its_stream_captures(
    database: Database, captured: str, new_and_old: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    reader = Reader(SpannerChangeStream(database, captured.lower()), partial(now, database))
    write(database, **INSERTED)
    write(database, i=2)
    with database.batch() as batch:
        batch.delete("every_type", EVERY_ROW)
    reader.read()
    found = [change for _, change in reader.changes]
    assert [(change.mod_type, change.value_capture_type) for change in found] == [
        (mod_type, captured) for mod_type in ("INSERT", "UPDATE", "DELETE")
    ]
    mods = [mod for change in found for mod in change.mods]
    assert [(written(mod.new_values), written(mod.old_values)) for mod in mods] == new_and_old


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in INSERTED}
