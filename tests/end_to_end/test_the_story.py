"""The whole story over HTTP, with every function in a process of its own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from emulators.system.system import System
from tests.support.checks.ledger import check
from tests.support.checks.told_traces import STEPS, all_names, all_text, are_ours, beneath, names, trace_of
from tests.support.http.curl import Caller
from tests.support.systems.operators import is_quiet, swept
from tests.support.systems.scraping import scraped
from tests.support.systems.start_system import StartSystem, only
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

SERVED = ("accept_commands", "answer_queries", "project_profiles", "project_interests", "operate_views")
#: Nobody else publishes, so a command waits for the bus as long as it takes.
EAGER = {"ONEWRITE_EAGER_RELAY_SECONDS": str(WAIT_SECONDS)}
TRACED = {"ONEWRITE_TRACES": "file"}
TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_an_account_lives_and_with_the_eager_relay_alone_both_views_tell_of_it(
    start_system: StartSystem, tmp_path: Path
) -> None:
    system = start_system(relay="eager", settings=EAGER | TRACED, functions=only(tmp_path / "functions", *SERVED))
    caller = Caller(system)

    opened = caller.post("/accounts/7/create", {"name": "Ada", "address": "London"})
    assert (opened.status_code, opened.headers["ETag"]) == (201, '"1"')
    assert caller.get(opened.headers["Location"]).status_code == 200
    first = caller.post("/accounts/7/add-interest", {"interest": "analytical engines"}, Idempotency_Key="k")
    repeat = caller.post("/accounts/7/add-interest", {"interest": "analytical engines"}, Idempotency_Key="k")
    assert first.json() == repeat.json()
    caused_by = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    moved = caller.post("/accounts/7/change-address", {"address": "Paris"}, If_Match='"2"', **caused_by)
    assert moved.headers["ETag"] == '"3"'

    mine = caller.get("/profiles/7?min_version=3")
    assert (mine.json()["address"], mine.headers["ETag"][:3]) == ("Paris", '"3-')
    eventually(lambda: is_quiet(system))
    [found] = caller.json("/interests/search?q=engines")["results"]
    assert (found["account_id"], found["interests"]) == ("7", ["analytical engines"])
    assert caller.json("/interests/popular")["rows"] == [{"interest": "analytical engines", "accounts": 1}]
    assert [row["account_id"] for row in caller.json("/profiles")["rows"]] == ["7"]
    history = caller.json("/accounts/7/history")["events"]
    assert [event["type"] for event in history] == ["UserCreated", "InterestAdded", "AddressChanged"]
    assert caller.json("/accounts/7/history?at_version=1")["state"]["address"] == "London"
    then = history[1]["committed_at"].replace("+", "%2B")
    assert caller.json(f"/accounts/7/history?at_time={then}")["version"] == 2

    _one_trace_leads_from_the_command_to_both_views(system)
    _what_is_wrong_changes_nothing(caller)
    _of_twenty_writers_one_wins(caller)
    eventually(lambda: is_quiet(system))
    check(system.database)
    _metrics_tell_of_all_that(system)


def _one_trace_leads_from_the_command_to_both_views(system: System) -> None:
    told = trace_of(system, TRACE, pushes=2)
    assert told["trace"]["stream_id"] == "account-7"
    assert told["trace"]["functions"] == ["accept_commands", "project_interests", "project_profiles"]
    command = "POST /accounts/{key}/change-address"
    assert beneath(told, command)[:4] == ["load", "decide", "commit", "publish"]
    assert set(beneath(told, command)[4:]) == {"push profiles", "push interests"}
    assert set(names(told)) - {command, "push profiles", "push interests"} <= STEPS
    assert are_ours(kept := all_names(system)), f"Google's clients have made spans: {kept}"
    assert not any(word in all_text(system) for word in ("Ada", "London", "Paris", "analytical", "SELECT"))


def _what_is_wrong_changes_nothing(caller: Caller) -> None:
    for path, body, headers, status, reason in (
        ("/accounts/7/create", {"name": "Eve", "address": "Here"}, {}, 409, "ACCOUNT_EXISTS"),
        ("/accounts/7/rename", {"name": "Eve"}, {"If_Match": '"1"'}, 412, "WRONG_EXPECTED_VERSION"),
        ("/accounts/7/rename", {"nom": "Eve"}, {}, 422, "INVALID_FIELDS"),
        ("/accounts/7/rename", {"name": "Eve"}, {"Idempotency_Key": "k"}, 422, "IDEMPOTENCY_KEY_REUSED"),
        ("/accounts/8/rename", {"name": "Eve"}, {}, 404, "STREAM_NOT_FOUND"),
        ("/accounts/7/fly", {}, {}, 404, "UNKNOWN_COMMAND"),
    ):
        refused = caller.post(path, body, **headers)
        assert (refused.status_code, refused.json()["reason"]) == (status, reason)
        assert refused.headers["Content-Type"] == "application/problem+json"
    assert caller.json("/accounts/7/history")["version"] == 3


def _of_twenty_writers_one_wins(caller: Caller) -> None:
    with ThreadPoolExecutor(20) as pool:
        raced = pool.map(lambda n: caller.post("/accounts/7/rename", {"name": f"Ada {n}"}, If_Match='"3"'), range(20))
        statuses = [response.status_code for response in raced]
    assert (statuses.count(200), statuses.count(412)) == (1, 19), "only one writer should get version 4"
    assert caller.json("/accounts/7/history")["version"] == 4


def _metrics_tell_of_all_that(system: System) -> None:
    told = scraped(system)
    assert told["onewrite_events_committed_total",] == told["onewrite_events_published_total",] == 4
    for projection in ("profiles", "interests"):
        assert told["onewrite_events_applied_total", projection] == 4
        assert ("onewrite_projection_lagging_streams", projection) in told
        assert told["onewrite_projection_lagging_streams", projection] == 0
    # One wrong version before the race, and 19 in it.
    assert told["onewrite_commands_total", "WrongExpectedVersion"] == 20
    assert told["onewrite_command_seconds_total", "ok"] > 0


def test_without_any_relay_nothing_is_lost_and_a_named_version_is_still_answered(
    start_system: StartSystem, tmp_path: Path
) -> None:
    system = start_system(relay="none", functions=only(tmp_path / "functions", *SERVED, "relay_outbox"))
    caller = Caller(system)
    caller.post("/accounts/7/create", {"name": "Ada", "address": "London"})
    assert caller.get("/profiles/7").status_code == 404
    assert caller.json("/profiles/7?min_version=1")["name"] == "Ada"
    assert not is_quiet(system)

    # The process that committed dies; the obligation doesn't.
    system.kill("accept_commands")
    assert swept(system)["published"] == 1
    eventually(lambda: is_quiet(system))
    check(system.database)
