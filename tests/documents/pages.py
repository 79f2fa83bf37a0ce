"""The pages of this repository, and what they tell people to type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent

from emulators.paths import ROOT
from tests.documents.files import every_file

FENCED = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Page:
    """`name` is its path in the repository."""

    name: str

    @cached_property
    def text(self) -> str:
        return (ROOT / self.name).read_text()

    @cached_property
    def prose(self) -> str:
        """Everything but the fenced blocks."""
        return FENCED.sub("", self.text)

    def blocks(self, language: str) -> list[str]:
        """Return the fenced blocks in a language, without the indentation of the list that they are in."""
        return [dedent(text) for _, written_in, text in FENCED.findall(self.text) if written_in == language]

    def inline(self) -> list[str]:
        return INLINE.findall(self.prose)

    def section(self, heading: str) -> str:
        """Return what is below a heading of the second level, up to the next one."""
        [found] = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", self.text, re.DOTALL | re.MULTILINE)
        assert isinstance(found, str)
        return found

    def commands(self) -> Iterator[str]:
        """Yield each line to type in any block."""
        for block in self.blocks("sh"):
            yield from commands_of(block)


def commands_of(block: str) -> Iterator[str]:
    """Yield each line of a block, continued ones joined, without what is only a comment."""
    for line in re.sub(r"\\\n *", "", block).splitlines():
        command = re.sub(r"(^|\s)#.*", "", line).strip()
        if command:
            yield command


PAGES = [Page(name) for name in every_file() if name.endswith(".md")]
