"""What each step costs, in calls to Spanner and Pub/Sub; sessions are there already, as in a warm instance."""

import random

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, ChangeAddress
from onewrite.application.ports.outbox import SHARDS, shard_of
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from tests.support.checks.round_trips import publish_calls, spanner_calls
from tests.support.data.builders import a_commit, a_stream, an_event, created
from tests.support.data.requests import CREATE, a_request, accept, an_account
from tests.support.systems.adapters import settings

ROW, READ, COMMIT = "read", "streaming_read", "commit"
PROFILES = ACCOUNTS.projection("profiles")


@pytest.fixture
def app(cloud: Adapters) -> App:
    return build(settings(eager_relay=False, generation_cache_seconds=600), ACCOUNTS, cloud)


def a_long_stream(app: App, length: int) -> StreamId:
    """Appended a thousand at a time, behind the back of the decider."""
    stream, store = a_stream(), app.adapters.store
    events = [created(), *(an_event() for _ in range(length - 1))]
    for first in range(0, length, 1000):
        store.append(a_commit(store.read_head(stream), *events[first : first + 1000]))
    return stream


@pytest.mark.parametrize("length", [10, 2_500])
def test_a_command_is_two_calls_however_long_its_stream_is(app: App, length: int) -> None:
    stream = a_long_stream(app, length)
    accept(app, stream, ChangeAddress(address="Paris"))  # folds the stream, and leaves a snapshot
    with spanner_calls(app.adapters) as calls:
        assert accept(app, stream, ChangeAddress(address="Rome")).version == length + 2
    assert calls == [ROW, COMMIT]


def test_a_stream_is_opened_in_two_calls(app: App) -> None:
    with spanner_calls(app.adapters) as calls:
        app.accept_command(a_request(CREATE, key="key"))
    assert calls == [ROW, COMMIT]


def test_a_command_that_changes_nothing_is_one_call(app: App) -> None:
    stream = an_account(app)
    with spanner_calls(app.adapters) as calls:
        accept(app, stream, ChangeAddress(address="London"))
    assert calls == [ROW]


def test_an_eager_relay_costs_one_publish_and_one_call_more(cloud: Adapters) -> None:
    app = build(settings(eager_relay=True), ACCOUNTS, cloud)
    stream = an_account(app)
    with spanner_calls(cloud) as calls, publish_calls(cloud) as publishes:
        accept(app, stream, AddInterest(interest="tea"))
    assert calls == [ROW, COMMIT, COMMIT]
    assert len(publishes) == 1


def test_a_push_that_has_nothing_to_do_is_one_call_and_none_where_that_is_known(app: App, cloud: Adapters) -> None:
    stream = an_account(app, "tea")
    build(settings(eager_relay=False), ACCOUNTS, cloud).follow_stream(("profiles",), stream, 2)
    app.follow_stream(("profiles",), an_account(app), 1)
    for seen in ([READ], []):
        with spanner_calls(app.adapters) as calls:
            app.follow_stream(("profiles",), stream, 2)
        assert calls == seen


@pytest.mark.parametrize("views", [("profiles",), ("profiles", "interests")], ids=["one view", "two views"])
def test_a_push_is_four_calls_for_one_view_and_for_several(app: App, views: tuple[str, ...]) -> None:
    app.follow_stream(views, an_account(app), 1)
    stream = an_account(app)
    with spanner_calls(app.adapters) as calls:
        app.follow_stream(views, stream, 1)
    assert calls == [READ, *[READ, READ, COMMIT]]


def test_a_push_is_three_calls_for_a_stream_that_was_seen_lately(app: App) -> None:
    stream = an_account(app)
    app.follow_stream(("profiles", "interests"), stream, 1)
    accept(app, stream, ChangeAddress(address="Paris"))
    with spanner_calls(app.adapters) as calls:
        app.follow_stream(("profiles", "interests"), stream, 2)
    assert calls == [READ, READ, COMMIT]


def test_a_push_is_four_calls_for_two_generations(app: App) -> None:
    app.adapters.generations.begin("profiles", PROFILES.table_keys)
    app.adapters.generations.change("profiles", lambda known: known.with_new_building().switched_to(2))
    app.follow_stream(("profiles",), an_account(app), 1)
    stream = an_account(app)
    with spanner_calls(app.adapters) as calls:
        app.follow_stream(("profiles",), stream, 1)
    assert calls == [READ, *[READ, READ, COMMIT]]
    known = app.adapters.views.read_checkpoints([("profiles", 1), ("profiles", 2)], stream)
    assert [checkpoint.version for checkpoint in known.values()] == [1, 1]


@pytest.mark.parametrize("streams", [1, 40])
def test_advancing_is_three_calls_for_one_stream_and_for_many(app: App, streams: int) -> None:
    behind = [an_account(app) for _ in range(streams)]
    with spanner_calls(app.adapters) as calls:
        assert app.advance(PROFILES, 1, behind).applied == streams
    assert calls == [READ, READ, COMMIT]


def test_a_read_that_catches_up_costs_the_advance_and_the_row_again(app: App) -> None:
    stream = an_account(app)
    app.read_view.views.generations("profiles")
    [query, *_] = ACCOUNTS.queries
    with spanner_calls(app.adapters) as calls:
        app.read_view.row(query, stream.key, min_version=1)  # type: ignore[arg-type]
    assert calls == [READ, *[READ, READ, COMMIT], READ, READ]


def a_stream_of(shard: int) -> StreamId:
    return next(stream for stream in iter(a_stream, None) if shard_of(stream) == shard)


def drained(app: App, rows: int) -> tuple[list[str], list[str]]:
    """Return the calls that it took to publish and clear so many rows, as many in each shard."""
    for shard in range(SHARDS):
        head = app.adapters.store.read_head(a_stream_of(shard))
        app.adapters.store.append(a_commit(head, *(an_event() for _ in range(shard, rows, SHARDS))))
    random.seed(7)  # every sweep starts at the same shard
    with spanner_calls(app.adapters) as calls, publish_calls(app.adapters) as publishes:
        assert app.sweep_outbox().published == rows
    assert app.adapters.outbox.count() == 0
    return calls, publishes


def test_draining_the_outbox_costs_the_same_for_fifty_rows_and_for_five_hundred(app: App) -> None:
    app.sweep_outbox()  # moves the watermarks for the first time
    fifty, _ = drained(app, 50)
    five_hundred, publishes = drained(app, 500)
    assert len(five_hundred) == len(fifty)
    assert len(publishes) <= 2
