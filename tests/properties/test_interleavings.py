"""Any interleaving of appends, and of messages repeated, reordered and dropped, ends in the same views."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from accounts import ACCOUNTS
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.streams import StreamId
from tests.support.checks.observed import NAMES, Observed
from tests.support.data.builders import a_stream, an_event, created, interest
from tests.support.data.parking import append
from tests.support.systems.adapters import settings

STREAMS = tuple(a_stream(f"s{number}") for number in range(4))
words = st.sampled_from(["tea", "chess", "maths"])
#: All that can happen to an account once it is there; views take it even in an order that the rules would refuse.
events = st.one_of(
    words.map(lambda word: an_event("UserRenamed", data={"name": word})),
    words.map(lambda word: an_event("AddressChanged", data={"address": word})),
    words.map(interest),
    words.map(lambda word: an_event("InterestRemoved", data={"interest": word})),
    st.builds(lambda: an_event("UserClosed", data={"reason": None})),
)
streams = st.sampled_from(STREAMS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), streams, st.lists(events, min_size=1, max_size=3)),
        st.tuples(st.just("push"), streams, st.integers(1, 12)),
        st.tuples(st.just("sweep"), streams, st.none()),
    ),
    max_size=60,
)


@given(steps)
def test_any_interleaving_ends_in_the_views_that_the_events_tell(steps: list[tuple[str, StreamId, Any]]) -> None:
    app = build(settings(eager_relay=False), ACCOUNTS, memory_adapters())
    for step, stream, what in steps:
        if step == "append":
            is_new = app.adapters.store.read_head(stream).version == 0
            append(app, stream, *([created()] if is_new else []), *what)
        elif step == "push":
            _push(app, stream, what)
        else:
            app.sweep_outbox()
    report = app.operate.reconcile()
    assert report.lagging == report.healed
    seen = Observed(app, STREAMS)
    for _, checkpoint in seen.checkpoints():
        assert checkpoint.version == app.adapters.store.read_head(checkpoint.stream).version
    for name in NAMES:
        assert seen.rows(name, 1) == seen.fold(name, 1)


def _push(app: App, stream: StreamId, version: int) -> None:
    """Push a version that is there, or none: the bus never knows of what isn't committed."""
    head = app.adapters.store.read_head(stream)
    for projection in app.domain.projections:
        app.follow_stream((projection.name,), stream, min(version, head.version))
