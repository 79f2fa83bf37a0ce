"""The variable WATCH: whether what is saved is taken up while the system runs."""

from emulators.errors import CannotRun


def watches(text: str) -> bool:
    """Read the value of WATCH. Raises `CannotRun`."""
    if text not in {"yes", "no"}:
        raise CannotRun(f"WATCH={text} is not known: use yes or no")
    return text == "yes"
