"""Probes: each makes one call, with a time limit, to find out whether a part of a local system responds."""

from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

import grpc
from google.api_core.exceptions import GoogleAPICallError
from google.cloud.spanner_admin_instance_v1 import InstanceAdminClient
from google.cloud.spanner_admin_instance_v1.services.instance_admin.transports import InstanceAdminGrpcTransport
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

#: Enough for a part that runs.
PROBE_TIMEOUT_SECONDS: Final = 10.0
#: 405 comes from a function that accepts pushes only; it responds, so it counts as ready.
READY_STATUSES: Final = {200, 405}


def local_channel(host: str) -> grpc.Channel:
    """Return an unencrypted connection that ignores proxy settings."""
    return grpc.insecure_channel(host, options=[("grpc.enable_http_proxy", 0)])


def spanner_responds(host: str, *, within: float) -> bool:
    with local_channel(host) as channel:
        client = InstanceAdminClient(transport=InstanceAdminGrpcTransport(channel=channel))
        try:
            client.list_instance_configs(parent="projects/any", retry=None, timeout=within)
        except GoogleAPICallError:
            return False
        return True


def pubsub_responds(host: str, *, within: float) -> bool:
    with local_channel(host) as channel:
        client = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        try:
            client.list_topics(project="projects/any", retry=None, timeout=within)
        except GoogleAPICallError:
            return False
        return True


def function_responds(url: str, *, within: float) -> bool:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=within)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status in READY_STATUSES
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
