"""Commands beside the usual way: a read-write transaction with an outbox, and all else as Google's client has it (B2).

On the emulator, and then with the latencies of the service, simulated: the emulator runs one transaction at a time.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

import pytest

from accounts import ACCOUNTS
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.bench.floors.usual_way import usual_change
from tests.bench.measuring.bare import database_with_defaults, milliseconds_until_the_clock_has_come
from tests.bench.measuring.figures import Rounds, a_rate, at_least
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.measuring.simulated import with_the_latencies_of_the_service
from tests.bench.test_commands import change_address
from tests.support.data.requests import an_account

#: Commands of a round: few in all, as the emulator becomes slower with each transaction, and for ours alone.
FEW, EACH = 8, 16
Send = Callable[[StreamId, str], object]


def test_one_client(app: App, results: Results) -> None:
    rounds = beside_the_usual_way(app, clients=1, each=FEW, turns=24)
    waits = milliseconds_until_the_clock_has_come(app)
    why = f"at the end a read without locks waits {waits:.1f} ms for the emulator's clock, a read under locks does not"
    what = "commands, one client"
    bar, beside = at_least(1.5), "the usual way"
    results.add(a_rate("B2", what, "commands/s", rounds, each=FEW, bar=bar, beside=beside, why=why))


def test_eight_clients(app: App, results: Results) -> None:
    """The usual way waits for seconds: the emulator aborts who meets another, whatever stream they are at."""
    rounds = beside_the_usual_way(app, clients=8, turns=1, each=FEW)
    what = "commands, eight clients"
    results.add(a_rate("B2", what, "commands/s", rounds, each=FEW, bar=at_least(5), beside="the usual way"))


@pytest.mark.parametrize("clients", [1, 8])
def test_with_the_latencies_of_the_service(clients: int, results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in ("", "_PARTITIONED_OPS", "_FOR_RW"):
        monkeypatch.setenv(f"GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS{suffix}", "true")
    rounds = beside_the_usual_way(with_the_latencies_of_the_service(ACCOUNTS), clients=clients, turns=4)
    what = f"the service's latencies simulated, {clients} client{'s' if clients > 1 else ''}"
    results.add(a_rate("B2", what, "commands/s", rounds, each=EACH, beside="the usual way"))


def beside_the_usual_way(app: App, *, clients: int, turns: int, each: int = EACH) -> Rounds:
    """Each client has streams of its own, so that none has to wait for another."""
    database = database_with_defaults(app)
    with (
        clients_that(lambda stream, address: change_address(app, stream, address), app, clients, each) as ours,
        clients_that(lambda stream, address: usual_change(database, stream, address), app, clients, each) as usual,
    ):
        return take_turns(turns, ours=ours, floor=usual)


@contextmanager
def clients_that(send: Send, app: App, clients: int, each: int) -> Iterator[Callable[[], None]]:
    """Yield what sends a command to each of so many streams, shared out among clients that work at once."""
    streams, numbers = [an_account(app) for _ in range(each)], count(1)

    def send_all() -> None:
        address = f"{next(numbers)} Fleet Street"
        for done in [pool.submit(send, stream, address) for stream in streams]:
            done.result()

    with ThreadPoolExecutor(clients) as pool:
        yield send_all
