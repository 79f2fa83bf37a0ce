"""The sample domain in one value: all that the library needs to serve accounts."""

from accounts.commands import COMMANDS
from accounts.decider import DECIDER
from accounts.events import EVENT_TYPES
from accounts.interests import INTERESTS, Interests
from accounts.profiles import PROFILES, Profiles
from onewrite.domain.model import Domain
from onewrite.domain.queries import PageQuery, RankingQuery, RowQuery, SearchQuery

ACCOUNTS = Domain(
    category="account",
    collection="accounts",
    commands=COMMANDS,
    event_types=EVENT_TYPES,
    decider=DECIDER,
    projections=(Profiles(), Interests()),
    queries=(
        RowQuery("/profiles/{account_id}", "profiles", PROFILES, "One profile"),
        PageQuery("/profiles", "profiles", PROFILES, "All profiles, in the order of their ids"),
        SearchQuery(
            "/interests/search", "interests", INTERESTS, "Accounts by the words of their interests", "interests"
        ),
        RankingQuery("/interests/popular", "interests", INTERESTS, "The interests that most accounts share"),
    ),
)
