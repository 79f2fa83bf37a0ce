"""All that two or three instances can do over a few partitions, step by step, in every order."""

from collections import deque

import pytest

from tests.support.change_streams.lease_model import Model, World
from tests.support.change_streams.simulated import SimulatedStream


def a_split_and_a_merge() -> SimulatedStream:
    """Two partitions; the first splits, and one half of it merges with the second."""
    stream = SimulatedStream("abc", partitions=2)
    first, second = stream.lives
    stream.split(first)
    stream.write("c")
    stream.merge(stream.open[-1].token, second)
    stream.write("c")
    return stream


def a_merge_with_a_slow_parent() -> SimulatedStream:
    stream = SimulatedStream("ab", partitions=2)
    stream.write("a")
    stream.merge(*stream.lives)
    stream.write("a", "b")
    return stream


@pytest.mark.parametrize(
    ("stream", "instances", "faults"),
    [(a_split_and_a_merge(), 2, 1), (a_merge_with_a_slow_parent(), 2, 2), (a_merge_with_a_slow_parent(), 3, 0)],
    ids=["split and merge", "merge, two faults", "merge, three instances"],
)
def test_no_order_of_steps_breaks_the_protocol_or_leads_to_where_nothing_goes_on(
    stream: SimulatedStream, instances: int, faults: int
) -> None:
    model = Model(stream, instances, faults)
    seen: dict[World, list[World]] = {}
    queue = deque([model.start])
    while queue:
        if (world := queue.popleft()) in seen:
            continue
        seen[world] = [after for _, after in model.steps(world)]
        queue.extend(seen[world])
    print(f"{len(seen)} states, {sum(map(len, seen.values()))} steps")
    assert unfinished(model, seen) == set()


def unfinished(model: Model, seen: dict[World, list[World]]) -> set[World]:
    """Return the states from which no way leads to the end."""
    before: dict[World, list[World]] = {world: [] for world in seen}
    for world, following in seen.items():
        for after in following:
            before[after].append(world)
    good = {world for world in seen if model.is_finished(world)}
    queue = deque(good)
    while queue:
        fresh = set(before[queue.popleft()]) - good
        good |= fresh
        queue.extend(fresh)
    return set(seen) - good
