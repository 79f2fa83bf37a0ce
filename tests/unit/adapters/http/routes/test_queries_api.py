"""GET: rows, pages, searches; their headers, and every way to be refused."""

import re
from itertools import count

import pytest
from flask import Response

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, Rename
from onewrite.adapters.http.api import Api
from onewrite.adapters.http.requests.page_tokens import PageTokens
from onewrite.adapters.http.requests.parameters import Parameters
from onewrite.bootstrap import App, build
from onewrite.domain.queries import SearchQuery
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.data.requests import CREATE, a_request, accept
from tests.support.http.call import a_request as a_call
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


def test_a_row_comes_with_the_version_that_the_view_has_applied(app: App, api: Api) -> None:
    an_account(app, "7", "tea")
    response = call(api, "GET", "/profiles/7")
    assert (response.status_code, version_of(response)) == (200, 2)
    row = response.get_json()
    assert (row["account_id"], row["name"], row["address"], row["status"]) == ("7", "Ada", "London", "open")
    assert row["created_at"].endswith("Z")


def test_min_version_reads_what_was_just_written(app: App, api: Api) -> None:
    stream = an_account(app, "7", seen=False)
    accept(app, stream, Rename(name="Countess"))
    response = call(api, "GET", "/profiles/7?min_version=2")
    assert (response.get_json()["name"], version_of(response)) == ("Countess", 2)


def test_a_row_that_is_not_there_is_404(api: Api) -> None:
    body = problem(call(api, "GET", "/profiles/8"), 404, "ROW_NOT_FOUND")
    assert body["metadata"] == {"view": "profiles", "key": "8"}


def test_a_version_that_is_not_there_yet_is_404(app: App, api: Api) -> None:
    an_account(app, "7")
    for path in ("/profiles/7?min_version=2", "/accounts/7/history?min_version=2", "/accounts/7/history?at_version=2"):
        body = problem(call(api, "GET", path), 404, "VERSION_NOT_FOUND")
        assert body["metadata"] == {"stream_id": "account-7", "asked": 2, "version": 1}


def test_an_event_that_cannot_be_applied_is_503_until_it_is_parked(app: App, api: Api) -> None:
    stream = an_account(app, "7")
    app.adapters.store.append(a_commit(app.adapters.store.read_head(stream), an_event(data={"wrong": 1})))
    response = call(api, "GET", "/profiles/7?min_version=2")
    problem(response, 503, "EVENT_NOT_APPLIED")
    assert response.headers["Retry-After"]
    response = call(api, "GET", "/profiles/7?min_version=2")
    body = problem(response, 503, "VIEW_PARKED")
    assert "someone must release it" in body["detail"]
    assert "Retry-After" not in response.headers, "no retry helps by itself"
    assert call(api, "GET", "/profiles/7").status_code == 200


def test_pages_follow_one_another_by_their_tokens(app: App, api: Api) -> None:
    for key in "dbeac":
        an_account(app, key)
    seen, path = [], "/profiles?page_size=2"
    while path:
        page = call(api, "GET", path).get_json()
        seen.append([row["account_id"] for row in page["rows"]])
        token = page["next_page_token"]
        assert re.fullmatch(r"[\w-]+|None", str(token)), "it needs no encoding in a URL"
        path = f"/profiles?page_size=2&page_token={token}" if token else ""
    assert seen == [["a", "b"], ["c", "d"], ["e"]]


def test_a_page_that_just_holds_the_rest_is_the_last(app: App, api: Api) -> None:
    an_account(app, "a")
    assert call(api, "GET", "/profiles?page_size=1").get_json()["next_page_token"] is None
    assert call(api, "GET", "/profiles").get_json()["next_page_token"] is None


def token_of(*place: object, of: str = "/profiles") -> str:
    return PageTokens().token_of(place, listing=[of])


FORGED = ["x", "é", "[]", token_of(), token_of("a", "b"), token_of(7), token_of(None), "W1tb" * 2000, "WyJcdWQ4MDAiXQ"]


