"""ETags: what a client knows already, and what it may name as the version that it expects."""

import pytest
from flask import Response

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, Rename
from accounts.views.profiles import PROFILES, Profiles
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from tests.support.data.builders import a_stream
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import CREATE, a_request, accept
from tests.support.domains.fragile import ADA, app_of
from tests.support.http.call import call
from tests.support.http.problems import problem
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


def test_a_reader_who_has_that_version_already_gets_304(app: App, api: Api) -> None:
    stream = an_account(app, "7")
    known = {"If-None-Match": call(api, "GET", "/profiles/7").headers["ETag"]}
    response = call(api, "GET", "/profiles/7", headers=known)
    assert (response.status_code, response.headers["ETag"]) == (304, known["If-None-Match"])
    app.follow_stream(("profiles",), accept(app, stream, Rename(name="b")).stream, 2)
    assert call(api, "GET", "/profiles/7", headers=known).status_code == 200


def test_a_part_of_a_row_is_never_sent(app: App, api: Api) -> None:
    an_account(app, "7")
    response = call(api, "GET", "/profiles/7", headers={"Range": "bytes=0-3"})
    assert (response.status_code, "Accept-Ranges" in response.headers) == (200, False)


class Loud(Profiles):
    """The code of a later release, which says something else of the same events."""

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        super().apply(recorded, view)
        view.put(PROFILES, account_id=recorded.stream.key, name=recorded.data["name"].upper())


def test_the_same_version_in_another_generation_is_another_representation(app: App, api: Api) -> None:
    an_account(app, "7")
    known = {"If-None-Match": call(api, "GET", "/profiles/7").headers["ETag"]}
    mended = app_of(app.adapters, Loud())
    generation = build_generation(mended)
    mended.operate.verify("profiles")
    mended.operate.switch.switch("profiles", ADA)
    response = call(mended.queries, "GET", "/profiles/7", headers=known)
    assert (generation, response.status_code, response.get_json()["name"]) == (2, 200, "ADA")
    assert version_of(response) == 1


def test_what_was_read_can_be_named_as_the_version_that_a_command_expects(app: App, api: Api) -> None:
    an_account(app, "7")
    known = {"If-Match": call(api, "GET", "/profiles/7").headers["ETag"]}
    assert call(app.commands, "POST", "/accounts/7/rename", {"name": "b"}, headers=known).status_code == 200
    refused = call(app.commands, "POST", "/accounts/7/rename", {"name": "c"}, headers=known)
    assert problem(refused, 412, "WRONG_EXPECTED_VERSION")["metadata"]["expected"] == 1


@pytest.mark.parametrize("path", ["/accounts/7/history", "/accounts/7/history?at_version=1"])
def test_a_history_that_is_known_already_is_304_too(app: App, api: Api, path: str) -> None:
    stream = an_account(app, "7")
    known = {"If-None-Match": call(api, "GET", path).headers["ETag"]}
    assert call(api, "GET", path, headers=known).status_code == 304
    accept(app, stream, Rename(name="b"))
    assert call(api, "GET", path, headers=known).status_code == (304 if "at_version" in path else 200)
