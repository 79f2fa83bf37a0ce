"""An open page asks again every two seconds, while somebody can see it; and it asks so that many make one read."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.support.browser.looking import looking
from tests.support.browser.operated import Operated, operated, stop_tracing
from tests.support.http.served import served

HIDE = """Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true })"""
SHOW = """delete document.visibilityState; document.dispatchEvent(new Event("visibilitychange"))"""
MINUTE = 60_000


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Operated]:
    yield operated(tmp_path)
    stop_tracing()


def test_a_page_that_nobody_sees_asks_nothing(browser: Browser, system: Operated) -> None:
    asked = Counter[str]()
    ages = set[str | None]()

    def count(request: Request) -> None:
        name = request.url.rpartition("/")[2].partition("?")[0]
        asked[name] += 1
        if name in {"status", "recent"}:
            ages.add(request.headers.get("cache-control"))

    with served(system.app.operations) as url, looking(browser, url) as look:
        page = look.page
        page.clock.install()
        page.reload()
        expect(page.get_by_role("heading", name="All is well")).to_be_visible()
        page.on("request", count)
        for _ in range(5):
            with page.expect_response("**/status"):
                page.clock.run_for(2_000)
        assert 5 <= asked["status"] <= 7
        assert asked["recent"] <= 7
        assert ages == {"max-age=2"}

        page.evaluate(HIDE)
        page.clock.run_for(2_000)
        asked.clear()
        page.clock.run_for(MINUTE)
        assert asked == Counter()

        with page.expect_response("**/status"):
            page.evaluate(SHOW)
