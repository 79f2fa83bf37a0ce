"""The variable RELAY: which relays a local system runs."""

from typing import Final, Literal, TypeAlias, get_args

from emulators.errors import CannotRun

Relay: TypeAlias = Literal["eager", "scheduled", "change-stream"]
#: The function of each relay that has one of its own; the eager relay is part of `accept_commands`.
FUNCTIONS: Final = {"scheduled": "relay_outbox", "change-stream": "tail_changes"}


def relays(text: str) -> tuple[Relay, ...]:
    """Read the value of RELAY. Raises `CannotRun`."""
    named = {word.strip() for word in text.split(",")}
    if named == {"none"}:
        return ()
    if not named <= set(get_args(Relay)):
        raise CannotRun(f"RELAY={text} is not known: use one or some of {', '.join(get_args(Relay))}, or none")
    return tuple(relay for relay in get_args(Relay) if relay in named)


def relay_settings(chosen: tuple[Relay, ...]) -> dict[str, str]:
    return {"ONEWRITE_EAGER_RELAY": str("eager" in chosen).lower()}


def uncalled(chosen: tuple[Relay, ...]) -> set[str]:
    """Return the functions of the relays that no schedule calls."""
    return {function for relay, function in FUNCTIONS.items() if relay not in chosen}


def unserved(chosen: tuple[Relay, ...]) -> set[str]:
    """Return the functions that are not served: `relay_outbox` is, so that what any relay left can be swept by hand."""
    return uncalled(chosen) - {FUNCTIONS["scheduled"]}
