"""What a command says, as a short text: the same on every instance, and before and after a deployment."""

import json
from collections.abc import Mapping
from hashlib import sha256

from pydantic_core import to_jsonable_python

from onewrite.domain.commands import Command
from onewrite.domain.events import Json


def fingerprint_of(command: Command) -> str:
    """Return 64 hexadecimal digits. A field at its default counts as not said, so that a new one changes nothing."""
    said = _in_one_order(command.model_dump(exclude_defaults=True))
    return sha256(json.dumps([command.command_name, said]).encode()).hexdigest()


def _in_one_order(value: object) -> Json:
    """Fields in the order of their names; sets, which have an order of their own in each process, sorted."""
    match value:
        case Mapping():
            return sorted(([_in_one_order(key), _in_one_order(item)] for key, item in value.items()), key=json.dumps)
        case set() | frozenset():
            return sorted(map(_in_one_order, value), key=json.dumps)
        case list() | tuple():
            return [_in_one_order(item) for item in value]
        case _:
            return to_jsonable_python(value)
