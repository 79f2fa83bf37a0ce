"""What operators see of single streams, in every store: where they end, their events without data, checkpoints."""

from dataclasses import replace

import pytest

from onewrite.application.ports.inspection import Envelope, Inspection
from onewrite.application.ports.views import Checkpoint, Views
from onewrite.bootstrap import Adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import METADATA, a_commit, a_stream, an_event


@pytest.fixture
def inspection(adapters: Adapters) -> Inspection:
    return adapters.inspection


def appended(adapters: Adapters, stream: StreamId, number: int = 1) -> tuple[RecordedEvent, ...]:
    head = adapters.store.read_head(stream)
    return adapters.store.append(a_commit(head, *(an_event() for _ in range(number))))


def envelope(event: RecordedEvent) -> Envelope:
    what = (event.event_id, event.event_type, event.schema_version)
    return Envelope(event.stream, event.version, *what, event.metadata, event.committed_at)


def test_streams_are_found_by_the_beginning_of_their_ids_and_in_their_order(
    adapters: Adapters, inspection: Inspection
) -> None:
    for key in ("70", "7", "8", "7-a", "6z"):
        appended(adapters, StreamId("account", key))
    appended(adapters, StreamId("accounting", "7"))
    found = [str(seen.stream) for seen in inspection.streams("account-7", limit=10)]
    assert found == ["account-7", "account-7-a", "account-70"]
    assert [seen.stream.key for seen in inspection.streams("account-", limit=2)] == ["6z", "7"]
    assert inspection.streams("club", limit=10) == []


def test_a_stream_that_is_found_tells_its_version_and_when_it_changed(
    adapters: Adapters, inspection: Inspection
) -> None:
    *_, last = appended(adapters, a_stream("ada"), 3)
    [seen] = inspection.streams("account-ada", limit=1)
    assert (seen.stream, seen.version, seen.updated_at) == (a_stream("ada"), 3, last.committed_at)


def test_envelopes_are_those_asked_for_that_are_there(adapters: Adapters, inspection: Inspection) -> None:
    bob, ada = appended(adapters, a_stream("bob"), 2), appended(adapters, a_stream("ada"), 3)
    asked = [(a_stream("bob"), 2), (a_stream("bob"), 3), (a_stream("ada"), 3), (a_stream("ada"), 1)]
    assert list(inspection.envelopes(asked)) == [envelope(event) for event in (ada[0], ada[2], bob[1])]


def test_checkpoints_of_several_views_are_read_at_once_with_the_time_of_their_change(
    adapters: Adapters, inspection: Inspection, views: Views
) -> None:
    ada, bob = a_stream("ada"), a_stream("bob")
    [event] = appended(adapters, ada)
    views.transact("profiles", 1, lambda t: t.write([], [Checkpoint(ada, 1)]))
    views.transact("interests", 2, lambda t: t.write([], [Checkpoint(bob, 4)]))
    found = inspection.checkpoints([("profiles", 1, ada), ("profiles", 1, bob), ("interests", 2, bob)])
    assert found == {("profiles", 1, ada): Checkpoint(ada, 1), ("interests", 2, bob): Checkpoint(bob, 4)}
    changed = [checkpoint.updated_at for checkpoint in found.values()]
    assert all(at and at > event.committed_at for at in changed)


def test_nothing_asked_for_is_nothing_found(inspection: Inspection) -> None:
    assert (list(inspection.envelopes([])), inspection.checkpoints([])) == ([], {})


def test_events_of_one_request_are_found_in_all_streams_and_those_of_others_are_not(
    adapters: Adapters, inspection: Inspection
) -> None:
    def because_of(correlation: str, stream: StreamId) -> Envelope:
        event = replace(an_event(), metadata=replace(METADATA, correlation_id=correlation))
        [recorded] = adapters.store.append(a_commit(adapters.store.read_head(stream), event))
        return envelope(recorded)

    ada, bob = a_stream("ada"), a_stream("bob")
    first, other, second, third = (
        because_of(*what) for what in (("one", bob), ("two", ada), ("one", ada), ("one", bob))
    )
    assert list(inspection.correlated("one", limit=10)) == [second, first, third]
    assert list(inspection.correlated("one", limit=2)) == [second, first]
    assert (list(inspection.correlated("two", limit=1)), list(inspection.correlated("three", limit=1))) == ([other], [])
