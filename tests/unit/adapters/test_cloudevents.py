"""The wire format: CloudEvents in binary mode, and what a projection reads from it."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cloudevents.http import CloudEvent, from_http

from onewrite.adapters.cloudevents import StreamChanged, attributes_of, data_of, rebuild_of, stream_changed_of
from onewrite.domain.events import Metadata, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidMessage

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
EVENT = RecordedEvent(
    StreamId("account", "a-7"),
    4,
    "event-4",
    "InterestAdded",
    2,
    {"interest": "Bücher & Ångström"},
    Metadata("correlation-1", "causation-1", "ada", TRACE),
    datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC),
)


def test_everything_that_a_subscriber_relies_on_is_in_the_attributes() -> None:
    assert attributes_of(EVENT, source="//onewrite/events") == {
        "ce-specversion": "1.0",
        "ce-id": "event-4",
        "ce-type": "InterestAdded",
        "ce-source": "//onewrite/events",
        "ce-subject": "account-a-7",
        "ce-time": "2026-01-01T12:00:00.123456+00:00",
        "ce-sequence": "0000000000000000004",
        "ce-partitionkey": "account-a-7",
        "ce-correlationid": "correlation-1",
        "ce-causationid": "causation-1",
        "ce-schemaversion": "2",
        "category": "account",
        "content-type": "application/json",
        "traceparent": TRACE,
        "ce-traceparent": TRACE,
    }


def test_a_trace_is_only_named_when_there_is_one() -> None:
    untraced = replace(EVENT, metadata=Metadata("c", "c"))
    assert "traceparent" not in attributes_of(untraced, source="s")


def test_a_replay_is_marked() -> None:
    assert attributes_of(EVENT, source="s", replay=True)["ce-replay"] == "true"
    assert "ce-replay" not in attributes_of(EVENT, source="s")


def test_sequences_compare_as_text_like_versions_do_as_numbers() -> None:
    versions = [2, 10, 9, 2**63 - 1, 1]
    sequences = [attributes_of(replace(EVENT, version=version), source="s")["ce-sequence"] for version in versions]
    assert [int(sequence) for sequence in sorted(sequences)] == sorted(versions)


def test_no_attribute_breaks_a_limit_of_pubsub() -> None:
    longest = replace(
        EVENT,
        stream=StreamId("c" * 64, "k" * 128),
        metadata=Metadata("x" * 128, "x" * 128, "x" * 128, TRACE),
        event_type="T" * 128,
    )
    attributes = attributes_of(longest, source="//onewrite/events", replay=True)
    assert len(attributes) <= 100
    assert max(len(name.encode()) for name in attributes) <= 256
    assert max(len(value.encode()) for value in attributes.values()) <= 1024


def test_a_cloudevents_library_reads_what_a_push_delivers() -> None:
    """Unwrapped, the attributes come as headers and the data as the body."""
    message = from_http(attributes_of(EVENT, source="//onewrite/events"), data_of(EVENT))
    assert (message["id"], message["type"], message["subject"]) == ("event-4", "InterestAdded", "account-a-7")
    assert message.data == EVENT.data
    assert stream_changed_of(message) == StreamChanged(StreamId("account", "a-7"), 4)


def test_the_data_is_the_event_as_json() -> None:
    assert json.loads(data_of(EVENT)) == EVENT.data


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"subject": "account-7"},
        {"sequence": "4"},
        {"subject": "not a stream", "sequence": "4"},
        {"subject": "account", "sequence": "4"},
        {"subject": "account-7", "sequence": "four"},
        {"subject": "account-7", "sequence": ""},
        {"subject": "account-7", "sequence": "-4"},
        {"subject": "account-7", "sequence": "+4"},
        {"subject": "account-7", "sequence": "1_0"},
        {"subject": "account-7", "sequence": " 4"},
        {"subject": "account-7", "sequence": "4\n"},
        {"subject": "account-7", "sequence": "٤"},
        {"subject": "account-7", "sequence": "4" * 20},
        {"subject": "account-7", "sequence": "4" * 5000},
    ],
)
def test_a_message_that_is_not_ours_is_refused_by_what_it_lacks(attributes: dict[str, str]) -> None:
    message = CloudEvent({"type": "t", "source": "s", **attributes}, {})
    with pytest.raises(InvalidMessage, match="needs a stream id as subject and a version as sequence, got") as told:
        stream_changed_of(message)
    assert told.value.metadata == {"subject": "", "sequence": "", **attributes}


def test_a_rebuild_message_names_a_projection_and_a_generation() -> None:
    assert rebuild_of(CloudEvent({"type": "t", "source": "s", "subject": "profiles/2"}, None)) == ("profiles", 2)


@pytest.mark.parametrize(
    "subject", ["", "profiles", "profiles/", "profiles/²", "profiles/-1", f"profiles/{'9' * 5000}"]
)
def test_a_rebuild_message_that_names_no_generation_is_refused(subject: str) -> None:
    with pytest.raises(InvalidMessage, match="needs projection/generation as subject") as told:
        rebuild_of(CloudEvent({"type": "t", "source": "s", "subject": subject}, None))
    assert told.value.metadata == {"subject": subject}
