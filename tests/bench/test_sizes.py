"""What is asked of a long stream beside a short one, and of a large store beside small ones (B3)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from statistics import median
from typing import Final

from google.cloud.spanner_v1.database import Database

from accounts import ACCOUNTS
from accounts.account.commands import ChangeAddress
from emulators.google.start import Emulators
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import App, build
from onewrite.checks.statements import schema
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_commands import bare_change
from tests.bench.floors.bare_queries import bare_page, bare_popular, bare_search
from tests.bench.measuring.bare import bare_database, connection_of
from tests.bench.measuring.figures import a_cost, at_most
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import Side, take_turns
from tests.bench.sizes.long_stream import long_stream
from tests.bench.sizes.whole_store import WITHOUT, a_word, fill
from tests.support.data.requests import a_request as a_command
from tests.support.http.call import a_request
from tests.support.systems.adapters import on_spanner, settings
from tests.support.systems.emulators import place_on

LENGTHS: Final = (10, 1_000, 10_000)
SIZES: Final = (1_000, 10_000, 100_000)
ROUNDS, COMMANDS = 4, 20
#: What is asked, and how often in a round.
TIMES: Final = {"command": COMMANDS, "popular": 4, "page": 2, "search": 4, "status": 2}
FLOORS: Final = ("command", "popular", "page", "search")
#: What must take the same time whatever the size, and why it may not.
FLAT: Final = {
    "popular": "the emulator reads all of an index before it takes the first rows; the bare query by it grows alike",
    "status": "",
}
#: Rows of a page.
LIMIT: Final = 20
Act = Callable[[], object]
Taken = Mapping[str, Sequence[float]]


def test_a_command_on_a_long_stream_costs_what_it_costs_on_a_short_one(app: App, results: Results) -> None:
    streams = {length: long_stream(connection_of(app), length) for length in LENGTHS}
    sides: dict[str, Side] = {f"{length}": many(COMMANDS, commands(app, [one])) for length, one in streams.items()}
    taken = take_turns(10, warm_up=1, **sides)
    for length in LENGTHS[1:]:
        rounds = {"ours": each(taken[f"{length}"], COMMANDS), "floor": each(taken[f"{LENGTHS[0]}"], COMMANDS)}
        what, beside = f"a command, stream of {length:,} events", f"of {LENGTHS[0]}"
        results.add(a_cost("B3", what, "ms", rounds, bar=at_most(1.1), beside=beside))


def test_a_large_store_responds_as_a_small_one(emulators: Emulators, results: Results) -> None:
    stores = {size: Filled.with_accounts(size, emulators) for size in SIZES}
    assert stores[SIZES[0]].is_true()
    for work, times in TIMES.items():
        sides: dict[str, Side] = {f"ours_{size}": many(times, one.ours(work)) for size, one in stores.items()}
        sides |= {f"floor_{size}": many(times, one.floor(work)) for size, one in stores.items() if work in FLOORS}
        taken = {name: each(rounds, times) for name, rounds in take_turns(ROUNDS, warm_up=1, **sides).items()}
        tell(results, work, taken)


def tell(results: Results, work: str, taken: Taken) -> None:
    """Tell what the work takes in a large store beside the smallest, and how it grows beside its floor's growth."""
    for size in SIZES[1:]:
        if work in FLAT or size == SIZES[-1]:
            both = {"ours": taken[f"ours_{size}"], "floor": taken[f"ours_{SIZES[0]}"]}
            bar = at_most(1.1) if work in FLAT else None
            what, beside = f"{work}, {size:,} streams", f"of {SIZES[0]:,}"
            results.add(a_cost("B3", what, "ms", both, bar=bar, beside=beside, why=FLAT.get(work, "")))
        if work in FLOORS:
            growth = {side: grown(taken, side, size) for side in ("ours", "floor")}
            what, beside = f"{work}, growth to {size:,} streams", "its floor's"
            results.add(a_cost("B3", what, "times", growth, bar=at_most(1.1), beside=beside))


def grown(taken: Taken, side: str, size: int) -> list[float]:
    few = median(taken[f"{side}_{SIZES[0]}"])
    return [many / few for many in taken[f"{side}_{size}"]]


@dataclass(frozen=True)
class Filled:
    """A database with so many accounts, the application on it, and the bare client."""

    app: App
    database: Database
    streams: Sequence[StreamId]

    @classmethod
    def with_accounts(cls, accounts: int, emulators: Emulators) -> "Filled":
        place = place_on(emulators)
        provision_spanner(place, [one for one in schema() if "CREATE CHANGE STREAM" not in one])
        app = build(settings(eager_relay=False), ACCOUNTS, on_spanner(place), wait=lambda _: None)
        filled = cls(app, bare_database(app), fill(connection_of(app), accounts))
        for stream in filled.streams[-2 * COMMANDS :]:
            app.accept_command(a_command(ChangeAddress(address="Paris"), stream))  # and so it has a snapshot
        return filled

    def is_true(self) -> bool:
        """Tell whether the views are what the events make of them."""
        lagging = self.app.operate.status.full().lagging
        differences = [self.app.operate.verify(name).differences for name in ("profiles", "interests")]
        return (lagging, differences) == (2 * 2 * COMMANDS, [0, 0])

    def ours(self, work: str) -> Act:
        word = a_word(len(self.streams) // WITHOUT // 2 * WITHOUT)
        acts: Mapping[str, Act] = {
            "command": commands(self.app, self.streams[-COMMANDS:]),
            "popular": lambda: self._get(f"/interests/popular?page_size={LIMIT}"),
            "page": lambda: self._get(f"/profiles?page_size={LIMIT}"),
            "search": lambda: self._get(f"/interests/search?q={word}"),
            "status": self.app.operate.status,
        }
        return acts[work]

    def floor(self, work: str) -> Act:
        word = a_word(len(self.streams) // WITHOUT // 2 * WITHOUT)
        acts: Mapping[str, Act] = {
            "command": bare_commands(self.database, self.streams[-2 * COMMANDS : -COMMANDS]),
            "popular": partial(bare_popular, self.database, LIMIT + 1),
            "page": partial(bare_page, self.database, LIMIT + 1),
            "search": partial(bare_search, self.database, word),
        }
        return acts[work]

    def _get(self, path: str) -> None:
        response = self.app.queries(a_request("GET", path))
        assert response.status_code == 200, response.get_data()


def commands(app: App, streams: Sequence[StreamId]) -> Act:
    numbers = count()

    def send() -> None:
        number = next(numbers)
        address = ChangeAddress(address=f"{number} Fleet Street")
        app.accept_command(a_command(address, streams[number % len(streams)]))

    return send


def bare_commands(database: Database, streams: Sequence[StreamId]) -> Act:
    numbers = count()

    def send() -> None:
        number = next(numbers)
        bare_change(database, streams[number % len(streams)], f"{number} Fleet Street")

    return send


def many(times: int, act: Act) -> Callable[[], None]:
    def some() -> None:
        for _ in range(times):
            act()

    return some


def each(rounds: Sequence[float], times: int) -> list[float]:
    """Return the milliseconds of one."""
    return [seconds / times * 1000 for seconds in rounds]
