"""The events of products."""

from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event


class ProductAdded(Event, type="ProductAdded"):
    name: str


class ProductRenamed(Event, type="ProductRenamed"):
    name: str


class StockReceived(Event, type="StockReceived"):
    quantity: int


class StockTaken(Event, type="StockTaken"):
    quantity: int


EVENT_TYPES = EventTypes(ProductAdded, ProductRenamed, StockReceived, StockTaken)
