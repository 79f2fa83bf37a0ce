"""Times as text."""

from datetime import date


def timestamp(time: date) -> str:
    """Return the time as RFC 3339 text, with Z for UTC."""
    return time.isoformat().replace("+00:00", "Z")
