"""Which generations there are after each change: numbers are used once, and one change leaves the rest as it was."""

from dataclasses import replace

from onewrite.application.ports.generations import BuildState, Generations

TABLES = {"profiles": ("account_id",)}
VERIFIED = replace(Generations().with_new_building(), state=BuildState.VERIFIED)


def test_a_new_generation_is_built_beside_all_that_are_kept() -> None:
    assert Generations().with_new_building() == Generations(
        active=1, building=2, state=BuildState.UNDER_WAY, last=2, kept=(1, 2)
    )


def test_the_number_of_a_dropped_generation_is_not_used_again() -> None:
    assert VERIFIED.without(2).with_new_building().building == 3


def test_what_was_switched_to_is_built_no_more() -> None:
    assert VERIFIED.switched_to(2) == Generations(active=2, previous=1, last=2, kept=(1, 2))


def test_what_is_being_built_stands_as_it_stood_while_others_are_switched_or_dropped() -> None:
    third = replace(VERIFIED.switched_to(2).with_new_building(), state=BuildState.DIFFERS)
    back = third.switched_to(1)
    assert (back.active, back.previous, back.building, back.state) == (1, 2, 3, BuildState.DIFFERS)
    left = third.without(1)
    assert (left.active, left.previous, left.building, left.state) == (2, None, 3, BuildState.DIFFERS)


def test_a_removed_projection_keeps_nothing_but_its_last_number_and_begins_again_behind_it() -> None:
    removed = Generations(tables=TABLES).with_new_building().switched_to(2).with_new_building().removed()
    assert removed == Generations(active=2, last=3, kept=(), tables=TABLES)
    assert (removed.is_removed, Generations().is_removed) == (True, False)
    assert removed.begun_again(TABLES) == Generations(active=4, last=4, kept=(4,), tables=TABLES)


def test_what_was_being_built_and_is_dropped_leaves_no_state() -> None:
    assert VERIFIED.without(2) == Generations(last=2)


def test_a_way_back_stays_while_another_generation_is_dropped() -> None:
    assert VERIFIED.switched_to(2).with_new_building().without(3).previous == 1
