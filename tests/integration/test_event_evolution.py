"""Releases one after the other over one store, each beside its neighbour: an event's schema changes, a type retires."""

from contextlib import suppress

import pytest

from infra.released_events import Released, missing, unreadable
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import Adapters, App
from onewrite.domain.events import Event
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied, EventRetired, UndecodableEvent
from tests.support.data.builders import a_stream
from tests.support.data.requests import a_request
from tests.support.domains.releases import GiveName, release, running
from tests.support.http.call import call

ADA = Actor("ada", "because")


def give(app: App, stream: StreamId, name: str, title: str = "") -> None:
    app.accept_command(a_request(GiveName(name=name, title=title), stream))


def push(*instances: App) -> None:
    """Let each of them follow every stream."""
    for app in instances:
        for head in app.adapters.store.read_heads():
            with suppress(EventNotApplied):
                app.follow_stream(("profiles",), head.stream, head.version)


def shown(app: App, stream: StreamId) -> str:
    """Return the name as the view has it, which must be at the stream's end, and parked nowhere."""
    [query] = app.domain.queries
    version = app.adapters.store.read_head(stream).version
    row, _ = app.read_view.row(query, stream.key, min_version=version)  # type: ignore[arg-type]
    assert list(app.operate.release.parked()) == []
    return str(row["name"])


def stored(app: App, stream: StreamId) -> list[tuple[int, dict[str, str]]]:
    return [(event.schema_version, dict(event.data)) for event in app.adapters.store.read_stream(stream)]


@pytest.fixture
def stream() -> StreamId:
    return a_stream()


def test_a_new_version_is_read_by_one_release_and_written_by_the_next(adapters: Adapters, stream: StreamId) -> None:
    one, two, three = (running(number, adapters) for number in (1, 2, 3))
    give(one, stream, "Ada")

    # Release 2 comes: for a while both run, and each reads what the other writes.
    give(two, stream, "Ada", "Countess")
    push(one)
    assert (shown(one, stream), shown(two, stream)) == ("Ada", "Ada")
    give(one, stream, "Augusta")
    push(two)
    assert shown(two, stream) == "Augusta"
    give(two, stream, "Ada", "Lady")
    assert {version for version, _ in stored(one, stream)} == {1}

    # Release 3 comes, beside release 2.
    give(three, stream, "Ada", "Countess")
    push(two)
    assert (shown(two, stream), shown(three, stream)) == ("Countess Ada", "Countess Ada")
    give(two, stream, "Augusta", "Lady")
    push(three)
    assert shown(three, stream) == "Augusta"
    give(three, stream, "Augusta", "Lady")
    assert stored(two, stream)[-3:] == [
        (2, {"name": "Ada", "title": "Countess"}),
        (1, {"name": "Augusta"}),
        (2, {"name": "Augusta", "title": "Lady"}),
    ]

    # Release 3 is taken back: release 2 goes on with what is there.
    give(two, stream, "Byron", "Lord")
    assert shown(two, stream) == "Byron"
    verdict = two.operate.verify("profiles")
    assert (verdict.differences, verdict.skipped, verdict.streams) == (0, 0, 1)
    assert two.read_history.at_version(stream, 6).state == three.read_history.at_version(stream, 6).state


def test_without_the_release_in_between_streams_stop(adapters: Adapters, stream: StreamId) -> None:
    """What the order of releases is for."""
    one, three = running(1, adapters), running(3, adapters)
    give(one, stream, "Ada")
    give(three, stream, "Ada", "Countess")
    push(one)
    [parked] = one.operate.release.parked()
    assert (parked.checkpoint.stream, parked.failure.version) == (stream, 2)
    with pytest.raises(UndecodableEvent, match="Named in schema version 2 is not known here"):
        give(one, stream, "Augusta")


def test_a_command_that_is_repeated_at_the_next_release_gets_the_first_result(
    adapters: Adapters, stream: StreamId
) -> None:
    key = {"Idempotency-Key": "key"}
    first, again = (
        call(
            running(number, adapters).commands,
            "POST",
            f"/accounts/{stream.key}/give-name",
            {"name": "Ada", "title": "Countess"},
            headers=key,
        )
        for number in (2, 3)
    )
    assert first.get_data() == again.get_data()
    [event] = first.get_json()["events"]
    assert (event["schema_version"], event["data"]) == (1, {"name": "Ada"})


def test_events_of_a_retired_type_are_read_for_ever(adapters: Adapters, stream: StreamId) -> None:
    give(running(2, adapters), stream, "Ada")
    give(running(3, adapters), stream, "Ada", "Countess")
    four = running(4, adapters, state_version=2)
    assert shown(four, stream) == "Countess Ada"
    generation = four.operate.rebuild.start("profiles", ADA).generation
    assert four.operate.rebuild_worker.work("profiles", generation, seconds=30)
    assert four.operate.verify("profiles").differences == 0
    give(four, stream, "Ada", "Countess")
    with pytest.raises(EventRetired, match="Named4 is decided and retired"):
        give(four, stream, "Augusta")
    assert four.adapters.store.read_head(stream).version == 2


def test_a_type_that_was_renamed_is_found_before_a_command_meets_it(adapters: Adapters, stream: StreamId) -> None:
    give(running(3, adapters), stream, "Ada")
    shown(running(3, adapters), stream)
    five = running(5, adapters)
    assert next(unreadable(read_by(3), events_of(five))).startswith("Named 1 was released and isn't declared")
    verdict = five.operate.verify("profiles")
    assert (verdict.skipped, verdict.differences) == (1, 1)
    give(five, stream, "Ada", "Countess")
    with pytest.raises(UndecodableEvent, match="Named in schema version 2 is not known here"):
        give(running(5, adapters, state_version=2), stream, "Augusta")


def events_of(app: App) -> list[type[Event]]:
    return list(app.domain.aggregates[0].event_types)


def read_by(number: int) -> list[Released]:
    """Return the lines with which that release begins its file."""
    return missing([], list(release(number).aggregates[0].event_types))
