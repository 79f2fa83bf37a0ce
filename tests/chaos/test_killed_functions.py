"""kill -9 of each function, two at a time, under load: nothing is lost, nothing is there twice, the views are right."""

import random
from functools import partial

from onewrite.bootstrap import App
from tests.support.checks.ledger import check
from tests.support.data.builders import a_commit, a_stream, created, interest
from tests.support.data.ranges import rebuild_to_catch
from tests.support.domains.fragile import ADA
from tests.support.faults.frozen import freeze
from tests.support.systems.operators import is_quiet, is_reconciled, reconciled
from tests.support.systems.start_system import StartSystem, another_instance
from tests.support.systems.subscriptions import published_by
from tests.support.systems.traffic import Client, acknowledged_by
from tests.support.waiting.again import again_and_again
from tests.support.waiting.eventually import eventually
from tests.support.waiting.rounds import rounds
from tests.support.waiting.seeds import seed

AT_ONCE = 2
SETTINGS = {
    "ONEWRITE_RELAY_GRACE_SECONDS": "1",
    "ONEWRITE_RELAY_LEASE_SECONDS": "3",
    "ONEWRITE_WALK_LEASE_SECONDS": "3",
}


def test_functions_killed_in_the_middle_of_a_load_lose_nothing(start_system: StartSystem) -> None:
    dice = random.Random(seed())
    system = start_system(settings=SETTINGS)
    app = another_instance(system, walk_lease_seconds=3)
    clients = [Client(system, dice) for _ in range(3)]
    sending = [client.send_and_read for client in clients]
    victims = sorted(system.urls)
    dice.shuffle(victims)
    old = accounts_of_old(app)
    # Frozen before the load begins, beside which it would take many rebuilds to catch one in its middle.
    freeze(system.pid("rebuild_views"), rebuild_to_catch(app, system.database, "interests"))
    with published_by(system) as received:
        with again_and_again(*sending, partial(reconciled, system), partial(is_quiet, system), pause=0.2) as load:
            load.goes_on()
            system.kill("rebuild_views")
            for _ in rounds():
                for place in range(0, len(victims), AT_ONCE):
                    for victim in (two := victims[place : place + AT_ONCE]):
                        system.await_ready(victim)
                    load.goes_on()
                    for victim in two:
                        system.kill(victim)
            load.goes_on()
        acknowledged = old | set(acknowledged_by(clients))
        # A message that a dead process had in hand may be away for minutes: the bus is in no hurry, a reconciler is.
        eventually(lambda: is_reconciled(system))
        assert received.all_of(acknowledged) == acknowledged, "an event went out that nobody was told of"
    app.operate.rebuild.resume("interests", ADA)
    eventually(lambda: app.operate.rebuild.progress("interests").is_complete)
    eventually(lambda: is_quiet(system))
    for generation in (1, app.operate.rebuild.progress("interests").generation):
        books = check(system.database, acknowledged, interests=generation)
        assert set(books.event_ids) == acknowledged, "an event is there that nobody was told of"


def accounts_of_old(app: App) -> set[str]:
    """Make a rebuild long enough to be killed in its middle; return the ids of the events."""
    store = app.adapters.store
    heads = [store.read_head(a_stream(f"old{number:03d}")) for number in range(100)]
    return {event.event_id for head in heads for event in store.append(a_commit(head, created(), interest("tea")))}
