"""Pub/Sub push: bring the view `profiles` up to the store's version of the stream that rang."""

import functions_framework
from cloudevents.http import CloudEvent

from onewrite.adapters.cloudevents import doorbell_of
from onewrite.bootstrap import app


@functions_framework.cloud_event
def project_profiles(message: CloudEvent) -> None:
    doorbell = doorbell_of(message)
    app().follow_stream("profiles", doorbell.stream, doorbell.version)
