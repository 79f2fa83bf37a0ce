"""A command is seen on its way: committed, published, and in each view as soon as that has it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from onewrite.domain.streams import StreamId
from tests.support.browser.looking import looking
from tests.support.browser.operated import Operated, operated, stop_tracing
from tests.support.http.call import a_request
from tests.support.http.served import served

#: The streams of the rows that are marked as new, once there are any.
MARKED = """() => {
    const marked = [...document.querySelectorAll("tr.new .event a")];
    return marked.length ? marked.map((one) => one.textContent) : undefined;
}"""


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Operated]:
    yield operated(tmp_path)
    stop_tracing()


def test_an_event_is_followed_into_each_view_and_to_its_trace(browser: Browser, system: Operated) -> None:
    with served(system.app.operations) as url, looking(browser, url) as look:
        page = look.page
        expect(page.get_by_text("Nothing was committed lately")).to_be_visible()
        system.app.commands(a_request("POST", "/accounts/70/create", {"name": "Ada", "address": "London"}))
        row = page.get_by_role("row").filter(has_text="account-70")
        expect(row).to_contain_text(re.compile("published: done, [0-9.]+ m?s after the commit"))
        expect(row).to_contain_text("profiles: on its way")
        expect(page.get_by_text("1 event in the last minute", exact=True)).to_be_visible()
        expect(page.get_by_role("listitem").filter(has_text="profiles")).to_contain_text("1 stream behind")

        system.push(StreamId("account", "70"))
        for view in ("profiles", "interests"):
            expect(row).to_contain_text(f"{view}: done, ")
        expect(row).to_contain_text(re.compile("clubs doesn.t read it"))
        expect(page.get_by_role("listitem").filter(has_text="profiles")).to_contain_text("0 streams behind")
        row.get_by_role("link", name="trace").click()
        expect(page.get_by_role("list", name="Steps of this trace")).to_contain_text("push profiles")


def test_what_has_just_arrived_is_marked_and_nothing_else(browser: Browser, system: Operated) -> None:
    system.account("70", "Ada")
    with served(system.app.operations) as url, looking(browser, url) as look:
        expect(look.page.get_by_role("row").filter(has_text="account-70")).to_be_visible()
        assert look.page.locator("tr.new").count() == 0
        system.account("80", "Grace")
        marked = look.page.wait_for_function(MARKED).json_value()
        assert marked == ["account-80"]


def test_only_the_event_that_fails_is_parked_and_those_behind_it_wait(browser: Browser, system: Operated) -> None:
    system.account("70", "Ada")
    system.park("70")
    with served(system.app.operations) as url, looking(browser, url) as look:
        rows = look.page.get_by_role("row")
        expect(rows.filter(has_text="UserRenamed")).to_contain_text("profiles: parked")
        expect(rows.filter(has_text="AddressChanged")).to_contain_text("profiles: waits behind version 2, which fails")
