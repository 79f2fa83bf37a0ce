"""The ranges of a rebuild, straight from Spanner: who walked which, and how far."""

from collections.abc import Callable
from dataclasses import dataclass

from google.cloud.spanner_v1 import KeyRange, KeySet
from google.cloud.spanner_v1.database import Database

from onewrite.application.operations.walks.names import rebuild_of
from onewrite.bootstrap import App
from tests.support.domains.fragile import ADA

COLUMNS = ("range_number", "holder", "is_done", "found")


@dataclass(frozen=True)
class Walk:
    number: int
    #: A worker takes a new name for every call, so two of them in one process have two.
    holder: str | None
    is_done: bool
    streams: int


def walks(database: Database, projection: str, generation: int) -> list[Walk]:
    place = [rebuild_of(projection, generation)]
    with database.snapshot() as snapshot:
        rows = snapshot.read("walk_ranges", COLUMNS, KeySet(ranges=[KeyRange(start_closed=place, end_closed=place)]))
        return [Walk(number, holder, is_done, found.get("streams", 0)) for number, holder, is_done, found in rows]


def is_in_the_middle(database: Database, projection: str, generation: int) -> bool:
    """Whether some ranges are done, and somebody has one in hand that isn't."""
    found = walks(database, projection, generation)
    return any(walk.is_done for walk in found) and any(walk.holder and not walk.is_done for walk in found)


def rebuild_to_catch(app: App, database: Database, projection: str) -> Callable[[], bool]:
    """Start a rebuild; return whether somebody is in the middle of it. One that was too quick for us begins again."""
    app.operate.rebuild.start(projection, ADA)

    def busy() -> bool:
        progress = app.operate.rebuild.progress(projection)
        if progress.is_complete:
            app.operate.switch.cancel(projection, ADA)
            app.operate.rebuild.start(projection, ADA)
            return False
        return is_in_the_middle(database, projection, progress.generation)

    return busy
