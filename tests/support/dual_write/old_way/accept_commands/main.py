"""The old way, for comparison only: save the event, then publish it. Two writes to two systems."""

from typing import Any
from uuid import uuid4

import functions_framework
from flask import Request, Response
from google.cloud import pubsub_v1, spanner
from google.cloud.spanner_v1 import JsonObject

from onewrite.settings import Settings

HEAD = ("stream_id", "version", "updated_at")
EVENT = (
    "stream_id",
    "version",
    "event_id",
    "event_type",
    "schema_version",
    "data",
    "correlation_id",
    "causation_id",
    "committed_at",
)

settings = Settings.read()
database = spanner.Client(settings.project).instance(settings.instance).database(settings.database)
publisher = pubsub_v1.PublisherClient()
topic = publisher.topic_path(settings.project, settings.topic)


@functions_framework.http
def accept_commands(request: Request) -> Response:
    """POST /accounts/{id}/create."""
    if request.method != "POST":
        return Response(status=405)
    stream, event_id = f"account-{request.path.split('/')[2]}", str(uuid4())
    save(stream, event_id, request.get_json())
    publish(stream, event_id, request.get_data())
    return Response(status=201)


def save(stream: str, event_id: str, data: Any) -> None:
    now = spanner.COMMIT_TIMESTAMP
    with database.batch() as batch:
        batch.insert("streams", HEAD, [[stream, 1, now]])
        batch.insert(
            "events", EVENT, [[stream, 1, event_id, "UserCreated", 1, JsonObject(data), event_id, event_id, now]]
        )


def publish(stream: str, event_id: str, data: bytes) -> None:
    message = {"ce-id": event_id, "ce-type": "UserCreated", "ce-subject": stream}
    publisher.publish(topic, data, **message).result()
