"""What happens while a view is verified is no difference."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import pytest

from accounts.account.commands import Rename
from onewrite.application.ports.views import Checkpoint, JointTransaction, Target, ViewSnapshot
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from tests.support.data.requests import accept, an_account
from tests.support.data.verifying import three_accounts
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.faults.ports import on_top_of, transacting
from tests.support.systems.adapters import on_both_stores


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def reading_late(app: App, meanwhile: Callable[[], object]) -> App:
    """Let something happen between the reading of a page and the snapshot of its rows, once."""
    waiting = [meanwhile]

    def read_snapshot(projection: str, generation: int, work: Callable[[ViewSnapshot], object]) -> object:
        if waiting:
            waiting.pop()()
        return app.adapters.views.read_snapshot(projection, generation, work)

    return app_of(replace(app.adapters, views=on_top_of(app.adapters.views, read_snapshot=read_snapshot)))


def test_streams_that_are_opened_meanwhile_are_no_differences(app: App) -> None:
    three_accounts(app)
    assert reading_late(app, lambda: follow(app, an_account(app, key="beth"))).operate.verify("profiles").rows == 4
    assert reading_late(app, lambda: follow(app, an_account(app, key="zoe"))).operate.verify("profiles").named == []


@on_both_stores()
def test_events_that_are_appended_meanwhile_are_no_differences(app: App) -> None:
    streams = three_accounts(app)

    def go_on() -> None:
        accept(app, streams[0], Rename(name="Lady Lovelace"))
        follow(app, streams[0])
        accept(app, streams[1], Rename(name="Robert"))

    assert reading_late(app, go_on).operate.verify("profiles").named == []


def test_only_what_lags_is_locked(app: App, fragile: Fragile) -> None:
    streams = three_accounts(app)
    accept(app, streams[1], Rename(name="Robert"))
    parked = an_account(app, key="dan")
    fragile.fail(parked, 1)
    follow(app, parked)
    locked: list[object] = []

    def transact(targets: Collection[Target], work: Callable[[JointTransaction], object]) -> object:
        def watched(transaction: JointTransaction) -> object:
            def read_checkpoints(
                streams: Mapping[Target, Collection[StreamId]],
            ) -> Mapping[Target, Mapping[StreamId, Checkpoint]]:
                locked.extend(stream for wanted in streams.values() for stream in wanted)
                return transaction.read_checkpoints(streams)

            return work(on_top_of(transaction, read_checkpoints=read_checkpoints))

        return app.adapters.views.transact_jointly(targets, watched)

    watching = app_of(replace(app.adapters, views=transacting(app.adapters.views, transact)))
    for expected in ([streams[1]], []):
        assert watching.operate.verify("profiles").differences == 1, "the one that is parked"
        assert locked == expected
        locked.clear()
