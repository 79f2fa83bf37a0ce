"""Visits all streams of a walk, and compares their rows in one generation with a fresh fold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from onewrite.application.operations.pages_of_heads import PageOfHeads, PageSize
from onewrite.application.operations.verify.compare_rows import CompareRows, Comparison
from onewrite.application.operations.verify.key_range import KeyRange
from onewrite.application.operations.verify.verdict import Difference, Verdict
from onewrite.application.operations.verify.verify_progress import VerifyProgress
from onewrite.application.operations.walks.names import verify_of
from onewrite.application.ports.views import Views
from onewrite.application.ports.walks import WalkRange
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.events import JsonObject
from onewrite.domain.projection import Projection

PAGE: Final = PageSize(heads=1000, events=50_000)
#: Between a verdict and JSON.
VERDICT: Final = TypeAdapter(Verdict)


@dataclass(frozen=True)
class VerifyStreams:
    """What it finds in a range is a verdict on the streams of that range."""

    views: Views
    generations: CheckedGenerations
    advance: Advance
    projection: Projection
    generation: int
    batch_bytes: int

    @property
    def walk(self) -> str:
        return verify_of(self.projection.name, self.generation)

    @property
    def page_size(self) -> PageSize:
        return PAGE

    def visit(self, page: PageOfHeads, range_: WalkRange, hold: Callable[[], None]) -> JsonObject:
        verdict = self.verdict_of([range_])
        for category in sorted(self.projection.categories):
            if part := page.part_of(category):
                versions = {head.stream: head.version for head in page.heads if head.stream.category == category}
                keys: KeyRange | None = KeyRange(category, versions, part.after, part.upto)
                while keys:
                    keys = keys.behind(self._compare(keys, verdict))
                    hold()
        return VERDICT.dump_python(verdict, mode="json")  # type: ignore[no-any-return]

    def goes_on(self) -> bool:
        return self.generation in self.generations.read(self.projection.name).kept

    def verdict_of(self, ranges: Sequence[WalkRange]) -> Verdict:
        """Return the verdict on the streams of all of these ranges."""
        verdict = Verdict(self.projection.name, (self.generation,))
        for one in ranges:
            if one.found:
                verdict.add_all(VERDICT.validate_python(one.found))
        return verdict

    def progress_of(self, ranges: Sequence[WalkRange]) -> VerifyProgress:
        done = sum(one.is_done for one in ranges)
        return VerifyProgress.of(self.verdict_of(ranges), self.generation, ranges=len(ranges), done=done)

    def _compare(self, keys: KeyRange, verdict: Verdict) -> KeyRange:
        """Compare the first streams of a range; return which ones."""
        found = self._read(keys)
        # Locks are taken for what lags alone: all else is compared without any.
        if found.lagging:
            self.advance(self.projection, self.generation, found.lagging)
            found = self._read(found.keys)
        verdict.streams += len(found.keys.versions)
        verdict.rows += found.rows
        verdict.skipped += found.skipped
        for place, problem in found.problems:
            verdict.add(Difference(self.generation, place, problem))
        return found.keys

    def _read(self, keys: KeyRange) -> Comparison:
        compare = CompareRows(self.projection, self.batch_bytes)
        return self.views.read_snapshot(self.projection.name, self.generation, lambda view: compare(view, keys))
