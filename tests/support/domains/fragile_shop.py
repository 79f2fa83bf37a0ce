"""The shop with views that can be told to fail, and instances that serve it."""

from dataclasses import replace
from functools import cache

from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.settings import Settings
from shop import SHOP
from shop.views.orders import Orders
from shop.views.products import Products
from shop.views.warehouse import Warehouse
from tests.support.systems.adapters import settings


class Unsteady(Projection):
    """After it has written, it raises at the events that it `cannot_take`."""

    def __init__(self) -> None:
        self.cannot_take = set[tuple[StreamId, int]]()

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        super().apply(recorded, view)
        if (recorded.stream, recorded.version) in self.cannot_take:
            raise ValueError


class FragileOrders(Unsteady, Orders): ...


class FragileProducts(Unsteady, Products): ...


class FragileWarehouse(Unsteady, Warehouse): ...


class FragileShop:
    """Its views by name, which all of its instances share."""

    def __init__(self) -> None:
        self.views = {view.name: view for view in (FragileOrders(), FragileProducts(), FragileWarehouse())}

    def instance(self, adapters: Adapters, **changes: object) -> App:
        """Return an instance that waits for nobody: it knows of new generations at once."""
        domain = replace(SHOP, projections=tuple(self.views.values()))
        return build(_settings(**changes), domain, adapters, wait=lambda seconds: None)

    def mend(self) -> None:
        for view in self.views.values():
            view.cannot_take.clear()


@cache
def _settings(**changes: object) -> Settings:
    """Return the settings of an instance; to read them takes longer than a short program."""
    usual = {"domain": "shop:SHOP", "park_after_attempts": 1, "advance_batch": 4, "generation_cache_seconds": 0}
    return settings(**{**usual, "eager_relay": False, **changes})
