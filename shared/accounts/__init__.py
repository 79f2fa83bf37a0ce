"""The sample domain: accounts of people with a name, an address and interests. What a team replaces with its own.

events        what can have happened, and how old events are read
commands      what can be asked
decider       the rules
profiles, interests   the views
domain        all of it in one value, as the library sees it
"""

from accounts.domain import ACCOUNTS

__all__ = ["ACCOUNTS"]
