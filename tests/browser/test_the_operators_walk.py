"""What functions/operating.md walks through, clicked: park a stream, mend it, rebuild, switch, go back."""

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


def test_a_stream_is_parked_and_mended_and_a_view_rebuilt_without_leaving_the_page(
    browser: Browser, system: Operated
) -> None:
    system.account("80", "Grace")
    with served(system.app.operations) as url, looking(browser, url) as look:
        page = look.page
        expect(page.get_by_role("heading", name="All is well")).to_be_visible()

        system.account("70", "Ada")
        system.park("70")
        expect(page.get_by_role("heading", name="One thing needs you")).to_be_visible()
        page.get_by_role("link", name="Find out why").click()
        expect(page).to_have_url(re.compile("#/projections/profiles$"))
        row = page.get_by_role("row").filter(has_text="account-70")
        expect(row).to_contain_text("UserRenamed")
        expect(row).to_contain_text("in Fragile.apply")

        system.profiles.mend()
        row.get_by_role("button", name="Release").click()
        do(page, "Release it", "goes on behind it, in order", reason="mended in 4f2c")
        expect(page.get_by_role("dialog")).to_contain_text("1 stream went on, from version 1 to 3.")
        expect(page.get_by_role("dialog")).to_contain_text("On record: operator release profiles account-70")
        close(page)
        expect(page.get_by_role("heading", name="Parked")).to_be_hidden()

        page.get_by_role("button", name="Rebuild").click()
        do(page, "Begin to rebuild", "This builds generation 2 of profiles beside generation 1")
        close(page)
        expect(page.get_by_text("0 of")).to_be_visible()
        system.work("profiles", 2)
        expect(page.get_by_text("Generation 2 is built")).to_be_visible()
        page.get_by_role("button", name="Verify").first.click()
        do(page, "Verify", "compares every row of generations 1 and 2 of profiles")
        expect(page.get_by_role("dialog")).to_contain_text("Generations 1 and 2 equal the store: 2 streams")
        close(page)
        generation = page.get_by_role("row").filter(has_text="2")
        generation.get_by_role("button", name="Switch").click()
        do(page, "Switch", "Generation 2 answers instead of 1")
        close(page)
        page.get_by_role("button", name="Roll back").click()
        do(page, "Roll back", "Generation 1 answers again instead of 2")
        close(page)
        generation.get_by_role("button", name="Drop").click()
        do(page, "Drop it", "This deletes all rows of generation 2", reason="no longer wanted")
        expect(page.get_by_role("dialog")).to_contain_text("Generation 1 of profiles answers; kept up to date: 1.")
        close(page)
        expect(page.get_by_role("row").filter(has_text="2")).to_have_count(0)

        page.get_by_role("link", name="Audit log").first.click()
        expect(page.get_by_role("row")).to_have_count(7)
        done = page.get_by_role("row").all_inner_texts()[1:]
        acts = [re.findall(r"operator\s+(\w+)", text) for text in done]
        assert acts == [["drop"], ["rollback"], ["switch"], ["verify"], ["rebuild"], ["release"]]
        assert "no longer wanted" in done[0]
        assert "mended in 4f2c" in done[-1]


def do(page: Page, verb: str, what: str, reason: str = "") -> None:
    """Read what the act would do, give a reason, and do it."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(what)
    expect(dialog).to_contain_text("Local")
    dialog.get_by_label("Reason").fill(reason)
    dialog.get_by_role("button", name=verb).click()


def close(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
