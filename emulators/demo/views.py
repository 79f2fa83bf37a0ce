"""All that the views say, and what they should: every event folded by code of its own."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Event: TypeAlias = Mapping[str, Any]


@dataclass
class Views:
    """Rows of three views, and their totals."""

    profiles: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    interests: set[tuple[str, str]] = field(default_factory=set)
    #: How many accounts have an interest.
    popular: Counter[str] = field(default_factory=Counter)
    #: The topic of each club.
    clubs: dict[str, str] = field(default_factory=dict)
    members: set[tuple[str, str]] = field(default_factory=set)
    #: How many members the clubs of a topic have.
    topics: Counter[str] = field(default_factory=Counter)

    def fold(self, key: str, event: Event) -> None:
        """Apply the next event of the stream with this key."""
        data = event["data"]
        name, address, status = self.profiles.get(key, ("", "", "open"))
        match event["type"]:
            case "UserCreated":
                self.profiles[key] = (data["name"], data["address"], "open")
            case "UserRenamed":
                self.profiles[key] = (data["name"], address, status)
            case "AddressChanged":
                self.profiles[key] = (name, data["address"], status)
            case "InterestAdded":
                self.interests.add((key, data["interest"]))
                self.popular[data["interest"]] += 1
            case "InterestRemoved":
                self.interests.discard((key, data["interest"]))
                self.popular[data["interest"]] -= 1
            case "ClubFounded":
                self.clubs[key] = data["topic"]
            case "MemberJoined":
                self.members.add((key, data["account_id"]))
                self.topics[self.clubs[key]] += 1
