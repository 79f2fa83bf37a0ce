"""Removing a view that is left over: nothing of it stays, whoever dies or is late, and nothing else goes."""

from dataclasses import replace

import pytest

from accounts.account.commands import Rename
from accounts.views.profiles import PROFILES
from onewrite.application.operations.remove_view import Removed
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused, Unavailable, ViewRemoved
from tests.support.checks.traces import NO_TRACES, Traces, traces
from tests.support.data.builders import an_event
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import accept, an_account, an_appended_account
from tests.support.domains.fragile import ADA, app_of, follow
from tests.support.domains.replaced import NAMES, release
from tests.support.faults.ports import Crash, on_top_of
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


def app_with(code: Domain, adapters: Adapters, **changes: object) -> App:
    here = settings(park_after_attempts=1, generation_cache_seconds=0, eager_relay=False)
    return build(here, code, adapters, wait=lambda seconds: None, **changes)  # type: ignore[arg-type]


@pytest.fixture
def old(adapters: Adapters) -> App:
    """The release that declares the view: two generations of it, one being built, a parked stream in each."""
    old = app_with(release(NAMES), adapters)
    follow(old, an_account(old, key="ada"))
    follow(old, an_appended_account(old, an_event("UserRenamed", data={"nonsense": True}), key="bob"))
    build_generation(old, "names")
    return old


@pytest.fixture
def new(adapters: Adapters, old: App) -> App:
    """The release that no longer does; a view of its own is up to date."""
    profiles = replace(app_of(adapters).domain, projections=app_of(adapters).domain.projections[:1], queries=())
    both = replace(profiles, projections=(*profiles.projections, *old.domain.projections))
    app_with(both, adapters).operate.reconcile()
    return app_with(profiles, adapters)


def left(app: App) -> Traces:
    return traces(app.adapters, "names", NAMES.table)


def test_nothing_of_it_is_left_and_nothing_else_goes(new: App) -> None:
    assert left(new) == (4, 4, 2, 1)
    others = traces(new.adapters, "profiles", PROFILES)
    assert new.operate.remove("names", ADA) == Removed("names", ("names",))
    assert left(new) == NO_TRACES
    assert traces(new.adapters, "profiles", PROFILES) == others
    assert new.operate.remove("names", ADA).tables == ("names",), "to do it again is no error"


def test_what_the_code_still_declares_is_not_removed(old: App) -> None:
    with pytest.raises(OperationRefused, match="declares names: deploy a release without it, its queries and its func"):
        old.operate.remove("names", ADA)
    assert left(old) == (4, 4, 2, 1)


def test_what_the_database_does_not_have_is_told(new: App) -> None:
    with pytest.raises(OperationRefused, match="The database has nothing of nicknames: `onewrite status` names"):
        new.operate.remove("nicknames", ADA)
    assert new.adapters.audit_log.newest(limit=9)[0].operation.name == "rebuild", "a refusal is not logged"


def test_who_removed_it_and_why_is_logged(new: App) -> None:
    new.operate.remove("names", Actor("grace", "renamed"))
    [performed, *_] = new.adapters.audit_log.newest(limit=9)
    operation = performed.operation
    assert (operation.name, operation.projection, operation.actor) == ("remove", "names", Actor("grace", "renamed"))
    assert operation.details == {"tables": ["names"]}


def test_instances_of_the_release_before_are_told_and_write_nothing(old: App, new: App) -> None:
    new.operate.remove("names", ADA)
    stream = an_account(old, key="cy")
    acts = (
        lambda: follow(old, stream),
        lambda: old.operate.verify("names"),
        lambda: old.operate.switch.cancel("names", ADA),
    )
    for act in acts:
        with pytest.raises(ViewRemoved):
            act()
    assert left(new) == NO_TRACES


def test_workers_stop_to_build_what_was_removed(old: App, new: App) -> None:
    new.operate.remove("names", ADA)
    with pytest.raises(ViewRemoved):
        old.operate.rebuild_worker.work("names", 2, seconds=60)


@pytest.mark.parametrize("fault", [Unavailable("no answer"), Crash()])
@pytest.mark.parametrize("dies_in", ["views", "walks"])
def test_it_is_finished_when_it_is_repeated(
    adapters: Adapters, old: App, new: App, dies_in: str, fault: BaseException
) -> None:
    def fail(*what: object) -> None:
        raise fault

    method = {"views": "remove", "walks": "forget"}[dies_in]
    broken = replace(adapters, **{dies_in: on_top_of(getattr(adapters, dies_in), **{method: fail})})
    with pytest.raises(type(fault)) as told:
        app_with(new.domain, broken).operate.remove("names", ADA)
    if isinstance(told.value, Unavailable):
        assert told.value.message == "Rows of names are left, remove it again: no answer"
    with pytest.raises(ViewRemoved):
        follow(old, an_account(old, key="cy"))
    new.operate.remove("names", ADA)
    assert left(new) == NO_TRACES


def test_rows_are_deleted_only_when_nobody_writes_any_more(adapters: Adapters, old: App, new: App) -> None:
    """An instance may act for a second on what it knew of generations."""
    clock = Clock()
    here = settings(park_after_attempts=1, generation_cache_seconds=1, eager_relay=False)
    late = build(here, old.domain, adapters, clock=clock.seconds)
    stream = an_account(late, key="cy")
    follow(late, stream)

    def meanwhile(seconds: float) -> None:
        accept(late, stream, Rename(name="Countess"))
        follow(late, stream)
        clock.let_pass(seconds)

    build(here, new.domain, adapters, wait=meanwhile).operate.remove("names", ADA)
    with pytest.raises(ViewRemoved):
        follow(late, an_account(late, key="dora"))
    assert left(new) == NO_TRACES


def test_a_rebuild_lets_it_begin_again_under_numbers_that_nobody_knows(old: App, new: App) -> None:
    new.operate.remove("names", ADA)
    old.advance(old.domain.projection("names"), 1, [StreamId("account", "ada")])
    assert build_generation(old, "names") == 4
    old.operate.reconcile()
    known = old.adapters.generations.read("names")
    assert (known.active, known.kept) == (3, (3, 4))
    assert old.adapters.views.read_checkpoints([("names", 3)], StreamId("account", "ada"))["names", 3].version == 1
