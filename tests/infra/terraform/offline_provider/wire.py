"""Provider schemas as the messages of tfplugin6.proto, of which they need five shapes."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
NESTING = {"single": 1, "list": 2, "set": 3}


def schemas(provider: Json) -> bytes:
    """Return a GetProviderSchema.Response."""
    return field(1, schema(provider["provider"])) + b"".join(
        field(number, field(1, name) + field(2, schema(block)))
        for number, kind in ((2, "resource_schemas"), (3, "data_source_schemas"))
        for name, block in provider[kind].items()
    )


def schema(block: Json) -> bytes:
    return field(2, b"".join(_block(block)))


def _block(block: Json) -> Iterator[bytes]:
    for name, attribute in block["attributes"].items():
        yield field(2, b"".join(_attribute(name, attribute)))
    for name, nested in block["block_types"].items():
        yield field(3, b"".join(_nested(name, nested)))


def _attribute(name: str, attribute: Json) -> Iterator[bytes]:
    yield field(1, name)
    yield field(2, json.dumps(attribute["type"]))
    for number, flag in ((4, "required"), (5, "optional"), (6, "computed")):
        yield field(number, attribute.get(flag, False))


def _nested(name: str, nested: Json) -> Iterator[bytes]:
    yield field(1, name)
    yield field(2, b"".join(_block(nested["block"])))
    yield field(3, NESTING[nested["nesting_mode"]])
    yield field(4, nested.get("min_items", 0))
    yield field(5, nested.get("max_items", 0))


def field(number: int, value: int | str | bytes) -> bytes:
    """Encode one field: numbers and flags as varints, text and messages with their length in front."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(number: int) -> bytes:
    groups = [number >> shift & 0x7F for shift in range(0, max(number.bit_length(), 1), 7)]
    return bytes([group | 0x80 for group in groups[:-1]] + groups[-1:])
