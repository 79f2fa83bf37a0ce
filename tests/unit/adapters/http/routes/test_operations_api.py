"""The operator's API: everything that can be done to views, over HTTP, and problems that say what to do."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Request

from accounts.profiles import PROFILES
from onewrite.adapters.http.identity import CALLER
from onewrite.application.ports.views import Delete
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from tests.support.data.builders import an_event, interest
from tests.support.data.requests import an_account, an_appended_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.http.call import call
from tests.support.http.problems import problem, wrong_fields

PARKED_KEYS = {"projection", "stream_id", "version", "event_id", "error", "attempts", "parked_at"}
REPORT_KEYS = {"heads", "lagging", "healed", "parked", "ahead", "unpublished"}


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def post(app: App, act: str, actor: str = "ada", status: int = 200, **body: Any) -> Any:
    response = call(app.operations, "POST", f"/{act}", body, headers={"X-Actor": actor})
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


def get(app: App, path: str, **query: str) -> Any:
    response = call(app.operations, "GET", path, query_string=query)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def parked(app: App, fragile: Fragile, key: str, error: type[Exception] = ValueError) -> StreamId:
    stream = an_appended_account(app, interest("tea"), an_event(data={"name": "Countess"}), key=key)
    fragile.fail(stream, 2, error)
    follow(app, stream)
    return stream


def test_what_is_parked_is_listed_with_everything_that_helps(app: App, fragile: Fragile) -> None:
    stream = parked(app, fragile, "ada")
    [found] = get(app, "/parked")
    assert found.keys() >= PARKED_KEYS
    assert (found["projection"], found["generation"], found["stream_id"]) == ("profiles", 1, str(stream))
    assert (found["version"], found["attempts"], found["error_class"]) == (2, 1, "ValueError")
    assert found["parked_at"].endswith("Z")


def test_what_is_parked_is_narrowed_down(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    parked(app, fragile, "bob", KeyError)
    for query, keys in (
        ({}, ["account-ada", "account-bob"]),
        ({"projection": "interests"}, []),
        ({"stream_id": "account-bob"}, ["account-bob"]),
        ({"error_class": "ValueError"}, ["account-ada"]),
    ):
        assert [found["stream_id"] for found in get(app, "/parked", **query)] == keys


def test_a_release_tells_how_far_each_stream_got(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    bob = parked(app, fragile, "bob")
    fragile.mend()
    fragile.fail(bob, 3, KeyError)
    ada_now, bob_now = post(app, "release", projection="profiles", reason="mended")
    assert (ada_now["from_version"], ada_now["version"], ada_now["parked_again"]) == (1, 3, None)
    assert (bob_now["version"], bob_now["parked_again"]["error_class"]) == (2, "KeyError")
    newest = app.adapters.audit_log.newest(limit=1)[0].operation
    assert (newest.actor.name, newest.actor.reason) == ("ada", "mended")


def test_a_skip_needs_a_reason(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    for body in ({}, {"reason": ""}):
        refused = call(app.operations, "POST", "/skip", {"projection": "profiles", **body})
        assert problem(refused, 422, "INVALID_FIELDS")["errors"][0]["pointer"] == "#/reason"
    blank = call(app.operations, "POST", "/skip", {"projection": "profiles", "reason": "  "})
    problem(blank, 409, "OPERATION_REFUSED")
    [skipped] = post(app, "skip", projection="profiles", stream_id="account-ada", reason="a test account")
    assert skipped["version"] == 3
    assert get(app, "/parked") == []


def test_a_rebuild_is_started_watched_verified_switched_rolled_back_and_dropped(app: App) -> None:
    streams = [an_account(app, key=key) for key in ("ada", "bob")]
    follow(app, *streams)
    started = post(app, "rebuild", projection="profiles")
    assert (started["generation"], started["state"], started["done"]) == (2, "under_way", 0)
    assert post(app, "pause", projection="profiles")["state"] == "paused"
    assert post(app, "resume", projection="profiles")["state"] == "under_way"
    app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    progress = get(app, "/progress", projection="profiles")
    assert (progress["done"], progress["streams"], progress["events"]) == (progress["ranges"], 2, 2)
    verdict = post(app, "verify", projection="profiles")
    assert (verdict["differences"], verdict["named"], verdict["generations"]) == (0, [], [1, 2])
    assert post(app, "switch", projection="profiles")["active"] == 2
    assert post(app, "rollback", projection="profiles")["active"] == 1
    assert post(app, "drop", projection="profiles", generation=2)["kept"] == [1]
    assert get(app, "/status")["projections"]["profiles"]["generation"] == 1


def test_differences_are_named_without_values(app: App) -> None:
    follow(app, an_account(app, key="ada"))
    app.adapters.views.transact("profiles", 1, lambda t: t.write([Delete(PROFILES, ("ada",))], []))
    verdict = post(app, "verify", projection="profiles")
    assert verdict["named"] == [{"generation": 1, "place": "profiles ada", "problem": "missing"}]


def test_a_cancelled_rebuild_is_gone(app: App) -> None:
    post(app, "rebuild", projection="profiles")
    assert post(app, "cancel", projection="profiles")["building"] is None


def test_status_looks_and_reconcile_heals(app: App) -> None:
    an_account(app)
    status = get(app, "/status")
    assert (status["lagging"], status["healed"]) == (2, 0)
    assert status.keys() >= REPORT_KEYS
    assert (post(app, "reconcile")["healed"], get(app, "/status")["lagging"]) == (2, 0)


def test_what_a_reconcile_could_not_heal_is_no_success(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    assert post(app, "reconcile", status=503)["parked"] == 1
    assert get(app, "/status")["parked"] == 1, "to look is one"


def test_what_cannot_be_looked_at_is_a_problem(app: App) -> None:
    nothing = call(app.operations, "GET", "/progress", query_string={"projection": "profiles"})
    problem(nothing, 409, "OPERATION_REFUSED")
    problem(call(app.operations, "GET", "/log", query_string={"limit": "0"}), 422, "INVALID_FIELDS")


def test_a_replay_can_be_counted_first(app: App) -> None:
    stream = an_account(app, "tea", "chess")
    assert post(app, "replay", stream_id=str(stream), last=2, dry_run=True) == {
        "selected": 2,
        "published": 0,
        "dry_run": True,
    }
    assert post(app, "replay", stream_id=str(stream), since="2020-01-01T00:00:00Z")["published"] == 3


@pytest.mark.parametrize(
    ("act", "body", "status", "reason"),
    [
        ("rebuild", {"projection": "nicknames"}, 404, "UNKNOWN_PROJECTION"),
        ("release", {"projection": "nicknames"}, 404, "UNKNOWN_PROJECTION"),
        ("verify", {"projection": "nicknames"}, 404, "UNKNOWN_PROJECTION"),
        ("switch", {"projection": "profiles"}, 409, "OPERATION_REFUSED"),
        ("rollback", {"projection": "profiles"}, 409, "OPERATION_REFUSED"),
        ("resume", {"projection": "profiles"}, 409, "OPERATION_REFUSED"),
        ("drop", {"projection": "profiles", "generation": 1}, 409, "OPERATION_REFUSED"),
        ("replay", {"stream_id": "account-nobody"}, 404, "STREAM_NOT_FOUND"),
        ("replay", {"stream_id": "no stream"}, 422, "INVALID_STREAM_ID"),
        ("release", {"projection": "profiles", "stream_id": "-"}, 422, "INVALID_STREAM_ID"),
    ],
)
def test_what_cannot_be_done_is_a_problem_that_says_why(
    app: App, act: str, body: dict[str, Any], status: int, reason: str
) -> None:
    problem(call(app.operations, "POST", f"/{act}", body), status, reason)


@pytest.mark.parametrize(
    ("act", "body", "pointer"),
    [
        ("rebuild", {}, "#/projection"),
        ("release", {}, "#/projection"),
        ("drop", {"projection": "profiles", "generation": 0}, "#/generation"),
        ("replay", {"first": 0}, "#/first"),
        ("replay", {"since": "yesterday"}, "#/since"),
        ("replay", {"since": "2026-01-01T00:00:00"}, "#/since"),
        ("switch", {"projection": "profiles", "force": True}, "#/force"),
    ],
)
def test_bad_input_is_named_field_by_field(app: App, act: str, body: dict[str, Any], pointer: str) -> None:
    errors = problem(call(app.operations, "POST", f"/{act}", body), 422, "INVALID_FIELDS")["errors"]
    assert [error["pointer"] for error in errors] == [pointer]


def test_who_does_not_say_so_is_an_operator(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    call(app.operations, "POST", "/release", {"projection": "profiles"})
    assert app.adapters.audit_log.newest(limit=1)[0].operation.actor.name == "operator"


@pytest.mark.parametrize("precondition", ["If-Match", "If-None-Match", "If-Unmodified-Since"])
def test_an_operation_takes_no_precondition(app: App, precondition: str) -> None:
    response = call(app.operations, "POST", "/reconcile", {}, headers={precondition: "*"})
    assert wrong_fields(response) == [f"header {precondition}"]
    assert app.adapters.audit_log.newest(limit=1) == []


def test_an_account_that_was_checked_goes_into_the_audit_log_whatever_it_calls_itself(app: App) -> None:
    """The header X-Actor is for places where nobody is checked."""

    def check_caller(request: Request) -> None:
        request.environ[CALLER] = "grace@example.com"

    checked = replace(app.operations, check_caller=check_caller)
    assert call(checked, "POST", "/reconcile", {}, headers={"X-Actor": "somebody-else"}).status_code == 200
    assert app.adapters.audit_log.newest(limit=1)[0].operation.actor.name == "grace@example.com"
