"""Errors about views that differ in code and database, because something was renamed in place."""

from onewrite.errors.base import OnewriteError


class ViewNotServed(OnewriteError):
    """The view in the database isn't the one that this code declares: its rows are neither read nor written."""


class TablesDiffer(ViewNotServed):
    def __init__(self, projection: str, kept: str, declared: str) -> None:
        super().__init__(
            f"{projection} keeps its rows in {kept}, and this code declares {declared}: let a new projection have the "
            f"new tables, as shared/replace_a_view.md says",
            projection=projection,
            kept=kept,
            declared=declared,
        )


class ViewLeftOver(ViewNotServed):
    def __init__(self, projection: str, left_over: str) -> None:
        super().__init__(
            f"{projection} can't begin while the database has {left_over}, which this code doesn't declare: declare "
            f"both until {projection} is switched to, as shared/replace_a_view.md says, or `onewrite remove` that one",
            projection=projection,
            left_over=left_over,
        )


class ViewRemoved(ViewNotServed):
    def __init__(self, projection: str) -> None:
        super().__init__(
            f"{projection} was removed from the database: `onewrite rebuild {projection}` lets it begin again",
            projection=projection,
        )
