"""The rows that the views in memory take and refuse, as no column of Spanner would do otherwise."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Put
from onewrite.bootstrap import memory_adapters
from onewrite.domain.events import Json
from tests.support.checks.rows import rows_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", ["Ada", 7, 0.5, True, date(2026, 1, 1), NOON, Decimal("1.10"), ["a"], ("a",), {"a": 1}, None], ids=repr
)
def test_what_some_column_can_hold_is_taken(value: Json) -> None:
    adapters = memory_adapters()
    adapters.views.transact("profiles", 1, lambda t: t.write([Put(PROFILES, {"account_id": "ada", "name": value})], []))
    [row] = rows_of(adapters, PROFILES)
    assert row["name"] == value
