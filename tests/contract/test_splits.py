"""What every way to split keeps its word on: a rebuild asks, and is right whatever comes of it."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from onewrite.adapters.memory import MemorySplits
from onewrite.adapters.no_splits import NoSplits
from onewrite.adapters.spanner import SpannerSplits, SpannerWalks
from onewrite.bootstrap import Adapters, memory_adapters
from tests.support.data.rebuilds import accounts, build_generation, is_faithful
from tests.support.domains.fragile import app_of


@pytest.mark.parametrize("splits", [MemorySplits(), NoSplits()], ids=lambda value: type(value).__name__)
def test_a_view_is_built_whoever_is_asked(splits: MemorySplits | NoSplits) -> None:
    app = app_of(replace(memory_adapters(), splits=splits))
    accounts(app, 4)
    build_generation(app)
    assert is_faithful(app)


def test_a_rebuild_asks_for_split_points_and_goes_on_as_the_emulator_takes_none(
    spanner_adapters: Adapters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(spanner_adapters.walks, SpannerWalks)
    connection, asked = spanner_adapters.walks.connection, list[str]()
    api = connection.database._instance._client.database_admin_api
    add = api.add_split_points

    def noting(*, request: Any, **how: Any) -> None:
        asked.extend(f"{point.table} {'/'.join(point.keys[0].key_parts)}" for point in request.split_points)
        add(request=request, **how)

    monkeypatch.setattr(api, "add_split_points", noting)
    app = app_of(replace(spanner_adapters, splits=SpannerSplits(connection)))
    accounts(app, 4)
    with caplog.at_level(logging.INFO):
        build_generation(app)
    places = ("", "k00", "k01", "k02")
    assert sorted(asked) == [
        *(f"checkpoints profiles/2/{'account-' if place else ''}{place}" for place in places),
        *(f"profiles 2/{place}" for place in places),
    ]
    told = [str(vars(line).get("action")) for line in caplog.records]
    assert [action for action in told if "split" in action] == ["split_points_not_taken"]
    assert is_faithful(app)
