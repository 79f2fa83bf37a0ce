"""What asks for workers over Pub/Sub, and what becomes of it when the bus can't be reached."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.api_core.exceptions import NotFound, RetryError, ServiceUnavailable

from onewrite.adapters.pubsub import Publisher, PubSubRebuildQueue
from onewrite.errors import Unavailable
from tests.support.faults.ports import on_top_of

PATH = "projects/p/topics/rebuild_ranges"


def test_each_worker_is_asked_for_by_a_message_of_its_own() -> None:
    sent: list[tuple[str, list[dict[str, Any]]]] = []
    publisher = on_top_of(Publisher("//onewrite/events", 1), publish=lambda *what: sent.append(what))
    queue = PubSubRebuildQueue(publisher, PATH)
    queue.request_workers("profiles", 2, 0)
    queue.request_workers("profiles", 2, 3)
    [(path, messages)] = sent
    assert (path, [message["data"] for message in messages]) == (PATH, [b"{}"] * 3)
    ids = {message["attributes"].pop("ce-id") for message in messages}
    times = [datetime.fromisoformat(message["attributes"].pop("ce-time")) for message in messages]
    assert len(ids) == 3
    assert all(datetime.now(UTC) - time < timedelta(minutes=5) for time in times)
    attributes = {
        "ce-specversion": "1.0",
        "ce-type": "onewrite.rebuild",
        "ce-source": "//onewrite/events",
        "ce-subject": "profiles/2",
        "content-type": "application/json",
    }
    assert [message["attributes"] for message in messages] == [attributes] * 3


@pytest.mark.parametrize("fault", [ServiceUnavailable("x"), NotFound("x"), RetryError("x", cause=None)], ids=repr)
def test_a_request_that_fails_is_told(fault: Exception) -> None:
    def fail(*what: object) -> None:
        raise fault

    queue = PubSubRebuildQueue(on_top_of(Publisher("//onewrite/events", 1), publish=fail), PATH)
    with pytest.raises(Unavailable, match=rf"\({type(fault).__name__}\): resume the rebuild"):
        queue.request_workers("profiles", 2, 1)
