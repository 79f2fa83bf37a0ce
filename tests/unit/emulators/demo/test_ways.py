import pytest

from emulators.demo.ways import ways_of
from emulators.errors import CannotRun


def test_without_variables_the_story_is_told_of_both_relays_and_of_pushes() -> None:
    ways = ways_of({})
    assert str(ways) == "Relay: eager,scheduled. Delivery: push."
    assert (ways.relays, ways.pushed, ways.pulled) == ("relay_outbox", ["clubs", "interests", "profiles"], [])


def test_the_story_calls_the_relay_that_follows_the_changes_if_that_is_chosen() -> None:
    assert ways_of({"RELAY": "change-stream"}).relays == "tail_changes"
    assert ways_of({"RELAY": "eager,scheduled,change-stream"}).relays == "tail_changes"


def test_the_story_pulls_for_the_views_that_nothing_is_pushed_to() -> None:
    ways = ways_of({"DELIVERY": "profiles=pull,interests=both"})
    assert (ways.pushed, ways.pulled) == (["clubs", "interests"], ["profiles"])


@pytest.mark.parametrize("relay", ["eager", "none"])
def test_relays_that_may_leave_events_unpublished_are_refused(relay: str) -> None:
    with pytest.raises(CannotRun, match=rf"^RELAY={relay} can't be played, as some events would stay unpublished"):
        ways_of({"RELAY": relay})
