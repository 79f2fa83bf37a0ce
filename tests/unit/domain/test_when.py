"""A `@when` that would never be called, or is there twice, is told where it is declared."""

import pytest

from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import when
from onewrite.domain.views import View
from tests.support.domains.misfits import Idle, Orders, Placed, Stocked


def test_two_methods_for_one_event_are_told_at_once() -> None:
    with pytest.raises(TypeError, match=r"^Twice applies Placed in again, placed: let one method do it$"):

        class Twice(Orders):
            @when(Placed)
            def again(self, recorded: RecordedEvent, event: Placed, view: View) -> None: ...


def test_a_method_for_two_events_is_told_at_once() -> None:
    with pytest.raises(TypeError, match=r"Two\.any has two @when, and only one would count: write a method for each"):

        class Two(Idle):
            @when(Placed)  # type: ignore[arg-type]
            @when(Stocked)
            def any(self, recorded: RecordedEvent, event: Stocked, view: View) -> None: ...


def test_a_method_that_another_of_its_name_replaces_is_told_at_once() -> None:
    with pytest.raises(TypeError, match=r"Replaced\.any is there twice, and only the last would be called: rename"):

        class Replaced(Idle):
            @when(Placed)
            def any(self, recorded: RecordedEvent, event: Placed, view: View) -> None: ...

            @when(Stocked)  # type: ignore[no-redef]
            def any(self, recorded: RecordedEvent, event: Stocked, view: View) -> None: ...  # noqa: F811


def test_a_method_may_replace_that_of_a_class_above_it() -> None:
    class Below(Orders):
        @when(Placed)
        def placed(  # type: ignore[override]
            self, recorded: RecordedEvent, event: Placed, view: View
        ) -> None: ...

    assert Below.event_classes == (Placed,)
