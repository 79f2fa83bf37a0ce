"""What every store of views keeps its word on about a look at them without locks."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count, takewhile
from threading import Event

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Put, Views, ViewSnapshot
from tests.support.data.builders import a_stream

ADA = a_stream("ada")


def write(views: Views, version: int, generation: int = 1) -> None:
    """Bring the row of Ada, and her checkpoint, to this version."""
    row = Put(PROFILES, {"account_id": "ada", "name": str(version)})
    views.transact("profiles", generation, lambda t: t.write([row], [Checkpoint(ADA, version)]))


def test_checkpoints_are_read_between_ids_in_the_order_of_their_text(views: Views) -> None:
    known = [Checkpoint(a_stream(key), place) for place, key in enumerate(("Z", "a", "a-1", "a1", "b", "b_"))]
    views.transact("profiles", 1, lambda t: t.write([], [*reversed(known)]))
    views.transact("profiles", 2, lambda t: t.write([], [Checkpoint(a_stream("a0"), 7)]))

    def between(after: str, upto: str, limit: int = 9) -> list[Checkpoint]:
        return views.read_snapshot("profiles", 1, lambda view: list(view.checkpoints_between(after, upto, limit=limit)))

    assert between("", "account-Y") == []
    assert between("account-", "account.") == known
    assert between("account-Z", "account-b") == known[1:5]
    assert between("account-a", "account.", 2) == known[2:4]


def test_a_look_is_of_one_instant_however_fast_rows_change(views: Views) -> None:
    enough = Event()
    write(views, 1)

    def write_on() -> None:
        for version in takewhile(lambda _: not enough.is_set(), count(2)):
            write(views, version)

    def look(view: ViewSnapshot) -> set[int]:
        known, [row] = view.read_checkpoints([ADA])[ADA], view.read_rows(PROFILES, after="", upto=None)
        [between] = view.checkpoints_between("account-", "account.", limit=9)
        return {known.version, int(str(row["name"])), between.version}

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_on)
        try:
            assert [len(views.read_snapshot("profiles", 1, look)) for _ in range(10)] == [1] * 10
        finally:
            enough.set()
        writing.result()
