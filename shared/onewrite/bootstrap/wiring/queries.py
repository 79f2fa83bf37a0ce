"""Wiring of what answers queries."""

from onewrite.application.commands.load_state import LoadState
from onewrite.application.queries.active_views import ActiveViews
from onewrite.application.queries.catch_up import CatchUp
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis
from onewrite.bootstrap.wiring.advancing import advance_for


def wire_views(basis: Basis) -> ReadView:
    return ReadView(
        ActiveViews(
            domain=basis.domain,
            readers=basis.adapters.used_for(purposes.QUERY).readers,
            generations=basis.known_generations,
            catch_up=CatchUp(
                advance=advance_for(purposes.QUERY, basis, halts=basis.halts),
                clock=basis.clock,
                seconds=basis.settings.read_seconds,
            ),
        )
    )


def wire_history(basis: Basis) -> ReadHistory:
    store = basis.adapters.used_for(purposes.HISTORY).store
    return ReadHistory(store=store, load_state=LoadState(domain=basis.domain, store=store))
