"""Verify a view: compare every row of the active generation, and of the one being built, with a fresh fold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import groupby, islice

from onewrite.application.operations.pages_of_heads import pages_of_heads
from onewrite.application.operations.verify.compare_rows import KeyRange, compare
from onewrite.application.operations.verify.verdict import Difference, Verdict
from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.event_store import EventStore, Head
from onewrite.application.ports.generations import BuildState, Generations
from onewrite.application.ports.views import Views
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId

HEADS_PER_PAGE = 200


@dataclass(frozen=True)
class VerifyView:
    """Compares each generation with a fold up to its checkpoints, both as of one instant, so that traffic may go on.

    Only differences of the generation being built prevent a switch to it; differences of the active one may be the
    reason for the rebuild. The leading key column of every row must be the key of its stream.
    """

    domain: Domain
    store: EventStore
    views: Views
    generations: CheckedGenerations
    audit_log: AuditLog
    advance: Advance

    def __call__(self, projection_name: str, actor: Actor | None = None) -> Verdict:
        """Compare the active generation and the one being built, if any; save the verdict on the latter.

        The call goes into the audit log, with the verdict, if an operator (`actor`) makes it.
        """
        projection = self.domain.projection(projection_name)
        known = self.generations.begin(projection.name)
        compared = tuple(sorted({known.active, known.building or known.active}))
        verdict = Verdict(projection.name, compared)
        for generation in compared:
            verdict.streams = verdict.rows = verdict.skipped = 0
            for keys in self._key_ranges(projection):
                self._compare(projection, generation, keys, verdict)
        self._keep(known.building, verdict, _operation(verdict, actor) if actor else None)
        return verdict

    def _key_ranges(self, projection: Projection) -> Iterator[KeyRange]:
        """Yield the streams in pages, in the order of their keys, with the row keys that belong to them.

        Streams of two categories with the same key are on the same page; the last range has no end.
        """
        heads = merge(*map(self._heads, projection.categories), key=_key)
        with_one_key = (tuple(same) for _, same in groupby(heads, key=_key))
        after, page = "", _first(with_one_key)
        while following := _first(with_one_key):
            upto = page[-1].stream.key
            yield KeyRange(_versions(page), after, upto)
            after, page = upto, following
        yield KeyRange(_versions(page), after, None)

    def _heads(self, category: str) -> Iterator[Head]:
        for page in pages_of_heads(self.store, size=HEADS_PER_PAGE, category=category):
            yield from page.heads

    def _compare(self, projection: Projection, generation: int, keys: KeyRange, verdict: Verdict) -> None:
        self.advance(projection, generation, keys.versions)
        found = self.views.read_snapshot(projection.name, generation, lambda view: compare(view, projection, keys))
        verdict.streams += len(keys.versions)
        verdict.rows += len(found.stored)
        verdict.skipped += found.fold.left_out.total()
        for place, problem in found.problems(keys.versions):
            verdict.add(Difference(generation, place, problem))

    def _keep(self, building: int | None, verdict: Verdict, operation: Operation | None) -> None:
        if building is None:
            if operation:
                self.audit_log.append(operation)
            return
        state = BuildState.DIFFERS if verdict.by_generation.get(building) else BuildState.VERIFIED

        def change(known: Generations) -> Generations:
            return replace(known, state=state) if known.building == building else known

        self.generations.change(verdict.projection, change, (lambda _: operation) if operation else None)


def _key(head: Head) -> str:
    return head.stream.key


def _first(with_one_key: Iterator[tuple[Head, ...]]) -> Sequence[Head]:
    return [head for same in islice(with_one_key, HEADS_PER_PAGE) for head in same]


def _versions(heads: Sequence[Head]) -> dict[StreamId, int]:
    return {head.stream: head.version for head in heads}


def _operation(verdict: Verdict, actor: Actor) -> Operation:
    found = {"generations": list(verdict.generations), "differences": verdict.differences}
    return Operation("verify", actor, verdict.projection, details=found)
