"""A property that is computed once in a process, however many requests arrive together."""

from functools import cached_property
from threading import RLock
from typing import Any, Final, Self, TypeVar, overload

T = TypeVar("T")
#: Held by all of them, as one needs others.
_COMPUTING: Final = RLock()


class once(cached_property[T]):  # noqa: N801 - it is used as a decorator
    """A cached property that takes a lock, as Python's own does only before 3.12."""

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type | None = None) -> T: ...

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        with _COMPUTING:
            return super().__get__(instance, owner)
