"""What every store of views keeps its word on about one transaction for several targets."""

from collections.abc import Sequence

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, JointTransaction, Put, Target, Views
from onewrite.bootstrap import Adapters
from onewrite.errors import RowsRefused
from tests.support.checks.rows import rows_of
from tests.support.data.builders import a_commit, a_stream, an_event

ADA = a_stream("ada")
TARGETS: Sequence[Target] = (("profiles", 1), ("profiles", 2), ("interests", 1))


def write(transaction: JointTransaction, targets: Sequence[Target] = TARGETS) -> None:
    """Write a row and a checkpoint to each target; the version of the checkpoint is the place of the target."""
    for version, target in enumerate(targets, start=1):
        change = Put(PROFILES, {"account_id": "ada", "name": "Ada"})
        if target[0] == "interests":
            change = Put(INTERESTS, {"account_id": "ada", "interest": "tea"})
        transaction.of(target).write([change], [Checkpoint(ADA, version)])


def versions(views: Views) -> list[int]:
    return [known.version for known in views.read_checkpoints(TARGETS, ADA).values()]


def test_all_that_is_written_commits_together_each_to_its_own_target(adapters: Adapters) -> None:
    adapters.views.transact_jointly(TARGETS, write)
    assert versions(adapters.views) == [1, 2, 3]
    assert [len(rows_of(adapters, PROFILES, generation)) for generation in (1, 2, 3)] == [1, 1, 0]
    assert [len(rows_of(adapters, INTERESTS, generation)) for generation in (1, 2)] == [1, 0]


def test_nothing_is_kept_of_any_of_them_when_the_work_fails(adapters: Adapters) -> None:
    def fail(transaction: JointTransaction) -> None:
        write(transaction)
        raise RuntimeError("between the write and the commit")

    with pytest.raises(RuntimeError):
        adapters.views.transact_jointly(TARGETS, fail)
    assert versions(adapters.views) == [0, 0, 0]
    assert [len(rows_of(adapters, table)) for table in (PROFILES, INTERESTS)] == [0, 0]


def test_checkpoints_are_read_at_once_and_only_those_that_are_asked_for(views: Views) -> None:
    views.transact_jointly(TARGETS, write)
    bob = a_stream("bob")
    asked = {TARGETS[0]: [ADA, bob], TARGETS[2]: [bob]}
    assert views.transact_jointly(TARGETS, lambda transaction: transaction.read_checkpoints(asked)) == {
        TARGETS[0]: {ADA: Checkpoint(ADA, 1), bob: Checkpoint(bob)},
        TARGETS[2]: {bob: Checkpoint(bob)},
    }


def test_events_and_the_time_are_of_the_store_and_of_no_target(adapters: Adapters) -> None:
    head = adapters.store.read_head(ADA)
    [event] = adapters.store.append(a_commit(head, an_event()))

    def look(transaction: JointTransaction) -> bool:
        read = transaction.read_events({ADA: 0}, limit=2, size=10**6)
        assert [found.event_id for found in read.events] == [event.event_id]
        return read.is_all and transaction.now() >= event.committed_at

    assert adapters.views.transact_jointly(TARGETS, look)


@pytest.mark.emulator
def test_rows_of_one_that_are_refused_are_refused_for_all(spanner_adapters: Adapters) -> None:
    def write_too_long(transaction: JointTransaction) -> None:
        write(transaction)
        transaction.of(TARGETS[0]).write([Put(PROFILES, {"account_id": "bob", "name": "Bob" * 100})], [])

    with pytest.raises(RowsRefused):
        spanner_adapters.views.transact_jointly(TARGETS, write_too_long)
    assert versions(spanner_adapters.views) == [0, 0, 0]
