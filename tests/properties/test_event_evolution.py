"""Whatever two releases write in turn, what is known right after a decision is what any reader finds in the store."""

from hypothesis import given
from hypothesis import strategies as st

from onewrite.bootstrap import App, memory_adapters
from onewrite.domain.queries import RowQuery
from onewrite.domain.streams import StreamId
from tests.support.data.requests import a_request
from tests.support.domains.releases import GiveName, TitledPerson, running

STREAM = StreamId("account", "7")
commands = st.builds(GiveName, name=st.sampled_from(["Ada", "Byron"]), title=st.sampled_from(["", "Lady", "Lord"]))


@given(st.lists(st.tuples(st.sampled_from([2, 3]), commands), min_size=1, max_size=12))
def test_the_state_after_a_decision_is_the_state_that_is_read(turns: list[tuple[int, GiveName]]) -> None:
    adapters = memory_adapters()
    releases = {number: running(number, adapters) for number in (2, 3)}
    for number, command in turns:
        accepted = releases[number].accept_command(a_request(command, STREAM))
        assert all(event.schema_version == number - 1 for event in accepted.events)
        for app in releases.values():
            everything_agrees(app, accepted.version)


def everything_agrees(app: App, version: int) -> None:
    """Snapshot, fold of the whole stream, state in history and view are one, at that version."""
    if version == 0:
        return
    head = app.adapters.store.read_head(STREAM)
    assert head.version == version
    assert head.snapshot is not None
    state = app.read_history.at_version(STREAM, version).state
    assert isinstance(state, TitledPerson)
    assert (head.snapshot.version, head.snapshot.state) == (version, state.model_dump())
    assert app.accept_command.load_state(head) == state
    [query] = app.domain.queries
    assert isinstance(query, RowQuery)
    row, _ = app.read_view.row(query, STREAM.key, min_version=version)
    assert row["name"] == f"{state.title} {state.name}".strip()
