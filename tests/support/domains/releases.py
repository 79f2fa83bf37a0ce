"""One small domain in five releases. They differ in what a name is: version 1 has no title, version 2 has one.

1   reads and writes version 1
2   reads 1 and 2, writes 1
3   reads and writes 2
4   has retired the type
5   has given it another name: a mistake
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from accounts.views.profiles import PROFILES
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, JsonObject, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.queries import RowQuery
from onewrite.domain.schema_versions import downcasts, upcasts
from onewrite.domain.views import View
from tests.support.systems.adapters import settings


class GiveName(Command, name="give-name", creates=True):
    name: str
    title: str = ""


class Named1(Event, type="Named"):
    name: str


class Named2(Event, type="Named", schema_version=2, writes=1):
    name: str
    title: str


class Named3(Event, type="Named", schema_version=2):
    name: str
    title: str


class Named4(Event, type="Named", schema_version=2, retired=True):
    name: str
    title: str


class Named5(Event, type="NameGiven"):
    name: str
    title: str


@upcasts("Named", from_version=1)
def nobody_had_a_title(data: JsonObject) -> JsonObject:
    return {**data, "title": ""}


@downcasts("Named", to_version=1)
def without_title(data: JsonObject) -> JsonObject:
    return {"name": data["name"]}


UP, DOWN = [nobody_had_a_title], [without_title]
RELEASES: dict[int, tuple[type[Event], EventTypes]] = {
    1: (Named1, EventTypes(Named1)),
    2: (Named2, EventTypes(Named2, upcasters=UP, downcasters=DOWN)),
    3: (Named3, EventTypes(Named3, upcasters=UP)),
    4: (Named4, EventTypes(Named4, upcasters=UP)),
    5: (Named5, EventTypes(Named5)),
}


class Person(BaseModel):
    name: str = ""


class TitledPerson(Person):
    title: str = ""


def release(number: int, state_version: int = 1) -> Domain:
    named, types = RELEASES[number]
    state = TitledPerson if number > 1 else Person

    def decide(command: Command, person: Person) -> Sequence[Event]:
        asked = state.model_validate(command.model_dump())
        return [named.model_validate(asked.model_dump())] if asked != person else []

    def evolve(person: Person, event: Event) -> Person:
        return state.model_validate(event.model_dump())

    class Profiles(Projection):
        name, tables = "profiles", (PROFILES,)

        @when(named)
        def applied(self, recorded: RecordedEvent, event: Any, view: View) -> None:
            shown = f"{getattr(event, 'title', '')} {event.name}".strip()
            view.put(PROFILES, account_id=recorded.stream.key, name=shown)

    return Domain(
        aggregates=(
            Aggregate(
                category="account",
                collection="accounts",
                commands=(GiveName,),
                event_types=types,
                decider=Decider(initial_state=state, decide=decide, evolve=evolve, state_version=state_version),
            ),
        ),
        projections=(Profiles(),),
        queries=(RowQuery("/profiles/{account_id}", PROFILES, "One profile"),),
    )


def running(number: int, adapters: Adapters, state_version: int = 1) -> App:
    """Return an instance of that release, over a store that it may share with others."""
    here = settings(eager_relay=False, park_after_attempts=1, generation_cache_seconds=0)
    return build(here, release(number, state_version), adapters, wait=lambda seconds: None)
