import pytest

from emulators.errors import CannotRun
from emulators.settings.relays import relay_settings, relays


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("eager", ("eager",)),
        ("scheduled", ("scheduled",)),
        ("eager,scheduled", ("eager", "scheduled")),
        ("scheduled, eager", ("eager", "scheduled")),
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
