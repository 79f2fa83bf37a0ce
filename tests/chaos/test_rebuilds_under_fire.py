"""Views are rebuilt, switched, rolled back and dropped while commands and queries go on; workers meet, and die."""

import random
import signal
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
from tests.support.systems.operator_shell import RunningCommand, done, onewrite
from tests.support.systems.operators import is_quiet
from tests.support.systems.readers import Reader
from tests.support.systems.start_system import StartSystem, another_instance, only
from tests.support.systems.traffic import Client, acknowledged_by
from tests.support.waiting.again import again_and_again
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import POLL_SECONDS, eventually
from tests.support.waiting.rounds import rounds
from tests.support.waiting.seeds import seed

STREAMS = 120
QUESTIONS = ("/profiles/m000", "/profiles?page_size=50", "/interests/search?q=marked", "/interests/popular")
SERVED = ("accept_commands", "answer_queries", "project_profiles", "project_interests", "relay_outbox", "operate_views")
SHORT_LEASES = {"ONEWRITE_WALK_LEASE_SECONDS": "3"}


def test_views_are_rebuilt_under_fire_and_no_reader_is_ever_refused(start_system: StartSystem, tmp_path: Path) -> None:
    dice = random.Random(seed())
    system = start_system(functions=only(tmp_path / "functions", *SERVED), settings=SHORT_LEASES)
    app = another_instance(system)
    acknowledged = many_accounts(app)
    clients = [Client(system, dice) for _ in range(2)]
    row, page, search, popular = readers = [Reader(Caller(system), question) for question in QUESTIONS]
    asking = [reader.ask for reader in readers]

    with again_and_again(*(client.send_and_read for client in clients), *asking, pause=0.4) as load:
        load.goes_on()
        two_rebuilds_at_once(system)
        interests = a_rebuild_killed_in_the_middle_and_two_that_share_the_rest(system, app)
        # Something to tell the generations apart by: until now they are the same.
        mark_the_first_generation(system)
        eventually(lambda: row.seen["address"] == "marked" and search.seen["results"])
        both = [onewrite(system, "switch", projection) for projection in ("profiles", "interests")]
        assert [command.ended()[0] for command in both] == [0, 0]
        eventually(lambda: row.seen["address"] == "London" and not search.seen["results"])
        for _ in rounds():
            done(system, "rollback", "profiles")
            eventually(lambda: row.seen["address"] == "marked")
            done(system, "rollback", "profiles")
            eventually(lambda: row.seen["address"] == "London")
        done(system, "drop", "profiles", "1")
        load.goes_on()
    assert page.seen["rows"]
    assert popular.seen["rows"][0]["interest"] == "tea"
    eventually(lambda: is_quiet(system))
    acknowledged += acknowledged_by(clients)
    check(system.database, acknowledged, profiles=2, interests=interests)


def many_accounts(app: App) -> list[str]:
    """Make a rebuild long enough for something to happen in its middle; return the ids of the events."""
    store = app.adapters.store
    heads = [store.read_head(a_stream(f"m{number:03d}")) for number in range(STREAMS)]
    events = [event for head in heads for event in store.append(a_commit(head, created(), interest("tea")))]
    assert app.operate.reconcile().is_healed
    return [event.event_id for event in events]


def two_rebuilds_at_once(system: System) -> None:
    """One of them builds, the other one is told so."""
    both = [command.ended() for command in [onewrite(system, "rebuild", "profiles", "--json") for _ in range(2)]]
    [(built, out, err), (refused, _, why)] = sorted(both)
    assert (built, refused) == (0, 2), both
    assert loads(out)["differences"] == 0, err
    assert "already" in why


def a_rebuild_killed_in_the_middle_and_two_that_share_the_rest(system: System, app: App) -> int:
    generation = kill_a_rebuild_in_the_middle(system, app)
    saved = {walk for walk in walks(system.database, "interests", generation) if walk.is_done}
    both = [onewrite(system, "resume", "interests", "--json") for _ in range(2)]
    for code, out, err in [command.ended() for command in both]:
        assert (code, loads(out)["differences"]) == (0, 0), err
    walked = walks(system.database, "interests", generation)
    assert saved <= set(walked), "what was saved is not walked again"
    assert len({walk.holder for walk in walked}) >= 2
    assert STREAMS <= sum(walk.streams for walk in walked) <= len(keep(system.database).versions)
    return generation


def kill_a_rebuild_in_the_middle(system: System, app: App) -> int:
    rebuild = eventually(lambda: a_rebuild_caught_in_the_middle(system, app))
    assert rebuild
    rebuild.kill()
    assert rebuild.ended()[0] == -signal.SIGKILL
    return app.operate.rebuild.progress("interests").generation


def a_rebuild_caught_in_the_middle(system: System, app: App) -> RunningCommand | None:
    """Start one and hold it; cancel it if it was too quick for us."""
    rebuild = onewrite(system, "rebuild", "interests", "--json")

    def has_a_range_in_hand() -> bool:
        building = app.adapters.generations.read("interests").building
        return building is not None and is_in_the_middle(system.database, "interests", building)

    eventually(lambda: rebuild.has_ended() or is_caught(rebuild.pid, has_a_range_in_hand), longest_poll=POLL_SECONDS)
    if not rebuild.has_ended():
        return rebuild
    app.operate.switch.cancel("interests", ADA)
    return None


def mark_the_first_generation(system: System) -> None:
    """Commit beside the load: the emulator aborts one of two transactions, and ours is tried again."""
    with system.database.batch(timeout_secs=WAIT_SECONDS, default_retry_delay=0.05) as batch:
        batch.update("profiles", ("generation", "account_id", "address"), [[1, "m000", "marked"]])
        batch.insert("interests", ("generation", "account_id", "interest"), [[1, "m000", "marked"]])
