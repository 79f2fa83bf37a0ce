"""Switching, rolling back and dropping: one row each, a way back, and a record of who did it."""

import pytest

from accounts.account.commands import Rename
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.generations import BuildState
from onewrite.application.ports.views import Delete, Put
from onewrite.bootstrap import Adapters, App
from onewrite.domain.queries import RowQuery, SearchQuery
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused, UnknownProjection
from tests.support.checks.rows import rows_of
from tests.support.data.builders import interest
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import accept, an_appended_account
from tests.support.domains.fragile import ADA, app_of, apply_all, follow
from tests.support.systems.adapters import on_both_stores
from tests.support.waiting.clocks import Clock

ROW = RowQuery("/profiles/{account_id}", PROFILES, "One profile")
SEARCH = SearchQuery("/interests/search", INTERESTS, "Accounts by words")


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


def some_accounts(app: App) -> list[StreamId]:
    streams = [an_appended_account(app, interest("tea"), key=key) for key in ("ada", "bob", "cy")]
    apply_all(app, *streams)
    return streams


def verified(app: App, projection: str = "profiles") -> int:
    generation = build_generation(app, projection)
    assert app.operate.verify(projection).differences == 0
    return generation


def rename_in(app: App, generation: int, name: str) -> None:
    """Make generations tell themselves apart."""
    change = Put(PROFILES, {"account_id": "ada", "name": name})
    app.adapters.views.transact("profiles", generation, lambda t: t.write([change], []))


def name(app: App) -> object:
    return app.read_view.row(ROW, "ada")[0]["name"]


def rows(app: App, generation: int) -> int:
    return len(rows_of(app.adapters, PROFILES, generation))


@on_both_stores()
def test_a_switch_lets_the_new_generation_answer_and_a_rollback_the_old_one(app: App) -> None:
    some_accounts(app)
    verified(app)
    rename_in(app, 2, "from the second")
    assert name(app) == "Ada"
    switched = app.operate.switch.switch("profiles", ADA)
    assert (switched.active, switched.previous, switched.building, switched.state) == (2, 1, None, None)
    assert name(app) == "from the second"
    rolled_back = app.operate.switch.rollback("profiles", ADA)
    assert (rolled_back.active, rolled_back.previous, rolled_back.kept) == (1, 2, (1, 2))
    assert name(app) == "Ada"
    assert app.operate.switch.rollback("profiles", ADA).active == 2


def test_only_what_was_verified_can_be_switched_to(app: App) -> None:
    some_accounts(app)
    with pytest.raises(OperationRefused, match="profiles has nothing to switch to: rebuild it first"):
        app.operate.switch.switch("profiles", ADA)
    build_generation(app)
    with pytest.raises(OperationRefused, match=r"profiles generation 2 .*: verify it first"):
        app.operate.switch.switch("profiles", ADA)
    app.operate.rebuild.pause("profiles", ADA)
    with pytest.raises(OperationRefused, match="verify it first"):
        app.operate.switch.switch("profiles", ADA)
    app.adapters.views.transact("profiles", 2, lambda t: t.write([Delete(PROFILES, ("bob",))], []))
    app.operate.verify("profiles")
    with pytest.raises(OperationRefused, match="verify it first"):
        app.operate.switch.switch("profiles", ADA)
    assert app.adapters.generations.read("profiles").active == 1
    done = [entry.operation.name for entry in app.adapters.audit_log.newest(limit=9)]
    assert done == ["pause", "rebuild"], "a refusal is not on record"


def test_after_a_rollback_a_switch_leads_to_the_generation_that_was_verified_before(app: App) -> None:
    some_accounts(app)
    verified(app)
    switch = app.operate.switch
    switch.switch("profiles", ADA)
    switch.rollback("profiles", ADA)
    again = switch.switch("profiles", ADA)
    assert (again.active, again.previous) == (2, 1)
    with pytest.raises(OperationRefused, match="profiles has nothing to switch to"):
        switch.switch("profiles", ADA)
    assert app.adapters.generations.read("profiles").active == 2, "who repeats a switch goes nowhere"


def test_every_generation_that_is_kept_and_equals_the_store_can_be_switched_to(app: App) -> None:
    some_accounts(app)
    verified(app)
    switch = app.operate.switch
    switch.switch("profiles", ADA)
    assert verified(app) == 3
    assert switch.switch("profiles", ADA, 1).active == 1
    rename_in(app, 1, "wrong")
    assert app.operate.verify("profiles").by_generation == {1: 1}
    assert switch.switch("profiles", ADA, 2).active == 2
    refused = {1: "is not known to equal .*: rebuild the view", 2: "answers already", 7: "is not kept: .* 1, 2, 3"}
    for generation, why in refused.items():
        with pytest.raises(OperationRefused, match=f"profiles generation {generation} {why}"):
            switch.switch("profiles", ADA, generation)
    assert switch.switch("profiles", ADA, 3).building is None


