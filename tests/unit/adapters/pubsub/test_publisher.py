"""How long a request may take: as long as the caller says, else as long as is usual; its repeats included."""

from typing import Any

import pytest
from google.api_core.retry import Retry
from google.auth.credentials import AnonymousCredentials
from google.pubsub_v1 import PublisherClient

from onewrite.adapters.pubsub import Publisher
from onewrite.adapters.pubsub.unbatched_client import UnbatchedClient

MESSAGES = [{"data": b"{}"}]


@pytest.mark.parametrize(("within", "seconds"), [(2.0, 2.0), (None, 30.0)])
def test_a_request_and_its_repeats_end_in_time(
    monkeypatch: pytest.MonkeyPatch, within: float | None, seconds: float
) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(PublisherClient, "publish", lambda client, **options: sent.append(options))
    publisher = Publisher("//onewrite/events", 30.0)
    publisher.__dict__["_client"] = UnbatchedClient(credentials=AnonymousCredentials())
    publisher.publish("projects/p/topics/events", MESSAGES, within)
    [options] = sent
    retry = options["retry"]
    assert isinstance(retry, Retry)
    assert (options["timeout"], retry.timeout) == (seconds, seconds)
    assert options["request"] == {"topic": "projects/p/topics/events", "messages": MESSAGES}
