"""The teller: prints what happens, checks what must be true, remembers what wasn't."""

from typing import Any

from rich.console import Console


class Teller:
    def __init__(self) -> None:
        self.console = Console(highlight=False)
        self.wrong: list[str] = []
        self._chapter = 0

    def say(self, line: str) -> None:
        self.console.print(line, markup=False, soft_wrap=True)

    def chapter(self, title: str) -> None:
        self._chapter += 1
        self.console.print(f"\n[bold]{self._chapter}. {title}[/]")

    def show(self, what: str, answer: Any) -> None:
        """Print what was asked and what came back."""
        self.console.print(f"   [cyan]{what}[/]", soft_wrap=True)
        if answer != "":
            self.console.print(f"     {answer}", markup=False, soft_wrap=True)

    def check(self, sentence: str, *, true: bool) -> None:
        """Print the claim and whether it holds."""
        self.console.print(f"   [green]✓[/] {sentence}" if true else f"   [red]✗ {sentence}[/]", soft_wrap=True)
        if not true:
            self.wrong.append(sentence)

    def end(self) -> int:
        if self.wrong:
            self.console.print(f"\n[red]{len(self.wrong)} claims did not hold:[/]")
            for sentence in self.wrong:
                self.say(f"  ✗ {sentence}")
            return 1
        self.console.print("\n[green]Every claim held.[/] Next: `make up`, then the README.")
        return 0
