"""Tells an error in one line: whole on this machine; elsewhere without what a foreign error says, which may be data."""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from sysconfig import get_path
from traceback import walk_tb
from types import CodeType
from typing import Final, TypeAlias

from onewrite.errors.base import OnewriteError
from onewrite.errors.deployment import Misconfigured
from onewrite.errors.domain import BadDomain

Tell: TypeAlias = Callable[[BaseException], str]
#: The code of a function, and a line of it.
Frame: TypeAlias = tuple[CodeType, int]
#: An error that comes up in this library has its cause in the code that has called it.
LIBRARY: Final = f"{PurePath(__file__).parents[1]}/"
#: Where Python and all that is installed have their code.
INSTALLED: Final = (get_path("purelib"), get_path("stdlib"), "<")


def whole(error: BaseException) -> str:
    """Return class, message and place of a foreign error; the message of our own, with the cause or the place of it."""
    if not isinstance(error, OnewriteError):
        return _foreign(error, _theirs(error) or _here(error))
    if isinstance(error, BadDomain):
        return f"{error.message}{_place(_theirs(error))}"
    cause = error.__cause__
    if cause is None or isinstance(error, Misconfigured):
        return error.message
    return f"{error.message}: {_foreign(cause, _theirs(cause))}"


def without_data(error: BaseException) -> str:
    """Return the message of our own error; of a foreign one only its class and its place in the code."""
    return error.message if isinstance(error, OnewriteError) else class_and_place(error)


def class_and_place(error: BaseException) -> str:
    """Return what is the same of all errors that the same line of code raises."""
    frames = _frames(error)
    place = f"{frames[-1][0].co_qualname} line {frames[-1][1]}" if frames else "no code"
    return f"{type(error).__name__} in {place}"


def is_installed(path: str) -> bool:
    """Tell whether this is code that nobody here would mend."""
    return path.startswith(INSTALLED)


def shortened(path: str) -> str:
    return "/".join(PurePath(path).parts[-3:])


def _foreign(error: BaseException, frames: Sequence[Frame]) -> str:
    """Return class, message and place: the last of these frames, or the line that is no Python."""
    if isinstance(error, SyntaxError):
        return f"SyntaxError: {error.msg} ({shortened(error.filename or '')}:{error.lineno})"
    said = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
    return f"{said}{_place(frames)}"


def _place(frames: Sequence[Frame]) -> str:
    """Return the last of these frames in brackets."""
    if not frames:
        return ""
    code, line = frames[-1]
    within = "" if code.co_name == "<module>" else f", in {code.co_qualname}"
    return f" ({shortened(code.co_filename)}:{line}{within})"


def _theirs(error: BaseException) -> list[Frame]:
    """Return the frames of a domain and of functions."""
    return [frame for frame in _here(error) if not frame[0].co_filename.startswith(LIBRARY)]


def _here(error: BaseException) -> list[Frame]:
    return [frame for frame in _frames(error) if not is_installed(frame[0].co_filename)]


def _frames(error: BaseException) -> list[Frame]:
    return [(frame.f_code, line) for frame, line in walk_tb(error.__traceback__)]
