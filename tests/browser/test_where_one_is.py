"""Nobody acts on the wrong system, or on one that is gone: the page says where one is, and when it knows no more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from onewrite.adapters.http.routes.operations import operations_api
from tests.support.browser.looking import Looking, looking
from tests.support.browser.operated import Operated, operated, stop_tracing
from tests.support.browser.screenshots import keep
from tests.support.http.served import served

NAMES = {"project": "acme-prod", "instance": "onewrite", "database": "events"}


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Operated]:
    yield operated(tmp_path)
    stop_tracing()


def test_a_system_in_the_cloud_looks_different_in_words_and_colour(browser: Browser, system: Operated) -> None:
    bands = []
    for where in ({"is_local": True}, {"is_local": False, "store": "spanner", **NAMES}):
        described = replace(system.app.operate.system, **where)
        api = operations_api(replace(system.app.operate, system=described), system.app.check_ready)
        with served(api) as url, looking(browser, url) as look:
            bands.append(_band_of(look))
            look.go("projections/profiles")
            look.page.get_by_role("button", name="Verify").click()
            word = "Local" if where["is_local"] else "acme-prod / onewrite / events"
            expect(look.page.get_by_role("dialog")).to_contain_text(word)
            assert look.hindrances() == []
            keep(look, "dialog" if where["is_local"] else "dialog-cloud")
    (local, in_local), (cloud, in_cloud) = bands
    assert local.startswith("LOCAL")
    assert cloud.startswith("CLOUD")
    assert "acme-prod / onewrite / events" in cloud
    assert in_local != in_cloud


def test_a_server_that_is_gone_is_told_calmly_and_asked_again(browser: Browser, system: Operated) -> None:
    with served(system.app.operations) as url, looking(browser, url) as look:
        page, banner = look.page, look.page.get_by_text("operate_views can't be reached")
        expect(page.get_by_role("heading", name="All is well")).to_be_visible()
        page.route("**/*", lambda route: route.abort())
        expect(banner).to_be_visible()
        expect(page.get_by_role("heading", name="All is well")).to_be_visible()
        assert look.hindrances() == []
        keep(look, "gone")
        page.unroute("**/*")
        page.get_by_role("button", name="Try now").click()
        expect(banner).to_be_hidden()


def test_one_whose_login_has_expired_is_told_to_log_in_again(browser: Browser, system: Operated) -> None:
    with served(system.app.operations) as url, looking(browser, url) as look:
        page = look.page
        page.route("**/log*", lambda route: route.fulfill(status=401, content_type="text/html", body="<h1>Log in</h1>"))
        look.go("log")
        expect(page.get_by_role("main")).to_contain_text("Load this page again to log in")
        expect(page.get_by_text("operate_views can't be reached")).to_be_hidden()


def test_whole_numbers_are_shown_with_all_their_digits(browser: Browser, system: Operated) -> None:
    entry = {
        "performed_at": "2026-11-26T10:00:00Z",
        "operation": "release",
        "actor": "ada",
        "details": {"number": 9007199254740993},
    }
    with served(system.app.operations) as url, looking(browser, url) as look:
        look.page.route("**/log*", lambda route: route.fulfill(json=[entry]))
        look.go("log")
        expect(look.page.get_by_role("main")).to_contain_text("9007199254740993")


def _band_of(look: Looking) -> tuple[str, str]:
    """Return its text, and its colour."""
    band = look.page.get_by_role("region", name="Which system this is")
    expect(band).to_be_visible()
    colour: str = band.evaluate("(band) => getComputedStyle(band).backgroundColor")
    return band.inner_text(), colour
