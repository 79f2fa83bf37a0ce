"""Wiring of what a push sets off: its stream is brought up to date."""

from onewrite.application.projections.advance import Advance
from onewrite.application.projections.pushes.follow_stream import FollowStream
from onewrite.application.projections.pushes.known_checkpoints import KnownCheckpoints
from onewrite.application.projections.pushes.share_transactions import ShareTransactions
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis
from onewrite.bootstrap.wiring.advancing import advance_for


def wire_advance(basis: Basis) -> Advance:
    return advance_for(purposes.ADVANCE, basis, halts=basis.halts)


def wire_pushes(basis: Basis, advance: Advance) -> FollowStream:
    return FollowStream(
        domain=basis.domain,
        generations=basis.known_generations,
        known=KnownCheckpoints(advance.views, basis.clock),
        advance=ShareTransactions(basis.domain, advance, basis.clock),
        clock=basis.clock,
        seconds=basis.settings.push_seconds,
        batch=advance.batch,
    )
