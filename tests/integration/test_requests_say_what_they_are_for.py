"""Each request to Spanner says which use case and which projection it is for, and how urgent it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts import ACCOUNTS
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.adapters.changes_on_demand import ChangesOnDemand
from onewrite.adapters.purpose import TAG_LENGTH, Priority, Purpose
from onewrite.adapters.spanner.changes import SpannerChanges
from onewrite.application.operations.replay_events import Selection
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.queries import RowQuery, SearchQuery
from spanner_changes.streams.port import ROOT
from tests.support.checks.sent import Sent, requests_of
from tests.support.data.parking import parked
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import an_account
from tests.support.domains.fragile import ADA, Fragile, app_of
from tests.support.systems.adapters import settings

ROW = RowQuery("/profiles/{account_id}", PROFILES, "One profile")
SEARCH = SearchQuery("/interests/search", INTERESTS, "Accounts by words")


@pytest.fixture
def app(spanner_adapters: Adapters) -> App:
    return build(settings(eager_relay=False), ACCOUNTS, spanner_adapters)


def said(app: App, act: Callable[[], object]) -> list[Sent]:
    """Return the requests that this takes, but for those that ask which generations there are."""
    with requests_of(app.adapters) as sent:
        act()
    assert sent
    return [one for one in sent if one.name.partition(".")[0] != "generations"]


def names(sent: list[Sent]) -> set[str]:
    return {one.name for one in sent}


def all_are(sent: list[Sent], priority: Priority, use: str) -> bool:
    """Tell whether all requests are for this use, and each part of a transaction is tagged like the whole."""
    assert {one.priority for one in sent} == {f"PRIORITY_{priority.name}"}
    assert {one.transaction_tag for one in sent if one.call == "commit"} <= names(sent)
    assert all(one.transaction_tag for one in sent if one.call == "commit")
    return all(f"{one.name}.".startswith(f"{use}.") for one in sent)


def test_a_command_is_urgent_and_says_when_it_reads_the_head_and_when_it_appends(app: App) -> None:
    sent = said(app, lambda: an_account(app))
    assert names(sent) == {"command.head", "command.append"}
    assert all_are(sent, Priority.HIGH, "command")


def test_a_relay_is_less_urgent_and_says_which_of_the_three_it_is(spanner_adapters: Adapters) -> None:
    eager, scheduled = (build(settings(eager_relay=on), ACCOUNTS, spanner_adapters) for on in (True, False))
    of_command = said(eager, lambda: an_account(eager))
    assert all_are([one for one in of_command if "command." not in one.name], Priority.MEDIUM, "relay.eager")
    an_account(scheduled)
    assert all_are(said(scheduled, scheduled.sweep_outbox), Priority.MEDIUM, "relay.sweep")


@pytest.mark.parametrize("views", [("profiles",), ("interests", "profiles")], ids=["one", "several"])
def test_a_push_says_which_views_it_advances_in_each_request_of_its_transaction(
    app: App, views: tuple[str, ...]
) -> None:
    stream = an_account(app)
    sent = said(app, lambda: app.follow_stream(views, stream, 1))
    assert names(sent) == {f"advance.{'+'.join(views)}"}
    assert all_are(sent, Priority.HIGH, "advance")
    assert [one.call for one in sent if one.transaction_tag] == [sent[1].call, "commit"]


def test_a_query_says_what_it_reads_of_which_view(app: App) -> None:
    ada = an_account(app, "tea")
    row = said(app, lambda: app.read_view.row(ROW, ada.key, min_version=2))
    assert names(row) == {"query.checkpoint.profiles", "query.profiles", "query.row.profiles"}
    found = said(app, lambda: app.read_view.search(SEARCH, "tea", limit=1))
    assert names(found) == {"query.search.interests"}
    assert all_are([*row, *found], Priority.HIGH, "query")
    history = said(app, lambda: app.read_history.at_version(ada, 1))
    assert all_are(history, Priority.HIGH, "history")


def test_rebuilding_verifying_and_dropping_have_time_and_say_of_which_view(app: App) -> None:
    an_account(app, "tea")
    rebuilding = said(app, lambda: build_generation(app))
    assert all_are(rebuilding, Priority.LOW, "rebuild")
    assert "rebuild.profiles" in names(rebuilding)
    verifying = said(app, lambda: app.operate.verify("profiles"))
    assert all_are(verifying, Priority.LOW, "verify")
    assert "verify.profiles" in names(verifying)
    dropping = said(app, lambda: app.operate.switch.cancel("profiles", ADA))
    assert all_are(dropping, Priority.LOW, "drop")
    assert "drop.profiles" in names(dropping)


def test_reconciling_and_replaying_have_time(app: App) -> None:
    an_account(app)
    reconciling = [one for one in said(app, app.operate.reconcile) if one.name.partition(".")[0] != "status"]
    assert all_are(reconciling, Priority.LOW, "reconcile")
    assert {"reconcile.profiles", "reconcile.interests"} <= names(reconciling)
    replaying = said(app, lambda: app.operate.replay(Selection(), ADA, dry_run=False))
    assert all_are(replaying, Priority.LOW, "replay")


def test_a_status_is_urgent_and_so_is_what_tells_whether_an_instance_is_ready(app: App) -> None:
    assert all_are(said(app, app.operate.status), Priority.HIGH, "status")
    assert all_are(said(app, app.check_ready), Priority.HIGH, "ready")


def test_a_view_that_is_removed_has_time_and_one_that_is_released_is_not_kept_waiting(
    spanner_adapters: Adapters,
) -> None:
    fragile = Fragile()
    app = app_of(spanner_adapters, fragile, park_after_attempts=1)
    parked(app, fragile, "ada")
    fragile.mend()
    releasing = said(app, lambda: app.operate.release.release([*app.operate.release.parked("profiles")], ADA))
    assert all_are(releasing, Priority.MEDIUM, "release.profiles")
    without = build(settings(), replace(ACCOUNTS, projections=(), queries=()), spanner_adapters)
    removing = said(without, lambda: without.operate.remove("profiles", ADA))
    assert "remove.profiles" in names(removing)


def test_followers_of_the_change_stream_say_which_group_they_are_of(app: App) -> None:
    assert isinstance(app.adapters.changes, ChangesOnDemand)
    changes = app.adapters.changes.load()
    assert isinstance(changes, SpannerChanges)
    assert all_are(said(app, lambda: changes.look("pull_profiles")), Priority.MEDIUM, "changes.pull_profiles")
    now = app.adapters.store.now()
    reading = said(app, lambda: [*changes.stream.read(ROOT, now, now, timedelta(seconds=1))])
    assert {(one.tag, one.priority) for one in reading} == {("change_stream=event_changes", "PRIORITY_MEDIUM")}


def test_a_tag_is_no_longer_than_spanner_keeps() -> None:
    assert len(Purpose("rebuild", Priority.LOW).of("p" * 64).tag) == TAG_LENGTH
