"""The operator's API: everything that can be done to views, over HTTP, and problems that say what to do."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Request

from accounts.views.profiles import PROFILES
from onewrite.adapters.http.callers import CALLER
from onewrite.application.ports.outbox import SHARDS
from onewrite.application.ports.views import Delete
from onewrite.bootstrap import Adapters, App
from tests.support.data.parking import parked
from tests.support.data.requests import an_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.http.call import call
from tests.support.http.operator import get, post
from tests.support.http.problems import problem, wrong_fields
from tests.support.systems.adapters import on_both_stores

REPORT_KEYS = {"heads", "lagging", "healed", "parked", "ahead", "unpublished"}


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


@on_both_stores()
def test_a_rebuild_is_started_watched_verified_switched_rolled_back_and_dropped(app: App) -> None:
    streams = [an_account(app, key=key) for key in ("ada", "bob")]
    follow(app, *streams)
    started = post(app, "rebuild", projection="profiles")
    assert (started["generation"], started["state"], started["done"]) == (2, "under_way", 0)
    assert post(app, "pause", projection="profiles")["state"] == "paused"
    assert post(app, "resume", projection="profiles")["state"] == "under_way"
    assert post(app, "work", projection="profiles", generation=2, seconds=1e-9) == {"is_over": False}
    assert get(app, "/progress", projection="profiles")["done"] == 0
    assert post(app, "work", projection="profiles", generation=2, seconds=60) == {"is_over": True}
    progress = get(app, "/progress", projection="profiles")
    assert (progress["done"], progress["streams"], progress["events"]) == (progress["ranges"], 2, 2)
    assert [one["holder"] for one in get(app, "/shards")["shards"]] == [None] * SHARDS, "nobody sweeps now"
    assert get(app, "/verify-progress", projection="profiles") == [], "nothing is compared now"
    verdict = post(app, "verify", projection="profiles")
    assert (verdict["differences"], verdict["named"], verdict["generations"]) == (0, [], [1, 2])
    assert post(app, "switch", projection="profiles") == {
        "projection": "profiles",
        "active": 2,
        "previous": 1,
        "building": None,
        "state": None,
        "last": 2,
        "kept": [1, 2],
        "verified": [1, 2],
    }
    assert post(app, "rollback", projection="profiles")["active"] == 1
    assert post(app, "switch", projection="profiles", generation=2)["active"] == 2
    assert post(app, "switch", projection="profiles", generation=1)["active"] == 1
    assert post(app, "drop", projection="profiles", generation=2)["kept"] == [1]
    assert get(app, "/status")["projections"]["profiles"]["generation"] == 1


def test_differences_are_named_without_values(app: App) -> None:
    follow(app, an_account(app, key="ada"))
    app.adapters.views.transact("profiles", 1, lambda t: t.write([Delete(PROFILES, ("ada",))], []))
    verdict = post(app, "verify", projection="profiles")
    assert verdict["named"] == [{"generation": 1, "place": "profiles ada", "problem": "missing"}]


def test_generations_are_told_of_every_view_or_of_one(app: App) -> None:
    post(app, "rebuild", projection="profiles")
    profiles, interests = get(app, "/generations")
    assert (profiles["projection"], interests["projection"]) == ("profiles", "interests")
    assert (profiles["building"], profiles["state"], profiles["kept"]) == (2, "under_way", [1, 2])
    assert (interests["active"], interests["building"], interests["kept"]) == (1, None, [1])
    assert get(app, "/generations", projection="interests") == [interests]


def test_a_cancelled_rebuild_is_gone(app: App) -> None:
    post(app, "rebuild", projection="profiles")
    assert post(app, "cancel", projection="profiles")["building"] is None


def test_status_looks_and_reconcile_heals(app: App) -> None:
    an_account(app)
    status = get(app, "/status", full="true")
    assert (status["lagging"], status["healed"]) == (2, 0)
    assert status.keys() >= REPORT_KEYS
    assert get(app, "/status")["lagging"] == 0, "without a walk it answers from the report of the last one"
    assert (post(app, "reconcile")["healed"], get(app, "/status", full="true")["lagging"]) == (2, 0)


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
        ("work", {"projection": "nicknames", "generation": 1}, 404, "UNKNOWN_PROJECTION"),
        ("switch", {"projection": "profiles"}, 409, "OPERATION_REFUSED"),
        ("rollback", {"projection": "profiles"}, 409, "OPERATION_REFUSED"),
        ("resume", {"projection": "profiles"}, 409, "OPERATION_REFUSED"),
        ("drop", {"projection": "profiles", "generation": 1}, 409, "OPERATION_REFUSED"),
        ("replay", {"stream_id": "account-nobody"}, 404, "STREAM_NOT_FOUND"),
        ("replay", {"stream_id": "account-no stream"}, 422, "INVALID_STREAM_ID"),
        ("release", {"projection": "profiles", "stream_id": "account--"}, 422, "INVALID_STREAM_ID"),
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
        ("work", {"projection": "profiles", "generation": 2, "seconds": 61}, "#/seconds"),
        ("replay", {"first": 0}, "#/first"),
        ("replay", {"since": "yesterday"}, "#/since"),
        ("replay", {"since": "2026-01-01T00:00:00"}, "#/since"),
        ("switch", {"projection": "profiles", "force": True}, "#/force"),
        ("discard", {}, "#/reason"),
    ],
)
def test_bad_input_is_named_field_by_field(app: App, act: str, body: dict[str, Any], pointer: str) -> None:
    errors = problem(call(app.operations, "POST", f"/{act}", body), 422, "INVALID_FIELDS")["errors"]
    assert [error["pointer"] for error in errors] == [pointer]


def test_who_does_not_say_so_is_an_operator(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    call(app.operations, "POST", "/release", {"projection": "profiles"})
    assert app.adapters.audit_log.newest(limit=1)[0].operation.actor.name == "operator"


@pytest.mark.parametrize(
    ("precondition", "value"), [("If-Match", '"4"'), ("If-None-Match", "*"), ("If-Unmodified-Since", "yesterday")]
)
def test_an_operation_takes_no_precondition(app: App, precondition: str, value: str) -> None:
    response = call(app.operations, "POST", "/reconcile", {}, headers={precondition: value})
    assert wrong_fields(response) == [f"header {precondition}"]
    assert app.adapters.audit_log.newest(limit=1) == []


def test_an_account_that_was_checked_goes_into_the_audit_log_whatever_it_calls_itself(app: App) -> None:
    """The header X-Actor is for places where nobody is checked."""

    def check_caller(request: Request) -> None:
        request.environ[CALLER] = "grace@example.com"

    checked = replace(app.operations, check_caller=check_caller)
    assert call(checked, "POST", "/reconcile", {}, headers={"X-Actor": "somebody-else"}).status_code == 200
    assert app.adapters.audit_log.newest(limit=1)[0].operation.actor.name == "grace@example.com"
