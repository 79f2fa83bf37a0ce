"""A database that was made already gets what the schema has been added to, with all rows kept; nothing else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event

import pytest
from google.cloud.spanner_v1 import KeySet
from google.cloud.spanner_v1.database import Database
from google.cloud.spanner_v1.transaction import Transaction

from emulators.errors import CannotRun
from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.checks.statements import schema
from onewrite.local.system import SpannerPlace
from tests.support.waiting.bounds import WAIT_SECONDS

NOTES = "CREATE TABLE notes (id INT64 NOT NULL, text STRING(64)) PRIMARY KEY (id)"
COLUMN = "ALTER TABLE notes ADD COLUMN tokens TOKENLIST AS (TOKENIZE_FULLTEXT(text)) HIDDEN"
SEARCH = "CREATE SEARCH INDEX notes_by_text ON notes(tokens) PARTITION BY id"
INDEX = "CREATE INDEX notes_by_id ON notes(text)"
TODAY = [NOTES, COLUMN, SEARCH, INDEX]


def column(number: int) -> str:
    return f"ALTER TABLE notes ADD COLUMN other{number} INT64"


def write(database: Database, number: int) -> None:
    with database.batch() as batch:
        batch.insert("notes", ("id", "text"), [(number, "tea")])


def ids(database: Database) -> list[int]:
    with database.snapshot() as snapshot:
        return [row[0] for row in snapshot.read("notes", ("id",), KeySet(all_=True))]


@pytest.mark.parametrize("count", range(1, len(TODAY) + 1))
def test_a_database_gets_what_it_lacks_at_the_end_and_keeps_its_rows(spanner_place: SpannerPlace, count: int) -> None:
    assert provision_spanner(spanner_place, TODAY[:count]) == []
    database = connect(spanner_place)
    write(database, 1)
    assert provision_spanner(spanner_place, TODAY) == TODAY[count:]
    assert provision_spanner(spanner_place, TODAY) == []
    write(database, 2)
    assert ids(database) == [1, 2]


def test_a_database_of_the_emulator_survives_any_number_of_statements_beside_a_search_index(
    spanner_place: SpannerPlace,
) -> None:
    """If all of it was made in one call, one statement in ten kills emulator 1.5.28."""
    provision_spanner(spanner_place, TODAY)
    more = [column(number) for number in range(40)]
    assert provision_spanner(spanner_place, [*TODAY, *more]) == more


def test_a_statement_that_was_changed_is_named_and_nothing_is_applied(spanner_place: SpannerPlace) -> None:
    provision_spanner(spanner_place, TODAY)
    changed = [NOTES.replace("STRING(64)", "STRING(65)"), *TODAY[1:], column(1)]
    refusal = r"^infra/schema isn't what the database onewrite was made of \(CREATE TABLE notes differs\): leave what"
    with pytest.raises(CannotRun, match=refusal):
        provision_spanner(spanner_place, changed)
    assert provision_spanner(spanner_place, TODAY) == []


def test_a_statement_that_was_taken_out_is_named(spanner_place: SpannerPlace) -> None:
    provision_spanner(spanner_place, TODAY)
    with pytest.raises(CannotRun, match=r"\(CREATE INDEX notes_by_id ON notes differs\)"):
        provision_spanner(spanner_place, [NOTES, COLUMN, SEARCH, column(1)])


def test_a_statement_that_comes_before_others_is_named(spanner_place: SpannerPlace) -> None:
    provision_spanner(spanner_place, TODAY)
    extra = "CREATE TABLE extra (id INT64) PRIMARY KEY (id)"
    with pytest.raises(CannotRun, match=r"\(CREATE TABLE extra comes before what the database has\)"):
        provision_spanner(spanner_place, [*TODAY[:2], extra, *TODAY[2:], column(1)])


def test_statements_in_another_order_make_the_same_database(spanner_place: SpannerPlace) -> None:
    provision_spanner(spanner_place, TODAY)
    assert provision_spanner(spanner_place, [NOTES, INDEX, COLUMN, SEARCH]) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("CREATE TABL\n x (id INT64)", r"CREATE TABL x: Syntax error on line 1, column 8: Encountered 'TABL'"),
        ("ALTER TABLE letters ADD COLUMN x INT64", r"ALTER TABLE letters ADD COLUMN x INT64: Table not found: letters"),
        ("ALTER TABLE notes ADD COLUMN x INT64 NOT NULL", r"Cannot add NOT NULL column"),
        ("CREATE ROLE reader", r"CREATE ROLE reader: .*Unsupported ddl statement"),
    ],
)
def test_a_statement_that_the_emulator_refuses_is_named_in_one_line_with_the_reason(
    spanner_place: SpannerPlace, wrong: str, why: str
) -> None:
    provision_spanner(spanner_place, TODAY)
    with pytest.raises(CannotRun, match=f"^infra/schema: the Spanner emulator refuses .*{why}") as refusal:
        provision_spanner(spanner_place, [*TODAY, wrong])
    assert "\n" not in str(refusal.value)
    assert provision_spanner(spanner_place, [*TODAY, column(1)]) == [column(1)]


def test_a_statement_that_undoes_another_is_not_applied_twice(spanner_place: SpannerPlace) -> None:
    once_more = [NOTES, INDEX, "DROP INDEX notes_by_id", INDEX]
    provision_spanner(spanner_place, once_more)
    assert provision_spanner(spanner_place, once_more) == []


def test_no_other_database_stays_than_the_one_that_is_wanted(spanner_place: SpannerPlace) -> None:
    for ddl in ([NOTES], TODAY, TODAY[1:]):
        with suppress(CannotRun):
            provision_spanner(spanner_place, ddl)
    instance = connect(spanner_place)._instance
    assert [one.name.rpartition("/")[2] for one in instance.list_databases()] == [spanner_place.database]


def test_what_the_emulator_refused_half_way_is_made_whole_by_the_next_attempt(spanner_place: SpannerPlace) -> None:
    with pytest.raises(CannotRun, match="refuses CREATE TABLE broken"):
        provision_spanner(spanner_place, [NOTES, "CREATE TABLE broken", *TODAY[1:]])
    assert provision_spanner(spanner_place, TODAY) == TODAY[1:]


def test_statements_are_applied_beside_transactions(spanner_place: SpannerPlace) -> None:
    """The emulator refuses a statement that meets one, or aborts the transaction: as it likes, so this is repeated."""
    provision_spanner(spanner_place, TODAY)
    columns = [column(number) for number in range(6)]
    for count in range(len(columns)):
        with a_transaction(connect(spanner_place)):
            assert provision_spanner(spanner_place, [*TODAY, *columns[: count + 1]]) == [columns[count]]


@contextmanager
def a_transaction(database: Database) -> Iterator[None]:
    """One that has read and goes on for as long as the block."""
    begun, over = Event(), Event()

    def hold(transaction: Transaction) -> None:
        list(transaction.read("notes", ("id",), KeySet(all_=True)))
        begun.set()
        assert over.wait(WAIT_SECONDS)

    with ThreadPoolExecutor() as threads:
        holding = threads.submit(database.run_in_transaction, hold, default_retry_delay=0.01)
        assert begun.wait(WAIT_SECONDS)
        try:
            yield
        finally:
            over.set()
        holding.result(WAIT_SECONDS)


def test_the_schema_of_this_repository_is_added_to_statement_by_statement(spanner_place: SpannerPlace) -> None:
    for count in range(len(schema()) + 1):
        provision_spanner(spanner_place, schema()[:count])
    assert provision_spanner(spanner_place) == []
