"""Streams on a terminal: their events, how far views are with them, and chains of causes."""

from datetime import datetime
from typing import Any, Final

from rich.text import Text

from onewrite.cli.output import console, say
from onewrite.cli.streams.states import one_line
from onewrite.cli.tables import print_table

#: How a view stands to a stream.
COLOURS: Final = {"reached": "green", "lagging": "yellow", "failing": "red", "parked": "red", "not_served": "red"}


def when(time: str | None) -> str:
    return "-" if time is None else f"{datetime.fromisoformat(time):%Y-%m-%d %H:%M:%SZ}"


def show_stream(report: dict[str, Any]) -> None:
    """Print where it ends, a page of its events, and how far each view is."""
    events, version = report["events"], report["version"]
    say(f"{report['stream_id']} is at version {version}\n")
    rows = [[one["version"], one["type"], when(one["committed_at"]), one["actor"]] for one in events]
    print_table(("version", "event", "committed", "by"), rows, empty="There are no events behind that version.\n")
    if events and events[0]["version"] > 1:
        say(f"Earlier ones: `onewrite stream {report['stream_id']} --after 0`\n")
    columns = ("view", "generation", "state", "version", "changed")
    print_table(columns, [_view(view) for view in report["views"]], empty="No view reads it.")
    for view in report["views"]:
        if trouble := _trouble(view, report["stream_id"]):
            say(trouble)


def show_data(report: dict[str, Any]) -> None:
    """Print the data of the events."""
    rows = [[one["version"], one["type"], one_line(one["data"])] for one in report["events"]]
    print_table(("version", "event", "data"), rows)


def show_causes(report: dict[str, Any]) -> None:
    """Print the chain, each event below and to the right of its cause; the one that was asked for is marked."""
    events = report["events"]
    first = events[0]["depth"]
    console().print(Text.assemble("  ", (report["command"], "cyan"), " (command)"))
    for one in events:
        mark = "> " if one["depth"] == 0 else "  "
        indent = "  " * (one["depth"] - first + 1)
        console().print(Text.assemble(mark, indent, *_named(one), (f" {when(one['committed_at'])}", "dim")))
    if not report["is_complete"]:
        say(f"There are more events with the correlation id {report['correlation_id']} than were looked at.")


def print_event(event: dict[str, Any], data: Any = None) -> None:
    """Print an event as one line, which a terminal folds."""
    time = datetime.fromisoformat(event["committed_at"])
    clock = f"{time:%H:%M:%S}.{time.microsecond // 1000:03} "
    console().print(Text.assemble((clock, "dim"), *_named(event), "" if data is None else f" {one_line(data)}"))


def _named(event: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return (f"{event['stream_id']} {event['version']} ", "cyan"), (event["type"], "bold")


def _view(view: dict[str, Any]) -> list[Any]:
    generation = view["generation"] and f"{view['generation']}{', answers' if view['is_active'] else ''}"
    state = Text(view["state"].replace("_", " "), COLOURS[view["state"]])
    return [view["projection"], generation, state, view["version"], when(view["updated_at"])]


def _trouble(view: dict[str, Any], stream: str) -> str | None:
    """Return what is wrong with the view, and what to do about it."""
    problem: str | None = view["problem"]
    if (failure := view["failure"]) is None:
        return problem
    what = f"{view['projection']} can't apply {failure['event_type']} {failure['version']}: {failure['error']}"
    return f"{what}: `onewrite release {view['projection']} {stream}`" if view["state"] == "parked" else what
