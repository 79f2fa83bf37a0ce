"""The newest events of all streams, from the changes: no index has events by time, as it would be hot."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from onewrite.application.ports.changes import Changes
from onewrite.application.ports.outbox import Pointer
from onewrite.errors import OperationRefused

#: Nothing older is looked for.
LONGEST: Final = timedelta(hours=1)
#: How far back is read first; if that is not enough, each further read goes back eight times as far.
FIRST: Final = timedelta(seconds=1)
GROWTH: Final = 8
#: Of a time with more events a shorter one is read; a commit has fewer.
MOST_READ: Final = 10_000
#: Commits in a shorter time can't be told apart.
SHORTEST: Final = timedelta(microseconds=1)
#: What is known is added to, rather than found anew, if it isn't older.
STILL_FRESH: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Committed:
    """All events with after < committed_at <= upto, in the order of their commits."""

    pointers: tuple[Pointer, ...]
    after: datetime
    upto: datetime

    def last(self, number: int) -> "Committed":
        """Return the last of them, at least so many, as a commit isn't cut."""
        if len(self.pointers) <= number:
            return self
        before = self.pointers[-number].committed_at - SHORTEST
        return Committed(tuple(one for one in self.pointers if one.committed_at > before), before, self.upto)

    def first(self, number: int) -> "Committed":
        """Return the first of them, in the same way."""
        if len(self.pointers) <= number:
            return self
        upto = self.pointers[number - 1].committed_at
        return Committed(tuple(one for one in self.pointers if one.committed_at <= upto), self.after, upto)

    def behind(self, after: datetime) -> "Committed":
        """Return those behind a time that isn't before theirs."""
        return Committed(tuple(one for one in self.pointers if one.committed_at > after), after, max(after, self.upto))


@dataclass(frozen=True)
class NewestEvents:
    """What is read is bounded by `MOST_READ` events a read, however many there are."""

    changes: Changes

    def before(self, now: datetime, *, limit: int) -> Committed:
        """Return the newest events, at least `limit` of them or all of the last hour."""
        found = Committed((), now, now)
        length, oldest, grows = FIRST, now - LONGEST, True
        while len(found.pointers) < limit and found.after > oldest and length >= SHORTEST:
            after = max(found.after - length, oldest)
            pointers = self.changes.between(after, found.after, most=MOST_READ)
            if pointers is None:
                length, grows = length / GROWTH, False
                continue
            found = Committed((*pointers, *found.pointers), after, now)
            length *= GROWTH if grows else 1
        return found.last(limit)

    def added(self, known: Committed, now: datetime, *, limit: int) -> Committed:
        """Return the same from what was known at a time before."""
        if now - known.upto < STILL_FRESH:
            pointers = self.changes.between(known.upto, now, most=MOST_READ)
            if pointers is not None:
                return Committed((*known.pointers, *pointers), known.after, now).last(limit)
        return self.before(now, limit=limit)

    def behind(self, after: datetime, now: datetime, *, limit: int) -> Committed:
        """Return the first events behind a time, at most `limit` commits. Raises OperationRefused if it is long ago."""
        upto = now
        while after >= now - LONGEST and upto - after >= SHORTEST:
            pointers = self.changes.between(after, upto, most=MOST_READ)
            if pointers is not None:
                return Committed(tuple(pointers), after, upto).first(limit)
            upto = after + (upto - after) / GROWTH
        raise OperationRefused("That is too long ago to go on from there: begin anew, without `after`")
