from functools import cached_property

import pytest
from pydantic import ConfigDict, PrivateAttr, ValidationError

from onewrite.domain.state import State


class Account(State):
    name: str = ""
    interests: tuple[str, ...] = ()


ADA = Account(name="Ada", interests=("maths",))


def test_a_changed_state_has_the_other_fields_as_they_were() -> None:
    assert ADA.changed(name="Countess") == Account(name="Countess", interests=("maths",))
    assert ADA.changed(name="Countess", interests=()) == Account(name="Countess")
    assert Account(name="Ada", interests=("maths",)) == ADA


def test_a_changed_state_is_what_pydantic_would_make_of_it() -> None:
    changed, copied = Account().changed(name="Ada"), Account().model_copy(update={"name": "Ada"})
    assert changed == copied
    assert changed.model_fields_set == copied.model_fields_set == {"name"}
    assert Account().model_fields_set == set()
    assert changed.model_dump() == copied.model_dump()


def test_a_field_that_the_state_lacks_is_told() -> None:
    with pytest.raises(TypeError, match="Account has no nmae, ssn"):
        ADA.changed(name="Ada", ssn="1", nmae="Ada")


def test_a_state_can_be_changed_in_no_other_way() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        ADA.changed(name="Countess").name = "Ada"  # type: ignore[misc]


def test_what_else_a_model_holds_stays_with_it() -> None:
    class More(State):
        model_config = ConfigDict(extra="allow")
        name: str
        _seen: int = PrivateAttr(default=0)

    more = More.model_validate({"name": "Ada", "born": 1815})
    more._seen = 3
    changed = more.changed(name="Countess")
    assert (changed.model_extra, changed._seen) == ({"born": 1815}, 3)
    changed._seen = 4
    changed.model_extra["died"] = 1852  # type: ignore[index]
    assert (more.model_extra, more._seen) == ({"born": 1815}, 3)


def test_what_was_computed_of_a_state_is_computed_anew_of_a_changed_one() -> None:
    class Counting(State):
        members: tuple[str, ...] = ()

        @cached_property
        def number(self) -> int:
            return len(self.members)

    one = Counting(members=("Ada",))
    assert one.number == 1
    both = one.changed(members=("Ada", "Charles"))
    assert (both.number, one.number) == (2, 1)
    with pytest.raises(TypeError, match="Counting has no number"):
        both.changed(number=3)
