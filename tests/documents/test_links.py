"""Every link leads somewhere, and every page can be found from the README."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath

import pytest

from emulators.paths import ROOT
from tests.documents.pages import PAGES, Page

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def links(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the path in the repository and the anchor that each link of a page leads to."""
    for link in LINK.findall(page.prose):
        if not link.startswith("https://"):
            path, _, anchor = link.partition("#")
            yield normpath(PurePosixPath(page.name).parent / path) if path else page.name, anchor


def anchors(page: Page) -> set[str]:
    """Return what a browser can jump to, as GitHub names it."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(page.prose)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_or_a_folder(page: Page) -> None:
    assert [path for path, _ in links(page) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_anchor_is_a_heading(page: Page) -> None:
    assert [(path, anchor) for path, anchor in links(page) if anchor and anchor not in anchors(Page(path))] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    found, ahead = set[str](), {"README.md"}
    while ahead:
        found |= ahead
        ahead = {path for name in ahead for path, _ in links(Page(name)) if path.endswith(".md")} - found
    assert {page.name for page in PAGES} - found == set()
