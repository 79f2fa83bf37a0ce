"""Data is hidden until somebody asks for it, which is on record; a setting forbids it altogether."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser.looking import looking
from tests.support.browser.operated import Operated, operated, stop_tracing
from tests.support.browser.screenshots import keep
from tests.support.http.served import served


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operated]:
    monkeypatch.setenv("ONEWRITE_STORE", "memory")
    system = operated(tmp_path)
    system.account("70", "Ada Lovelace", "chess", "tea")
    system.send("accounts/70/rename", name="Ada King")
    yield system
    stop_tracing()


def test_it_is_hidden_until_somebody_asks_and_what_an_event_changed_is_marked(
    browser: Browser, system: Operated
) -> None:
    with served(system.app.operations) as url, looking(browser, url) as look:
        page = look.page
        look.go("streams/account-70")
        expect(page.get_by_role("main")).to_contain_text("Data and states are hidden")
        assert "Ada" not in page.content()

        page.get_by_role("button", name="Show data").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("This shows you the data of versions 1 to 4")
        dialog.get_by_label("Reason").fill("she asked us")
        dialog.get_by_role("button", name="Show data").click()
        changed = page.get_by_role("row").filter(has_text="differs")
        expect(changed).to_have_count(1)
        expect(changed).to_contain_text("Ada Lovelace")
        expect(changed).to_contain_text("Ada King")
        assert look.hindrances() == []
        keep(look, "data")

        page.get_by_label("Version", exact=True).press("ArrowLeft")
        expect(page).to_have_url(f"{url}/#/streams/account-70?version=3")
        expect(changed).to_contain_text("+ tea")
        page.get_by_role("button", name="Hide data").click()
        expect(page.get_by_role("main")).not_to_contain_text("Ada")
    [entry] = system.app.operate.audit_log.newest(limit=10)
    assert (entry.operation.name, entry.operation.actor.reason) == ("show-data", "she asked us")


def test_a_setting_forbids_it(browser: Browser, system: Operated) -> None:
    settings = system.app.settings.model_copy(update={"operators_see_data": False})
    with served(replace(system.app, settings=settings).operations) as url, looking(browser, url) as look:
        look.go("streams/account-70")
        expect(look.page.get_by_role("main")).to_contain_text("ONEWRITE_OPERATORS_SEE_DATA forbids")
        expect(look.page.get_by_role("button", name="Show data")).to_have_count(0)
