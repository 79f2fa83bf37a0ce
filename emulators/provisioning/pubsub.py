"""Creates topics and subscriptions on the Pub/Sub emulator, as the topology describes them."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Final

from google.api_core.exceptions import AlreadyExists
from google.pubsub_v1 import (
    DeadLetterPolicy,
    ExpirationPolicy,
    PublisherClient,
    PushConfig,
    RetryPolicy,
    SubscriberClient,
    Subscription,
    Topic,
)
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.errors import CannotRun
from emulators.google.kinds import PUBSUB
from onewrite.checks import topology
from onewrite.checks.topology import Topology
from onewrite.local.emulator_probes import local_channel

#: For each call, without retries: the emulator is up, and the retries of Google's client go on for minutes.
CALL_TIMEOUT_SECONDS: Final = 120.0


def provision_pubsub(host: str, project: str, wanted: Topology, urls: Mapping[str, str]) -> None:
    """Create what is missing; let subscriptions that exist be as they are described. Raises `CannotRun`."""
    with local_channel(host) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        for name, topic in wanted.topics.items():
            retention = timedelta(seconds=topic.retention_seconds)
            with suppress(AlreadyExists):
                publisher.create_topic(
                    Topic(name=f"projects/{project}/topics/{name}", message_retention_duration=retention),
                    retry=None,
                    timeout=CALL_TIMEOUT_SECONDS,
                )
        for name, described in wanted.subscriptions.items():
            subscription = _subscription(project, name, described, urls)
            try:
                made = subscriber.create_subscription(subscription, retry=None, timeout=CALL_TIMEOUT_SECONDS)
            except AlreadyExists:
                made = _changed(subscriber, subscription)
            _check_push_config(host, subscription, made)


def _changed(subscriber: SubscriberClient, wanted: Subscription) -> Subscription:
    """Change a subscription that is there to what is wanted; it is made anew for a filter, which never changes."""
    made = subscriber.get_subscription(subscription=wanted.name, retry=None, timeout=CALL_TIMEOUT_SECONDS)
    if made.filter != wanted.filter:
        subscriber.delete_subscription(subscription=wanted.name, retry=None, timeout=CALL_TIMEOUT_SECONDS)
        return subscriber.create_subscription(wanted, retry=None, timeout=CALL_TIMEOUT_SECONDS)
    subscriber.modify_push_config(
        subscription=wanted.name, push_config=wanted.push_config, retry=None, timeout=CALL_TIMEOUT_SECONDS
    )
    return subscriber.get_subscription(subscription=wanted.name, retry=None, timeout=CALL_TIMEOUT_SECONDS)


def _check_push_config(host: str, wanted: Subscription, made: Subscription) -> None:
    """Raise `CannotRun` for an emulator that is too old: it accepts fields that it doesn't know, and ignores them."""
    if wanted.push_config != made.push_config:
        raise CannotRun(
            f"the Pub/Sub emulator at {host} pushes messages wrapped: use version {PUBSUB.version} or a newer one"
        )


def remove_subscriptions(host: str, project: str, names: Collection[str] | None = None) -> set[str]:
    """Stop the pushes of these subscriptions, or of all of the project; return the names of those that were there."""
    removed = set()
    with local_channel(host) as channel:
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        for subscription in subscriber.list_subscriptions(
            project=f"projects/{project}", retry=None, timeout=CALL_TIMEOUT_SECONDS
        ):
            name = subscription.name.rpartition("/")[2]
            if names is None or name in names:
                subscriber.delete_subscription(subscription=subscription.name, retry=None, timeout=CALL_TIMEOUT_SECONDS)
                removed.add(name)
    return removed


def _subscription(project: str, name: str, described: topology.Subscription, urls: Mapping[str, str]) -> Subscription:
    topics = f"projects/{project}/topics"
    return Subscription(
        name=f"projects/{project}/subscriptions/{name}",
        topic=f"{topics}/{described.topic}",
        push_config=_push_to(urls[described.push_to]) if described.push_to else None,
        filter=described.filter,
        ack_deadline_seconds=described.ack_deadline_seconds,
        expiration_policy=ExpirationPolicy(),  # without a time to live: never
        retry_policy=described.retry
        and RetryPolicy(
            minimum_backoff=timedelta(seconds=described.retry.minimum_backoff_seconds),
            maximum_backoff=timedelta(seconds=described.retry.maximum_backoff_seconds),
        ),
        dead_letter_policy=described.dead_letter
        and DeadLetterPolicy(
            dead_letter_topic=f"{topics}/{described.dead_letter.topic}",
            max_delivery_attempts=described.dead_letter.max_delivery_attempts,
        ),
    )


def _push_to(url: str) -> PushConfig:
    """Push unwrapped, with metadata: the function receives the CloudEvent itself, as in the cloud."""
    return PushConfig(push_endpoint=url, no_wrapper=PushConfig.NoWrapper(write_metadata=True))
