"""The profiles of what the system does all day, taken from the real use cases over the sample's domain."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count, islice
from random import seed
from typing import Final
from uuid import UUID

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, ChangeAddress, CreateAccount
from accounts.views.profiles import Profiles
from infra.simulation.counted.measured import Measured, measured
from infra.simulation.counted.profile import Profile
from onewrite.application.commands.accept_command import CommandRequest
from onewrite.application.operations.pages_of_heads import PageSize, pages_of_heads
from onewrite.application.operations.release_stream import ParkedStream
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.outbox import SHARDS, shard_of
from onewrite.bootstrap import App
from onewrite.domain.commands import Command
from onewrite.domain.events import Metadata, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.errors import ProjectionHalted

#: How many pushes share a transaction where many come at once; and how many rows are swept and streams are walked
#: together here. With more of them in a batch it makes the same calls.
TOGETHER: Final = 16
BATCH: Final = 20
PLAIN, WITH_TOTALS = "profiles", "interests"


class Broken(Profiles):
    """What a bad deployment makes of a projection."""

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        raise ValueError("a mistake")


@dataclass(frozen=True)
class Writer:
    """Sends commands to an application, each with a key of its own."""

    app: App
    _keys: Iterator[int] = field(default_factory=count)

    def __call__(self, stream: StreamId, command: Command) -> int:
        key, chain = str(UUID(int=next(self._keys))), str(UUID(int=1))
        request = CommandRequest(stream, command, Metadata(chain, chain), idempotency_key=key)
        return self.app.accept_command(request).version


@cache
def profiles() -> Mapping[str, Profile]:
    """Return what each operation takes in a warm process; of what is handled together, each one's share.

    A push is of a stream that its process hasn't seen lately, as it is among many instances.
    """
    made, found = measured(), dict[str, Profile]()
    streams = list(islice(_in_the_last_shard(), 2 * BATCH))
    eager, silent = Writer(made.app(ACCOUNTS)), Writer(made.app(ACCOUNTS, eager_relay=False, relay_batch=BATCH))
    for stream in streams:
        eager(stream, CreateAccount(name="Ada Lovelace", address="Ockham Park, Surrey"))
    app = eager.app
    for name in (PLAIN, WITH_TOTALS):
        app.generations.begin(name)
        app.advance(app.domain.projection(name), 1, streams)
        app.follow_stream((name,), streams[-1], 1)
    with made.profile() as found["command"]:
        version = eager(streams[0], ChangeAddress(address="London"))
    with made.profile() as found[f"push, {PLAIN}"]:
        app.follow_stream((PLAIN,), streams[0], version)
    other = made.app(ACCOUNTS)
    other.follow_stream((PLAIN,), streams[-1], 1)
    with made.profile() as found["push, late"]:
        other.follow_stream((PLAIN,), streams[0], version)
    with made.profile() as found["command, relay silent"]:
        version = silent(streams[1], AddInterest(interest="engines"))
    with made.profile() as found[f"push, {WITH_TOTALS}"]:
        app.follow_stream((WITH_TOTALS,), streams[1], version)
    _advance_together(made, app, silent, streams[:TOGETHER], found)
    _fail_together(made, silent, streams[:TOGETHER], found)
    found["sweep"] = _swept(made, silent, streams)
    with made.profile() as found["query"]:
        app.read_view.row(ACCOUNTS.queries[0], streams[0].key)  # type: ignore[arg-type]
    _walk_a_page(made, app, streams, found)
    return found


def _in_the_last_shard() -> Iterator[StreamId]:
    """Yield streams whose rows lie together in the outbox, so that every sweep meets them in its first round."""
    streams = (StreamId("account", str(UUID(int=2**100 + number * 2**64))) for number in count())
    return (stream for stream in streams if shard_of(stream) == SHARDS - 1)


def _advance_together(
    made: Measured, app: App, write: Writer, streams: Sequence[StreamId], found: dict[str, Profile]
) -> None:
    for name in (PLAIN, WITH_TOTALS):
        for stream in streams:
            write(stream, ChangeAddress(address=name) if name == PLAIN else AddInterest(interest="tea"))
        with made.profile() as together:
            app.advance(app.domain.projection(name), 1, streams)
        found[f"advance, {name}"] = together.each(len(streams))


def _swept(made: Measured, write: Writer, streams: Sequence[StreamId]) -> Profile:
    """Return each row's share of a batch of a sweep: by how much a sweep of two batches is more than one of one."""
    sweep, taken = write.app.sweep_outbox, list[Profile]()
    sweep()
    for some in (streams[:BATCH], streams):
        for stream in some:
            write(stream, ChangeAddress(address=f"Rome {len(some)}"))
        # Both begin at the same shard: how often a sweep looks for rows depends on it.
        seed(BATCH)
        with made.profile() as profile:
            assert sweep().published == len(some), "a sweep publishes all"
        taken.append(profile)
    one, two = taken
    return two.minus(one).each(BATCH)


def _fail_together(made: Measured, write: Writer, streams: Sequence[StreamId], found: dict[str, Profile]) -> None:
    """Let the events of a broken projection fail until they are parked, and release them when it is mended."""
    broken = replace(ACCOUNTS, projections=(Broken(),), queries=())
    app = made.app(broken, park_after_attempts=1)
    version = min(write(stream, ChangeAddress(address="Paris")) for stream in streams)
    app.follow_stream.generations(PLAIN)
    with suppress(ProjectionHalted):
        app.advance(app.domain.projection(PLAIN), 1, streams)
    with made.profile() as found["push, halted"], suppress(ProjectionHalted):
        app.follow_stream((PLAIN,), streams[0], version)
    with made.profile() as failed:
        checkpoints = replace(app.advance, halts=None)(app.domain.projection(PLAIN), 1, streams).checkpoints
    found["advance, failing"] = failed.each(len(streams))
    parked = [ParkedStream(PLAIN, 1, checkpoint) for checkpoint in checkpoints.values() if checkpoint.is_parked]
    with made.profile() as released:
        report = made.app(ACCOUNTS).operate.release.release(parked, Actor("operator"))
    assert not report.parked_again, "what is mended is released"
    found["release"] = released.each(report.released)


def _walk_a_page(made: Measured, app: App, streams: Sequence[StreamId], found: dict[str, Profile]) -> None:
    """Read a page of heads, and the checkpoints of a projection."""
    with made.profile() as heads:
        page = next(pages_of_heads(app.adapters.store, size=PageSize(len(streams))))
    with made.profile() as checkpoints:
        app.adapters.views.read_snapshot(PLAIN, 1, lambda view: view.read_checkpoints(page.streams))
    found["walk, heads"], found["walk, checkpoints"] = heads.each(len(streams)), checkpoints.each(len(streams))
