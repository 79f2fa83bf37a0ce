"""Whatever happens to the shop's events on their way, its views hold what a fold of all of them says."""

from typing import Any, TypeAlias

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from onewrite.bootstrap import Adapters
from tests.support.checks.shop_lists import check_lists
from tests.support.checks.shop_seen import check_shop
from tests.support.data.shopping import errands, streams
from tests.support.systems.shop_world import ShopWorld
from tests.support.waiting.clocks import Clock, in_memory_by

Step: TypeAlias = tuple[str, *tuple[Any, ...]]

views, whens = st.sampled_from(["orders", "products", "warehouse"]), st.sampled_from(["before", "after"])
#: Those of one function: any of them, each in a function of its own or together with others.
served = st.lists(views, min_size=1, max_size=3, unique=True).map(tuple)
programs: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        errands.map(lambda errand: ("send", *errand)),
        errands.map(lambda errand: ("send", *errand)),
        st.tuples(st.just("let_days_pass"), st.integers(1, 2)),
        st.tuples(st.just("push"), served, streams, st.integers(1, 9)),
        st.tuples(st.just("push_and_die"), served, streams, st.integers(1, 5), whens),
        st.tuples(st.just("push_and_abort"), served, streams),
        st.tuples(st.just("park"), views, streams),
        st.tuples(st.sampled_from(["release", "reconcile"])),
        st.tuples(st.sampled_from(["start_rebuild", "rebuild_and_switch"]), views),
        st.tuples(st.just("change_generations"), views, st.sampled_from(["rollback", "cancel", "drop"])),
        st.tuples(st.just("work_on_rebuild"), views, st.integers(3, 30), whens),
    ),
    min_size=10,
    max_size=40,
)


def run(world: ShopWorld, program: list[Step]) -> None:
    for name, *arguments in program:
        getattr(world, name)(*arguments)
    check_shop(world.app)
    world.finish()
    check_shop(world.app)
    check_lists(world.app)
    for view in world.shop.views:
        assert world.app.operate.verify(view).named == []


@settings(max_examples=50)
@given(programs)
def test_any_program_ends_in_what_all_events_say(program: list[Step]) -> None:
    clock = Clock()
    run(ShopWorld(in_memory_by(clock), clock), program)


def test_a_program_ends_in_that_on_spanner_too(shop_on_spanner: Adapters) -> None:
    @settings(max_examples=2, phases=[Phase.generate])
    @given(programs)
    def on_spanner(program: list[Step]) -> None:
        run(ShopWorld(shop_on_spanner, Clock()), program)

    on_spanner()