def test_without_a_generation_to_go_back_to_a_rollback_is_refused(app: App) -> None:
    with pytest.raises(OperationRefused, match="profiles has no generation to go back to"):
        app.operate.switch.rollback("profiles", ADA)


def test_the_answering_generation_and_one_that_never_was_cannot_be_dropped(app: App) -> None:
    some_accounts(app)
    with pytest.raises(OperationRefused, match="Generation 1 of profiles answers: switch first"):
        app.operate.switch.drop("profiles", 1, ADA)
    with pytest.raises(OperationRefused, match="profiles never had a generation 7"):
        app.operate.switch.drop("profiles", 7, ADA)
    with pytest.raises(OperationRefused, match="profiles is building nothing"):
        app.operate.switch.cancel("profiles", ADA)
    assert rows(app, 1) == 3


@pytest.mark.parametrize("act", ["switch", "rollback", "cancel"])
def test_a_projection_that_nobody_declared_is_told(app: App, act: str) -> None:
    with pytest.raises(UnknownProjection):
        getattr(app.operate.switch, act)("nicknames", ADA)


@on_both_stores()
def test_both_generations_are_kept_up_to_date_until_one_is_dropped(app: App) -> None:
    [ada, *_] = some_accounts(app)
    verified(app)
    app.operate.switch.switch("profiles", ADA)
    accept(app, ada, Rename(name="Countess"))
    follow(app, ada)
    app.operate.switch.rollback("profiles", ADA)
    assert name(app) == "Countess", "the way back leads to a view of now"
    known = app.operate.switch.drop("profiles", 2, ADA)
    assert (known.kept, known.previous) == ((1,), None)
    assert (rows(app, 1), rows(app, 2)) == (3, 0)
    accept(app, ada, Rename(name="Lady"))
    follow(app, ada)
    assert rows(app, 2) == 0
    assert name(app) == "Lady"


def test_who_switched_what_when_and_why_is_on_record(app: App) -> None:
    some_accounts(app)
    verified(app)
    switch = app.operate.switch
    switch.switch("profiles", Actor("ada", "new columns"))
    switch.rollback("profiles", Actor("grace", "too slow"))
    switch.drop("profiles", 2, Actor("linus"))
    verified(app)
    switch.cancel("profiles", Actor("mary", "not needed"))
    done = [performed.operation for performed in app.adapters.audit_log.newest(limit=9)]
    assert [(one.name, one.actor, one.details["generation"]) for one in reversed(done)] == [
        ("rebuild", ADA, 2),
        ("switch", Actor("ada", "new columns"), 2),
        ("rollback", Actor("grace", "too slow"), 1),
        ("drop", Actor("linus"), 2),
        ("rebuild", ADA, 3),
        ("cancel", Actor("mary", "not needed"), 3),
    ]
    assert all(one.projection == "profiles" for one in done)


def test_a_switch_takes_effect_everywhere_once_instances_look_again(adapters: Adapters) -> None:
    clock = Clock()
    instances = [app_of(adapters, clock=clock.seconds, generation_cache_seconds=1) for _ in range(3)]
    some_accounts(instances[0])
    verified(app_of(adapters))
    rename_in(instances[0], 2, "from the second")
    assert {str(name(instance)) for instance in instances} == {"Ada"}
    app_of(adapters).operate.switch.switch("profiles", ADA)
    clock.let_pass(0.9)
    assert {str(name(instance)) for instance in instances} <= {"Ada", "from the second"}
    clock.let_pass(0.1)
    assert {str(name(instance)) for instance in instances} == {"from the second"}


def test_one_view_is_switched_without_the_other(app: App) -> None:
    some_accounts(app)
    verified(app, "interests")
    app.operate.switch.switch("interests", ADA)
    assert app.adapters.generations.read("profiles").active == 1
    assert len(app.read_view.search(SEARCH, "tea", limit=9)) == 3


def test_a_generation_can_be_rebuilt_while_a_way_back_is_kept(app: App) -> None:
    some_accounts(app)
    verified(app)
    app.operate.switch.switch("profiles", ADA)
    assert verified(app) == 3
    known = app.operate.switch.rollback("profiles", ADA)
    assert (known.active, known.building, known.state) == (1, 3, BuildState.VERIFIED)
    assert app.operate.switch.switch("profiles", ADA).active == 3
    assert app.operate.switch.drop("profiles", 2, ADA).kept == (1, 3)
