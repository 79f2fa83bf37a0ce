"""The work that every library does: accounts that are created, renamed and get interests.

`handle`    commands for accounts, one after the other: each reads its account from the store, decides, and appends one
            event
`fold`      the state of an account, from all the events that the store has of it
`project`   a view with a row for each account, from the events that the store has of them, each of which changes a
            row; the view keeps how far it has come

Every library tells what its work has come to, so that all are seen to have done the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID

NAME, ADDRESS = "Ada Lovelace", "Ockham Park, Surrey"
#: Commands of one account in `handle`, and events of one in `project`.
EACH: Final = 10
#: What a work has come to.
Outcome: TypeAlias = list[int | str]
#: What happens to an account that is created: `rename` or `add_interest`, and the text.
Change: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Sizes:
    """So many commands, events of one account, and events of many."""

    handle: int = 1_000
    fold: int = 1_000
    project: int = 10_000

    def accounts_to_handle(self) -> Iterator[UUID]:
        return map(account, range(self.handle // EACH))

    def accounts_to_project(self) -> Iterator[UUID]:
        return map(account, range(self.project // EACH))

    def history_to_fold(self) -> Iterator[Change]:
        """Yield what happens to the account of `fold`: of ten changes one is an interest."""
        for number in range(1, self.fold):
            yield ("rename", f"{NAME} {number}") if number % EACH else ("add_interest", f"interest {number}")

    def outcome_of(self, work: str) -> Outcome:
        """Return what a work has to come to: versions or rows, the last name, the number of interests."""
        if work == "handle":
            return [self.handle, f"{NAME} {EACH - 1}", (EACH - 1) // 2]
        if work == "fold":
            return [self.fold, f"{NAME} {self.fold - 1}", (self.fold - 1) // EACH]
        return [self.project, self.project // EACH, f"{NAME} {EACH - 1}"]


def account(number: int) -> UUID:
    return UUID(int=number + 1)


def changes() -> Iterator[Change]:
    """Yield what happens to each account of `handle`."""
    for number in range(1, EACH):
        yield ("rename", f"{NAME} {number}") if number % 2 else ("add_interest", f"interest {number}")


def new_names() -> Iterator[Change]:
    """Yield what happens to each account of `project`."""
    for number in range(1, EACH):
        yield "rename", f"{NAME} {number}"
