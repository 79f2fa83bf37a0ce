"""The floor of a function that reads, writes and publishes: one row each, and one message."""

import os

import functions_framework
from flask import Request, Response
from google.cloud import pubsub_v1, spanner

client = spanner.Client(project=os.environ["ONEWRITE_PROJECT"])
database = client.instance(os.environ["ONEWRITE_INSTANCE"]).database(os.environ["ONEWRITE_DATABASE"])
publisher = pubsub_v1.PublisherClient(pubsub_v1.types.BatchSettings(max_messages=1))
topic = publisher.topic_path(os.environ["ONEWRITE_PROJECT"], "events")
PROFILE = ("generation", "account_id", "name")


@functions_framework.http
def publishes(request: Request) -> Response:
    with database.snapshot() as snapshot:
        list(snapshot.read("streams", ("stream_id", "version"), spanner.KeySet(keys=[["account-7"]])))
    with database.batch() as batch:
        batch.insert_or_update("profiles", PROFILE, [[99, "7", "Ada"]])
    publisher.publish(topic, b"{}").result()
    return Response(status=201)
