"""What a command says, as a short text: the same on every instance, and before and after a deployment."""

import json
from collections.abc import Mapping
from hashlib import sha256

from pydantic_core import to_jsonable_python

from onewrite.domain.commands import Command
from onewrite.domain.events import Json


def fingerprint_of(command: Command) -> str:
    """Return 64 hexadecimal digits. A field at its default counts as not said, so that a new one changes nothing."""
    whole, said = command.model_dump(), command.model_dump(exclude_defaults=True)
    text = json.dumps([command.command_name, _in_one_order({name: whole[name] for name in said})])
    return sha256(text.encode()).hexdigest()


def _in_one_order(value: object) -> Json:
    """Fields in the order of their names; sets, which have an order of their own in each process, sorted.

    Each says what it is, so that no list passes for an object with the same parts.
    """
    match value:
        case Mapping():
            parts = ([_in_one_order(key), _in_one_order(item)] for key, item in value.items())
            return {"object": sorted(parts, key=json.dumps)}
        case set() | frozenset():
            return {"set": sorted(map(_in_one_order, value), key=json.dumps)}
        case list() | tuple():
            return [_in_one_order(item) for item in value]
        case _:
            return to_jsonable_python(value)
