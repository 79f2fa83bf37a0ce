"""Events by the bare clients: each is committed and published by the least of calls, for the bare function."""

from datetime import timedelta
from itertools import count
from typing import Any

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject
from google.pubsub_v1 import (
    ExpirationPolicy,
    PublisherClient,
    PubsubMessage,
    PushConfig,
    RetryPolicy,
    SubscriberClient,
    Subscription,
    Topic,
)
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.system.system import System
from onewrite.adapters.spanner import rows
from onewrite.local.emulator_probes import local_channel
from tests.bench.floors.bare_push.follow import RETRY_DELAY
from tests.support.data.builders import created

TOPIC = "bare_push"


class BareEvents:
    """Sends one event after the other, each the first of a stream of its own."""

    def __init__(self, system: System) -> None:
        assert system.pubsub
        channel: Any = local_channel(system.pubsub.host)
        self._publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        project = system.pubsub.project
        self._topic = f"projects/{project}/topics/{TOPIC}"
        self._database = system.database
        self._numbers = count(1)
        self._publisher.create_topic(Topic(name=self._topic))
        SubscriberClient(transport=SubscriberGrpcTransport(channel=channel)).create_subscription(
            Subscription(
                name=f"projects/{project}/subscriptions/{TOPIC}",
                topic=self._topic,
                ack_deadline_seconds=60,
                expiration_policy=ExpirationPolicy(),
                retry_policy=RetryPolicy(minimum_backoff=timedelta(seconds=1), maximum_backoff=timedelta(seconds=600)),
                push_config=PushConfig(
                    push_endpoint=system.url(TOPIC), no_wrapper=PushConfig.NoWrapper(write_metadata=True)
                ),
            )
        )

    def send(self) -> None:
        stream, event = f"account-bare{next(self._numbers)}", created()
        what = [event.event_id, event.event_type, event.schema_version, JsonObject(event.data)]
        with self._database.batch(default_retry_delay=RETRY_DELAY) as batch:
            batch.insert("streams", ("stream_id", "version", "updated_at"), [[stream, 1, COMMIT_TIMESTAMP]])
            batch.insert("events", rows.EVENT, [[stream, 1, *what, "c", "c", "ada", None, COMMIT_TIMESTAMP]])
        attributes = {"ce-subject": stream, "ce-sequence": "1"}
        self._publisher.publish(topic=self._topic, messages=[PubsubMessage(data=b"{}", attributes=attributes)])
