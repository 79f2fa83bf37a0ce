"""Watching for a while that something does not happen."""

from collections.abc import Callable

from tests.support.waiting.eventually import eventually


def never(condition: Callable[[], bool], *, within: float) -> bool:
    try:
        eventually(condition, within=within)
    except AssertionError:
        return True
    return False
