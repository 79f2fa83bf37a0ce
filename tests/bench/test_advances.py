"""How fast one worker brings many streams up to date, beside the bare client, and a transaction for each event (B5)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_profiles import bare_steps
from tests.bench.measuring.bare import bare_database, connection_of
from tests.bench.measuring.figures import a_rate, at_least
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.measuring.seeding import open_streams, parts_of
from tests.support.systems.adapters import settings

STREAMS, EVENTS = 5_000, 20
#: Each takes a part of the streams, which every side brings up to date in a generation of its own.
ROUNDS = 5
WARM_UP = 100
#: So few streams of each part have a transaction for each event.
SAMPLED = 4
PROFILES = ACCOUNTS.projection("profiles")


def test_one_worker_brings_many_streams_up_to_date(large_adapters: Adapters, results: Results) -> None:
    app = build(settings(), ACCOUNTS, large_adapters)
    streams = open_streams(connection_of(app), WARM_UP + STREAMS, EVENTS)
    parts = [streams[:WARM_UP], *parts_of(streams[WARM_UP:], STREAMS // ROUNDS)]
    database, each = bare_database(app), app.advance.batch // EVENTS
    event_by_event = replace(app.advance, batch=1)
    rounds = take_turns(
        ROUNDS,
        ours=on_each(parts, lambda part: app.advance(PROFILES, 1, part)),
        floor=on_each(parts, lambda part: bare_steps(database, 2, part, each=each)),
        single=on_each(parts, lambda part: event_by_event(PROFILES, 3, part[:SAMPLED]), of=SAMPLED),
    )
    assert checkpoints_of(app, streams, generation=1) == [EVENTS] * len(streams)
    what, of_a_part = f"{STREAMS * EVENTS:,} events of {STREAMS:,} streams, one worker", EVENTS * STREAMS // ROUNDS
    results.add(a_rate("B5", what, "events/s", rounds, each=of_a_part, bar=at_least(0.8)))
    one_by_one, beside = {**rounds, "floor": rounds["single"]}, "a transaction for each event"
    results.add(a_rate("B5", what, "events/s", one_by_one, each=of_a_part, bar=at_least(20), beside=beside))


def on_each(
    parts: Sequence[Sequence[StreamId]], act: Callable[[Sequence[StreamId]], object], *, of: int | None = None
) -> Callable[[], float]:
    """Return what handles one part after the other, and tells what all of a part takes if it handles so few `of` it."""
    left = iter(parts)

    def next_part() -> float:
        part = next(left)
        begun = perf_counter()
        act(part)
        return (perf_counter() - begun) * len(part) / (of or len(part))

    return next_part


def checkpoints_of(app: App, streams: Sequence[StreamId], *, generation: int) -> list[int]:
    views = app.adapters.views
    known = views.read_snapshot(PROFILES.name, generation, lambda view: view.read_checkpoints(streams))
    return [known[stream].version for stream in streams]
