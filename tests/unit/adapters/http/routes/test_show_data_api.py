"""Data, states and rows are shown to operators who ask for them: on record, and only where a setting allows it."""

import json
from typing import Any

import pytest

from accounts.account.commands import ChangeAddress, Rename
from onewrite.application.operations.streams import rows_of_stream, states_of_stream
from onewrite.bootstrap import Adapters, App, memory_adapters
from tests.support.data.builders import an_event
from tests.support.data.parking import append
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.http.call import call
from tests.support.http.operator import get, post
from tests.support.http.problems import problem, wrong_fields
from tests.support.systems.adapters import on_both_stores


@pytest.fixture
def app(adapters: Adapters) -> App:
    return allowed(adapters)


def allowed(adapters: Adapters) -> App:
    return app_of(adapters, Fragile(), operators_see_data=True)


def show(app: App, **wanted: Any) -> Any:
    return post(app, "show-data", stream_id="account-ada", **wanted)


def test_events_are_shown_with_their_data_and_the_states_around_them(app: App) -> None:
    an_account(app, "chess", "tea", key="ada")
    shown = show(app, first=2)
    assert (shown["version"], shown["first"], shown["last"], shown["not_folded"]) == (3, 2, 3, None)
    assert [(event["version"], event["data"]) for event in shown["events"]] == [
        (2, {"interest": "chess"}),
        (3, {"interest": "tea"}),
    ]
    states = [shown["before"], *(event["state"] for event in shown["events"])]
    assert [sorted(state["interests"]) for state in states] == [[], ["chess"], ["chess", "tea"]]


def test_before_the_first_event_is_the_initial_state(app: App) -> None:
    an_account(app, key="ada")
    shown = show(app)
    assert (shown["first"], shown["before"]["interests"]) == (1, [])
    assert shown["before"] != shown["events"][0]["state"]


def test_the_newest_versions_are_shown_and_no_more_than_fifty_at_once(app: App) -> None:
    an_account(app, *(f"interest {number}" for number in range(70)), key="ada")

    def versions(**wanted: int) -> tuple[int, int]:
        shown = show(app, **wanted)
        assert [event["version"] for event in shown["events"]] == [*range(shown["first"], shown["last"] + 1)]
        return shown["first"], shown["last"]

    assert (versions(), versions(last=30)) == ((52, 71), (11, 30))
    assert (versions(first=3), versions(first=60), versions(first=4, last=4)) == ((3, 52), (60, 71), (4, 4))


def test_an_old_event_is_shown_as_it_was_stored_and_folded_as_it_is_read_today(app: App) -> None:
    stream = an_account(app, key="ada")
    append(app, stream, an_event("InterestAdded", schema_version=1, data={"topic": "tea"}))
    [event] = show(app, first=2)["events"]
    assert (event["schema_version"], event["data"]) == (1, {"topic": "tea"})
    assert event["state"]["interests"] == ["tea"]


def test_an_event_that_cannot_be_read_is_shown_all_the_same(app: App) -> None:
    stream = an_account(app, key="ada")
    append(app, stream, an_event("UserRenamed", data={"nonsense": 1}), an_event(data={"name": "Eve"}))
    shown = show(app)
    assert [event["data"] for event in shown["events"][1:]] == [{"nonsense": 1}, {"name": "Eve"}]
    assert [event["state"] is None for event in shown["events"]] == [False, True, True]
    assert "UserRenamed" in shown["not_folded"]


def test_what_is_too_large_or_too_far_behind_is_left_out_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    app = allowed(memory_adapters())
    an_account(app, "chess", "tea", "books", key="ada")
    monkeypatch.setattr(states_of_stream, "MOST_BYTES", 1)
    assert (show(app, first=2)["last"], show(app, first=4)["last"]) == (2, 4)
    monkeypatch.setattr(states_of_stream, "MOST_FOLDED", 1)
    late = show(app, first=3)
    assert (late["before"], "more than 1" in late["not_folded"]) == (None, True)
    assert show(app, first=2)["before"]


@on_both_stores()
def test_rows_that_views_keep_of_the_stream_are_shown_with_the_version_that_they_had(app: App) -> None:
    stream, other = an_account(app, "chess", "tea", key="ada"), an_account(app, "go", key="ada2")
    follow(app, stream, other)
    accept(app, stream, Rename(name="Countess"))
    [profile, interests] = show(app)["rows"]
    assert (profile["projection"], profile["table"], profile["key"], profile["version"]) == (
        "profiles",
        "profiles",
        ["account_id"],
        3,
    )
    assert [row["name"] for row in profile["rows"]] == ["Ada"]
    assert [(row["account_id"], row["interest"]) for row in interests["rows"]] == [("ada", "chess"), ("ada", "tea")]


def test_each_generation_has_rows_of_its_own_and_few_of_many_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of_stream, "MOST_ROWS", 1)
    app = allowed(memory_adapters())
    follow(app, an_account(app, "chess", "tea", key="ada"))
    post(app, "rebuild", projection="interests")
    rows = show(app)["rows"]
    found = [(one["table"], one["generation"], len(one["rows"]), one["has_more"]) for one in rows]
    assert found == [("profiles", 1, 1, False), ("interests", 1, 1, True), ("interests", 2, 0, False)]


def test_who_has_seen_what_is_on_record_and_the_record_has_no_data(app: App) -> None:
    stream = an_account(app, "chess", key="ada")
    accept(app, stream, ChangeAddress(address="Paris"))
    show(app, first=2, reason="a complaint")
    [entry] = get(app, "/log")
    assert [entry[name] for name in ("operation", "actor", "reason", "stream_id")] == [
        "show-data",
        "ada",
        "a complaint",
        "account-ada",
    ]
    assert entry["details"] == {"first": 2, "last": 3}
    assert not any(data in json.dumps(entry) for data in ("chess", "Paris"))


def test_a_setting_hides_all_data_from_everybody_and_nothing_is_read() -> None:
    app = app_of(memory_adapters(), Fragile())
    an_account(app, key="ada")
    refused = problem(call(app.operations, "POST", "/show-data", {"stream_id": "account-ada"}), 403, "DATA_HIDDEN")
    assert "ONEWRITE_OPERATORS_SEE_DATA" in refused["detail"]
    assert get(app, "/log") == []
    assert (
        get(app, "/system")["operators_see_data"],
        get(allowed(memory_adapters()), "/system")["operators_see_data"],
    ) == (
        False,
        True,
    )


def test_what_is_not_there_is_not_found_and_not_on_record(app: App) -> None:
    problem(call(app.operations, "POST", "/show-data", {"stream_id": "account-ada"}), 404, "STREAM_NOT_FOUND")
    an_account(app, key="ada")
    late = call(app.operations, "POST", "/show-data", {"stream_id": "account-ada", "first": 2})
    problem(late, 404, "VERSION_NOT_FOUND")
    turned = call(app.operations, "POST", "/show-data", {"stream_id": "account-ada", "first": 2, "last": 1})
    assert wrong_fields(turned) == ["pointer #/last"]
    assert get(app, "/log") == []
