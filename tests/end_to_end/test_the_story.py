"""The whole story over HTTP, with every function in a process of its own; and what each relay does alone."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from emulators.system import System
from tests.support.eventually import eventually
from tests.support.ledger import check
from tests.support.systems import StartSystem
from tests.support.traffic import is_quiet


class Caller:
    """Someone with curl."""

    def __init__(self, system: System) -> None:
        self.system = system

    def post(self, path: str, body: dict[str, str], **headers: str) -> httpx.Response:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        url = self.system.url("accept_commands") + path
        return httpx.post(url, json=body, headers=told, timeout=20, trust_env=False)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.system.url("answer_queries") + path, timeout=20, trust_env=False)

    def json(self, path: str) -> Any:
        return self.get(path).json()


def test_an_account_lives_and_both_views_tell_of_it(start_system: StartSystem) -> None:
    system = start_system()
    caller = Caller(system)

    opened = caller.post("/accounts/7/create", {"name": "Ada", "address": "London"})
    assert (opened.status_code, opened.headers["ETag"]) == (201, '"1"')
    assert caller.get(opened.headers["Location"]).status_code == 200
    first = caller.post("/accounts/7/add-interest", {"interest": "analytical engines"}, Idempotency_Key="k")
    repeat = caller.post("/accounts/7/add-interest", {"interest": "analytical engines"}, Idempotency_Key="k")
    assert first.json() == repeat.json()
    moved = caller.post("/accounts/7/change-address", {"address": "Paris"}, If_Match='"2"')
    assert moved.headers["ETag"] == '"3"'

    mine = caller.get("/profiles/7?min_version=3")
    assert (mine.json()["address"], mine.headers["ETag"]) == ("Paris", '"3"')
    eventually(lambda: is_quiet(system))
    [found] = caller.json("/interests/search?q=engines")["results"]
    assert (found["account_id"], found["interests"]) == ("7", ["analytical engines"])
    assert caller.json("/interests/popular")["ranking"] == [{"interest": "analytical engines", "count": 1}]
    assert [row["account_id"] for row in caller.json("/profiles")["rows"]] == ["7"]
    history = caller.json("/accounts/7/history")["events"]
    assert [event["type"] for event in history] == ["UserCreated", "InterestAdded", "AddressChanged"]
    assert caller.json("/accounts/7/history?at_version=1")["state"]["address"] == "London"
    then = history[1]["committed_at"].replace("+", "%2B")
    assert caller.json(f"/accounts/7/history?at_time={then}")["version"] == 2

    _what_is_wrong_changes_nothing(caller)
    _of_twenty_writers_one_wins(caller)
    eventually(lambda: is_quiet(system))
    check(system.database)


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
        statuses = [answer.status_code for answer in raced]
    assert (statuses.count(200), statuses.count(412)) == (1, 19), "only one writer should get version 4"
    assert caller.json("/accounts/7/history")["version"] == 4


@pytest.mark.parametrize("relay", ["eager", "scheduled"])
def test_each_relay_alone_brings_both_views_up_to_date(start_system: StartSystem, relay: str) -> None:
    system = start_system(relay=relay)
    caller = Caller(system)
    caller.post("/accounts/7/create", {"name": "Ada", "address": "London"})
    caller.post("/accounts/7/add-interest", {"interest": "chess"})
    eventually(lambda: is_quiet(system))
    check(system.database)


def test_without_any_relay_nothing_is_lost_and_a_named_version_is_still_answered(start_system: StartSystem) -> None:
    system = start_system(relay="none")
    caller = Caller(system)
    caller.post("/accounts/7/create", {"name": "Ada", "address": "London"})
    assert caller.get("/profiles/7").status_code == 404
    assert caller.json("/profiles/7?min_version=1")["name"] == "Ada"
    assert not is_quiet(system)

    # The process that committed dies; the obligation doesn't.
    system.kill("accept_commands")
    assert httpx.post(system.url("relay_outbox"), timeout=20, trust_env=False).json()["published"] == 1
    eventually(lambda: is_quiet(system))
    check(system.database)
