"""Probes of the emulators: one call each, with a time limit. Without Google's clients, whose import takes a second."""

import grpc

#: The request of both calls, as Protocol Buffers encode it: their first field is the text `projects/any`.
ANY_PROJECT = b"\n\x0cprojects/any"


def local_channel(host: str) -> grpc.Channel:
    """Return an unencrypted connection that ignores proxy settings."""
    return grpc.insecure_channel(host, options=[("grpc.enable_http_proxy", 0)])


def spanner_responds(host: str, *, within: float) -> bool:
    return _responds(host, "/google.spanner.admin.instance.v1.InstanceAdmin/ListInstanceConfigs", within)


def pubsub_responds(host: str, *, within: float) -> bool:
    return _responds(host, "/google.pubsub.v1.Publisher/ListTopics", within)


def _responds(host: str, method: str, within: float) -> bool:
    with local_channel(host) as channel:
        try:
            channel.unary_unary(method)(ANY_PROJECT, timeout=within)
        except grpc.RpcError:
            return False
        return True
