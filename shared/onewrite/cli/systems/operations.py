"""What a command can ask of a system: the operations of `operate_views`, by their names there."""

from getpass import getuser
from typing import Any, Protocol
from urllib.parse import quote


class Operations(Protocol):
    """Fields that are None are left out. Raises the errors of the operation, and Unavailable."""

    def read(self, name: str, **fields: Any) -> Any:
        """Return a report, as JSON has it."""

    def act(self, name: str, **fields: Any) -> Any:
        """Act as the user of this process; return a report, as JSON has it."""


def given(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is None."""
    return {name: value for name, value in fields.items() if value is not None}


def this_user() -> str:
    """Return the user of this process for the audit log, percent-encoded: X-Actor holds visible ASCII."""
    try:
        return quote(getuser(), safe="@")
    except (OSError, KeyError):  # nobody has this process's user id, as in some containers
        return "operator"
