"""Each act that the walk doesn't come by: it is asked for, it is done as the page says, and it is on record."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from onewrite.application.ports.audit_log import Actor
from tests.support.browser.looking import looking
from tests.support.browser.operated import Operated, in_trouble, operated, stop_tracing
from tests.support.http.served import served

#: Its name, where its button is and what that says, the verb that does it, and what is told then.
ACTS: Final = (
    ("skip", "projections/profiles", "Skip", "Skip this event", "1 stream went on"),
    (
        "release",
        "projections/profiles",
        "Release all 2",
        "Release 2",
        "2 streams are parked again",
    ),
    ("resume", "projections/interests", "Go on", "Go on", "Generation 2 is under way"),
    ("pause", "projections/interests", "Pause", "Pause", "Generation 2 is paused"),
    ("cancel", "projections/interests", "Cancel", "Cancel the rebuild", "Generation 1 of interests answers"),
    ("rollback", "projections/clubs", "Roll back", "Roll back", "Generation 1 of clubs answers"),
    ("reconcile", "projections", "Reconcile", "Reconcile", "streams compared"),
    ("replay", "streams/account-80", "Replay", "Publish again", "2 events published again"),
    ("replay", "relay", "Replay all streams", "Publish again", "events published again"),
    ("retry", "unpublishable", "Retry all", "Retry", "1"),
    ("abandon", "unpublishable", "Abandon", "Abandon it", "It will not be published"),
    ("redrive", "dead-letters", "Redrive", "Redrive", "1"),
    ("discard", "dead-letters", "Discard", "Discard", "1"),
)


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Operated]:
    system = operated(tmp_path)
    in_trouble(system)
    yield system
    stop_tracing()


def test_each_is_asked_for_done_and_on_record(browser: Browser, system: Operated) -> None:
    with served(system.app.operations) as url, looking(browser, url) as look:
        page = look.page
        for name, route, button, verb, told in ACTS:
            if name == "abandon":
                system.set_aside(system.account("90", "Ada"))
            if name == "discard":
                system.give_up(system.account("91", "Ada"))
            look.go(route)
            page.reload()
            page.get_by_role("button", name=button, exact=True).first.click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_label("Reason").fill(name)
            dialog.get_by_role("button", name=verb, exact=True).click()
            expect(dialog).to_contain_text(told)
            expect(dialog).to_contain_text(re.compile(f"On record: operator {name}.*because “{name}”"))
            page.keyboard.press("Escape")


def test_a_replay_says_first_how_many_events_it_would_publish(browser: Browser, system: Operated) -> None:
    with served(system.app.operations) as url, looking(browser, url) as look:
        look.go("streams/account-80")
        look.page.get_by_role("button", name="Replay").click()
        expect(look.page.get_by_role("dialog")).to_contain_text("This publishes 2 events again")
        assert "replay" not in {entry.operation.name for entry in system.app.operate.audit_log.newest(limit=100)}


def test_what_needs_a_reason_is_not_done_without_and_what_is_refused_is_told(
    browser: Browser, system: Operated
) -> None:
    with served(system.app.operations) as url, looking(browser, url) as look:
        page, dialog = look.page, look.page.get_by_role("dialog")
        look.go("projections/profiles")
        page.get_by_role("button", name="Skip").first.click()
        dialog.get_by_role("button", name="Skip this event").click()
        expect(dialog.get_by_label("Reason")).to_be_focused()
        assert "skip" not in {entry.operation.name for entry in system.app.operate.audit_log.newest(limit=100)}
        page.keyboard.press("Escape")

        page.get_by_role("button", name="Rebuild").click()
        system.app.operate.rebuild.start("profiles", Actor("grace", None))
        dialog.get_by_role("button", name="Begin to rebuild").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Conflict")
        expect(dialog.get_by_role("alert")).to_contain_text("OPERATION_REFUSED")
        assert look.hindrances() == []
