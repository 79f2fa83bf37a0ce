"""Before a rebuild writes, the store is asked to split the new generation where the ranges are cut."""

import logging
from dataclasses import replace

import pytest

from onewrite.adapters.memory import MemorySplits
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.data.rebuilds import accounts, build_generation, is_faithful
from tests.support.domains.fragile import ADA, app_of
from tests.support.faults.ports import on_top_of


@pytest.fixture
def embedded() -> Adapters:
    return memory_adapters()


def test_each_range_begins_at_a_split_of_the_new_generation(embedded: Adapters) -> None:
    app = app_of(embedded)
    accounts(app, 8)
    app.operate.rebuild.start("profiles", ADA)
    walk = embedded.walks.read("rebuild profiles/2")
    assert walk
    cuts = [StreamId.parse(one.after) for one in walk.ranges[1:]]
    assert cuts
    assert isinstance(embedded.splits, MemorySplits)
    assert embedded.splits.asked == [("profiles", 2, cuts)]


def test_they_are_asked_for_before_there_is_a_range_to_work_on_and_not_again(embedded: Adapters) -> None:
    asked = list[object]()

    def split(*_: object) -> None:
        asked.append(embedded.walks.read("rebuild profiles/2"))

    app = app_of(replace(embedded, splits=on_top_of(embedded.splits, split=split)))
    accounts(app, 8)
    app.operate.rebuild.start("profiles", ADA)
    app.operate.rebuild.resume("profiles", ADA)
    assert asked == [None]


def test_a_refusal_is_told_and_the_view_is_built_all_the_same(
    embedded: Adapters, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("Spanner refused split points for profiles (PermissionDenied)")

    app = app_of(replace(embedded, splits=on_top_of(embedded.splits, split=refuse)))
    accounts(app, 8)
    with caplog.at_level(logging.WARNING):
        build_generation(app)
    assert [line.action for line in caplog.records] == ["split_points_refused"]  # type: ignore[attr-defined]
    assert is_faithful(app)
