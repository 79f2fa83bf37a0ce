"""Consumer groups on a terminal: who shares the changes, how far behind they are, and what fails."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from onewrite.cli.output import say
from onewrite.cli.quantities import counted, duration
from onewrite.cli.tables import print_table

#: The instances of a group that is behind for longer than this don't keep up.
LONG_SECONDS: Final = 120.0


def show_groups(groups: Sequence[dict[str, Any]]) -> None:
    """Print an empty line and the groups as a table, and what to do about each of them."""
    say("")
    print_table(("group", "instances", "partitions", "behind", "shares"), [_row(group) for group in groups])
    for group in groups:
        for sentence in _advice(group):
            say(sentence)


def _row(group: dict[str, Any]) -> list[Any]:
    numbers = len(group["instances"]), len(group["partitions"])
    return [group["group"], *numbers, duration(group["behind_seconds"]), _shares(group)]


def _shares(group: dict[str, Any]) -> str:
    """Return how many partitions each instance holds, the most first, and how many nobody does: `3 + 2, nobody 1`."""
    held = sorted(group["instances"].values(), reverse=True)
    free = len(group["partitions"]) - sum(held)
    if not any(held):
        return "nobody"
    return " + ".join(map(str, held)) + (f", nobody {free}" if free else "")


def _advice(group: dict[str, Any]) -> Iterator[str]:
    name, failing = group["group"], [one for one in group["partitions"] if one["error"]]
    for one in failing:
        where = f"partition {one['partition']}" if one["partition"] else "the root partition"
        tried = counted(one["attempts"], "attempt")
        yield (
            f"{name} can't pass {one['watermark']} in {tried}: {one['error']}. "
            f"It is tried again, and goes on when that is mended ({where})"
        )
    if not group["instances"]:
        yield f"{name} has no instance now: it goes on when its function is called, or its worker started"
    elif group["behind_seconds"] > LONG_SECONDS and not failing:
        yield f"{name} has been behind for long: see the logs of its instances, or let more run, one for each partition"
