import pytest

from emulators.errors import CannotRun
from emulators.settings.relays import relay_settings, relays, uncalled, unserved


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("eager", ("eager",)),
        ("scheduled", ("scheduled",)),
        ("eager,scheduled", ("eager", "scheduled")),
        ("scheduled, eager", ("eager", "scheduled")),
        ("change-stream", ("change-stream",)),
        ("change-stream,eager", ("eager", "change-stream")),
        ("none", ()),
    ],
)
def test_relays_are_chosen_by_name(text: str, chosen: tuple[str, ...]) -> None:
    assert relays(text) == chosen


@pytest.mark.parametrize("text", ["eagre", "eager,none", "", ",", "eager;scheduled"])
def test_an_unknown_relay_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(CannotRun, match=r"^RELAY=.* is not known: use one or some of eager, .*, or none$"):
        relays(text)


def test_commands_publish_by_themselves_only_if_the_eager_relay_is_chosen() -> None:
    assert relay_settings(("eager", "scheduled")) == {"ONEWRITE_EAGER_RELAY": "true"}
    assert relay_settings(("scheduled",)) == {"ONEWRITE_EAGER_RELAY": "false"}


def test_a_schedule_calls_the_functions_of_the_relays_that_are_chosen() -> None:
    assert uncalled(("eager", "scheduled")) == {"tail_changes"}
    assert uncalled(("change-stream",)) == {"relay_outbox"}
    assert uncalled(()) == {"tail_changes", "relay_outbox"}


def test_the_outbox_can_be_swept_by_hand_whatever_is_chosen() -> None:
    assert unserved(()) == unserved(("eager", "scheduled")) == {"tail_changes"}
    assert unserved(("change-stream",)) == set()
