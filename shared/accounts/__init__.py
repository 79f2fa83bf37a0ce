"""The sample domain: accounts of people with a name, an address and interests. A team replaces it with its own.

account     the aggregate: its events, commands, state and rules
views       the projections, with the tables that they keep
domain      all of it in one value, for the library

released_events.txt has what was released of the events.
"""

from accounts.domain import ACCOUNTS

__all__ = ["ACCOUNTS"]
