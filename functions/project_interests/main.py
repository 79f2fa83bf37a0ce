"""Pub/Sub push: bring the view `interests` up to the store's version of the stream that rang."""

import functions_framework
from cloudevents.http import CloudEvent

from onewrite.adapters.cloudevents import doorbell_of
from onewrite.bootstrap import app


@functions_framework.cloud_event
def project_interests(message: CloudEvent) -> None:
    doorbell = doorbell_of(message)
    app().follow_stream("interests", doorbell.stream, doorbell.version)
