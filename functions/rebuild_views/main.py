"""Pub/Sub push: work on a rebuild until no range of it is free."""

import functions_framework
from cloudevents.http import CloudEvent

from onewrite.adapters.cloudevents import rebuild_of
from onewrite.bootstrap import app


@functions_framework.cloud_event
def rebuild_views(message: CloudEvent) -> None:
    projection, generation = rebuild_of(message)
    app().work_on_rebuild(projection, generation)
