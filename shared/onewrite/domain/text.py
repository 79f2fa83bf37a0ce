"""Text as people read it: the same whichever code points spell it, and nothing where nothing is to be seen."""

from typing import Any
from unicodedata import category, normalize

#: Letters and symbols that leave a blank: the fillers of Hangul and the empty pattern of Braille.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def normalised(text: str) -> str:
    """Return the text in Unicode's form C; empty if nothing of it can be seen."""
    return normalize("NFC", text) if any(map(_is_visible, text)) else ""


def normalised_throughout(value: Any) -> Any:
    """Return the value with every text in it normalised, the names of fields left as they are."""
    match value:
        case str():
            return normalised(value)
        case dict():
            return {name: normalised_throughout(part) for name, part in value.items()}
        case list():
            return [normalised_throughout(part) for part in value]
        case tuple():
            return tuple(map(normalised_throughout, value))
        case _:
            return value


def folded(text: str) -> str:
    """Return what all spellings of a text share: upper and lower case, composed and decomposed.

    Unicode's canonical caseless matching (The Unicode Standard, section 3.13, D145).
    """
    return normalize("NFD", normalize("NFD", text).casefold())


def _is_visible(character: str) -> bool:
    return category(character)[0] not in "CZ" and character not in BLANKS
