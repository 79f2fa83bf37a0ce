"""A step of advancing views in the tally: a transaction that several parts share counts for each of them."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack

from onewrite.application.ports.views import Target
from onewrite.application.projections.steps.step import Advanced, Step
from onewrite.application.tally import measured


def counted(step: Step, transact: Callable[[], Mapping[Target, Advanced]]) -> Mapping[Target, Advanced]:
    with ExitStack() as parts:
        works = {
            part.target: parts.enter_context(measured("view_advanced", {"projection": part.projection.name}, events=0))
            for part in step.parts
        }
        done = transact()
        for target, advanced in done.items():
            works[target].count(events=advanced.applied)
            if advanced.fault:
                works[target].outcome = type(advanced.fault).__name__
        return done
