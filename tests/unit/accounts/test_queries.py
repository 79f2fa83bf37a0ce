"""What can be asked of accounts and clubs, over HTTP."""

from typing import Any

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import Rename
from accounts.club.commands import CloseClub, LeaveClub
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from tests.support.data.requests import a_club, accept, an_account
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import on_both_stores, settings


@pytest.fixture
def app(adapters: Adapters) -> App:
    """Ada and Bob have accounts; both are engineers, Ada with somebody unknown brews tea, and there were weavers."""
    app = build(settings(), ACCOUNTS, adapters)
    an_account(app, "tea", key="ada")
    an_account(app, "tea", "chess", key="bob")
    a_club(app, "ada", "bob", key="engineers")
    a_club(app, "ghost", "ada", key="brewers", topic="tea")
    accept(app, a_club(app, "bob", key="weavers"), CloseClub())
    app.operate.reconcile()
    return app


def ask(app: App, path: str) -> Any:
    response = call(app.queries, "GET", path)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def rows(app: App, path: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in ask(app, path)["rows"]]


@on_both_stores()
def test_a_club_comes_with_the_names_that_its_members_have_now(app: App) -> None:
    accept(app, StreamId("account", "bob"), Rename(name="Bob"))
    app.operate.reconcile()
    club = ask(app, "/clubs/engineers/members?min_version=3")
    assert (club["name"], club["topic"]) == ("The engineers", "engines")
    assert [(one["account_id"], one["name"]) for one in club["members"]] == [("ada", "Ada"), ("bob", "Bob")]


def test_a_member_without_a_profile_has_no_name(app: App) -> None:
    members = ask(app, "/clubs/brewers/members")["members"]
    assert [(one["account_id"], one["name"]) for one in members] == [("ada", "Ada"), ("ghost", None)]


@pytest.mark.parametrize("key", ["weavers", "absent"])
def test_a_club_that_was_closed_or_never_founded_is_not_found(app: App, key: str) -> None:
    problem(call(app.queries, "GET", f"/clubs/{key}"), 404, "ROW_NOT_FOUND")
    problem(call(app.queries, "GET", f"/clubs/{key}/members"), 404, "NOTHING_FOUND")


def test_the_clubs_of_an_account_come_newest_first(app: App) -> None:
    assert rows(app, "/accounts/ada/clubs", "club_id") == [("brewers",), ("engineers",)]
    accept(app, StreamId("club", "brewers"), LeaveClub(account_id="ada"))
    app.operate.reconcile()
    assert rows(app, "/accounts/ada/clubs", "club_id") == [("engineers",)]


@on_both_stores()
def test_the_clubs_of_a_topic_come_largest_first(app: App) -> None:
    a_club(app, "ada", "bob", "eve", key="plumbers")
    app.operate.reconcile()
    assert rows(app, "/clubs?topic=engines", "club_id", "members") == [("plumbers", 3), ("engineers", 2)]
    assert rows(app, "/clubs?topic=weaving", "club_id") == []


def test_topics_are_listed_by_the_members_of_their_clubs(app: App) -> None:
    a_club(app, "eve", key="smiths")
    app.operate.reconcile()
    assert rows(app, "/topics", "topic", "clubs", "members") == [("engines", 2, 3), ("tea", 1, 2)]


@on_both_stores()
def test_the_interests_that_most_accounts_share_come_first_and_no_more_than_are_asked_for(app: App) -> None:
    assert rows(app, "/interests/popular", "interest", "accounts") == [("tea", 2), ("chess", 1)]
    first = ask(app, "/interests/popular?page_size=1")
    assert first["rows"] == [{"interest": "tea", "accounts": 2}]
    rest = ask(app, f"/interests/popular?page_size=1&page_token={first['next_page_token']}")
    assert rest == {"rows": [{"interest": "chess", "accounts": 1}], "next_page_token": None}
