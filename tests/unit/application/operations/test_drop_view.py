"""A generation is dropped when nobody advances it any more; what is left of it can be dropped again."""

from dataclasses import replace

import pytest

from accounts.account.commands import Rename
from accounts.views.profiles import PROFILES
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.checks.rows import rows_of
from tests.support.data.builders import interest
from tests.support.data.rebuilds import build_generation, progress
from tests.support.data.requests import accept, an_account, an_appended_account
from tests.support.data.selling import Seller, tea
from tests.support.domains.fragile import ADA, app_of, apply_all, follow
from tests.support.domains.sold import PER_DAY, PER_PRODUCT
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import Clock


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


def some_accounts(app: App) -> list[StreamId]:
    streams = [an_appended_account(app, interest("tea"), key=key) for key in ("ada", "bob", "cy")]
    apply_all(app, *streams)
    return streams


def rows(app: App, generation: int) -> int:
    return len(rows_of(app.adapters, PROFILES, generation))


def test_dropping_again_takes_what_a_straggler_wrote(app: App) -> None:
    [ada, *_] = some_accounts(app)
    build_generation(app)
    app.operate.switch.cancel("profiles", ADA)
    app.advance(app.domain.projection("profiles"), 2, [ada])
    assert rows(app, 2) == 1
    app.operate.switch.drop("profiles", 2, ADA)
    assert rows(app, 2) == 0


def test_a_generation_is_dropped_only_when_nobody_advances_it_any_more(adapters: Adapters) -> None:
    """An instance may act for a second on what it knew of generations."""
    clock = Clock()
    late = app_of(adapters, clock=clock.seconds, generation_cache_seconds=1)
    [ada, *_] = some_accounts(late)
    build_generation(app_of(adapters))
    clock.let_pass(1)
    follow(late, ada)

    def meanwhile(seconds: float) -> None:
        accept(late, ada, Rename(name="Countess"))
        follow(late, ada)
        clock.let_pass(seconds)

    dropping = app_of(adapters, wait=meanwhile, generation_cache_seconds=1)
    dropping.operate.switch.cancel("profiles", ADA)
    follow(late, an_account(late, key="dora"))
    assert (rows(late, 1), rows(late, 2)) == (4, 0)


def test_rows_that_could_not_be_deleted_are_told_and_are_deleted_by_the_next_drop(app: App) -> None:
    def drop(*what: object) -> None:
        raise Unavailable("no answer")

    some_accounts(app)
    build_generation(app)
    failing = app_of(replace(app.adapters, views=on_top_of(app.adapters.views, drop=drop)))
    with pytest.raises(
        Unavailable, match="Rows of generation 2 of profiles are left, drop it again: no answer"
    ) as told:
        failing.operate.switch.cancel("profiles", ADA)
    assert told.value.metadata == {"projection": "profiles", "generation": 2}
    assert (app.adapters.generations.read("profiles").kept, rows(app, 2)) == ((1,), 3)
    app.operate.switch.drop("profiles", 2, ADA)
    assert rows(app, 2) == 0
    assert app.adapters.walks.read("rebuild profiles/2") is None


def test_a_rebuild_goes_on_when_an_older_generation_is_dropped(app: App) -> None:
    some_accounts(app)
    assert build_generation(app) == 2
    app.operate.verify("profiles")
    app.operate.switch.switch("profiles", ADA)
    assert build_generation(app) == 3
    before = progress(app)
    app.operate.switch.drop("profiles", 1, ADA)
    assert (progress(app), rows(app, 3)) == (before, 3)
    assert before.is_complete


def test_totals_are_dropped_with_their_generation(seller: Seller) -> None:
    seller.sell("a", tea())
    generation = seller.app.operate.rebuild.start("sold", ADA).generation
    assert seller.app.operate.rebuild_worker.work("sold", generation, seconds=60)
    assert seller.kept(PER_PRODUCT, generation)
    seller.app.operate.switch.cancel("sold", ADA)
    assert not [*seller.shards(PER_PRODUCT, generation), *seller.shards(PER_DAY, generation)]
    assert seller.is_true()
