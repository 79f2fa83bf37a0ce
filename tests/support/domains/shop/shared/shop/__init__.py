"""A shop, the domain of the harder examples and tests: two aggregates, three views, totals, and queries of all kinds.

order       the aggregate: what a customer has ordered, until it is shipped or cancelled
product     the aggregate: what is sold, and how much of it is in stock
views       the projections, with the tables and totals that they keep
queries     what can be asked
domain      all of it in one value, for the library
"""

from shop.domain import SHOP

__all__ = ["SHOP"]
