"""The events of accounts, as older code has written them."""

from datetime import UTC, datetime

import pytest

from accounts.account.events import EVENT_TYPES, InterestAdded
from onewrite.domain.events import JsonObject, Metadata, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import UndecodableEvent


def first_version(data: JsonObject) -> RecordedEvent:
    now = datetime.now(UTC)
    return RecordedEvent(StreamId("account", "7"), 4, "id", "InterestAdded", 1, data, Metadata("c", "c"), now)


def test_an_interest_was_called_topic() -> None:
    assert EVENT_TYPES.decode(first_version({"topic": "tea"})) == InterestAdded(interest="tea")


def test_an_interest_without_a_topic_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(UndecodableEvent, match="an upcaster failed with KeyError"):
        EVENT_TYPES.decode(first_version({}))
