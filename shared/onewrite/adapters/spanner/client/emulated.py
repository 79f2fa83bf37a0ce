"""The channel to Spanner's emulator."""

from typing import Any, Final

import grpc
from google.cloud.spanner_v1 import SpannerClient
from google.cloud.spanner_v1.services.spanner.transports import SpannerGrpcTransport

#: Google's client tells this to its channels to the service, but not to the emulator's: there gRPC takes 4 MiB.
LARGE_ROWS: Final = (("grpc.max_receive_message_length", -1),)


def api_of_emulator(host: str) -> Any:
    """Return what calls the emulator, and takes rows as large as the service sends them."""
    return SpannerClient(transport=SpannerGrpcTransport(channel=grpc.insecure_channel(host, LARGE_ROWS)))
