"""Screenshots, kept as results of a build, for people to look at."""

from typing import Final

from emulators.paths import ROOT
from tests.support.browser.looking import Looking

FOLDER: Final = ROOT / ".build" / "screenshots"


def keep(look: Looking, name: str) -> None:
    look.page.screenshot(path=FOLDER / f"{name}-{look.size}-{look.scheme}.png", full_page=True)
