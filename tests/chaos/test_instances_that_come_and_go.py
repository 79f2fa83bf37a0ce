"""Workers and scheduled runs share the change stream: some are killed, some freeze, others come and go, under load."""

import os
import random
import signal
from collections import Counter
from functools import partial
from pathlib import Path

from onewrite.application.ports.changes import GroupStatus
from onewrite.bootstrap import App
from tests.support.checks.ledger import check, obligations
from tests.support.faults.stopped import stop_group
from tests.support.systems.operators import is_quiet
from tests.support.systems.start_system import StartSystem, another_instance, only
from tests.support.systems.subscriptions import Received, published_by
from tests.support.systems.traffic import Client, acknowledged_by
from tests.support.systems.workers import workers
from tests.support.waiting.again import again_and_again
from tests.support.waiting.eventually import eventually
from tests.support.waiting.rounds import rounds
from tests.support.waiting.seeds import seed

SERVED = ("accept_commands", "tail_changes", "pull_profiles", "pull_interests", "operate_views")
SHORT_LEASES = {"ONEWRITE_CHANGES_LEASE_SECONDS": "2"}


def test_instances_that_are_killed_or_freeze_lose_nothing_and_the_others_share_fairly(
    start_system: StartSystem, tmp_path: Path
) -> None:
    dice, functions = random.Random(seed()), only(tmp_path / "functions", *SERVED)
    system = start_system(relay="change-stream", delivery="pull", functions=functions, settings=SHORT_LEASES)
    app, clients = another_instance(system), [Client(system, dice) for _ in range(2)]
    with published_by(system) as received, workers(tmp_path, system.environment) as start:
        with again_and_again(*(client.send for client in clients), pause=0.2) as load:
            for _ in rounds():
                eventually(partial(share_fairly, app, tail_changes=1, pull_profiles=1, pull_interests=1))
                tail, profiles, interests = start("tail"), start("pull", "profiles"), start("pull", "interests")
                eventually(partial(share_fairly, app, tail_changes=2, pull_profiles=2, pull_interests=2))
                system.kill("tail_changes")
                stop_group(system.pid("pull_profiles"))
                interests.kill()
                eventually(partial(share_fairly, app, pull_profiles=1, pull_interests=1))
                load.goes_on()
                os.killpg(system.pid("pull_profiles"), signal.SIGCONT)
                eventually(partial(share_fairly, app, tail_changes=2, pull_profiles=2))
                for worker in (tail, profiles):
                    worker.terminate()
                    assert worker.ending == "ended with exit code 0"
            load.goes_on()
        eventually(lambda: is_quiet(system))
        acknowledged = set(acknowledged_by(clients))
        assert received.all_of(acknowledged) == acknowledged
        assert is_in_order(received)
    assert obligations(system.database) == 0
    check(system.database, acknowledged)
    for projection in ("profiles", "interests"):
        verdict = app.operate.verify(projection)
        assert (verdict.named, list(app.operate.release.parked(projection))) == ([], [])


def share_fairly(app: App, **instances: int) -> bool:
    """Whether each of these groups has so many instances, and no two of them differ by more than one partition."""
    groups = {status.group: status for status in app.adapters.changes.look_at_all()}
    return all(name in groups and is_fair(groups[name], number) for name, number in instances.items())


def is_fair(status: GroupStatus, instances: int) -> bool:
    held = Counter(partition.holder for partition in status.partitions)
    shares = [held[member] for member in status.members]
    return len(shares) == instances and sum(shares) == len(status.partitions) and max(shares) - min(shares) <= 1


def is_in_order(received: Received) -> bool:
    """Whether each stream's events went out in order, not counting those that had been out before."""
    messages = sorted(received.messages, key=lambda message: int(message.message_id))
    versions: dict[str, dict[int, None]] = {}
    for message in messages:
        versions.setdefault(message.attributes["ce-subject"], {})[int(message.attributes["ce-sequence"])] = None
    return all([*seen] == sorted(seen) for seen in versions.values())
