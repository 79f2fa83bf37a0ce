"""Events, commands and domains are declared; what is missing is told where it is declared."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from accounts import ACCOUNTS
from accounts.account.events import UserCreated
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES, Profiles
from onewrite.domain.commands import Command
from onewrite.domain.events import Event, Metadata, NewEvent, RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import View
from onewrite.errors import UnknownProjection
from tests.support.domains.names import Names


def test_an_event_type_is_spelled_out_and_never_the_name_of_a_class() -> None:
    class RenamedInTheCode(Event, type="UserMoved", schema_version=3):
        to: str

    said = NewEvent.of(RenamedInTheCode(to="Paris"), event_id="1", metadata=Metadata("c", "c"))
    assert (said.event_type, said.schema_version, said.data) == ("UserMoved", 3, {"to": "Paris"})


def test_an_event_without_a_type_is_told_at_once() -> None:
    with pytest.raises(TypeError, match=r'class Nameless\(Event, type="…"\)'):
        type("Nameless", (Event,), {})


def test_a_version_that_is_written_may_be_named_even_if_it_is_todays() -> None:
    class Moved(Event, type="UserMoved", schema_version=2, writes=2):
        to: str

    assert Moved.written_version == 2


@pytest.mark.parametrize(
    ("writes", "retired", "told"),
    [
        (0, False, "E has the schema version 2 and can't write version 0: take out `writes`"),
        (3, False, "E has the schema version 2 and can't write version 3: take out `writes`"),
        (1, True, "E is retired and can't write version 1: take out `writes`"),
    ],
)
def test_an_event_that_cannot_be_written_as_declared_is_told_at_once(writes: int, retired: bool, told: str) -> None:
    with pytest.raises(TypeError, match=f"^{told}$"):
        type("E", (Event,), {}, type="E", schema_version=2, writes=writes, retired=retired)


def test_a_command_without_a_name_is_told_at_once() -> None:
    with pytest.raises(TypeError, match=r'class Nameless\(Command, name="…"\)'):
        type("Nameless", (Command,), {})


def test_events_and_commands_cannot_be_changed_afterwards() -> None:
    for model in (type("E", (Event,), {}, type="E"), type("C", (Command,), {}, name="c")):
        with pytest.raises(ValidationError):
            model().anything = 1


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_neither_takes_a_number_that_json_does_not_have(number: float) -> None:
    class Weigh(Command, name="weigh"):
        weight: float

    class Weighed(Event, type="Weighed"):
        weight: float

    for model in (Weigh, Weighed):
        with pytest.raises(ValidationError, match="finite"):
            model(weight=number)


def test_a_projection_is_found_by_its_name() -> None:
    assert ACCOUNTS.projection("profiles").name == "profiles"
    with pytest.raises(UnknownProjection, match="There is no projection 'profile': use one of profiles, interests"):
        ACCOUNTS.projection("profile")


class ProfilesToo(Projection):
    name = "profiles_too"
    tables = (INTERESTS, PROFILES)

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        pass


@pytest.mark.parametrize("other", [Names(), ProfilesToo()])
def test_projections_that_share_a_table_are_told_at_once(other: Projection) -> None:
    with pytest.raises(
        TypeError, match=r"table or index profiles is there 2 times, in accounts\.views\.profiles\.Profiles and "
    ):
        replace(ACCOUNTS, projections=(Profiles(), other))
