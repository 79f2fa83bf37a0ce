"""The browser of this machine. Where there is none, tests that need one are skipped, and fail in CI."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.waiting.bounds import WAIT_SECONDS

#: Nothing that looks anything up on the internet, and nothing that the page doesn't ask for.
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
MISSING: Final = "There is no Chromium: apt-get install chromium"


def chromium() -> Path:
    """Return its path; without one, skip the test, or fail it in CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return Path(found)
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start it with an empty profile, and stop it. What tests expect may take minutes on a busy machine."""
    path = chromium()
    expect.set_options(timeout=WAIT_SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=WAIT_SECONDS * 1000)
        try:
            yield browser
        finally:
            browser.close()
