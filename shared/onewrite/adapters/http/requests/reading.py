"""Reads several parts of a request and reports the problems of all parts together."""

from collections.abc import Callable
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

from onewrite.errors import FieldProblem, InvalidFields

P = ParamSpec("P")
T = TypeVar("T")


class Reading:
    """`with Reading() as read: key, body = read(key_of, …), read(body_as, …)`; the end raises InvalidFields for all."""

    def __init__(self) -> None:
        self._problems: list[FieldProblem] = []

    def __enter__(self) -> Self:
        return self

    def __call__(self, part: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the part. If it is invalid, note its problems and return None, which can't leave the block."""
        try:
            return part(*args, **kwargs)
        except InvalidFields as wrong:
            self._problems += wrong.problems
            return cast("T", None)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self._problems:
            raise InvalidFields(self._problems)
