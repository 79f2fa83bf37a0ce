"""Numbers as people read them."""

from typing import Final

MINUTE: Final = 60
#: Units of time in seconds, the longest first.
UNITS: Final = ((86400, "d"), (3600, "h"), (MINUTE, "min"))


def counted(number: int, thing: str) -> str:
    """Return the number and the thing, in the plural unless it is one: `1 stream`, `2 streams`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def duration(seconds: float) -> str:
    """Return a length of time in its two longest units: `3 h 20 min`; less than a minute in seconds alone."""
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    left, parts = round(seconds), list[str]()
    for length, unit in UNITS:
        if left >= length:
            parts.append(f"{left // length} {unit}")
            left %= length
    return " ".join(parts[:2])
