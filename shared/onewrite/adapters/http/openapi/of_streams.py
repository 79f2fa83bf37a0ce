"""What OpenAPI operations on streams have in common: the id in the path, and the version as an ETag."""

from onewrite.adapters.http.openapi.parts import TEXT, Part
from onewrite.adapters.http.requests.columns import key_pattern
from onewrite.domain.aggregate import Aggregate

ETAG: Part = {
    "ETag": {
        "description": "The version, in quotes; of what is read, a dash and a fingerprint behind it",
        "required": True,
        "schema": TEXT,
    }
}
IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "description": "An ETag that is known", "schema": TEXT}


def path_of(aggregate: Aggregate) -> Part:
    pattern = f"^{key_pattern(aggregate)}$"
    return {"name": "key", "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern}}
