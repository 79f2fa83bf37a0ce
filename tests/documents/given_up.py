"""Words that were given up, each with what to say instead. The one file in which they may stand."""

#: Looked for as whole words of names and of text: `RebuildBell` holds one, `string` doesn't.
WORDS = {
    "bell": "message, push",
    "bells": "messages, pushes",
    "cursor": "checkpoint, position, page token",
    "cursors": "checkpoints, positions, page tokens",
    "denormalizer": "projection",
    "doorbell": "message, push",
    "doorbells": "messages, pushes",
    "entities": "streams",
    "entity": "stream",
    "handler": "method, function, route",
    "handlers": "methods, functions, routes",
    "offset": "version, position",
    "offsets": "versions, positions",
    "poison": "an event that can't be applied",
    "poisoned": "parked",
    "poller": "relay",
    "pollers": "relays",
    "rang": "pushed, requested",
    "ring": "to push, to publish, to request",
    "ringing": "pushing, requesting",
    "rings": "pushes, requests",
    "rung": "pushed, requested",
}
#: Looked for in text as it stands.
PHRASES = {
    "idempotency record": "command result",
    "onewrite record": "onewrite log",
}
#: Names that others have chosen, wherever they stand.
NAMES_OF_OTHERS = (
    *("REQUEST_ENTITY_TOO_LARGE", "UNPROCESSABLE_ENTITY"),
    *("logging.Handler", "logging.StreamHandler", "addHandler", "removeHandler", "logger.handlers"),
    *("GetCoreSchemaHandler", "GetJsonSchemaHandler"),
    *("grpc.GenericRpcHandler", "grpc.HandlerCallDetails", "grpc.RpcMethodHandler", "add_generic_rpc_handlers"),
    *("unary_unary_rpc_method_handler", "unary_stream_rpc_method_handler"),
)
#: What a file that imports one of these may say: it is the module's own word.
WORDS_OF_MODULES = {"http.server": {"handler"}, "signal": {"handler", "handlers"}}
#: Where a word stands for what others call so, or is said on purpose.
PLACES = {
    ("doorbell", "README.md"): "the picture that explains the idea, once",
    ("handler", "shared/onewrite/adapters/http/requests/matching.py"): "what pydantic hands to a schema",
    ("handler", "shared/onewrite/adapters/logging.py"): "a logging.Handler",
    ("handler", "shared/onewrite/cli/messages.py"): "a logging.Handler",
    ("handler", "shared/onewrite/cli/systems/in_process.py"): "a logging.Handler",
    ("handler", "tests/unit/cli/test_messages.py"): "a logging.Handler",
    ("handler", "tests/bench/peers/accounts_in_protean.py"): "what Protean calls it",
    ("handlers", "tests/unit/cli/test_messages.py"): "those of a logger",
    ("offset", "tests/infra/terraform/offline_provider/schema.json"): "Google's attributes",
    ("ring", "tests/infra/terraform/offline_provider/schema.json"): "Google's attributes",
}
PICTURE = "doorbell"
