"""What a command costs beside the least that it could: one read by key and one commit, by the bare client (B1)."""

from collections.abc import Callable
from itertools import count

from accounts.account.commands import ChangeAddress
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_commands import bare_change
from tests.bench.measuring.bare import bare_database
from tests.bench.measuring.figures import a_rate, at_least
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.support.data.requests import a_request, an_account

ROUNDS, EACH = 10, 40
Send = Callable[[StreamId, str], object]


def test_commands_of_one_client(app: App, results: Results) -> None:
    """Each changes an address, on a stream of its own that is there already."""
    database = bare_database(app)
    rounds = take_turns(
        ROUNDS,
        ours=on_streams_of(app, lambda stream, address: change_address(app, stream, address)),
        floor=on_streams_of(app, lambda stream, address: bare_change(database, stream, address)),
    )
    results.add(a_rate("B1", "commands, one client", "commands/s", rounds, each=EACH, bar=at_least(0.9)))


def on_streams_of(app: App, send: Send) -> Callable[[], None]:
    """Return what sends one command to each of its streams, every time that it is called."""
    streams, numbers = [an_account(app) for _ in range(EACH)], count(1)

    def each() -> None:
        number = next(numbers)
        for stream in streams:
            send(stream, f"{number} Fleet Street")

    return each


def change_address(app: App, stream: StreamId, address: str) -> None:
    app.accept_command(a_request(ChangeAddress(address=address), stream))
