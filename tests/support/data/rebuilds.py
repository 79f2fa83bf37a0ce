"""Rebuilds of a few accounts, and workers to whom something happens."""

from collections.abc import Callable
from dataclasses import replace

from accounts.views.profiles import PROFILES
from onewrite.application.operations.rebuild.rebuild_progress import RebuildProgress
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.support.checks.rows import rows_of
from tests.support.data.builders import an_event
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import ADA, app_of
from tests.support.faults.ports import on_top_of

#: So short that whoever comes may take over at once.
NO_LEASE = 1e-6


def accounts(app: App, number: int) -> list[StreamId]:
    """Open accounts at version 2; nothing was pushed for them yet."""
    keys = [f"k{place:02d}" for place in range(number)]
    return [an_appended_account(app, an_event(data={"name": f"Countess {key}"}), key=key) for key in keys]


def in_one_range(app: App) -> None:
    """Start a rebuild of `profiles` that has one range for all streams."""
    replace(app.operate.rebuild, wanted_ranges=1).start("profiles", ADA)


def build_generation(app: App, projection: str = "profiles") -> int:
    generation = app.operate.rebuild.start(projection, ADA).generation
    assert app.operate.rebuild_worker.work(projection, generation, seconds=60)
    return generation


def names(app: App, generation: int) -> dict[str, str]:
    rows = rows_of(app.adapters, PROFILES, generation)
    return {row["account_id"]: row["name"] for row in rows}


def progress(app: App) -> RebuildProgress:
    return app.operate.rebuild.progress("profiles")


def is_faithful(app: App) -> bool:
    verdict = app.operate.verify("profiles")
    assert verdict.named == []
    return verdict.generations == (1, 2)


def saving(app: App, *meanwhile: Callable[[], object], lease: float = 30) -> App:
    """Return a worker to whom something happens before it saves its progress, one thing each time."""
    waiting = list(meanwhile)

    def save(*arguments: object) -> None:
        if waiting:
            waiting.pop(0)()
        app.adapters.walks.save(*arguments)  # type: ignore[arg-type]

    walks = on_top_of(app.adapters.walks, save=save)
    return app_of(replace(app.adapters, walks=walks), walk_lease_seconds=lease)
