"""The sample domain: people with interests, who found clubs. A team replaces it with its own.

account     an aggregate, a person with a name, an address and interests: its events, commands, state and rules
club        another aggregate, people who share a topic
views       the projections, with the tables and totals that they keep
queries     what can be asked
domain      all of it in one value, for the library

released_events.txt has what was released of the events and of the ids of streams.
"""

from accounts.domain import ACCOUNTS

__all__ = ["ACCOUNTS"]
