"""The first request of each kind of function: one that its work needs, with something to do."""

from collections.abc import Callable
from uuid import uuid4

from onewrite.bootstrap import App
from tests.bench.cold_starts.first_response import Sent
from tests.support.data.requests import an_account

EVENT = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "//bench", "ce-type": "bench", "ce-sequence": "1"}
JSON = {"Content-Type": "application/json"}


def first_requests(app: App) -> dict[str, Callable[[], Sent]]:
    """Return what makes the request and what it is about; `app` works on the same store, and publishes nothing."""

    def command() -> Sent:
        return Sent("POST", f"/accounts/{uuid4()}/create", b'{"name": "Ada", "address": "London"}', JSON)

    def push() -> Sent:
        return Sent("POST", headers={**EVENT, "ce-subject": str(an_account(app))})

    def schedule() -> Sent:
        an_account(app)
        return Sent("POST")

    return {
        "accept_commands": command,
        "answer_queries": lambda: Sent("GET", "/profiles"),
        "operate_views": lambda: Sent("GET", "/status"),
        "project_profiles": push,
        "pull_profiles": schedule,
        "rebuild_views": lambda: Sent("POST", headers={**EVENT, "ce-subject": "profiles/1"}),
        "reconcile_views": schedule,
        "relay_outbox": schedule,
        "tail_changes": schedule,
    }
