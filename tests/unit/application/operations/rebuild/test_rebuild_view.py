"""A rebuild goes on beside the live view, survives whoever works on it, and misses nothing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from onewrite.adapters.memory import MemoryRebuildQueue
from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.generations import BuildState, Generations
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused, UnknownProjection
from tests.support.data.builders import a_commit
from tests.support.data.rebuilds import accounts, build_generation, in_one_range, is_faithful, names, progress, saving
from tests.support.domains.fragile import ADA, Fragile, app_of, apply_all
from tests.support.systems.adapters import on_both_stores


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(3))


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


@on_both_stores()
def test_a_new_generation_is_built_beside_the_live_one(app: App) -> None:
    streams = accounts(app, 10)
    apply_all(app, *streams[:5])
    before = names(app, 1)
    assert build_generation(app) == 2
    assert names(app, 2) == {stream.key: f"Countess {stream.key}" for stream in streams}
    assert names(app, 1) == before, "the live one is none of its business"
    assert app.adapters.generations.read("profiles").active == 1
    done = progress(app)
    assert (done.streams, done.events, done.is_complete) == (10, 20, True)
    assert is_faithful(app)


def test_a_view_of_nothing_can_be_rebuilt(app: App) -> None:
    assert build_generation(app) == 2
    assert progress(app).is_complete


def test_a_second_rebuild_of_the_same_view_is_refused(app: App) -> None:
    build_generation(app)
    with pytest.raises(OperationRefused, match="profiles is building generation 2 already: resume it, or cancel it"):
        app.operate.rebuild.start("profiles", ADA)
    assert build_generation(app, "interests") == 2
    assert [done.operation.name for done in app.adapters.audit_log.newest(limit=9)] == ["rebuild"] * 2


@on_both_stores()
def test_of_two_that_start_at_once_one_wins(app: App) -> None:
    def start(number: int) -> bool:
        with suppress(OperationRefused):
            return bool(app.operate.rebuild.start("profiles", Actor(f"operator-{number}")))
        return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(start, range(4))) == 1
    assert app.adapters.generations.read("profiles").kept == (1, 2)


def test_a_rebuild_that_is_cancelled_before_it_is_cut_leaves_nothing(adapters: Adapters) -> None:
    app = app_of(adapters)
    accounts(app, 3)

    def cancel(seconds: float) -> None:
        app.operate.switch.cancel("profiles", ADA)

    with pytest.raises(OperationRefused, match="Generation 2 of profiles was cancelled meanwhile"):
        app_of(adapters, wait=cancel).operate.rebuild.start("profiles", ADA)
    assert adapters.walks.read("rebuild profiles/2") is None


def test_unknown_and_unstarted_rebuilds_are_told(app: App) -> None:
    with pytest.raises(UnknownProjection):
        app.operate.rebuild.start("nicknames", ADA)
    with pytest.raises(OperationRefused, match="profiles is building nothing: start a rebuild"):
        app.operate.rebuild.progress("profiles")
    for act in (app.operate.rebuild.pause, app.operate.rebuild.resume):
        with pytest.raises(OperationRefused, match="profiles is building nothing: start a rebuild"):
            act("profiles", ADA)
    assert app.adapters.audit_log.newest(limit=9) == []


def test_workers_are_called_once_for_each_range_that_is_left(app: App) -> None:
    queue = app.adapters.rebuild_queue
    assert isinstance(queue, MemoryRebuildQueue)
    accounts(app, 10)
    ranges = app.operate.rebuild.start("profiles", ADA).ranges
    assert 1 < ranges <= 16
    assert queue.requested == [("profiles", 2, ranges)]
    app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    app.operate.rebuild.resume("profiles", ADA)
    assert queue.requested[1] == ("profiles", 2, 0)


def test_a_rebuild_whose_ranges_are_not_cut_yet_is_not_complete(app: App) -> None:
    accounts(app, 3)
    app.adapters.generations.change("profiles", Generations.with_new_building)
    assert not progress(app).is_complete
    assert not app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    app.operate.rebuild.resume("profiles", ADA)
    assert app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert progress(app).is_complete


def test_a_paused_rebuild_goes_on_where_it_stood(app: App) -> None:
    accounts(app, 20)
    in_one_range(app)
    worker = saving(app, lambda: None, lambda: app.operate.rebuild.pause("profiles", ADA))
    assert worker.operate.rebuild_worker.work("profiles", 2, seconds=60), "nothing to do while it is paused"
    paused = progress(app)
    assert (paused.state, paused.is_complete) == (BuildState.PAUSED, False)
    assert paused.streams == 2 * 3, "it stops after the page that it is working on"
    lease = app.adapters.walks.acquire("rebuild profiles/2", "another", timedelta(0))
    assert lease is not None, "whoever pauses gives the range back"
    assert app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert progress(app) == paused
    app.operate.rebuild.resume("profiles", ADA)
    assert app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    done = progress(app)
    assert (done.streams, done.events) == (20, 40), "nothing was walked twice, nothing was left out"


@on_both_stores()
def test_many_workers_share_one_rebuild(app: App) -> None:
    accounts(app, 15)
    app.operate.rebuild.start("profiles", ADA)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: app_of(app.adapters).operate.rebuild_worker.work("profiles", 2, seconds=60), range(3)))
    assert app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert (progress(app).streams, progress(app).events) == (15, 30), "no range was walked by two"
    assert is_faithful(app)


def test_a_stream_that_fails_is_parked_at_once_and_the_others_are_built(adapters: Adapters) -> None:
    fragile = Fragile()
    app = app_of(adapters, fragile, park_after_attempts=5, attempt_interval_seconds=3600)
    streams = accounts(app, 7)
    fragile.fail(streams[3], 2)
    build_generation(app)
    [parked] = app.operate.release.parked()
    assert (parked.generation, parked.checkpoint.stream, parked.checkpoint.version) == (2, streams[3], 1)
    assert names(app, 2)[streams[3].key] == "Ada"
    assert names(app, 2)[streams[4].key] == "Countess k04"


def test_streams_of_other_categories_are_passed_over(app: App) -> None:
    accounts(app, 2)
    for place in range(9):
        app.adapters.store.append(a_commit(app.adapters.store.read_head(StreamId("order", f"o{place}"))))
    build_generation(app)
    assert (progress(app).streams, progress(app).is_complete) == (2, True)


def test_a_cancelled_rebuild_leaves_nothing_and_its_number_is_never_used_again(app: App) -> None:
    streams = accounts(app, 10)
    apply_all(app, *streams)
    build_generation(app)
    known = app.operate.switch.cancel("profiles", ADA)
    assert (known.active, known.building, known.kept) == (1, None, (1,))
    assert names(app, 2) == {}
    assert app.adapters.walks.read("rebuild profiles/2") is None
    assert app.adapters.views.read_checkpoints([("profiles", 2)], streams[0])["profiles", 2].version == 0
    assert app.operate.rebuild_worker.work("profiles", 2, seconds=60), "those who are still called have nothing to do"
    assert names(app, 2) == {}
    assert len(names(app, 1)) == 10
    assert build_generation(app) == 3


def test_a_view_that_was_removed_is_built_again_under_a_new_number(app: App) -> None:
    accounts(app, 3)
    build_generation(app)
    app.adapters.generations.change("profiles", Generations.removed)
    assert build_generation(app) == 4, "it begins with 3, empty"
    assert app.operate.verify("profiles").by_generation == {}


def test_a_rebuild_that_is_cancelled_under_its_workers_hands_stops_them(app: App) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    worker = saving(app, lambda: None, lambda: app.operate.switch.cancel("profiles", ADA))
    assert worker.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert app.adapters.generations.read("profiles").building is None


def test_no_one_is_called_again_for_a_rebuild_that_was_verified_meanwhile(app: App) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    worker = saving(app, lambda: app.operate.verify("profiles"))
    assert worker.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert app.adapters.generations.read("profiles").state is BuildState.VERIFIED


def test_progress_is_saved_range_by_range(app: App) -> None:
    accounts(app, 12)
    app.operate.rebuild.start("profiles", ADA)
    saved: list[int] = []

    def look() -> None:
        walk = app.adapters.walks.read("rebuild profiles/2")
        assert walk
        saved.extend(one.found.get("streams", 0) for one in walk.ranges)

    watching = saving(app, *[look] * 30)
    watching.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert max(saved) <= 3
