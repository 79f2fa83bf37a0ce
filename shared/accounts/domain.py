"""The sample domain in one value: all that the library needs to serve accounts."""

from accounts.account import ACCOUNT
from accounts.club import CLUB
from accounts.views.clubs import CLUBS, Clubs
from accounts.views.interests import INTERESTS, Interests
from accounts.views.profiles import PROFILES, Profiles
from onewrite.domain.model import Domain
from onewrite.domain.queries import PageQuery, RowQuery, SearchQuery

ACCOUNTS = Domain(
    aggregates=(ACCOUNT, CLUB),
    projections=(Profiles(), Interests(), Clubs()),
    queries=(
        RowQuery("/profiles/{account_id}", PROFILES, "One profile"),
        PageQuery("/profiles", PROFILES, "All profiles, in the order of their ids"),
        SearchQuery("/interests/search", INTERESTS, "Accounts by the words of their interests", "interests"),
        RowQuery("/clubs/{club_id}", CLUBS, "One club"),
    ),
)
