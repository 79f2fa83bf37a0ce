"""No query ever notices more of a switch, a rollback or a drop than a newer or older view."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from accounts.account.commands import Rename
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.bootstrap import Adapters, App
from onewrite.domain.queries import PageQuery, RowQuery, SearchQuery
from tests.support.data.builders import interest
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import accept, an_appended_account
from tests.support.domains.fragile import ADA, app_of, apply_all
from tests.support.systems.adapters import on_both_stores
from tests.support.waiting.clocks import Clock
from tests.support.waiting.eventually import eventually

ROW = RowQuery("/profiles/{account_id}", PROFILES, "One profile")
PAGE = PageQuery("/profiles", PROFILES, "All profiles")
SEARCH = SearchQuery("/interests/search", INTERESTS, "Actor words")


class Readers:
    """They ask again and again, each in an instance that may act on what it knew of generations a second ago."""

    def __init__(self, adapters: Adapters, clock: Clock) -> None:
        row, page, search = (
            app_of(adapters, clock=clock.seconds, generation_cache_seconds=1).read_view for _ in range(3)
        )
        self.queries: list[Callable[[], object]] = [
            lambda: row.row(ROW, "ada", min_version=2),
            lambda: len(page.page(PAGE, limit=9)) == 3 or 1 / 0,
            lambda: search.search(SEARCH, "tea", limit=9)[2],
        ]
        self.answered, self.failures, self.over = Counter[int](), list[Exception](), Event()

    def ask(self, number: int) -> None:
        while not self.over.wait(0.005):
            try:
                self.queries[number]()
            except Exception as failure:  # noqa: BLE001 - any of them is one too many
                self.failures.append(failure)
            self.answered[number] += 1

    def have_been_answered(self) -> None:
        """Wait until each has the answer that it is waiting for now."""
        so_far = self.answered.copy()
        eventually(lambda: all(self.answered[number] > so_far[number] for number in range(len(self.queries))))

    @contextmanager
    def asking(self) -> Iterator[None]:
        with ThreadPoolExecutor(len(self.queries)) as pool:
            asking = pool.map(self.ask, range(len(self.queries)))
            try:
                self.have_been_answered()
                yield
                self.have_been_answered()
            finally:
                self.over.set()
            assert len(list(asking)) == len(self.queries)


@on_both_stores()
def test_queries_go_on_while_generations_are_switched_and_dropped(adapters: Adapters) -> None:
    clock = Clock()
    readers = Readers(adapters, clock)

    def a_second(seconds: float) -> None:
        """No query takes longer."""
        clock.let_pass(seconds)
        readers.have_been_answered()

    app = app_of(adapters, clock=clock.seconds, wait=a_second, generation_cache_seconds=1)
    streams = [an_appended_account(app, interest("tea"), key=key) for key in ("ada", "bob", "cy")]
    apply_all(app, *streams)
    with readers.asking():
        for projection in ("profiles", "interests"):
            switch_back_and_forth_and_drop(app, projection)
            accept(app, streams[0], Rename(name="Countess"))
    assert readers.failures == []


def switch_back_and_forth_and_drop(app: App, projection: str) -> None:
    build_generation(app, projection)
    assert app.operate.verify(projection).differences == 0
    assert app.operate.switch.switch(projection, ADA).active == 2
    assert app.operate.switch.rollback(projection, ADA).active == 1
    assert app.operate.switch.rollback(projection, ADA).active == 2
    assert app.operate.switch.drop(projection, 1, ADA).kept == (2,)
