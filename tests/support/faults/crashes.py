"""Processes that die at any call of any port, before it has been carried out or right after."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Literal, cast

from onewrite.bootstrap import Adapters
from tests.support.faults.ports import Crash

When = Literal["before", "after"]


@dataclass
class Fuse:
    """Burns down by one with each call; the process dies with the last one."""

    length: int
    when: When = "before"

    def burn(self, call: Callable[[], Any]) -> Any:
        self.length -= 1
        if self.length == 0 and self.when == "before":
            raise Crash
        result = call()
        if self.length == 0:
            raise Crash
        return result


class _Fused:
    def __init__(self, port: object, fuse: Fuse) -> None:
        self._port = port
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found
        return lambda *arguments, **options: self._fuse.burn(lambda: found(*arguments, **options))


def dying(adapters: Adapters, fuse: Fuse) -> Adapters:
    """Return the adapters of a process with this fuse; what is in the store is the same for all processes."""
    ports = {port.name: _Fused(getattr(adapters, port.name), fuse) for port in fields(adapters)}
    return Adapters(**cast("dict[str, Any]", ports))
