"""Count totals: what a step changes in the groups of totals, taken from the rows that it changes.

A group gets the difference between the rows as the transaction has read them and as it writes them, and it gets it in
that transaction. So rows, totals and checkpoint commit together or not at all. A step that is run again, or an event
that comes again, finds the rows as they are by now and adds nothing. Nobody has to remember what was counted, and in
which order streams are advanced makes no difference to a sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from onewrite.application.ports.views import Delete, Put, ViewTransaction
from onewrite.domain.views import Key, Row, Totals
from onewrite.domain.views.figures import Figures, plus
from onewrite.domain.views.rows import kept_row
from onewrite.errors import ColumnOfAnotherType, RowsRefused

Change: TypeAlias = Put | Delete


@dataclass(frozen=True)
class CountTotals:
    """Needs one round trip for each table that has totals and changes, and one for each of its totals that changes."""

    totals: Sequence[Totals]
    lane: int

    def __call__(self, transaction: ViewTransaction, changes: Sequence[Change]) -> Sequence[Change]:
        """Return what to write beside these changes, which are all that the transaction writes. Raises RowsRefused."""
        found: list[Change] = []
        for table in {totals.of.name: totals.of for totals in self.totals}.values():
            mine = [change for change in changes if change.table.name == table.name]
            before = transaction.read_under(table, {_key_of(change) for change in mine}) if mine else {}
            after = dict(before)
            for change in mine:
                change.make(after)
            for totals in self.totals:
                if totals.of.name == table.name and (added := differences(totals, before, after, self.lane)):
                    stored = transaction.lock_rows(totals.table, added.keys())
                    found += changes_of_groups(totals, stored, added)
        return found


def differences(totals: Totals, before: Mapping[Key, Row], after: Mapping[Key, Row], lane: int) -> dict[Key, Figures]:
    """Return what has to be added to the rows of groups, by their keys, for these rows to become those."""
    found: dict[Key, Figures] = {}
    for rows, times in ((before, -1), (after, 1)):
        for key, row in rows.items():
            if (group := totals.group_of(row)) is not None:
                place = (*group, totals.shard_of(key[0], lane))
                found[place] = plus(found.get(place, totals.figures_in(None)), totals.figures_of(row), times)
    return {place: figures for place, figures in found.items() if any(figures)}


def changes_of_groups(totals: Totals, stored: Mapping[Key, Row], added: Mapping[Key, Figures]) -> Sequence[Change]:
    """Return the rows of groups, as stored, with the figures added; one whose figures are all zero is deleted.

    Raises RowsRefused.
    """
    now = {key: plus(totals.figures_in(stored.get(key)), figures) for key, figures in added.items()}
    deletes = [Delete(totals.table, key) for key, figures in now.items() if not any(figures)]
    return [*deletes, *_puts(totals, {key: figures for key, figures in now.items() if any(figures)})]


def _puts(totals: Totals, groups: Mapping[Key, Figures]) -> Iterator[Put]:
    table = totals.table
    for key, figures in groups.items():
        row = dict(zip((*table.key, *totals.kept), (*key, *figures), strict=True))
        try:
            yield Put(table, kept_row(table, row))
        except ColumnOfAnotherType as refusal:
            raise RowsRefused(f"a figure of {totals.name} is too great") from refusal


def _key_of(change: Change) -> Key:
    return change.key if isinstance(change, Delete) else change.table.key_of(change.row)
