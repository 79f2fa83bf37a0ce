"""kill -9 of each function in the middle of a load: nothing is lost, nothing is there twice, both views are right."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.eventually import eventually
from tests.support.ledger import check
from tests.support.systems import StartSystem
from tests.support.traffic import is_quiet, reconciled, seed, send_many

#: A message whose function was killed may come again only after its deadline of a minute.
pytestmark = pytest.mark.timeout(300)

COMMANDS = 200


def test_functions_killed_in_the_middle_of_a_load_lose_nothing(start_system: StartSystem) -> None:
    dice = random.Random(seed())
    system = start_system(settings={"ONEWRITE_RELAY_GRACE_SECONDS": "1", "ONEWRITE_RELAY_LEASE_SECONDS": "3"})
    victims = ["accept_commands", "project_profiles", "project_interests", "relay_outbox", "reconcile_views"]
    dice.shuffle(victims)
    with ThreadPoolExecutor(1) as pool:
        load = pool.submit(send_many, system, COMMANDS, dice)
        for victim in (*victims, "accept_commands"):
            system.kill(victim)
            system.await_ready(victim)
        acknowledged = load.result(timeout=100)
    # A message that a dead process had in hand may be away for minutes: the bus is in no hurry, the reconciler is.
    eventually(lambda: reconciled(system)["unpublished"] == 0, within=100)
    assert eventually(lambda: is_quiet(system))
    books = check(system.database, acknowledged)
    assert set(books.event_ids) == set(acknowledged), "an event is there that nobody was told of"
