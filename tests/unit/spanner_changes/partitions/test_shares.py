"""Shares that each instance computes for itself, and that are fair all the same."""

from hypothesis import given
from hypothesis import strategies as st

from spanner_changes.partitions.shares import share_of, surplus

MEMBERS = st.sets(st.text(min_size=1, max_size=5), min_size=1, max_size=9)
COUNTS = st.integers(0, 200)


@given(members=MEMBERS, count=COUNTS)
def test_shares_sum_up_and_differ_by_one_at_most(members: set[str], count: int) -> None:
    shares = [share_of(member, members, count) for member in members]
    assert sum(shares) == count
    assert max(shares) - min(shares) <= 1


@given(members=MEMBERS, count=COUNTS, data=st.data())
def test_shares_do_not_depend_on_the_order_in_which_members_are_listed(
    members: set[str], count: int, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(sorted(members)))
    assert [share_of(one, order, count) for one in order] == [share_of(one, members, count) for one in order]


@given(members=MEMBERS, count=COUNTS)
def test_one_more_partition_is_one_more_for_one_instance_and_no_other_change(members: set[str], count: int) -> None:
    before, after = ([share_of(member, members, number) for member in sorted(members)] for number in (count, count + 1))
    assert sorted(now - then for then, now in zip(before, after, strict=True)) == [0] * (len(members) - 1) + [1]


@given(members=MEMBERS, count=COUNTS)
def test_nobody_has_to_hold_more_because_an_instance_came(members: set[str], count: int) -> None:
    everybody = {*members, "~" * 6}
    assert all(share_of(member, everybody, count) <= share_of(member, members, count) for member in members)


def test_who_is_not_listed_has_no_share() -> None:
    assert share_of("c", ["a", "b"], 10) == 0


@given(held=st.lists(st.text(), unique=True), share=st.integers(0, 20))
def test_what_is_beyond_the_share_is_handed_over_and_the_preferred_is_kept(held: list[str], share: int) -> None:
    assert [*held[:share], *surplus(held, share)] == held
