"""The aggregate `account`: a person with a name, an address and interests.

events      the events, and the upcasters of older schema versions
commands    the commands
state       the state of an account, and how events change it
decider     the rules
"""

from accounts.account.commands import COMMANDS
from accounts.account.decider import DECIDER
from accounts.account.events import EVENT_TYPES
from onewrite.domain.aggregate import Aggregate

ACCOUNT = Aggregate(
    category="account", collection="accounts", commands=COMMANDS, event_types=EVENT_TYPES, decider=DECIDER
)

__all__ = ["ACCOUNT"]
