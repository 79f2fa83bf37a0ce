"""The console without a mouse: shortcuts, the order of the focus, dialogs that give the focus back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.looking import looking
from tests.support.browser.operated import Operated, operated, stop_tracing
from tests.support.http.served import served


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operated]:
    monkeypatch.setenv("ONEWRITE_STORE", "memory")
    yield operated(tmp_path)
    stop_tracing()


def test_a_parked_stream_is_found_and_released_by_keyboard_alone(browser: Browser, system: Operated) -> None:
    system.account("70", "Ada")
    system.park("70")
    with served(system.app.operations) as url, looking(browser, url) as look:
        page = look.page
        expect(page.get_by_role("heading", name="One thing needs you")).to_be_visible()
        press(page, "?")
        expect(page.get_by_role("dialog", name="Shortcuts")).to_be_visible()
        press(page, "Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()

        press(page, "/", *"70", "Enter")
        expect(page).to_have_url(re.compile(r"#/streams\?prefix=70$"))
        expect(page.get_by_role("link", name="account-70")).to_be_visible()

        page.get_by_role("main").focus()
        press(page, "g", "p")
        expect(page).to_have_url(re.compile("#/projections$"))
        reach(page, "profiles")
        press(page, "Enter")
        expect(page.get_by_role("heading", name="Parked")).to_be_visible()

        system.profiles.mend()
        reach(page, "Release")
        press(page, "Enter")
        expect(page.get_by_role("dialog")).to_contain_text("account-70")
        press(page, "Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.get_by_role("button", name="Release", exact=True)).to_be_focused()
        press(page, "Enter")
        expect(page.get_by_role("dialog")).to_contain_text("account-70")
        reach(page, "Release it")
        press(page, "Enter")
        expect(page.get_by_role("dialog")).to_contain_text("1 stream went on")
        press(page, "Enter")
        expect(page.get_by_role("heading", name="Parked")).to_be_hidden()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def reach(page: Page, name: str, most: int = 60) -> None:
    """Tab to what is called so; it has to be seen that it has the focus."""
    for _ in range(most):
        press(page, "Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            outline = page.evaluate(
                "[document.activeElement, ...'x'].map((one) => getComputedStyle(document.activeElement,"
                " one === 'x' ? '::after' : null).outlineStyle)"
            )
            assert "solid" in outline, f"nothing shows that {name} has the focus"
            return
    raise AssertionError(f"{name} can't be reached with Tab")
