"""What every store of generations keeps its word on."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.generations import BuildState, Generations
from onewrite.bootstrap import Adapters
from onewrite.errors import OperationRefused


def test_a_projection_starts_with_one_generation_that_answers(adapters: Adapters) -> None:
    assert adapters.generations.read("profiles") == Generations(active=1, kept=(1,), last=1)


def test_a_change_is_read_back_whole_and_leaves_other_projections_alone(adapters: Adapters) -> None:
    changed = adapters.generations.change("profiles", Generations.with_new_building)
    assert changed == Generations(active=1, building=2, state=BuildState.UNDER_WAY, last=2, kept=(1, 2))
    assert adapters.generations.read("profiles") == changed
    assert adapters.generations.read("interests") == Generations()


def test_what_became_of_it_is_recorded_with_the_change(adapters: Adapters) -> None:
    def record(now: Generations) -> Operation:
        return Operation("rebuild", Actor("ada", "why"), "profiles", details={"generation": now.building})

    changed = adapters.generations.change("profiles", Generations.with_new_building, record)
    [performed] = adapters.audit_log.newest(limit=10)
    assert performed.operation == record(changed)
    assert performed.performed_at.tzinfo is not None


def test_a_change_that_is_refused_changes_and_records_nothing(adapters: Adapters) -> None:
    def refuse(known: Generations) -> Generations:
        raise OperationRefused("no")

    with pytest.raises(OperationRefused):
        adapters.generations.change("profiles", refuse, lambda now: Operation("rebuild", Actor("ada")))
    assert adapters.generations.read("profiles") == Generations()
    assert adapters.audit_log.newest(limit=10) == []


def test_changes_made_at_once_are_made_one_after_the_other(adapters: Adapters) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: adapters.generations.change("profiles", Generations.with_new_building), range(6)))
    assert adapters.generations.read("profiles").kept == (1, 2, 3, 4, 5, 6, 7)


def test_switching_keeps_a_way_back_and_a_dropped_number_is_never_used_again() -> None:
    known = Generations().with_new_building()
    switched = known.switched_to(2)
    assert (switched.active, switched.previous, switched.building, switched.kept) == (2, 1, None, (1, 2))
    assert switched.switched_to(1).active == 1
    assert known.without(2).with_new_building().building == 3


def test_the_newest_operations_come_first(adapters: Adapters) -> None:
    for name in ("one", "two", "three"):
        adapters.audit_log.append(Operation(name, Actor("ada")))
    assert [entry.operation.name for entry in adapters.audit_log.newest(limit=2)] == ["three", "two"]
