"""GET a history: events in pages, the state as it was, and how times and tokens are refused."""

import pytest
from flask import Response

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, CloseAccount
from onewrite.adapters.http.api import Api
from onewrite.adapters.http.requests.page_tokens import PageTokens
from onewrite.bootstrap import App, build
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_stream
from tests.support.data.requests import CREATE, a_request, accept
from tests.support.http.call import call
from tests.support.http.problems import field_problems, problem
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> App:
    return build(settings(park_after_attempts=2), ACCOUNTS, in_memory_by(clock))


@pytest.fixture
def api(app: App) -> Api:
    return app.queries


def an_account(app: App, key: str, *interests: str, seen: bool = True) -> StreamId:
    stream = a_stream(key)
    app.accept_command(a_request(CREATE, stream))
    for interest in interests:
        accept(app, stream, AddInterest(interest=interest))
    if seen:
        for projection in ("profiles", "interests"):
            app.follow_stream((projection,), stream, 1 + len(interests))
    return stream


def version_of(response: Response) -> int:
    version, dash, fingerprint = response.headers["ETag"].strip('"').partition("-")
    assert (dash, len(fingerprint)) == ("-", 8)
    return int(version)


@pytest.mark.parametrize("place", [-1, "x", 1.5, 10**30, "٣", "", 0, None])
def test_a_history_token_that_names_no_version_is_422(app: App, api: Api, place: object) -> None:
    an_account(app, "7")
    token = PageTokens().token_of((place,), listing="account-7")
    problem(call(api, "GET", "/accounts/7/history", query_string={"page_token": token}), 422, "INVALID_PAGE_TOKEN")


def test_a_history_tells_every_event_in_pages(app: App, api: Api) -> None:
    an_account(app, "7", "tea", "chess")
    response = call(api, "GET", "/accounts/7/history?page_size=2")
    body = response.get_json()
    assert (version_of(response), body["version"], body["stream_id"]) == (3, 3, "account-7")
    assert [event["version"] for event in body["events"]] == [1, 2]
    rest = call(api, "GET", f"/accounts/7/history?page_token={body['next_page_token']}").get_json()
    assert [event["data"] for event in rest["events"]] == [{"interest": "chess"}]
    assert rest["next_page_token"] is None
    an_account(app, "8")
    of_another = call(api, "GET", f"/accounts/8/history?page_token={body['next_page_token']}")
    problem(of_another, 422, "INVALID_PAGE_TOKEN")


def test_a_page_that_ends_with_the_stream_is_the_last_however_full(app: App, api: Api) -> None:
    an_account(app, "7", "tea")
    body = call(api, "GET", "/accounts/7/history?page_size=2").get_json()
    assert ([event["version"] for event in body["events"]], body["next_page_token"]) == ([1, 2], None)


def test_a_stream_is_told_as_it_was(app: App, api: Api, clock: Clock) -> None:
    stream = an_account(app, "7", "tea")
    clock.let_pass(60)
    accept(app, stream, CloseAccount())
    response = call(api, "GET", "/accounts/7/history?at_version=1")
    assert (version_of(response), response.get_json()["state"]["interests"]) == (1, [])
    then = call(api, "GET", "/accounts/7/history?at_time=2026-01-01T12:00:30Z").get_json()
    assert (then["version"], then["state"]["status"], then["state"]["interests"]) == (2, "open", ["tea"])


def test_a_stream_that_is_not_there_or_was_not_yet_is_404(app: App, api: Api) -> None:
    an_account(app, "7")
    for query in ("", "?at_version=1", "?at_time=2025-01-01T00:00:00Z"):
        problem(call(api, "GET", f"/accounts/8/history{query}"), 404, "STREAM_NOT_FOUND")
    body = problem(call(api, "GET", "/accounts/7/history?at_time=2025-01-01T00:00:00Z"), 404, "STREAM_NOT_YET_THERE")
    assert "create it first" not in body["detail"]


def test_a_time_that_was_answered_can_be_asked_as_it_is(app: App, api: Api) -> None:
    an_account(app, "7")
    [event] = call(api, "GET", "/accounts/7/history").get_json()["events"]
    assert call(api, "GET", f"/accounts/7/history?at_time={event['committed_at']}").get_json()["version"] == 1


@pytest.mark.parametrize("sent", ["2026-01-01T17:30:30+05:30", "2026-01-01T17:30:30.5+0530"])
def test_a_time_zone_whose_plus_was_not_encoded_is_told_how_to_be(app: App, api: Api, sent: str) -> None:
    an_account(app, "7")
    response = call(api, "GET", "/accounts/7/history", query_string=f"at_time={sent}")
    [(place, name, detail)] = field_problems(response)
    assert (place, name) == ("parameter", "at_time")
    assert "write it as %2B, for example %2B05:30" in detail
    encoded = sent.replace("+", "%2B")
    problem(call(api, "GET", "/accounts/7/history", query_string=f"at_time={encoded}"), 422, "TIME_TO_COME")
