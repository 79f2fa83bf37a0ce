"""Projections that pull: each follows the changes, in every generation that is kept up, without any bus."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Event

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.changes import GroupStatus, Handle
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.pull_streams import group_of
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable, UnknownProjection, ViewNotServed
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.domains.names import Names
from tests.support.faults.ports import on_top_of, transacting
from tests.support.systems.adapters import settings
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following


class Elsewhere(Names):
    """The same view in another table."""

    tables = (replace(Names.tables[0], name="elsewhere"),)


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


def app_with(adapters: Adapters, *refused: str, **chosen: object) -> App:
    return build(settings(**chosen), replace(ACCOUNTS, projections=(Names(*refused),), queries=()), adapters)


def renamed(adapters: Adapters, name: str, *names: str) -> Pointer:
    stream = a_stream(name)
    events = [an_event("UserRenamed", data={"name": new}) for new in names]
    return Pointer.to(adapters.store.append(a_commit(adapters.store.read_head(stream), *events))[-1])


def checkpoint(adapters: Adapters, stream: StreamId, generation: int = 1) -> Checkpoint:
    return adapters.views.read_checkpoints([("names", generation)], stream)["names", generation]


def told(adapters: Adapters, *batches: Sequence[Pointer]) -> Adapters:
    """Let the changes tell these batches, one after the other, and then end."""

    def follow(group: str, handle: Handle, *, heal: object, stop: Event) -> None:
        for batch in batches:
            handle(batch)

    def look(group: str) -> GroupStatus | None:
        return None

    return replace(adapters, changes=on_top_of(adapters.changes, follow=follow, look=look))


def begin(app: App, name: str = "names") -> None:
    """Run the group until it has begun."""
    with following(lambda stop: app.pull_streams([name], stop)):
        eventually(lambda: app.adapters.changes.look(f"pull_{name}"))


def pull(app: App) -> int:
    return app.pull_streams(["names"], Event()).applied


def test_what_is_committed_is_applied_with_no_bus_at_all(adapters: Adapters) -> None:
    app = app_with(adapters, eager_relay=False)
    with following(lambda stop: app.pull_streams(["names"], stop)):
        eventually(lambda: adapters.changes.look("pull_names"))
        renamed(adapters, "a", "Ada", "Eve")
        eventually(lambda: checkpoint(adapters, a_stream("a")).version == 2)


def test_all_streams_of_a_batch_are_advanced_in_one_transaction(adapters: Adapters) -> None:
    pointers = [renamed(adapters, name, "Ada", "Eve") for name in "abc"]
    transactions: list[Target] = []

    def transact(targets: Collection[Target], work: Callable[..., object]) -> object:
        transactions.extend(targets)
        return adapters.views.transact_jointly(targets, work)

    counted = replace(told(adapters, pointers), views=transacting(adapters.views, transact))
    assert pull(app_with(counted)) == 6
    assert transactions == [("names", 1)]


def test_changes_that_come_again_find_nothing_to_do(adapters: Adapters) -> None:
    pointer = renamed(adapters, "a", "Ada")
    assert pull(app_with(told(adapters, [pointer], [pointer], [pointer]))) == 1


def test_every_generation_that_is_kept_up_is_advanced(adapters: Adapters) -> None:
    app = app_with(told(adapters, [renamed(adapters, "a", "Ada")]))
    app.generations.change("names", Generations.with_new_building)
    assert pull(app) == 2
    assert [checkpoint(adapters, a_stream("a"), generation).version for generation in (1, 2)] == [1, 1]


def test_streams_of_other_categories_are_passed(adapters: Adapters) -> None:
    pointer = replace(renamed(adapters, "a", "Ada"), stream=StreamId("order", "7"))
    assert pull(app_with(told(adapters, [pointer]))) == 0


def test_a_stream_of_another_category_is_passed_beside_one_that_is_read(adapters: Adapters) -> None:
    ours, stream = renamed(adapters, "a", "Ada"), StreamId("order", "7")
    commit = a_commit(adapters.store.read_head(stream), an_event("UserRenamed", data={"name": "Eve"}))
    [other] = map(Pointer.to, adapters.store.append(commit))
    assert pull(app_with(told(adapters, [ours, other]))) == 1
    assert checkpoint(adapters, stream).version == 0


def test_an_event_that_fails_parks_its_stream_at_once_and_holds_up_no_other(adapters: Adapters) -> None:
    pointers = [renamed(adapters, "a", "bad"), renamed(adapters, "b", "Ada")]
    assert pull(app_with(told(adapters, pointers), "bad", park_after_attempts=5)) == 1
    assert checkpoint(adapters, a_stream("a")).is_parked
    assert checkpoint(adapters, a_stream("b")).version == 1


def test_a_fault_of_the_store_is_raised_so_that_the_changes_come_again(adapters: Adapters) -> None:
    def transact(*_: object) -> object:
        raise Unavailable("no")

    broken = replace(told(adapters, [renamed(adapters, "a", "Ada")]), views=transacting(adapters.views, transact))
    with pytest.raises(Unavailable):
        pull(app_with(broken))


def test_what_was_committed_before_the_group_began_is_applied_before_it_begins(adapters: Adapters) -> None:
    renamed(adapters, "a", "Ada")
    begin(app_with(adapters))
    assert checkpoint(adapters, a_stream("a")).version == 1


def test_a_group_that_begins_reconciles_its_own_views_and_no_other(adapters: Adapters) -> None:
    stream = renamed(adapters, "a", "Ada").stream
    begin(build(settings(), ACCOUNTS, adapters), "profiles")
    known = adapters.views.read_checkpoints([("profiles", 1), ("interests", 1)], stream)
    assert [checkpoint.version for checkpoint in known.values()] == [1, 0]


def test_an_event_of_before_that_fails_parks_its_stream_at_once_too(adapters: Adapters) -> None:
    renamed(adapters, "a", "bad")
    begin(app_with(adapters, "bad", park_after_attempts=5))
    assert checkpoint(adapters, a_stream("a")).is_parked


def test_a_group_does_not_begin_before_its_views_are_up_to_date(adapters: Adapters) -> None:
    app = app_with(adapters)

    def heal(*_: object) -> datetime:
        raise Unavailable("not now")

    with pytest.raises(Unavailable):
        replace(app.pull_streams, heal=heal)(["names"], Event())
    assert adapters.changes.look("pull_names") is None


def test_other_projections_are_another_group(adapters: Adapters) -> None:
    assert group_of(["profiles"]) == "pull_profiles"
    assert group_of(["profiles", "interests"]) == group_of(["interests", "profiles"]) == "pull_interests+profiles"
    assert group_of(["a_b"]) != group_of(["a", "b"])


def test_a_group_whose_name_would_not_fit_is_refused_where_it_is_declared(adapters: Adapters) -> None:
    assert group_of(["n" * 123]) == "pull_" + "n" * 123
    with pytest.raises(TypeError, match="let several functions pull these views"):
        app_with(adapters).pulling("n" * 62, "m" * 62)


def test_a_group_does_not_begin_while_a_view_is_not_served(adapters: Adapters) -> None:
    app = app_with(adapters)
    app.generations.begin("names")
    renamed(adapters, "a", "Ada")
    other = build(settings(), replace(ACCOUNTS, projections=(Elsewhere(),), queries=()), adapters)
    with pytest.raises(ViewNotServed):
        other.pull_streams(["names"], Event())
    assert adapters.changes.look("pull_names") is None
    begin(app)
    assert checkpoint(adapters, a_stream("a")).version == 1


def test_an_unknown_projection_is_refused(adapters: Adapters) -> None:
    with pytest.raises(UnknownProjection):
        app_with(adapters).pull_streams(["nothing"], Event())
