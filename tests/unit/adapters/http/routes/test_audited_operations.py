"""Whatever an operator does over HTTP is on record: who, when and why."""

from datetime import datetime
from typing import Any

import pytest

from onewrite.application.ports.outbox import Pointer
from onewrite.bootstrap import App, memory_adapters
from tests.support.data.requests import an_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.http.call import call

INTERESTS = {"projection": "interests"}
#: What each act needs to be told, and the acts that make it possible.
ACTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "show-data": ({"stream_id": "account-ada"}, []),
    "release": ({"projection": "profiles"}, []),
    "skip": ({"projection": "profiles"}, []),
    "reconcile": ({}, []),
    "replay": ({"stream_id": "account-ada"}, []),
    "retry": ({}, []),
    "abandon": ({"stream_id": "account-ada", "version": 2}, []),
    "redrive": ({"subscription": "project_profiles"}, []),
    "discard": ({}, []),
    "rebuild": (INTERESTS, []),
    "pause": (INTERESTS, ["rebuild"]),
    "resume": (INTERESTS, ["rebuild", "pause"]),
    "verify": (INTERESTS, []),
    "switch": (INTERESTS, ["rebuild", "verify"]),
    "rollback": (INTERESTS, ["rebuild", "verify", "switch"]),
    "cancel": (INTERESTS, ["rebuild"]),
    "drop": ({**INTERESTS, "generation": 2}, ["rebuild"]),
    "remove": ({"projection": "names"}, []),
}


@pytest.fixture
def app() -> App:
    """With a stream that is parked for `profiles`, a view that is left over and an event that was set aside."""
    fragile = Fragile()
    app = app_of(memory_adapters(), fragile, operators_see_data=True)
    stream = an_account(app, "tea", key="ada")
    fragile.fail(stream, 1)
    follow(app, stream)
    [*_, event] = app.adapters.store.read_stream(stream)
    app.adapters.unpublishable.set_aside({Pointer.to(event): "invalid"})
    app.adapters.generations.begin("names", {"names": ("account_id",)})
    return app


def perform(app: App, act: str, actor: str, reason: str) -> None:
    body, _ = ACTS[act]
    answer = call(app.operations, "POST", f"/{act}", {**body, "reason": reason}, headers={"X-Actor": actor})
    assert answer.status_code in {200, 503}, answer.get_data(as_text=True)


def record(app: App) -> list[dict[str, Any]]:
    return list(call(app.operations, "GET", "/log").get_json())


def test_no_act_is_left_out_here_but_the_work_on_what_is_logged_as_a_rebuild(app: App) -> None:
    acts = {route.path.strip("/") for route in app.operations.routes if route.method == "POST"}
    assert acts - ACTS.keys() == {"work"}
    perform(app, "rebuild", "ada", "to begin with")
    before = record(app)
    worked = call(app.operations, "POST", "/work", {"projection": "interests", "generation": 2})
    assert (worked.get_json(), record(app)) == ({"is_over": True}, before)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_on_record_once_with_who_when_and_why(app: App, act: str) -> None:
    for before in ACTS[act][1]:
        perform(app, before, "ada", "to begin with")
    earlier = record(app)
    perform(app, act, "grace", "it has to be")
    newest, *others = record(app)
    assert (newest["operation"], newest["actor"], newest["reason"]) == (act, "grace", "it has to be")
    assert others == earlier
    times = [datetime.fromisoformat(one["performed_at"]) for one in (newest, *earlier)]
    assert times == sorted(times, reverse=True)
    assert times[0].tzinfo


@pytest.mark.parametrize("act", ["rebuild", "pause", "resume", "verify", "switch", "rollback", "cancel", "drop"])
def test_what_is_done_to_generations_names_them(app: App, act: str) -> None:
    for each in (*ACTS[act][1], act):
        perform(app, each, "ada", "to see")
    details: dict[str, object] = {"rollback": {"generation": 1}, "verify": {"generations": [1], "differences": 0}}
    assert record(app)[0]["details"] == details.get(act, {"generation": 2})


def test_what_was_refused_is_not_on_record(app: App) -> None:
    assert call(app.operations, "POST", "/switch", INTERESTS).status_code == 409
    assert call(app.operations, "POST", "/drop", {**INTERESTS, "generation": 1}).status_code == 409
    assert record(app) == []


def test_the_newest_come_first_and_no_more_than_are_asked_for(app: App) -> None:
    for act in ("rebuild", "pause", "resume"):
        perform(app, act, "ada", act)
    answer = call(app.operations, "GET", "/log", query_string={"limit": "2"})
    assert [one["operation"] for one in answer.get_json()] == ["resume", "pause"]


def test_whoever_does_not_say_how_many_is_told_twenty(app: App) -> None:
    for _ in range(21):
        call(app.operations, "POST", "/reconcile", {})
    assert len(call(app.operations, "GET", "/log").get_json()) == 20
