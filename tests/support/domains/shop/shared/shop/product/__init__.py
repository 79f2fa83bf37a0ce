"""The aggregate `product`: its name, and how much of it is in stock.

events      the events
commands    the commands
state       the state of a product, and how events change it
decider     the rules
"""

from onewrite.domain.aggregate import Aggregate
from shop.product.commands import COMMANDS
from shop.product.decider import DECIDER
from shop.product.events import EVENT_TYPES

PRODUCT = Aggregate(
    category="product", collection="products", commands=COMMANDS, event_types=EVENT_TYPES, decider=DECIDER
)

__all__ = ["PRODUCT"]
