"""Laws of folding, deciding and snapshots, over any history that the rules allow."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, ChangeAddress, CloseAccount, CreateAccount, RemoveInterest, Rename
from accounts.account.decider import DECIDER
from accounts.account.state import Account
from onewrite.application.ports.event_store import Commit, Head, Snapshot
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.decider import fold
from onewrite.domain.events import Event, Metadata, NewEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.text import folded
from onewrite.errors import CommandRejected
from tests.support.systems.adapters import settings

words = st.sampled_from(["chess", "Chess", "tea", "maths"])
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(CreateAccount, name=words, address=words),
    st.builds(Rename, name=words),
    st.builds(ChangeAddress, address=words),
    st.builds(AddInterest, interest=words),
    st.builds(RemoveInterest, interest=words),
    st.builds(CloseAccount, reason=st.none()),
)


def decided(history: list[Event], command: Command) -> list[Event]:
    try:
        return [*history, *DECIDER.decide(command, fold(DECIDER, history))]
    except CommandRejected:
        return history


histories = st.lists(commands, max_size=25).map(
    lambda sent: reduce(decided, sent, list[Event](DECIDER.decide(CreateAccount(name="A", address="B"), Account())))
)


@given(histories, st.data())
def test_folding_a_history_in_two_parts_is_folding_it_at_once(history: list[Event], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(history)))
    assert fold(DECIDER, history[cut:], fold(DECIDER, history[:cut])) == fold(DECIDER, history)


@given(histories)
def test_whatever_is_decided_can_be_evolved_and_keeps_the_rules(history: list[Event]) -> None:
    account = fold(DECIDER, history)
    assert len({folded(interest) for interest in account.interests}) == len(account.interests)
    assert account.status in {"open", "closed"}


def snapshot_of(app: App, head: Head, history: list[Event]) -> Snapshot | None:
    return app.accept_command.take_snapshot(DECIDER, head, fold(DECIDER, history), len(history))


@given(histories, st.integers(0, 200), st.integers(1, 10))
def test_whatever_snapshots_are_taken_a_state_is_the_fold_of_all_and_no_tail_is_too_long(
    history: list[Event], small: int, every: int
) -> None:
    app = build(settings(snapshot_small_bytes=small, snapshot_every=every), ACCOUNTS, memory_adapters())
    stream, store = StreamId("account", "7"), app.adapters.store
    for version, event in enumerate(history, start=1):
        head = store.read_head(stream)
        assert app.accept_command.load_state(head) == fold(DECIDER, history[: version - 1])
        assert head.version - (head.snapshot.version if head.snapshot else 0) < every
        new = NewEvent.of(event, event_id=str(version), metadata=Metadata("c", "c"))
        store.append(Commit(after=head, events=[new], snapshot=snapshot_of(app, head, history[:version])))


@given(histories, st.data())
def test_a_snapshot_and_its_tail_are_the_whole_history(history: list[Event], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(history)))
    app = build(settings(), ACCOUNTS, memory_adapters())
    stream, store = StreamId("account", "7"), app.adapters.store
    for version, event in enumerate(history, start=1):
        head = store.read_head(stream)
        snapshot = snapshot_of(app, head, history[:version]) if version == at else None
        new = NewEvent.of(event, event_id=str(version), metadata=Metadata("c", "c"))
        store.append(Commit(after=head, events=[new], snapshot=snapshot))
    assert app.accept_command.load_state(store.read_head(stream)) == fold(DECIDER, history)