@pytest.mark.parametrize("token", [*FORGED, token_of("a", of="/others")])
@pytest.mark.parametrize("path", ["/profiles", "/accounts/7/history"])
def test_a_token_that_was_not_made_here_is_422(app: App, api: Api, path: str, token: str) -> None:
    an_account(app, "7")
    problem(call(api, "GET", path, query_string={"page_token": token}), 422, "INVALID_PAGE_TOKEN")


def test_a_search_finds_accounts_by_all_the_words_best_first(app: App, api: Api) -> None:
    an_account(app, "a", "analytical steam engines", "tea")
    an_account(app, "b", "engines")
    body = call(api, "GET", "/interests/search?q=engines").get_json()
    assert [result["account_id"] for result in body["results"]] == ["b", "a"]
    assert body["results"][1]["interests"] == ["analytical steam engines"]
    assert body["results"][0]["score"] > body["results"][1]["score"] > 0
    [query] = [query for query in ACCOUNTS.queries if isinstance(query, SearchQuery)]
    scores = [found.score for found in app.read_view.search(query, "engines", limit=2)]
    assert [result["score"] for result in body["results"]] == pytest.approx(scores, abs=1e-6)
    assert call(api, "GET", "/interests/search?q=engines&limit=1").get_json()["results"] == body["results"][:1]
    assert call(api, "GET", "/interests/search?q=chess").get_json() == {"q": "chess", "results": []}


def test_a_reader_is_told_when_a_view_takes_too_long_to_catch_up(app: App) -> None:
    stream = an_account(app, "7", "tea", seen=False)
    slow = build(settings(advance_batch=1, read_seconds=0.001), ACCOUNTS, app.adapters, clock=count().__next__)
    response = call(slow.queries, "GET", "/profiles/7?min_version=2")
    body = problem(response, 503, "VIEW_BEHIND")
    assert body["metadata"] == {"projection": "profiles", "stream_id": str(stream), "asked": 2, "version": 1}
    assert response.headers["Retry-After"]
    assert call(slow.queries, "GET", "/profiles/7?min_version=2").status_code == 200, "it goes on where it stood"


@pytest.mark.parametrize("path", ["/", "/interests", "/profiles/7/name", "/accounts/7"])
def test_a_path_that_is_not_there_is_404(api: Api, path: str) -> None:
    problem(call(api, "GET", path), 404, "UNKNOWN_PATH")


def test_queries_can_only_be_read(api: Api) -> None:
    response = call(api, "POST", "/profiles/7", {})
    problem(response, 405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("q", ["tea", "TEA!", '"tea', "tea*", "-tea", "(tea)", "tea\0"])
def test_a_search_is_for_words_whatever_stands_between_them(app: App, api: Api, q: str) -> None:
    an_account(app, "a", "tea")
    body = call(api, "GET", "/interests/search", query_string={"q": q}).get_json()
    assert (body["q"], len(body["results"])) == ("tea", 1)


@pytest.mark.parametrize("q", ["tea OR chess", "tea -chess", "tea|chess", "tea AROUND chess", 'tea "chess"'])
def test_a_search_has_no_language_of_its_own(app: App, api: Api, q: str) -> None:
    an_account(app, "a", "tea")
    assert call(api, "GET", "/interests/search", query_string={"q": q}).get_json()["results"] == []


@pytest.mark.parametrize("q", [" ", '"', "-", "|", "(", "%", "_", "🫖", "\u0301"])
def test_a_search_without_a_word_is_422(api: Api, q: str) -> None:
    response = call(api, "GET", "/interests/search", query_string={"q": q})
    assert field_problems(response) == [("parameter", "q", "name at least one word")]


def test_the_models_of_a_query_are_made_when_it_is_first_asked(app: App, api: Api) -> None:
    an_account(app, "7")
    before = len(Parameters.__subclasses__())
    made = []
    for _ in range(2):
        api(a_call("GET", "/profiles/7"))
        made.append(len(Parameters.__subclasses__()) - before)
    assert made == [1, 1]
