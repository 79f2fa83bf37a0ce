"""The teller: prints what happens, checks what must be true, remembers what wasn't."""

import json
import time
from pathlib import Path
from typing import Any

from rich.console import Console


class Teller:
    def __init__(self) -> None:
        self.console = Console(highlight=False)
        self.wrong: list[str] = []
        self._chapter = 0
        self._began = time.monotonic()

    def say(self, line: str) -> None:
        self.console.print(line, markup=False, soft_wrap=True)

    def chapter(self, title: str) -> None:
        self._chapter += 1
        self.console.print(f"\n[bold]{self._chapter}. {title}[/]")

    def show(self, what: str, said: Any) -> None:
        """Print what was asked and what came back, JSON as JSON."""
        text = said if isinstance(said, str) else json.dumps(said)
        self.console.print(f"   {what}", style="cyan", markup=False, soft_wrap=True)
        self.console.print(f"     {text}", markup=False, soft_wrap=True)

    def check(self, sentence: str, *, true: bool) -> None:
        """Print the claim and whether it holds."""
        self.console.print(f"   [green]✓[/] {sentence}" if true else f"   [red]✗ {sentence}[/]", soft_wrap=True)
        if not true:
            self.wrong.append(sentence)

    def end(self, logs: Path) -> bool:
        """Say how it ended; return whether anything was wrong."""
        if self.wrong:
            self.console.print(f"\n[red]{len(self.wrong)} claims did not hold:[/]")
            for sentence in self.wrong:
                self.say(f"  ✗ {sentence}")
            self.say(f"Logs: {logs}")
        else:
            seconds = time.monotonic() - self._began
            self.console.print(
                f"\n[green]Every claim held[/], in {seconds:.0f} seconds. Next: `make up`, then the README."
            )
        return bool(self.wrong)
