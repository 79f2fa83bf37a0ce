"""What only Spanner can show: its schema, its commit timestamps, its aborts, its full text."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from google.cloud.spanner_v1 import KeySet
from google.cloud.spanner_v1.database import Database

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, Rename
from onewrite.adapters.cloudevents import data_of
from onewrite.adapters.memory import MemoryTopic
from onewrite.application.operations.replay_events import Selection
from onewrite.application.ports.views import ViewTransaction
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.commands import Command
from onewrite.domain.views import Table
from onewrite.errors import CommandRejected
from tests.support.checks.rows import rows_of
from tests.support.data.builders import a_stream
from tests.support.data.requests import CREATE, a_request, accept, an_account
from tests.support.domains.fragile import ADA
from tests.support.domains.orders import ORDERS
from tests.support.http.call import call
from tests.support.systems.adapters import settings
from tests.support.waiting.bounds import WAIT_SECONDS

EVERYTHING = KeySet(all_=True)
TABLES = [table for projection in ACCOUNTS.projections for table in projection.tables]
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = @table ORDER BY ordinal_position
"""
KEY = """
    SELECT column_name FROM information_schema.index_columns
    WHERE table_name = @table AND index_type = 'PRIMARY_KEY' ORDER BY ordinal_position
"""


@pytest.fixture
def app(spanner_adapters: Adapters) -> App:
    return build(settings(eager_relay=False), ACCOUNTS, spanner_adapters)


def rows(database: Database, table: str, *columns: str) -> list[Any]:
    with database.snapshot() as snapshot:
        return list(snapshot.read(table, columns, EVERYTHING))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_of_a_view_is_in_the_schema_as_it_is_declared(spanner_database: Database, table: Table) -> None:
    def described(sql: str) -> list[str]:
        with spanner_database.snapshot() as snapshot:
            return [name for [name] in snapshot.execute_sql(sql, params={"table": table.name})]

    assert described(KEY) == ["generation", *table.key]
    assert set(described(COLUMNS)) >= {"generation", *table.columns}


def test_everything_of_one_command_has_one_commit_timestamp(app: App, spanner_database: Database) -> None:
    [event] = app.accept_command(a_request(CREATE, key="key")).events
    places = [("events", "committed_at"), ("outbox", "committed_at"), ("commands", "committed_at")]
    times = [time for place in [*places, ("streams", "updated_at")] for [time] in rows(spanner_database, *place)]
    assert times == [event.committed_at] * 4


def test_advances_that_meet_are_aborted_and_retried_until_each_event_is_applied_once(app: App) -> None:
    streams = [an_account(app, "tea", "chess") for _ in range(3)]
    interests = ACCOUNTS.projection("interests")
    with ThreadPoolExecutor(6) as pool:
        advanced = list(pool.map(lambda _: app.advance(interests, 1, streams).applied, range(12)))
    assert sum(advanced) == 9
    assert len(rows_of(app.adapters, interests.tables[0])) == 6


def test_of_two_transactions_that_meet_one_is_aborted_and_begun_again(app: App) -> None:
    attempts: list[str] = []
    holds_the_row, they_met = Event(), Event()

    def hold(transaction: ViewTransaction) -> None:
        attempts.append("holder")
        transaction.read_checkpoints([a_stream("7")])
        holds_the_row.set()
        they_met.wait(WAIT_SECONDS)

    def come_late(transaction: ViewTransaction) -> None:
        attempts.append("latecomer")
        if attempts.count("latecomer") > 1:
            they_met.set()
        transaction.read_checkpoints([a_stream("7")])

    views = app.adapters.views
    with ThreadPoolExecutor() as pool:
        holder = pool.submit(views.transact, "profiles", 1, hold)
        assert holds_the_row.wait(WAIT_SECONDS)
        views.transact("profiles", 1, come_late)
        they_met.set()
        holder.result(WAIT_SECONDS)
    assert len(attempts) > 2


def test_commands_that_race_for_one_stream_are_all_carried_out(app: App) -> None:
    stream = an_account(app)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: accept(app, stream, AddInterest(interest=f"interest {n}")), range(8)))
    assert [event.version for event in app.adapters.store.read_stream(stream)] == list(range(1, 10))


@pytest.mark.parametrize(
    ("command", "appended"),
    [(Rename(name="Countess"), 1), (Rename(name="Ada"), 0), (AddInterest(interest="TEA"), 0)],
    ids=["accepted", "without_effect", "refused"],
)
def test_a_command_sent_twenty_times_at_once_with_one_key_has_one_answer(
    app: App, spanner_database: Database, command: Command, appended: int
) -> None:
    stream, all_at_once = an_account(app, "tea"), Barrier(20)

    def send(_: int) -> object:
        all_at_once.wait(WAIT_SECONDS)
        try:
            return app.accept_command(a_request(command, stream, key="key"))
        except CommandRejected as refusal:
            return refusal.reason

    with ThreadPoolExecutor(20) as pool:
        first, *others = pool.map(send, range(20))
    assert others == [first] * 19
    assert rows(spanner_database, "commands", "idempotency_key") == [["key"]]
    assert len(rows(spanner_database, "events", "version")) == 2 + appended


@pytest.mark.parametrize("q", ["tea", "TEA!", "tea OR chess", "tea -chess", "AROUND", "中文", "x²", "né", "a b " * 49])
def test_whatever_is_searched_for_is_answered(app: App, q: str) -> None:
    stream = an_account(app, "tea")
    app.follow_stream(("interests",), stream, 2)
    response = call(app.queries, "GET", "/interests/search", query_string={"q": q})
    assert response.status_code == 200
    assert len(response.get_json()["results"]) == (q.strip("!").lower() == "tea")


def test_a_page_of_a_history_that_begins_behind_its_end_is_empty(app: App) -> None:
    stream = an_account(app)
    assert app.read_history.events(stream, after=10**9, limit=10) == (1, ())


@pytest.mark.parametrize("name", ["\0", "\u2028", "\U0010ffff", "'; DROP TABLE streams; --", "中" * 200, '"\\"'])
def test_every_text_is_kept_as_it_was_said(app: App, name: str) -> None:
    stream = an_account(app)
    accept(app, stream, Rename(name=f"<{name[:198]}>"))
    response = call(app.queries, "GET", f"/profiles/{stream.key}?min_version=2")
    assert response.get_json()["name"] == f"<{name[:198]}>"


PLACED = {
    "lines": [{"sku": "tea", "price": "1.10", "weight": 2.0}, {"weight": 1e-7, "price": 3, "sku": "Caf\u00e9"}],
    "priority": 2**63 - 1,
    "discount": 0.1 + 0.2,
}


def test_an_event_has_the_same_bytes_however_often_and_from_wherever_it_is_read(spanner_adapters: Adapters) -> None:
    """At once after the commit, from the outbox, and in a replay: consumers may sign or hash them."""
    app = build(settings(eager_relay=True), ORDERS, spanner_adapters)
    topic = spanner_adapters.topic
    assert isinstance(topic, MemoryTopic)
    sent = call(app.commands, "POST", "/orders/7/place", PLACED, headers={"Idempotency-Key": "k"})
    assert sent.status_code == 201
    assert app.operate.replay(Selection(), ADA, dry_run=False).published == 1
    eager, replayed = topic.published
    assert data_of(eager) == data_of(replayed)
    again = call(app.commands, "POST", "/orders/7/place", PLACED, headers={"Idempotency-Key": "k"})
    assert (again.status_code, again.data) == (201, sent.data)
