"""Totals that were changed in place would be wrong, so they are not served."""

import pytest

from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.bootstrap import memory_adapters
from onewrite.domain.model import Domain
from onewrite.domain.views import Count, Sum, Totals
from onewrite.errors import TablesDiffer
from tests.support.data.selling import Seller, tea
from tests.support.domains.sold import LINES, ORDER, PER_DAY, Sold


@pytest.mark.parametrize(
    "changed",
    [
        Totals("sold_per_product", of=LINES, by=("product_id",), shards=2, lines=Count(), quantity=Sum("quantity")),
        Totals("sold_per_product", of=LINES, by=("product_id",), lines=Count(), quantity=Sum("amount")),
        Totals("sold_per_product", of=LINES, by=("product_id",), lines=Count()),
        Totals("sold_per_product", of=LINES, by=("product_id", "day"), lines=Count(), quantity=Sum("quantity")),
    ],
    ids=["shards", "a figure", "a figure less", "the group"],
)
def test_totals_that_were_changed_in_place_are_not_served(changed: Totals) -> None:
    seller = Seller.on(memory_adapters())
    stream = seller.append("a", tea())
    seller.app.follow_stream(("sold",), stream, 1)
    next_release = Sold()
    vars(next_release)["totals"] = (changed, PER_DAY)
    domain = Domain(aggregates=(ORDER,), projections=(next_release,))
    with pytest.raises(TablesDiffer, match="sold_per_product"):
        CheckedGenerations(domain, seller.app.adapters.generations).read("sold")
