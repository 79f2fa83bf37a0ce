"""The aggregate `order`: lines of products, placed by a customer, then paid and shipped, or cancelled.

line        what one line holds
events      the events
commands    the commands
state       the state of an order, and how events change it
decider     the rules
"""

from onewrite.domain.aggregate import Aggregate
from shop.order.commands import COMMANDS
from shop.order.decider import DECIDER
from shop.order.events import EVENT_TYPES

ORDER = Aggregate(category="order", collection="orders", commands=COMMANDS, event_types=EVENT_TYPES, decider=DECIDER)

__all__ = ["ORDER"]
