"""One beat of one instance: say that it is alive, look at the group, claim its share, hand over what is beyond it."""

import random
from dataclasses import dataclass
from datetime import datetime

from spanner_changes.groups.holding import Holding
from spanner_changes.groups.pace import Pace
from spanner_changes.partitions.lifecycle import by_token, forgettable, may_start
from spanner_changes.partitions.partition import Partition
from spanner_changes.partitions.shares import share_of, surplus
from spanner_changes.state.port import GroupState, GroupView


@dataclass(frozen=True)
class Rebalance:
    state: GroupState
    member: str
    pace: Pace

    def beat(self, holding: Holding) -> datetime:
        """Change `holding` to this instance's share, as far as that is free. Return the store's time.

        What the group says it holds though it doesn't (the response to a claim was lost, a hand-over failed, it is back
        under the same name) it claims again whatever its share is: while it is alive nobody else can.
        """
        self.state.beat(self.member, self.pace.lease)
        view = self.state.look()
        known = by_token(view.partitions)
        holding.release_what_was_taken(lambda held: held.token in known and known[held.token].lease == held.lease)
        ready = [one for one in view.partitions if one.ended_at is None and may_start(one, known)]
        share = share_of(self.member, view.members, len(ready))
        holding.release(surplus(holding.kept, share))
        ours = [one for one in ready if one.holder == self.member and one.token not in holding]
        wanted = self._free(ready, view, holding)[: max(0, share - len(holding.kept) - len(ours))]
        for partition in self.state.claim(self.member, [one.token for one in (*ours, *wanted)]):
            holding.add(partition, due_in=_seconds_until_retry(partition, view.now))
        self.state.forget(forgettable(view.partitions))
        return view.now

    def _free(self, ready: list[Partition], view: GroupView, holding: Holding) -> list[Partition]:
        """Return what nobody holds, in an order of its own for each instance, so that few claims meet."""
        taken = {*view.members, self.member}
        free = [one for one in ready if one.holder not in taken and one.token not in holding]
        random.Random(self.member).shuffle(free)  # noqa: S311 - no secret
        return free


def _seconds_until_retry(partition: Partition, now: datetime) -> float:
    failure = partition.failure
    return max(0.0, (failure.retry_at - now).total_seconds()) if failure else 0.0
