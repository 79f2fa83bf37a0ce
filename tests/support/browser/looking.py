"""What a page must not do while somebody looks at it: call elsewhere, break its own policy, fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

AXE: Final = Path(__file__).with_name("axe.min.js").read_text()
#: Of what axe finds, these are faults of a page; the rest is advice.
SERIOUS: Final = {"serious", "critical"}
TELL: Final = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.flatMap(
    (found) => found.nodes.map((node) => [found.impact, found.id, node.target.join(" "), node.failureSummary]))"""
SIZES: Final = {"desktop": (1280, 860), "phone": (390, 844)}
Size = Literal["desktop", "phone"]
Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Looking:
    """A tab of a browser, and what went wrong in it."""

    page: Page
    url: str
    size: Size = "desktop"
    scheme: Scheme = "light"
    faults: list[str] = field(default_factory=list)

    def go(self, route: str) -> None:
        self.page.goto(f"{self.url}/#/{route}")

    def hindrances(self) -> list[Any]:
        """Return what axe calls serious, with its place."""
        self.page.evaluate(AXE)
        return [told for told in self.page.evaluate(TELL) if told[0] in SERIOUS]


@contextmanager
def looking(browser: Browser, url: str, size: Size = "desktop", scheme: Scheme = "light") -> Iterator[Looking]:
    """Open the console in a tab of its own; no request may leave its host, and nothing may fail in it."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    look, host = Looking(page, url, size, scheme), urlsplit(url).netloc
    page.on("request", lambda sent: None if urlsplit(sent.url).netloc == host else look.faults.append(sent.url))
    page.on("pageerror", lambda error: look.faults.append(str(error)))
    page.on("console", lambda said: look.faults.append(said.text) if _is_fault(said.type, said.text) else None)
    try:
        page.goto(url)
        yield look
    finally:
        context.close()
    assert look.faults == []


def _is_fault(kind: str, text: str) -> bool:
    """Tell faults of the page, breaches of its policy among them, from responses that are a problem on purpose."""
    return kind == "error" and not text.startswith("Failed to load resource")
