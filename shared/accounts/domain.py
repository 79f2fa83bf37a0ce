"""The sample domain in one value: all that the library needs to serve accounts and clubs."""

from accounts.account import ACCOUNT
from accounts.club import CLUB
from accounts.queries import QUERIES
from accounts.views.clubs import Clubs
from accounts.views.interests import Interests
from accounts.views.profiles import Profiles
from onewrite.domain.model import Domain

ACCOUNTS = Domain(aggregates=(ACCOUNT, CLUB), projections=(Profiles(), Interests(), Clubs()), queries=QUERIES)
