"""What a view of the shop holds, beside what its books say."""

from collections import defaultdict

from onewrite.bootstrap import App
from onewrite.domain.projection import Projection
from onewrite.domain.totals import Totals
from onewrite.domain.views import Table
from tests.support.checks.shop_books import Rows, ShopBooks


def check_shop(app: App) -> None:
    """Fail unless every generation of every view is what the events up to its checkpoints say."""
    for projection in app.domain.projections:
        for generation in app.adapters.generations.read(projection.name).kept:
            said = books(app, projection, generation).rows()
            for name, rows in held(app, projection, generation).items():
                assert rows == said[name], f"{name} in generation {generation}"


def books(app: App, projection: Projection, generation: int) -> ShopBooks:
    """Enter the events that the generation has applied."""
    kept, store = ShopBooks(), app.adapters.store
    for head in store.read_heads():
        known = app.adapters.views.read_checkpoints(projection.name, [generation], head.stream)
        for event in list(store.read_stream(head.stream))[: known[generation].version]:
            kept.enter(event)
    return kept


def held(app: App, projection: Projection, generation: int) -> dict[str, Rows]:
    """Return the rows of its tables, and of its totals the sums of all shards."""

    def scan(table: Table) -> Rows:
        return app.adapters.views.scan(generation, lambda scan: [dict(row) for row in scan.rows(table)])

    tables = {table.name: scan(table) for table in projection.tables}
    return tables | {totals.name: summed(totals, scan(totals.table)) for totals in projection.totals}


def summed(totals: Totals, shards: Rows) -> Rows:
    """Add the shards of each group up; a group of which nothing is left isn't there."""
    groups = defaultdict(list)
    for shard in shards:
        groups[tuple(shard[column] for column in totals.by)].append(shard)
    added = [
        dict(zip(totals.by, group, strict=True)) | {name: sum(shard[name] for shard in of_one) for name in totals.kept}
        for group, of_one in sorted(groups.items())
    ]
    return [row for row in added if any(row[name] for name in totals.kept)]
