"""Projections that one group pulls share its transactions, and a group has one position."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from threading import Event

import pytest

from onewrite.application.ports.changes import GroupStatus, Handle
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.halt import ALIKE
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.errors import ProjectionHalted
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.domains.fragile import Fragile, app_of
from tests.support.faults.ports import on_top_of, transacting

BOTH: Sequence[Target] = (("profiles", 1), ("interests", 1))


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def transactions() -> list[list[Target]]:
    return []


@pytest.fixture
def pull(adapters: Adapters, fragile: Fragile, transactions: list[list[Target]]) -> Callable[[Sequence[Pointer]], int]:
    """Let one group pull both views, be told of these changes once, and end."""

    def transact(targets: Collection[Target], work: Callable[..., object]) -> object:
        transactions.append([*targets])
        return adapters.views.transact_jointly(targets, work)

    def look(group: str) -> GroupStatus | None:
        return None

    def pull(pointers: Sequence[Pointer]) -> int:
        def follow(group: str, handle: Handle, *, heal: object, stop: Event) -> None:
            handle(pointers)

        changes = on_top_of(adapters.changes, follow=follow, look=look)
        app = app_of(replace(adapters, views=transacting(adapters.views, transact), changes=changes), fragile)
        return app.pull_streams(["profiles", "interests"], Event()).applied

    return pull


def renamed(adapters: Adapters, *names: str) -> Pointer:
    events = [an_event(data={"name": name}) for name in names]
    return Pointer.to(adapters.store.append(a_commit(adapters.store.read_head(a_stream()), *events))[-1])


def known(adapters: Adapters, pointer: Pointer) -> list[Checkpoint]:
    return list(adapters.views.read_checkpoints(BOTH, pointer.stream).values())


def test_they_are_advanced_in_one_transaction(
    adapters: Adapters, pull: Callable[[Sequence[Pointer]], int], transactions: list[list[Target]]
) -> None:
    pointers = [renamed(adapters, "Ada", "Eve") for _ in range(3)]
    assert pull(pointers) == 2 * 2 * 3
    assert [[one.version for one in known(adapters, pointer)] for pointer in pointers] == [[2, 2]] * 3
    assert transactions == [list(BOTH)]


def test_a_stream_that_one_has_parked_goes_on_in_the_others_alone(
    adapters: Adapters, pull: Callable[[Sequence[Pointer]], int], fragile: Fragile
) -> None:
    first = renamed(adapters, "Ada")
    fragile.fail(first.stream, 1)
    pull([first])
    fragile.mend()
    [later] = adapters.store.append(a_commit(adapters.store.read_head(first.stream), an_event()))
    assert pull([Pointer.to(later), renamed(adapters, "Eve")]) == 1 + 2
    assert [(one.version, one.is_parked) for one in known(adapters, first)] == [(0, True), (2, False)]


def test_while_one_is_halted_the_changes_come_again_and_the_others_have_applied_them(
    adapters: Adapters, pull: Callable[[Sequence[Pointer]], int], fragile: Fragile
) -> None:
    pointers = [renamed(adapters, "Ada") for _ in range(ALIKE)]
    for pointer in pointers:
        fragile.fail(pointer.stream, 1)
    with pytest.raises(ProjectionHalted):
        pull(pointers)
    assert [[one.version for one in known(adapters, pointer)] for pointer in pointers] == [[0, 1]] * ALIKE
    assert not any(one.is_parked for pointer in pointers for one in known(adapters, pointer))
