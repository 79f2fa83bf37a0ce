"""Wiring of what accepts commands, and publishes their events at once."""

from uuid import uuid4

from onewrite.application.commands.accept_command import AcceptCommand
from onewrite.application.commands.load_state import LoadState
from onewrite.application.commands.take_snapshot import TakeSnapshot
from onewrite.application.relay.bus_breaker import bus_breaker
from onewrite.application.relay.clear_together import ClearTogether
from onewrite.application.relay.relay_events import RelayEvents
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis


def wire_commands(basis: Basis) -> AcceptCommand:
    settings, store = basis.settings, basis.adapters.used_for(purposes.COMMAND).store
    return AcceptCommand(
        domain=basis.domain,
        store=store,
        load_state=LoadState(domain=basis.domain, store=store),
        take_snapshot=TakeSnapshot(small=settings.snapshot_small_bytes, every=settings.snapshot_every),
        relay=_eager_relay(basis),
        new_event_id=lambda: str(uuid4()),
        attempts=settings.command_attempts,
    )


def _eager_relay(basis: Basis) -> RelayEvents | None:
    if not basis.settings.eager_relay:
        return None
    adapters = basis.adapters.used_for(purposes.EAGER)
    return RelayEvents(
        topic=adapters.topic,
        clear=ClearTogether(adapters.outbox),
        breaker=bus_breaker(basis.clock),
        within=basis.settings.eager_relay_seconds,
    )
