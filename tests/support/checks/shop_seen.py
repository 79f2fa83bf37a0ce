"""What a view of the shop holds, beside what its books say."""

from onewrite.bootstrap import App
from onewrite.domain.projection import Projection
from tests.support.checks.shop_books import Rows, ShopBooks


def check_shop(app: App) -> None:
    """Fail unless every generation of every view is what the events up to its checkpoints say."""
    for projection in app.domain.projections:
        for generation in app.adapters.generations.read(projection.name).kept:
            assert rows(app, projection, generation) == expected(app, projection, generation), projection.name


def rows(app: App, projection: Projection, generation: int) -> dict[str, Rows]:
    return app.adapters.views.read_snapshot(
        projection.name,
        generation,
        lambda view: {
            table.name: [dict(row) for row in view.read_rows(table, after="", upto=None)] for table in projection.tables
        },
    )


def expected(app: App, projection: Projection, generation: int) -> dict[str, Rows]:
    books, store = ShopBooks(), app.adapters.store
    for head in store.read_heads():
        known = app.adapters.views.read_checkpoints(projection.name, [generation], head.stream)
        for event in list(store.read_stream(head.stream))[: known[generation].version]:
            books.enter(event)
    every = books.rows()
    return {table.name: every[table.name] for table in projection.tables}
