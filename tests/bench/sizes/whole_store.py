"""A store of so many accounts, up to date in all of its views, as the product would have left it; written in bulk."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP

from onewrite.adapters.spanner import Connection, rows
from onewrite.domain.events import NewEvent
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_profiles import CHECKPOINT, PROFILE
from tests.bench.measuring.seeding import parts_of
from tests.support.data.builders import a_stream, created, interest

#: In one commit: most of what the emulator takes.
ACCOUNTS: Final = 500
#: Of so many accounts one has an interest, which no other one has.
WITHOUT: Final = 10
AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
INTEREST: Final = ("generation", "account_id", "interest", "added_at")
POPULAR: Final = ("generation", "interest", "shard", "accounts")


def fill(connection: Connection, accounts: int) -> list[StreamId]:
    """Return the streams, each of one event or two."""
    streams = [a_stream(f"s{number:06d}") for number in range(accounts)]

    def write(part: Sequence[tuple[int, StreamId]]) -> None:
        histories = [(stream, list(_life(number))) for number, stream in part]
        with connection.commit() as mutations:
            mutations.insert("streams", ("stream_id", "version", "updated_at"), [*_heads(histories)])
            mutations.insert("events", rows.EVENT, [*_events(histories)])
            mutations.insert("checkpoints", CHECKPOINT, [*_checkpoints(histories)])
            mutations.insert("profiles", PROFILE, [[1, s.key, "Ada", "London", "open", AT, AT] for s, _ in histories])
            interested = [(stream.key, a_word(number)) for number, stream in part if number % WITHOUT == 0]
            mutations.insert("interests", INTEREST, [[1, key, word, AT] for key, word in interested])
            mutations.insert("popular_interests", POPULAR, [[1, word, 0, 1] for _, word in interested])

    # One is made while the emulator takes the other.
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, parts_of(enumerate(streams), ACCOUNTS)))
    return streams


def a_word(account: int) -> str:
    return f"w{account:06d}"


def _life(number: int) -> Iterator[NewEvent]:
    yield created()
    if number % WITHOUT == 0:
        yield interest(a_word(number))


Histories = Sequence[tuple[StreamId, Sequence[NewEvent]]]


def _heads(histories: Histories) -> Iterator[list[Any]]:
    return ([str(stream), len(events), COMMIT_TIMESTAMP] for stream, events in histories)


def _events(histories: Histories) -> Iterator[list[Any]]:
    for stream, events in histories:
        for version, event in enumerate(events, start=1):
            yield [*rows.row_of_event(stream, version, event)[:-1], AT]


def _checkpoints(histories: Histories) -> Iterator[list[Any]]:
    for projection in ("interests", "profiles"):
        for stream, events in histories:
            yield [projection, 1, str(stream), len(events), "active", COMMIT_TIMESTAMP]
