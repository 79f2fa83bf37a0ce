"""What every store of generations keeps its word on."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.generations import BuildState, Generations
from onewrite.bootstrap import Adapters
from onewrite.errors import OperationRefused

TABLES = {"profiles": ("account_id",)}


def test_a_projection_starts_with_one_generation_that_answers(adapters: Adapters) -> None:
    assert adapters.generations.read("profiles") == Generations(active=1, kept=(1,), last=1)


def test_a_projection_begins_once_with_the_tables_of_whoever_is_first(adapters: Adapters) -> None:
    tables = {"profiles": ("account_id",), "interests": ("account_id", "interest")}
    begun = adapters.generations.begin("profiles", tables)
    assert begun == Generations(active=1, kept=(1,), last=1, tables=tables)
    assert adapters.generations.begin("profiles", {"people": ("user_id",)}) == begun
    assert adapters.generations.read("profiles") == begun


def test_of_many_that_begin_at_once_all_are_told_the_same_tables(adapters: Adapters) -> None:
    with ThreadPoolExecutor(6) as pool:
        begun = list(pool.map(lambda n: adapters.generations.begin("profiles", {f"profiles{n}": ("id",)}), range(6)))
    assert begun == [adapters.generations.read("profiles")] * 6


def test_all_that_have_begun_are_found(adapters: Adapters) -> None:
    assert adapters.generations.read_all() == {}
    begun = adapters.generations.begin("profiles", {"profiles": ("account_id",)})
    removed = adapters.generations.change("interests", Generations.removed)
    assert adapters.generations.read_all() == {"profiles": begun, "interests": removed}


def test_a_change_is_read_back_whole_and_leaves_other_projections_alone(adapters: Adapters) -> None:
    adapters.generations.begin("profiles", TABLES)
    changed = adapters.generations.change("profiles", Generations.with_new_building)
    assert changed == Generations(active=1, building=2, state=BuildState.UNDER_WAY, last=2, kept=(1, 2), tables=TABLES)
    assert adapters.generations.read("profiles") == changed
    assert adapters.generations.read("interests") == Generations()


def test_the_time_of_the_last_change_is_told(adapters: Adapters) -> None:
    assert adapters.generations.read("profiles").changed_at is None
    before = adapters.store.now()
    begun = adapters.generations.begin("profiles", TABLES).changed_at
    adapters.generations.begin("profiles", TABLES)
    between = adapters.store.now()
    adapters.generations.change("profiles", Generations.with_new_building)
    read = adapters.generations.read("profiles").changed_at
    assert begun
    assert read
    assert before < begun < between < read < adapters.store.now()
    assert adapters.generations.read_all()["profiles"].changed_at == read


def test_what_is_not_changed_keeps_its_time(adapters: Adapters) -> None:
    begun = adapters.generations.begin("profiles", TABLES).changed_at
    assert adapters.generations.change("profiles", lambda known: known).changed_at == begun
    adapters.generations.change("profiles", lambda known: known.compared(equal=[1], differing=[]))
    verified = adapters.generations.read("profiles").changed_at
    adapters.generations.change("profiles", lambda known: known.compared(equal=[1], differing=[]))
    assert adapters.generations.read("profiles").changed_at == verified


def test_what_was_found_of_each_generation_is_kept_until_it_is_dropped_or_found_to_differ(adapters: Adapters) -> None:
    change = partial(adapters.generations.change, "profiles")
    change(Generations.with_new_building)
    change(lambda known: known.compared(equal=[1, 2, 7], differing=[]))
    read = adapters.generations.read("profiles")
    assert (read.verified, read.state) == ((1, 2), BuildState.VERIFIED)
    assert change(lambda known: known.switched_to(2).switched_to(1)).verified == (1, 2)
    assert change(lambda known: known.compared(equal=[], differing=[2])).verified == (1,)
    assert change(lambda known: known.compared(equal=[2], differing=[]).without(2)).verified == (1,)
    assert change(Generations.removed).verified == ()


def test_a_build_that_goes_on_is_verified_no_longer(adapters: Adapters) -> None:
    change = partial(adapters.generations.change, "profiles")
    change(Generations.with_new_building)
    change(lambda known: known.compared(equal=[1, 2], differing=[]))
    assert change(lambda known: known.with_building(BuildState.UNDER_WAY)).verified == (1,)


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


def test_a_change_that_cannot_be_recorded_is_not_made(adapters: Adapters) -> None:
    def refuse(now: Generations) -> Operation:
        raise OperationRefused("no")

    with pytest.raises(OperationRefused):
        adapters.generations.change("profiles", Generations.with_new_building, refuse)
    assert adapters.generations.read("profiles") == Generations()


def test_changes_made_at_once_are_made_one_after_the_other(adapters: Adapters) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: adapters.generations.change("profiles", Generations.with_new_building), range(6)))
    assert adapters.generations.read("profiles").kept == (1, 2, 3, 4, 5, 6, 7)


def test_the_newest_operations_come_first(adapters: Adapters) -> None:
    for name in ("one", "two", "three"):
        adapters.audit_log.append(Operation(name, Actor("ada")))
    assert [entry.operation.name for entry in adapters.audit_log.newest(limit=2)] == ["three", "two"]
