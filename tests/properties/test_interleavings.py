"""Any interleaving of appends, and of doorbells repeated, reordered and dropped, ends in the same views."""

from hypothesis import given
from hypothesis import strategies as st

from accounts import ACCOUNTS
from accounts.interests import INTERESTS
from accounts.profiles import PROFILES
from onewrite.application.buffered_view import BufferedView
from onewrite.application.ports.views import Put
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.views import Row, Table
from tests.support.adapters import settings
from tests.support.builders import a_commit, a_stream, an_event, created, interest

streams = st.integers(0, 3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), streams, st.integers(1, 3)),
        st.tuples(st.just("ring"), streams, st.integers(1, 12)),
        st.tuples(st.just("sweep"), streams, st.integers(1, 3)),
    ),
    max_size=60,
)


@given(steps)
def test_any_interleaving_ends_in_the_views_that_the_events_tell(steps: list[tuple[str, int, int]]) -> None:
    app = build(settings(eager_relay=False), ACCOUNTS, memory_adapters())
    for step, number, amount in steps:
        if step == "append":
            _append(app, number, amount)
        elif step == "ring":
            _ring(app, number, amount)
        else:
            app.sweep_outbox()
    report = app.operate.reconcile()
    assert report.lagging == report.healed
    for projection, table in (("profiles", PROFILES), ("interests", INTERESTS)):
        assert _stored(app, table) == _folded(app, projection)


def _append(app: App, number: int, amount: int) -> None:
    head = app.adapters.store.read_head(a_stream(f"s{number}"))
    later = [interest(f"i{head.version + n}") if n % 2 else an_event() for n in range(amount)]
    app.adapters.store.append(a_commit(head, *([created()] if head.version == 0 else []), *later))


def _ring(app: App, number: int, version: int) -> None:
    """Ring for a version that is there, or for none: the bus never knows of what isn't committed."""
    head = app.adapters.store.read_head(a_stream(f"s{number}"))
    for projection in app.domain.projections:
        app.follow_stream(projection.name, head.stream, min(version, head.version))


def _stored(app: App, table: Table) -> list[Row]:
    return list(app.adapters.views.page(1, table, after=None, limit=1000))


def _folded(app: App, projection: str) -> list[Row]:
    view = BufferedView(lambda table, key: None)
    for head in app.adapters.store.read_heads():
        for event in app.adapters.store.read_stream(head.stream):
            app.domain.projection(projection).apply(event, view)
    rows = [change for change in view.changes() if isinstance(change, Put)]
    return [dict(put.row) for put in sorted(rows, key=lambda put: put.table.key_of(put.row))]
