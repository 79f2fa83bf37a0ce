"""Spanner goes away and comes back: nothing hangs, everything is told as Unavailable, and everything goes on."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import Rename
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from emulators.google.start import Emulators, running_emulators
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import App, build, cloud_adapters, memory_adapters
from onewrite.domain.queries import RowQuery, SearchQuery
from onewrite.errors import CommandRejected, Unavailable
from onewrite.local.system import SpannerPlace
from tests.support.data.builders import a_stream
from tests.support.data.requests import a_request, accept
from tests.support.faults.stopped import stop_group
from tests.support.systems.adapters import settings
from tests.support.waiting.eventually import eventually

HOST = "SPANNER_EMULATOR_HOST"
STREAM = a_stream("7")
ROW = RowQuery("/profiles/{account_id}", PROFILES, "")
SEARCH = SearchQuery("/interests/search", INTERESTS, "")

WAYS: dict[str, Callable[[App], object]] = {
    "command": lambda app: accept(app, STREAM, Rename(name="Countess")),
    "sweep": lambda app: app.sweep_outbox(),
    "lease": lambda app: app.adapters.outbox.acquire({1}, "me", timedelta(1)),
    "push": lambda app: app.follow_stream(("profiles",), STREAM, 99),
    "advance": lambda app: app.advance(ACCOUNTS.projection("profiles"), 1, [STREAM]),
    "row": lambda app: app.read_view.row(ROW, STREAM.key),
    "search": lambda app: app.read_view.search(SEARCH, "tea", limit=1),
    "history": lambda app: app.read_history.events(STREAM, after=0, limit=1),
    "reconcile": lambda app: app.operate.reconcile(),
}


@pytest.fixture
def own_spanner(emulators: Emulators, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulators]:
    """An emulator that nobody else needs; the Pub/Sub emulator is the one that is there."""
    monkeypatch.delenv(HOST)
    with running_emulators(tmp_path) as own:
        monkeypatch.setenv(HOST, own.spanner)
        yield own


@pytest.fixture(params=["multiplexed sessions", "pooled sessions"])
def app(own_spanner: Emulators, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> App:
    """As in production, and as on the emulator; warm."""
    for suffix in ("", "_PARTITIONED_OPS", "_FOR_RW"):
        switch = f"GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS{suffix}"
        monkeypatch.setenv(switch, str(request.param == "multiplexed sessions").lower())
    provision_spanner(
        SpannerPlace(host=own_spanner.spanner, project="outage", instance="onewrite", database="onewrite")
    )
    here = settings(project="outage", store_timeout_seconds=0.5, eager_relay=False, generation_cache_seconds=0)
    app = build(here, ACCOUNTS, replace(cloud_adapters(here), topic=memory_adapters().topic))
    eventually(lambda: is_warm(app))
    return app


def is_warm(app: App) -> bool:
    """The first calls of all may take longer than the time that this instance gives them."""
    with suppress(Unavailable, CommandRejected):
        app.accept_command(a_request(stream=STREAM))
    return all_ways_lead_somewhere(app)


def all_ways_lead_somewhere(app: App) -> bool:
    try:
        for use in WAYS.values():
            use(app)
    except Unavailable:
        return False
    return True


def all_ways_end_in_time(app: App) -> None:
    for name, use in WAYS.items():
        with pytest.raises(Unavailable):
            pytest.fail(f"{name} got an answer: {use(app)}")


def test_a_spanner_that_is_gone_is_told_by_everyone(app: App, own_spanner: Emulators) -> None:
    [spanner] = own_spanner.processes
    spanner.kill()
    all_ways_end_in_time(app)


def test_a_spanner_that_is_silent_is_told_by_everyone_until_it_speaks_again(app: App, own_spanner: Emulators) -> None:
    [spanner] = own_spanner.processes
    stop_group(spanner.pid)
    try:
        all_ways_end_in_time(app)
    finally:
        os.killpg(spanner.pid, signal.SIGCONT)
    eventually(lambda: all_ways_lead_somewhere(app))
