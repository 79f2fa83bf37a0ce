"""What a running system tells of its traces."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from emulators.system.system import System
from tests.support.http.curl import CURL
from tests.support.waiting.eventually import eventually

#: Every span that this system makes, but for those named by a route.
STEPS: Final = {"load", "decide", "commit", "publish", "advance", "apply"}
#: The steps of whoever applies events.
APPLIED: Final = {"advance", "apply"}


def trace_of(system: System, trace_id: str, *, pushes: int) -> dict[str, Any]:
    """Return the trace, once so many pushes have ended, and it is told who has applied the events."""

    def told() -> dict[str, Any]:
        found: dict[str, Any] = CURL.get(system.url("operate_views") + f"/trace?trace_id={trace_id}").json()
        assert sum(name.startswith("push ") for name in names(found)) == pushes, names(found)
        # The query that names the version may have done so, in a trace of its own: that one tells it when it has ended.
        assert {span["name"] for span in (*found["spans"], *found["linked"])} >= APPLIED, found
        return found

    return eventually(told)


def names(trace: dict[str, Any]) -> list[str]:
    return [span["name"] for span in trace["spans"]]


def beneath(trace: dict[str, Any], name: str) -> list[str]:
    [parent] = [span["span_id"] for span in trace["spans"] if span["name"] == name]
    return [span["name"] for span in trace["spans"] if span["parent_id"] == parent]


def are_ours(names: Collection[str]) -> bool:
    """Tell whether no client of Google's has made one of these spans."""
    return all(name in STEPS or name.startswith(("POST /", "GET /", "push ")) for name in names)


def all_text(system: System) -> str:
    """Return all that the functions have written of their spans."""
    return "".join(path.read_text() for path in Path(system.environment["ONEWRITE_TRACE_FOLDER"]).iterdir())


def all_names(system: System) -> set[str]:
    return {json.loads(line)["name"] for line in all_text(system).splitlines()}
