"""Every view, light and dark, on a desk and on a phone: all can use it, and nothing leaves its host.

Screenshots are in .build/screenshots.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser.looking import Looking, Scheme, Size, looking
from tests.support.browser.operated import LONG_KEY, in_trouble, operated, stop_tracing
from tests.support.browser.screenshots import keep
from tests.support.http.served import served

#: A name for each, its address, and what stands there once it has been read.
VIEWS: Final = {
    "overview": ("", "3 things need you"),
    "projections": ("projections", "up to date"),
    "projection": ("projections/profiles", "stopped 2 streams"),
    "rebuild": ("projections/interests", "Generation 2 is paused"),
    "streams": ("streams?prefix=7", "account-70"),
    "stream": (f"streams/account-{LONG_KEY}?version=3", "Causes and effects"),
    "causes": ("streams/club-engineers?version=2", "ClubFounded"),
    "traces": ("traces", "POST /accounts/{key}/rename"),
    "relay": ("relay", "unpublished"),
    "dead-letters": ("dead-letters", "account-12"),
    "unpublishable": ("unpublishable", "larger than 10 MB"),
    "log": ("log", "a column more"),
    "nothing": ("nothing/here", "There is nothing here"),
}


#: Both sizes and both schemes, once each: axe takes most of the time.
EXAMINED: Final = {("desktop", "light"), ("phone", "dark")}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEWRITE_STORE", "memory")
        system = operated(tmp_path_factory.mktemp("traces"))
        in_trouble(system)
        with served(system.app.operations) as url:
            yield url
        stop_tracing()


@pytest.mark.parametrize(
    ("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")]
)
def test_everybody_can_read_every_view_and_nothing_leaves_its_host(
    browser: Browser, url: str, size: Size, scheme: Scheme
) -> None:
    with looking(browser, url, size, scheme) as look:
        hindrances = {}
        for name in VIEWS:
            _read(look, name)
            keep(look, name)
            assert _width(look) <= look.page.viewport_size["width"], f"{name} has to be scrolled sideways"  # type: ignore[index]
            if (size, scheme) in EXAMINED and (found := look.hindrances()):
                hindrances[name] = found
        assert hindrances == {}


def test_a_trace_is_drawn(browser: Browser, url: str) -> None:
    with looking(browser, url) as look:
        _read(look, "traces")
        look.page.get_by_role("link", name="POST /clubs/{key}/found").first.click()
        expect(look.page.get_by_role("list", name="Steps of this trace")).to_contain_text("push clubs")
        keep(look, "trace")
        assert look.hindrances() == []


def _read(look: Looking, name: str) -> None:
    route, told = VIEWS[name]
    look.go(route)
    expect(look.page.get_by_role("main")).to_contain_text(told)


def _width(look: Looking) -> int:
    width: int = look.page.evaluate("document.documentElement.scrollWidth")
    return width
