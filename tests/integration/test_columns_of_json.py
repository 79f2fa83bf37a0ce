"""Rows with objects and lists in them, in columns of JSON and arrays."""

import pytest
from pydantic import BaseModel

from emulators.provisioning.spanner import provision_spanner
from onewrite.application.ports.views import Put, ViewTransaction
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.checks.statements import schema
from onewrite.domain.events import Json
from onewrite.domain.views import Table
from tests.support.checks.rows import rows_of
from tests.support.systems.adapters import on_spanner

NOTES = """
    CREATE TABLE notes (generation INT64 NOT NULL, note_id STRING(36) NOT NULL, body JSON, tags ARRAY<STRING(36)>)
    PRIMARY KEY (generation, note_id)
"""


class Note(BaseModel):
    note_id: str
    body: dict[str, Json]
    tags: list[str]


TABLE = Table("notes", key=("note_id",), row=Note)
ROW = {"note_id": "1", "body": {"lines": ["tea", {"with": None}], "length": 2.5}, "tags": ["a", "b"]}


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def adapters(request: pytest.FixtureRequest) -> Adapters:
    if request.param == "memory":
        return memory_adapters()
    place = request.getfixturevalue("spanner_place")
    provision_spanner(place, [*(ddl for ddl in schema() if ddl.startswith("CREATE TABLE")), NOTES])
    return on_spanner(place)


def test_an_object_and_a_list_come_back_as_they_were_put(adapters: Adapters) -> None:
    adapters.views.transact("notes", 1, lambda transaction: transaction.write([Put(TABLE, ROW)], []))
    assert rows_of(adapters, TABLE) == [ROW]

    def put_again(transaction: ViewTransaction) -> None:
        found = transaction.read_row(TABLE, ("1",))
        assert found == ROW
        transaction.write([Put(TABLE, {**found, "note_id": "2"})], [])

    adapters.views.transact("notes", 1, put_again)
    assert rows_of(adapters, TABLE) == [ROW, {**ROW, "note_id": "2"}]
