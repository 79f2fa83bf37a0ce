"""The tables in memory are read and written under the lock, as threads share them."""

from dataclasses import fields
from datetime import timedelta
from threading import RLock
from typing import Any

import pytest

from accounts.account.commands import Rename
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.adapters.memory import MemoryDatabase, MemoryEventStore
from onewrite.application.operations.replay_events import Selection
from onewrite.application.ports.audit_log import Operation
from onewrite.bootstrap import App, memory_adapters
from onewrite.domain.streams import StreamId
from tests.support.data.builders import interest
from tests.support.data.parking import append
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import a_request, accept, an_account
from tests.support.domains.fragile import ADA, Fragile, app_of, follow

TABLES = {field.name for field in fields(MemoryDatabase)} - {"clock", "lock"}


class Watched(MemoryDatabase):
    """Gives its tables to nobody who doesn't hold the lock."""

    def __getattribute__(self, name: str) -> Any:
        if name in TABLES:
            lock: Any = self.lock
            assert lock._is_owned(), f"{name} is used without the lock"
        return super().__getattribute__(name)


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(fragile: Fragile) -> App:
    adapters = memory_adapters()
    assert isinstance(adapters.store, MemoryEventStore)
    adapters.store.database.__class__ = Watched
    return app_of(adapters, fragile)


def test_the_lock_is_held_whatever_is_done(app: App, fragile: Fragile) -> None:
    stream = StreamId("account", "ada")
    app.accept_command(a_request(stream=stream, key="key"))
    app.accept_command(a_request(stream=stream, key="key"))
    append(app, stream, interest("tea"))
    fragile.fail(accept(app, stream, Rename(name="Countess")).stream, 3)
    follow(app, stream, an_account(app))
    app.read_history.at_time(stream, app.adapters.store.now())
    app.sweep_outbox()
    app.adapters.outbox.clear([])
    fragile.mend()
    app.operate.release.release(app.operate.release.parked(), ADA)
    build_generation(app)
    app.operate.verify("profiles")
    app.operate.switch.switch("profiles", ADA)
    app.operate.switch.drop("profiles", 1, ADA)
    app.operate.reconcile(ADA)
    app.operate.replay(Selection(), ADA, dry_run=False)


def test_the_lock_is_held_whatever_is_asked_for(app: App) -> None:
    with app.adapters.readers.open() as reader:
        reader.active("profiles")
        reader.checkpoint("profiles", 1, StreamId("account", "ada"))
        reader.page(1, PROFILES, limit=1)
        reader.search(1, INTERESTS, "tea", limit=1)
    app.adapters.audit_log.append(Operation("look", ADA))
    app.adapters.audit_log.newest(limit=1)
    app.adapters.walks.acquire("rebuild profiles/1", "ada", timedelta(1))


def test_a_table_that_is_used_without_the_lock_is_noticed() -> None:
    watched = Watched(lock=RLock())
    with pytest.raises(AssertionError, match="events is used without the lock"):
        assert watched.events
