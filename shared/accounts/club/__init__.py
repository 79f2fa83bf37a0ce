"""The aggregate `club`: people who share a topic. A member is the id of an account.

events      the events
commands    the commands
state       the state of a club, and how events change it
decider     the rules
"""

from accounts.club.commands import COMMANDS
from accounts.club.decider import DECIDER
from accounts.club.events import EVENT_TYPES
from onewrite.domain.aggregate import Aggregate

CLUB = Aggregate(category="club", collection="clubs", commands=COMMANDS, event_types=EVENT_TYPES, decider=DECIDER)

__all__ = ["CLUB"]
