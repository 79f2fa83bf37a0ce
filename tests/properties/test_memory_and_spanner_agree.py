"""Random programs give the same answers in memory and on Spanner: the memory adapters are the reference."""

import random
from datetime import timedelta
from typing import Any

from onewrite.application.ports.event_store import CommandResult, Commit, CommitClash, Head
from onewrite.application.ports.outbox import shard_of
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.errors import LeaseLost
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.waiting.seeds import seed

STEPS = 150


class Program:
    """One run of the program; times and tokens of a store are its own, so only what they lead to is compared."""

    def __init__(self, adapters: Adapters) -> None:
        self.adapters = adapters
        self.heads: dict[str, Head] = {}
        self.leases: list[Any] = []

    def append(self, key: str, stale: bool, answer: str | None) -> Any:
        store = self.adapters.store
        head = self.heads.get(key) if stale else None
        head = head or store.read_head(a_stream(key))
        self.heads[key] = head
        kept = CommandResult(answer, "fingerprint", head.version, head.version + 1) if answer else None
        try:
            recorded = store.append(a_commit(head, an_event(data={"name": key}), result=kept))
        except CommitClash:
            return "clash"
        return [event.version for event in recorded]

    def refuse(self, key: str, answer: str) -> Any:
        head = self.adapters.store.read_head(a_stream(key))
        try:
            self.adapters.store.append(Commit(after=head, result=CommandResult(answer, "f", 0, 0, {"reason": "NO"})))
        except CommitClash:
            return "clash"
        return self.adapters.store.read_head(a_stream(key)).version

    def look(self, key: str, answer: str) -> Any:
        store, stream = self.adapters.store, a_stream(key)
        kept = store.read_result(stream, answer)
        return store.read_head(stream).version, [e.version for e in store.read_stream(stream, after=1)], kept

    def outbox(self, shard: int) -> Any:
        marks = self.adapters.outbox.read_marks()
        rows = self.adapters.outbox.read({shard}, marks, before=marks.now, limit=50)
        return [(str(row.stream), row.version) for row in rows], self.adapters.outbox.count()

    def acquire(self, shard: int, holder: str) -> Any:
        taken = self.adapters.outbox.acquire({shard}, holder, timedelta(minutes=5))
        self.leases += taken
        return [(lease.shard, lease.fencing_token) for lease in taken]

    def complete(self, number: int) -> Any:
        if not self.leases:
            return "none"
        lease = self.leases[number % len(self.leases)]
        marks = self.adapters.outbox.read_marks()
        rows = self.adapters.outbox.read({lease.shard}, marks, before=marks.now, limit=3)
        try:
            done = {lease.shard: rows[-1].committed_at} if rows else {}
            self.adapters.outbox.complete([lease], rows, done)
        except LeaseLost:
            return "lost"
        return len(rows)

    def release(self, number: int) -> None:
        if self.leases:
            self.adapters.outbox.release([self.leases[number % len(self.leases)]])


def steps(dice: random.Random) -> list[tuple[str, tuple[Any, ...]]]:
    keys, answers = ("a", "b", "c"), ("k1", "k2", "k3")
    shards = [shard_of(a_stream(key)) for key in keys]

    def step() -> tuple[str, tuple[Any, ...]]:
        name = dice.choice(("append", "append", "append", "refuse", "look", "outbox", "acquire", "complete", "release"))
        arguments: dict[str, tuple[Any, ...]] = {
            "append": (dice.choice(keys), dice.random() < 0.3, dice.choice((*answers, None, None))),
            "refuse": (dice.choice(keys), dice.choice(answers)),
            "look": (dice.choice(keys), dice.choice(answers)),
            "outbox": (dice.choice(shards),),
            "acquire": (dice.choice(shards), dice.choice(("ada", "grace"))),
            "complete": (dice.randrange(10),),
            "release": (dice.randrange(10),),
        }
        return name, arguments[name]

    return [step() for _ in range(STEPS)]


def test_a_random_program_gives_the_same_answers_in_memory_and_on_spanner(spanner_adapters: Adapters) -> None:
    program = steps(random.Random(seed()))
    memory, spanner = Program(memory_adapters()), Program(spanner_adapters)
    for number, (name, arguments) in enumerate(program):
        expected, found = getattr(memory, name)(*arguments), getattr(spanner, name)(*arguments)
        assert found == expected, f"step {number}: {name}{arguments}"
