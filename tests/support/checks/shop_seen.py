"""What a view of the shop holds, beside what its books say."""

from onewrite.bootstrap import App
from onewrite.domain.projection import Projection
from onewrite.domain.views import Table, Totals
from tests.support.checks.shop_books import Rows, ShopBooks

ALL = 10**6


def check_shop(app: App) -> None:
    """Fail unless every generation of every view is what the events up to its checkpoints say, and others are gone."""
    for projection in app.domain.projections:
        known = app.adapters.generations.read(projection.name)
        for generation in range(1, known.last + 1):
            said = (books(app, projection, generation) if generation in known.kept else ShopBooks()).rows()
            for name, rows in held(app, projection, generation).items():
                assert rows == said[name], f"{name} in generation {generation}"


def books(app: App, projection: Projection, generation: int) -> ShopBooks:
    """Enter the events that the generation has applied."""
    kept, store = ShopBooks(), app.adapters.store
    for head in store.read_heads():
        [known] = app.adapters.views.read_checkpoints([(projection.name, generation)], head.stream).values()
        for event in list(store.read_stream(head.stream))[: known.version]:
            kept.enter(event)
    return kept


def held(app: App, projection: Projection, generation: int) -> dict[str, Rows]:
    """Return the rows of its tables, and of its totals what is read of them."""
    with app.adapters.readers.open() as reader:

        def rows(source: Table | Totals) -> Rows:
            return [dict(row) for row in reader.page(generation, source, limit=ALL)]

        tables = {table.name: rows(table) for table in projection.tables}
        return tables | {totals.name: rows(totals) for totals in projection.totals}
