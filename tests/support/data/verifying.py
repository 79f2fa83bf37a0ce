"""Views to verify, and tampering with them."""

from datetime import UTC, datetime

from accounts.account.commands import CloseAccount, Rename
from onewrite.application.operations.verify.verdict import Verdict
from onewrite.application.ports.views import Delete, Put
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.support.data.builders import interest
from tests.support.data.requests import accept, an_appended_account
from tests.support.domains.fragile import apply_all

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
EXTRA = {"name": "Eve", "address": "Nowhere", "status": "open", "created_at": NOON, "changed_at": NOON}


def three_accounts(app: App) -> list[StreamId]:
    streams = [an_appended_account(app, interest("tea"), interest("chess"), key=key) for key in ("ada", "bob", "cy")]
    accept(app, streams[0], Rename(name="Countess"))
    accept(app, streams[2], CloseAccount())
    apply_all(app, *streams)
    return streams


def tamper(app: App, generation: int, change: Put | Delete) -> None:
    app.adapters.views.transact("profiles", generation, lambda t: t.write([change], []))


def found(verdict: Verdict) -> list[tuple[int, str, str]]:
    return [(one.generation, one.place, one.problem) for one in verdict.named]
