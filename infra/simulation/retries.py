"""How often an event that always fails is pushed, and when its stream is parked: by the real policy and topology."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from infra.simulation.counted.profiles import PLAIN
from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.checks.paths import TOPOLOGY
from onewrite.domain.events import Metadata, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.settings import Settings

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
STREAM = StreamId("account", "1")
EVENT = RecordedEvent(
    stream=STREAM,
    version=1,
    event_id="1",
    event_type="any",
    schema_version=1,
    data={},
    metadata=Metadata("1", "1"),
    committed_at=BEGAN,
)


@cache
def longest_pause() -> float:
    """Return the longest time between two pushes of a message, in seconds."""
    return _backoff()[1]


@cache
def pushes_until_parked() -> Sequence[float]:
    """Return the seconds after the first push at which the event is pushed; with the last of them its stream parks."""
    settings = Settings(domain="accounts:ACCOUNTS", check_identity=False)
    policy = FailurePolicy(settings.park_after_attempts, timedelta(seconds=settings.attempt_interval_seconds))
    (pause, longest), now, pushes, checkpoint = _backoff(), 0.0, list[float](), Checkpoint(STREAM)
    while not checkpoint.is_parked:
        pushes.append(now)
        checkpoint = policy.with_failure(checkpoint, EVENT, ValueError(), BEGAN + timedelta(seconds=now))
        now, pause = now + pause, min(pause * 2, longest)
    return pushes


def pushes_within(seconds: float) -> Sequence[float]:
    """Return the seconds after the first push at which a message is pushed in this time, if each is refused."""
    (pause, longest), now, pushes = _backoff(), 0.0, list[float]()
    while now < seconds:
        pushes.append(now)
        now, pause = now + pause, min(pause * 2, longest)
    return pushes


def _backoff() -> tuple[float, float]:
    """Pub/Sub doubles the pause, as far as is known."""
    retry = json.loads(TOPOLOGY.read_text())["subscriptions"][f"project_{PLAIN}"]["retry"]
    return retry["minimum_backoff_seconds"], retry["maximum_backoff_seconds"]
