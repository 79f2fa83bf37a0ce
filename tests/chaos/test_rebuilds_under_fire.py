"""Views are rebuilt, switched, rolled back and dropped while commands and queries go on; workers meet, and die."""

import random
import signal
import subprocess
from json import loads
from pathlib import Path

from emulators.system.system import System
from onewrite.bootstrap import App
from tests.support.checks.ledger import check, keep
from tests.support.data.builders import a_commit, a_stream, created, interest
from tests.support.data.ranges import is_in_the_middle, walks
from tests.support.domains.fragile import ADA
from tests.support.faults.frozen import is_caught
from tests.support.http.curl import Caller
from tests.support.systems.operators import done, ended, is_quiet, onewrite
from tests.support.systems.readers import Reader
from tests.support.systems.start_system import StartSystem, another_instance, only
from tests.support.systems.traffic import Client, acknowledged_by
from tests.support.waiting.again import again_and_again
from tests.support.waiting.eventually import eventually
from tests.support.waiting.seeds import seed

STREAMS = 120
QUESTIONS = ("/profiles/m000", "/profiles?page_size=50", "/interests/search?q=marked", "/interests/popular")
SERVED = ("accept_commands", "answer_queries", "project_profiles", "project_interests", "relay_outbox", "operate_views")
SHORT_LEASES = {"ONEWRITE_REBUILD_LEASE_SECONDS": "3"}
#: A second or two, on a machine that has other things to do.
SOON = 4.0


def test_views_are_rebuilt_under_fire_and_no_reader_is_ever_refused(start_system: StartSystem, tmp_path: Path) -> None:
    dice = random.Random(seed())
    system = start_system(functions=only(tmp_path / "functions", *SERVED), settings=SHORT_LEASES)
    app = another_instance(system)
    acknowledged = many_accounts(app)
    clients = [Client(system, dice) for _ in range(2)]
    row, page, search, ranking = readers = [Reader(Caller(system), question) for question in QUESTIONS]
    asking = [reader.ask for reader in readers]

    with again_and_again(*(client.send_and_read for client in clients), *asking, pause=0.2) as load:
        two_rebuilds_at_once(system)
        a_rebuild_killed_in_the_middle_and_two_that_share_the_rest(system, app)
        # Something to tell the generations apart by: until now they are the same.
        mark_the_first_generation(system)
        eventually(lambda: row.answer["address"] == "marked" and search.answer["results"])
        both = [onewrite(system, "switch", projection) for projection in ("profiles", "interests")]
        assert [ended(process)[0] for process in both] == [0, 0]
        eventually(lambda: row.answer["address"] == "London" and not search.answer["results"], within=SOON)
        done(system, "rollback", "profiles")
        eventually(lambda: row.answer["address"] == "marked", within=SOON)
        done(system, "rollback", "profiles")
        eventually(lambda: row.answer["address"] == "London", within=SOON)
        done(system, "drop", "profiles", "1")
        load.goes_on()
    assert page.answer["rows"]
    assert ranking.answer["ranking"][0]["interest"] == "tea"
    eventually(lambda: is_quiet(system), within=100)
    acknowledged += acknowledged_by(clients)
    check(system.database, acknowledged, profiles=2, interests=2)


def many_accounts(app: App) -> list[str]:
    """Make a rebuild long enough for something to happen in its middle; return the ids of the events."""
    store = app.adapters.store
    heads = [store.read_head(a_stream(f"m{number:03d}")) for number in range(STREAMS)]
    events = [event for head in heads for event in store.append(a_commit(head, created(), interest("tea")))]
    assert app.operate.reconcile().is_healed
    return [event.event_id for event in events]


def two_rebuilds_at_once(system: System) -> None:
    """One of them builds, the other one is told so."""
    both = [ended(process) for process in [onewrite(system, "rebuild", "profiles", "--json") for _ in range(2)]]
    [(built, out, err), (refused, _, why)] = sorted(both)
    assert (built, refused) == (0, 2), both
    assert loads(out)["differences"] == 0, err
    assert "already" in why


def a_rebuild_killed_in_the_middle_and_two_that_share_the_rest(system: System, app: App) -> None:
    generation = kill_a_rebuild_in_the_middle(system, app)
    saved = {walk for walk in walks(system.database, "interests", generation) if walk.is_done}
    both = [onewrite(system, "resume", "interests", "--json") for _ in range(2)]
    for code, out, err in map(ended, both):
        assert (code, loads(out)["differences"]) == (0, 0), err
    walked = walks(system.database, "interests", generation)
    assert saved <= set(walked), "what was saved is not walked again"
    assert len({walk.holder for walk in walked}) >= 2
    assert STREAMS <= sum(walk.streams for walk in walked) <= len(keep(system.database).versions)


def kill_a_rebuild_in_the_middle(system: System, app: App) -> int:
    for _ in range(5):
        rebuild = onewrite(system, "rebuild", "interests", "--json")
        if is_caught_in_the_middle(rebuild, system, app):
            rebuild.kill()
            assert ended(rebuild)[0] == -signal.SIGKILL
            return app.operate.rebuild.progress("interests").generation
        app.operate.switch.cancel("interests", ADA)  # too quick for us: let it begin again
    raise AssertionError("no rebuild was caught in the middle")


def is_caught_in_the_middle(rebuild: subprocess.Popen[str], system: System, app: App) -> bool:
    def has_a_range_in_hand() -> bool:
        building = app.adapters.generations.read("interests").building
        return building is not None and is_in_the_middle(system.database, "interests", building)

    eventually(lambda: rebuild.poll() is not None or is_caught(rebuild.pid, has_a_range_in_hand), within=60)
    return rebuild.poll() is None


def mark_the_first_generation(system: System) -> None:
    with system.database.batch() as batch:
        batch.update("profiles", ("generation", "account_id", "address"), [[1, "m000", "marked"]])
        batch.insert("interests", ("generation", "account_id", "interest"), [[1, "m000", "marked"]])
