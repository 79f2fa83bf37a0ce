"""The sample domain: accounts of people with a name, an address and interests. A team replaces it with its own.

events        the events, and the upcasters of older schema versions; released_events.txt has what was released of them
commands      the commands
state         the state of an account, and how events change it
decider       the rules
profiles, interests   the views
domain        the domain in one value, for the library
"""

from accounts.domain import ACCOUNTS

__all__ = ["ACCOUNTS"]
