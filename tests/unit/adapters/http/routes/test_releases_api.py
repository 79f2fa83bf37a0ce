"""The operator's API: what is parked is found, released and skipped."""

import pytest

from onewrite.bootstrap import Adapters, App
from tests.support.data.parking import parked
from tests.support.domains.fragile import Fragile, app_of
from tests.support.http.call import call
from tests.support.http.operator import get, post
from tests.support.http.problems import problem
from tests.support.systems.adapters import on_both_stores

KEYS = {"projection", "stream_id", "version", "event_id", "error", "attempts", "parked_at"}


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def test_what_is_parked_is_listed_with_everything_that_helps(app: App, fragile: Fragile) -> None:
    stream = parked(app, fragile, "ada")
    [found] = get(app, "/parked")
    assert found.keys() >= KEYS
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


@on_both_stores()
def test_a_release_tells_how_far_each_stream_got(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    bob = parked(app, fragile, "bob")
    fragile.mend()
    fragile.fail(bob, 3, KeyError)
    report = post(app, "release", projection="profiles", reason="mended")
    assert (report["projection"], report["stream_id"], report["error_class"]) == ("profiles", None, None)
    assert (report["released"], report["parked_again"], report["still_failing"]) == (2, 1, 0)
    assert report["by_error_class"] == {"KeyError": 1}
    ada_now, bob_now = report["streams"]
    assert (ada_now["from_version"], ada_now["version"], ada_now["parked_again"]) == (1, 3, None)
    assert (bob_now["version"], bob_now["parked_again"]["error_class"]) == (2, "KeyError")
    newest = app.adapters.audit_log.newest(limit=1)[0].operation
    assert (newest.actor.name, newest.actor.reason) == ("ada", "mended")


def test_a_stream_may_be_named_without_its_category(app: App, fragile: Fragile) -> None:
    stream = parked(app, fragile, "ada-7")
    parked(app, fragile, "bob")
    for named in ("ada-7", "account-ada-7"):
        assert [found["stream_id"] for found in get(app, "/parked", stream_id=named)] == [str(stream)]
    fragile.mend()
    report = post(app, "release", projection="profiles", stream_id="ada-7", error_class="ValueError")
    assert (report["stream_id"], report["error_class"]) == (str(stream), "ValueError")
    assert [one["stream_id"] for one in report["streams"]] == [str(stream)]
    again = post(app, "release", projection="profiles", stream_id="ada-7")
    assert (again["stream_id"], again["streams"]) == (str(stream), []), "none is parked any more"
    assert post(app, "replay", stream_id="ada-7", dry_run=True)["selected"] == 3


def test_a_skip_needs_a_reason(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    for body in ({}, {"reason": ""}):
        refused = call(app.operations, "POST", "/skip", {"projection": "profiles", **body})
        assert problem(refused, 422, "INVALID_FIELDS")["errors"][0]["pointer"] == "#/reason"
    blank = call(app.operations, "POST", "/skip", {"projection": "profiles", "reason": "  "})
    problem(blank, 409, "OPERATION_REFUSED")
    report = post(app, "skip", projection="profiles", stream_id="account-ada", reason="a test account")
    assert [(one["stream_id"], one["version"]) for one in report["streams"]] == [("account-ada", 3)]
    assert get(app, "/parked") == []
