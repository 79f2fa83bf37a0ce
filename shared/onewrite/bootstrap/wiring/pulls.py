"""Wiring of what follows the change stream and brings views up to date."""

from dataclasses import replace

from onewrite.application.operations.reconcile.heal_views import HealViews
from onewrite.application.operations.reconcile.reconcile_views import ReconcileViews
from onewrite.application.projections.pull_streams import PullStreams
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis
from onewrite.bootstrap.wiring.advancing import advance_for, strictly


def wire_pulls(basis: Basis, reconcile: ReconcileViews) -> PullStreams:
    compare = reconcile.compare
    heal = replace(compare, advance=strictly(compare.advance), passes_halted=False)
    return PullStreams(
        domain=basis.domain,
        changes=basis.adapters.changes,
        generations=basis.known_generations,
        advance=strictly(advance_for(purposes.PULL, basis, halts=basis.halts)),
        heal=HealViews(heal, reconcile.walking),
    )
