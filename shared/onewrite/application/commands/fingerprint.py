"""The fingerprint of a command: a hash of its name and fields, the same on every instance and after a deployment."""

import json
from collections.abc import Mapping
from hashlib import sha256

from pydantic_core import to_jsonable_python

from onewrite.domain.commands import Command
from onewrite.domain.events import Json


def fingerprint_of(command: Command) -> str:
    """Return 64 hexadecimal digits. A field at its default is left out, so that a new field changes no fingerprint."""
    whole, given = command.model_dump(), command.model_dump(exclude_defaults=True)
    text = json.dumps([command.command_name, _in_one_order({name: whole[name] for name in given})])
    return sha256(text.encode()).hexdigest()


def _in_one_order(value: object) -> Json:
    """Sort the fields of objects and the items of sets, whose order differs between processes.

    Objects and sets are marked as such, so that a list with the same parts has another fingerprint.
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
