"""A stand-in for hashicorp/google that knows its arguments and nothing else, so that Terraform can be tested offline.

Terraform asks a provider for its schema before it validates or mocks anything. This one answers with schema.json over
the plugin protocol (tfplugin6) and says yes to every other question.
"""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import grpc

from tests.infra.terraform.offline_provider.wire import schemas

SCHEMA = Path(__file__).with_name("schema.json")
PROVIDER = "hashicorp/google"


class Protocol(grpc.GenericRpcHandler):  # type: ignore[misc]
    """Answers with an empty message what is not about the schema: it means "no objection"."""

    def __init__(self, schema: bytes) -> None:
        self._schema = schema

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        match details.method.removeprefix("/").split("/"):
            case ["tfplugin6.Provider", "GetProviderSchema"]:
                return grpc.unary_unary_rpc_method_handler(lambda request, context: self._schema)
            case ["tfplugin6.Provider", question] if question != "GetMetadata":
                return grpc.unary_unary_rpc_method_handler(lambda request, context: b"")
            case ["plugin.GRPCStdio", "StreamStdio"]:
                return grpc.unary_stream_rpc_method_handler(lambda request, context: iter(()))
        return None


@contextmanager
def offline_provider() -> Iterator[dict[str, str]]:
    """Serve the schema as long as the block lasts; yields the environment that makes Terraform use it."""
    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((Protocol(schemas(json.loads(SCHEMA.read_text()))),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    reattach = {
        "Protocol": "grpc",
        "ProtocolVersion": 6,
        "Pid": os.getpid(),
        "Test": True,
        "Addr": {"Network": "tcp", "String": f"127.0.0.1:{port}"},
    }
    try:
        yield {"TF_REATTACH_PROVIDERS": json.dumps({PROVIDER: reattach})}
    finally:
        server.stop(grace=None).wait()
