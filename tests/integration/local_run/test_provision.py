import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from google.cloud.spanner_v1.database import Database
from google.pubsub_v1 import PublisherClient, PushConfig, SubscriberClient, Subscription
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.errors import CannotRun
from emulators.google.start import Emulators
from emulators.provisioning import pubsub as provision_pubsub_module
from emulators.provisioning.provision import provision
from emulators.provisioning.pubsub import provision_pubsub, remove_subscriptions
from emulators.provisioning.spanner import provision_spanner
from onewrite.checks.topology import Topology
from onewrite.checks.variables import variables
from onewrite.local.emulator_probes import local_channel
from onewrite.local.system import SpannerPlace

HERE = {name: f"http://127.0.0.1:1/{name}" for name in Topology.read().functions}
ELSEWHERE = {name: f"http://127.0.0.1:2/{name}" for name in HERE}


@pytest.fixture
def subscriber(emulators: Emulators) -> Iterator[SubscriberClient]:
    with local_channel(emulators.pubsub) as channel:
        yield SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))


def subscriptions(subscriber: SubscriberClient, project: str) -> dict[str, Subscription]:
    listed = subscriber.list_subscriptions(project=f"projects/{project}")
    return {subscription.name.rpartition("/")[2]: subscription for subscription in listed}


def test_a_database_is_provisioned_twice_as_once(place_of_all: SpannerPlace, spanner_database: Database) -> None:
    before = list(spanner_database.list_tables())
    provision_spanner(place_of_all)
    assert len(list(spanner_database.list_tables())) == len(before)


def test_what_an_emulator_does_not_take_is_told_in_one_line(emulators: Emulators) -> None:
    with pytest.raises(CannotRun, match=r"^the Spanner emulator at .* did not take .*InvalidArgument.*newer one$"):
        provision(emulators, variables({"ONEWRITE_INSTANCE": "No Such Name"}), Topology.read(), HERE)


def test_a_bus_that_says_nothing_is_given_up(
    emulators: Emulators, spanner_place: SpannerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provision_pubsub_module, "CALL_TIMEOUT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        frozen = replace(emulators, pubsub=f"127.0.0.1:{mute.getsockname()[1]}")
        settings = variables({"ONEWRITE_PROJECT": spanner_place.project})
        with pytest.raises(CannotRun, match=r"^the Pub/Sub emulator at .* did not take .*DeadlineExceeded"):
            provision(frozen, settings, Topology.read(), HERE)


def test_subscriptions_are_what_the_topology_says(
    emulators: Emulators, pubsub_project: str, subscriber: SubscriberClient
) -> None:
    topology = Topology.read()
    provision_pubsub(emulators.pubsub, pubsub_project, topology, HERE)
    made = subscriptions(subscriber, pubsub_project)
    assert made.keys() == topology.subscriptions.keys()
    subscription = made["project_profiles"]
    assert subscription.topic == f"projects/{pubsub_project}/topics/events"
    assert subscription.push_config.push_endpoint == HERE["project_profiles"]
    assert subscription.push_config.no_wrapper.write_metadata
    assert subscription.filter == 'attributes.category = "account"'
    assert subscription.ack_deadline_seconds == 60
    assert subscription.retry_policy.minimum_backoff == timedelta(seconds=1)
    assert subscription.retry_policy.maximum_backoff == timedelta(seconds=600)
    assert subscription.dead_letter_policy.dead_letter_topic.endswith("/topics/events_dead_letter")
    assert subscription.dead_letter_policy.max_delivery_attempts == 100
    assert not subscription.expiration_policy.ttl
    assert not made["events_dead_letter"].push_config.push_endpoint
    assert not made["events_dead_letter"].retry_policy


def test_every_topic_of_the_topology_is_there(emulators: Emulators, pubsub_project: str) -> None:
    topology = Topology.read()
    provision_pubsub(emulators.pubsub, pubsub_project, topology, HERE)
    with local_channel(emulators.pubsub) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        topics = {
            topic.name.rpartition("/")[2]: topic.message_retention_duration
            for topic in publisher.list_topics(project=f"projects/{pubsub_project}")
        }
    assert topics == {name: timedelta(seconds=topic.retention_seconds) for name, topic in topology.topics.items()}


def test_a_subscription_that_is_there_is_pointed_at_the_new_address(
    emulators: Emulators, pubsub_project: str, subscriber: SubscriberClient
) -> None:
    for addresses in (HERE, ELSEWHERE):
        provision_pubsub(emulators.pubsub, pubsub_project, Topology.read(), addresses)
    pushed = subscriptions(subscriber, pubsub_project)["project_profiles"].push_config
    assert pushed.push_endpoint == ELSEWHERE["project_profiles"]
    assert pushed.no_wrapper.write_metadata


def test_a_subscription_that_is_there_takes_the_categories_of_now(
    emulators: Emulators, pubsub_project: str, subscriber: SubscriberClient
) -> None:
    topology = Topology.read()
    subscription = topology.subscriptions["project_profiles"].model_copy(update={"categories": ("account", "club")})
    changed = topology.model_copy(update={"subscriptions": {"project_profiles": subscription}})
    for wanted in (topology, changed):
        provision_pubsub(emulators.pubsub, pubsub_project, wanted, HERE)
    made = subscriptions(subscriber, pubsub_project)["project_profiles"]
    assert made.filter == 'attributes.category = "account" OR attributes.category = "club"'


def test_an_emulator_that_ignores_how_to_push_is_refused_as_too_old(
    emulators: Emulators, pubsub_project: str, subscriber: SubscriberClient
) -> None:
    provision_pubsub(emulators.pubsub, pubsub_project, Topology.read(), HERE)
    wanted = subscriptions(subscriber, pubsub_project)["project_profiles"]
    made = Subscription(name=wanted.name, push_config=PushConfig(push_endpoint=wanted.push_config.push_endpoint))
    with pytest.raises(CannotRun, match=r"pushes messages wrapped: use version 0\.8\.20 or a newer one"):
        provision_pubsub_module._check_push_config(emulators.pubsub, wanted, made)


def test_removed_subscriptions_push_no_more(
    emulators: Emulators, pubsub_project: str, subscriber: SubscriberClient
) -> None:
    provision_pubsub(emulators.pubsub, pubsub_project, Topology.read(), HERE)
    remove_subscriptions(emulators.pubsub, pubsub_project)
    assert subscriptions(subscriber, pubsub_project) == {}
