"""Reading a request part by part: whatever is wrong with any of them is told at once."""

from collections.abc import Callable
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

from onewrite.errors import FieldProblem, InvalidFields

P = ParamSpec("P")
T = TypeVar("T")


class Reading:
    """`with Reading() as read: key, body = read(key_of, …), read(body_as, …)`; leaving it raises InvalidFields."""

    def __init__(self) -> None:
        self._problems: list[FieldProblem] = []

    def __enter__(self) -> Self:
        return self

    def __call__(self, part: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the part; what is returned for one that is wrong is never seen outside."""
        try:
            return part(*args, **kwargs)
        except InvalidFields as wrong:
            self._problems += wrong.problems
            return cast("T", None)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self._problems:
            raise InvalidFields(self._problems)
