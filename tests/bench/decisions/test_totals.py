"""What totals cost a rebuild, with one worker and with four, when all streams count in one hot group."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest

from onewrite.application.operations.rebuild.rebuild_worker import RebuildWorker
from onewrite.application.projections.advance import Advance
from onewrite.bootstrap import Adapters
from tests.support.data.selling import ADA, MAY, Seller, tea
from tests.support.domains.sold import PER_PRODUCT, Sold

STREAMS = 400
LINES = 5


class InLaneZero(Advance):
    """Counts where live traffic does."""

    def step(self, *what: Any, lane: int = 0, **how: Any) -> Any:
        return super().step(*what, **how)

    def steps(self, *what: Any, lane: int = 0) -> Any:
        return super().steps(*what)


@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize("counting", ["without totals", "in one lane", "in a lane for each range"])
def test_workers_rebuild_a_view_with_one_hot_group(
    selling_on_spanner: Adapters, monkeypatch: pytest.MonkeyPatch, workers: int, counting: str
) -> None:
    if counting == "without totals":
        monkeypatch.setattr(Sold, "totals", ())
    seller = Seller.on(selling_on_spanner)
    for number in range(STREAMS):
        seller.append(f"o{number:04d}", *(tea(str(line), line, day=MAY) for line in range(LINES)))
    seller.app.operate.rebuild.start("sold", ADA)

    def work(_: object) -> None:
        worker = Seller.on(selling_on_spanner).app.operate.rebuild_worker
        _counting(worker, counting).work("sold", 2, seconds=500)

    begun = perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    taken = perf_counter() - begun
    assert seller.app.operate.rebuild.progress("sold").is_complete
    if counting != "without totals":
        assert seller.kept(PER_PRODUCT, 2) == {("tea",): (STREAMS * LINES, STREAMS * sum(range(LINES)))}
    print(f"rebuild {counting}, {workers} workers: {STREAMS * LINES / taken:,.0f} events/s")


def _counting(worker: RebuildWorker, counting: str) -> RebuildWorker:
    if counting != "in one lane":
        return worker
    return replace(worker, advance=InLaneZero(**vars(worker.advance)))
