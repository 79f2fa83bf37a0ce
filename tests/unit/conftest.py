"""Unit tests run in memory. Those marked `on_both_stores` run on Spanner as well.

The contract suite holds both stores to one behaviour. Marked is one journey of each use case, which shows that it asks
no more of them; and what depends on races, on the order of rows, on the store's time or on what it refuses.
"""

import pytest

from onewrite.bootstrap import Adapters, memory_adapters
from tests.support.data.selling import Seller


@pytest.fixture
def adapters(request: pytest.FixtureRequest) -> Adapters:
    return chosen(request, "spanner_adapters")


@pytest.fixture
def shop_adapters(request: pytest.FixtureRequest) -> Adapters:
    return chosen(request, "shop_on_spanner")


@pytest.fixture
def seller(request: pytest.FixtureRequest) -> Seller:
    return Seller.on(chosen(request, "selling_on_spanner"))


def chosen(request: pytest.FixtureRequest, on_spanner: str) -> Adapters:
    if getattr(request, "param", "memory") == "memory":
        return memory_adapters()
    adapters: Adapters = request.getfixturevalue(on_spanner)
    return adapters
