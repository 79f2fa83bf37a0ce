"""A copy of this repository in which `make up` runs, and somebody who saves files in it."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from emulators.paths import ROOT
from emulators.system import state_file
from onewrite.local.system import LocalSystem
from tests.support.http.curl import CURL
from tests.support.systems.terminal import Terminal, running
from tests.support.systems.toy_functions import toys
from tests.support.waiting.eventually import eventually

#: Says a word of its own, and one that all functions share.
TOY = """
    import functions_framework
    from accounts.words import SHARED

    @functions_framework.http
    def {name}(request):
        return "own " + SHARED
"""
NAMES = ("accept_commands", "answer_queries")


class Desk:
    """The copy, its `make up`, and what that has printed since the desk was taken."""

    def __init__(self, root: Path, terminal: Terminal) -> None:
        self.root = root
        self.terminal = terminal
        self._seen = len(terminal.shown)

    @property
    def printed(self) -> str:
        return self.terminal.shown[self._seen :]

    @property
    def system(self) -> LocalSystem:
        system = state_file.read(self.terminal.folder)
        assert system, self.terminal.shown
        return system

    def save(self, path: str, pattern: str, instead: str) -> None:
        """Save a file with something else in the one place that matches."""
        file = self.root / path
        text, places = re.subn(pattern, lambda _: instead, file.read_text())
        assert places == 1, (path, pattern)
        file.write_text(text)

    def await_line(self, pattern: str) -> None:
        """Wait until such a line is printed."""
        eventually(lambda: re.search(f"^{pattern}$", self.printed, re.MULTILINE))

    def says(self, function: str) -> str | None:
        try:
            return CURL.get(self.system.functions[function]).text
        except httpx.TransportError:
            return None

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name in NAMES if (process := self.system.process_of(name))}


@contextmanager
def make_up(folder: Path, variables: Mapping[str, str]) -> Iterator[Desk]:
    """Copy the repository into the folder, and run it there with two functions that do next to nothing."""
    for name in ("emulators", "infra", "shared"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".terraform*"))
    (folder / "shared" / "accounts" / "words.py").write_text('SHARED = "word"\n')
    functions = toys(folder / "functions", **dict.fromkeys(NAMES, TOY))
    with running(folder / "up", functions, {**variables, "WATCH": "yes"}, root=folder) as terminal:
        desk = Desk(folder, terminal)
        desk.await_line("Saved .* (is|are) taken up; .*")
        yield desk
