"""A system that follows the change stream: it is the only relay, and one view pulls."""

import random
from pathlib import Path

from emulators.system.system import System
from onewrite.application.ports.changes import Changes
from tests.support.checks.ledger import check, obligations
from tests.support.systems.operators import is_quiet
from tests.support.systems.start_system import StartSystem, another_instance, only
from tests.support.systems.subscriptions import published_by
from tests.support.systems.traffic import send_many
from tests.support.waiting.eventually import eventually
from tests.support.waiting.seeds import seed

SERVED = ("accept_commands", "operate_views", "tail_changes", "pull_profiles", "project_interests")


def test_the_change_stream_alone_has_every_event_published_and_both_views_follow(
    start_system: StartSystem, tmp_path: Path
) -> None:
    functions = only(tmp_path / "functions", *SERVED, "project_profiles")
    system = start_system(relay="change-stream", delivery="profiles=pull", functions=functions)
    assert system.urls.keys() == set(SERVED)
    with published_by(system) as received:
        acknowledged = send_many(system, random.Random(seed()))
        eventually(lambda: is_quiet(system))
        assert received.all_of(acknowledged) == set(acknowledged)
    assert obligations(system.database) == 0
    check(system.database, acknowledged)
    for function in ("tail_changes", "pull_profiles"):
        frees_what_it_holds_as_soon_as_it_is_stopped(system, function)


def frees_what_it_holds_as_soon_as_it_is_stopped(system: System, function: str) -> None:
    """Long before its leases end. The supervisor starts it again, as another instance."""
    changes = another_instance(system).adapters.changes
    before = eventually(lambda: instances(changes, function))
    system.processes[function].stop()
    assert not before & instances(changes, function)


def instances(changes: Changes, group: str) -> set[str]:
    status = changes.look(group)
    return set(status.members) if status else set()
