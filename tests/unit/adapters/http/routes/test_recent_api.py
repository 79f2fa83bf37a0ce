"""The flow over HTTP: what was committed last, and which of its steps it has taken."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from accounts.account.commands import AddInterest
from onewrite.application.operations.streams.recent_events import GOOD_SECONDS
from onewrite.bootstrap import Adapters, App, memory_adapters
from tests.support.data.parking import parked
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.faults.ports import on_top_of
from tests.support.http.call import call
from tests.support.http.operator import get
from tests.support.http.problems import problem
from tests.support.systems.adapters import on_both_stores
from tests.support.waiting.bounds import WAIT_SECONDS


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile, clock: Clock) -> App:
    return app_of(adapters, fragile, clock=clock)


def places(report: Any) -> list[tuple[str, int]]:
    return [(event["stream_id"].removeprefix("account-"), event["version"]) for event in report["events"]]


def test_the_last_events_of_all_streams_come_first_and_without_their_data(app: App) -> None:
    an_account(app, "chess", key="ada")
    an_account(app, key="bob")
    report = get(app, "/recent")
    assert places(report) == [("bob", 1), ("ada", 2), ("ada", 1)]
    assert places(get(app, "/recent", limit="2")) == [("bob", 1), ("ada", 2)]
    newest = report["events"][0]
    assert (newest["type"], newest["actor"], newest["correlation_id"]) == ("UserCreated", "ada", "correlation-1")
    assert report["since"] < newest["committed_at"] <= report["position"]
    assert not any(data in json.dumps(report) for data in ("chess", "London"))


@on_both_stores()
def test_each_step_that_an_event_has_taken_is_told(app: App, fragile: Fragile, clock: Clock) -> None:
    stream = an_account(app, key="ada")
    [event] = get(app, "/recent")["events"]
    assert event["in_outbox"]
    assert [(view["projection"], view["state"]) for view in event["views"]] == [
        ("profiles", "lagging"),
        ("interests", "lagging"),
    ]
    app.sweep_outbox()
    follow(app, stream)
    clock.now += 1
    [event] = get(app, "/recent")["events"]
    assert not event["in_outbox"]
    assert all(view["state"] == "reached" and view["updated_at"] > event["committed_at"] for view in event["views"])


def test_a_view_that_is_parked_has_the_events_before_the_failing_one(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    states = [event["views"][0]["state"] for event in get(app, "/recent")["events"]]
    assert states == ["parked", "parked", "reached"]


@on_both_stores()
def test_whoever_follows_is_told_of_each_event_once(app: App, clock: Clock) -> None:
    an_account(app, key="ada")
    position, told = get(app, "/recent")["position"], list[tuple[str, int]]()
    for key in ("bob", "cid", "dan"):
        an_account(app, "chess", "tea", key=key)
        clock.now += 1
        for _ in range(3):
            report = get(app, "/recent", after=position, limit="2")
            position, told = report["position"], [*told, *reversed(places(report))]
    assert told == [(key, version) for key in ("bob", "cid", "dan") for version in (1, 2, 3)]


def test_a_thousand_open_pages_ask_the_store_once_a_second(fragile: Fragile, clock: Clock) -> None:
    adapters, asked = memory_adapters(), list[str]()

    def between(*times: Any, **how: Any) -> Any:
        asked.append("changes")
        return adapters.changes.between(*times, **how)

    changes = on_top_of(adapters.changes, between=between)
    app = app_of(replace(adapters, changes=changes), fragile, clock=clock)
    stream = an_account(app, key="ada")
    reports = [get(app, "/recent") for _ in range(20)]
    first = len(asked)
    assert all(report == reports[0] for report in reports)
    accept(app, stream, AddInterest(interest="tea"))
    assert get(app, "/recent") == reports[0]
    clock.now += GOOD_SECONDS
    assert places(get(app, "/recent"))[0] == ("ada", 2)
    position = get(app, "/recent")["position"]
    assert all(get(app, "/recent", after=position)["events"] == [] for _ in range(20))
    assert len(asked) == first + 1, "what is new is one read"


def test_while_one_asks_the_store_the_others_are_told_what_was_known(fragile: Fragile, clock: Clock) -> None:
    adapters, is_asked, responds = memory_adapters(), Event(), Event()
    slow = on_top_of(adapters.changes, between=adapters.changes.between)

    def between(*times: Any, **how: Any) -> Any:
        is_asked.set()
        assert responds.wait(WAIT_SECONDS)
        return adapters.changes.between(*times, **how)

    app = app_of(replace(adapters, changes=slow), fragile, clock=clock)
    an_account(app, key="ada")
    known = get(app, "/recent")
    an_account(app, key="bob")
    vars(slow)["between"], clock.now = between, clock.now + GOOD_SECONDS
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(get, app, "/recent")
        assert is_asked.wait(WAIT_SECONDS)
        assert get(app, "/recent") == known
        responds.set()
        assert places(first.result(WAIT_SECONDS)) == [("bob", 1), ("ada", 1)]


def test_a_time_that_is_long_ago_is_refused(app: App) -> None:
    long_ago = (app.adapters.store.now() - timedelta(hours=2)).isoformat()
    problem(call(app.operations, "GET", "/recent", query_string={"after": long_ago}), 409, "OPERATION_REFUSED")
    problem(call(app.operations, "GET", "/recent", query_string={"after": "noon"}), 422, "INVALID_FIELDS")
