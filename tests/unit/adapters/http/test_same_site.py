"""An operator's browser may hold the right to look and to act: another page can't make use of it."""

import pytest

from onewrite.bootstrap import App, memory_adapters
from tests.support.domains.fragile import app_of
from tests.support.http.call import call
from tests.support.http.problems import problem

VIEW = {"projection": "profiles"}


@pytest.fixture
def app() -> App:
    return app_of(memory_adapters())


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:3000"},
        {"Origin": "https://example.com"},
        {"Origin": "http://rebound.example.com:8080", "Host": "rebound.example.com:8080"},
        {"Origin": "null"},
    ],
    ids=["another site", "another port", "an old browser", "a name that leads here", "no origin"],
)
def test_what_another_page_sends_is_refused_and_changes_nothing(app: App, headers: dict[str, str]) -> None:
    problem(call(app.operations, "POST", "/rebuild", VIEW, headers=headers), 403, "FOREIGN_PAGE")
    assert call(app.operations, "GET", "/generations").get_json()[0]["building"] is None
    assert call(app.operations, "GET", "/log").get_json() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8080"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:9000", "Host": "operate-views.run.app"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://operate-views.run.app", "Host": "operate-views.run.app"},
    ],
    ids=["a program", "this machine", "through a proxy", "behind a login"],
)
def test_the_page_itself_and_programs_may_act(app: App, headers: dict[str, str]) -> None:
    assert call(app.operations, "POST", "/rebuild", VIEW, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/status?full=true", "/log", "/recent", "/stream?stream_id=account-ada"])
def test_what_another_page_has_read_asks_the_store_nothing(app: App, path: str) -> None:
    """As a picture of that page, say: it would see nothing, and a look at all streams costs what it costs."""
    problem(call(app.operations, "GET", path, headers={"Sec-Fetch-Site": "cross-site"}), 403, "FOREIGN_PAGE")


def test_a_link_to_the_page_leads_there_from_anywhere(app: App) -> None:
    assert call(app.operations, "GET", "/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_what_operators_see_is_kept_by_nothing_and_is_nothing_else_than_json(app: App) -> None:
    for seen in (call(app.operations, "GET", "/log"), call(app.operations, "POST", "/rebuild", VIEW)):
        names = ("Cache-Control", "X-Content-Type-Options", "Cross-Origin-Resource-Policy")
        assert [seen.headers[name] for name in names] == ["no-store", "nosniff", "same-origin"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_a_form_can_send_is_no_act(app: App, kind: str) -> None:
    """Only these kinds are sent to another site without asking it first; and it is never told that it may."""
    sent = call(app.operations, "POST", "/rebuild", data=b'{"projection": "profiles"}', content_type=kind)
    problem(sent, 415, "NOT_JSON")
    asked = call(app.operations, "OPTIONS", "/rebuild", headers={"Origin": "https://example.com"})
    assert not [name for name in dict(asked.headers) if name.startswith("Access-Control")]
