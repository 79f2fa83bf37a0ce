"""The variable RELAY: which relays a local system runs."""

from typing import Literal, TypeAlias, get_args

from emulators.errors import CannotRun

Relay: TypeAlias = Literal["eager", "scheduled"]


def relays(text: str) -> tuple[Relay, ...]:
    """Read the value of RELAY. Raises `CannotRun`."""
    named = {word.strip() for word in text.split(",")}
    if named == {"none"}:
        return ()
    if not named <= set(get_args(Relay)):
        raise CannotRun(f"RELAY={text} is not known: use eager, scheduled, eager,scheduled or none")
    return tuple(relay for relay in get_args(Relay) if relay in named)


def relay_settings(chosen: tuple[Relay, ...]) -> dict[str, str]:
    return {"ONEWRITE_EAGER_RELAY": str("eager" in chosen).lower()}
