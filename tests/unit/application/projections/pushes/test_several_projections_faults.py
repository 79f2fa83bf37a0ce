"""What goes wrong with one of the projections that share a transaction neither holds back nor undoes another."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

import pytest

from accounts.views.interests import INTERESTS
from onewrite.application.ports.views import (
    Checkpoint,
    Delete,
    JointTransaction,
    Put,
    Target,
    ViewTransaction,
)
from onewrite.application.projections.halt import ALIKE
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from onewrite.errors import (
    EventNotApplied,
    NotInSchema,
    OnewriteError,
    ProjectionHalted,
    RowsRefused,
    TablesDiffer,
    Unavailable,
)
from tests.support.checks.rows import rows_of
from tests.support.data.builders import an_event, interest
from tests.support.data.parking import append, checkpoint
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import ADA, Fragile, app_of
from tests.support.faults.ports import in_transactions, on_top_of, transacting
from tests.support.http.call import call
from tests.support.waiting.clocks import Clock, in_memory_by

BOTH = ("profiles", "interests")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def adapters(clock: Clock) -> Adapters:
    return in_memory_by(clock)


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


def serving(adapters: Adapters, fragile: Fragile, clock: Clock, attempts: int = 1) -> App:
    return app_of(adapters, fragile, clock=clock.seconds, park_after_attempts=attempts, attempt_interval_seconds=10)


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile, clock: Clock) -> App:
    return serving(adapters, fragile, clock, attempts=2)


def push(app: App, stream: StreamId, version: int = 10**6) -> type[Exception] | None:
    """Push to the function of both; return what kept the message from being acknowledged."""
    try:
        app.follow_stream(BOTH, stream, version)
    except OnewriteError as problem:
        return type(problem)
    return None


def versions(app: App, stream: StreamId) -> list[int]:
    return [checkpoint(app, stream, name).version for name in BOTH]


def test_one_that_fails_is_tried_again_and_parked_beside_one_that_goes_on(
    app: App, fragile: Fragile, clock: Clock
) -> None:
    stream = an_appended_account(app, interest("tea"), interest("chess"))
    fragile.fail(stream, 2)
    assert push(app, stream, 3) is EventNotApplied
    assert versions(app, stream) == [1, 3]
    clock.let_pass(11)
    append(app, stream, interest("maths"))
    assert push(app, stream, 4) is None, "it is parked"
    assert (versions(app, stream), checkpoint(app, stream).is_parked) == ([1, 4], True)
    append(app, stream, interest("tea leaves"))
    assert push(app, stream, 5) is None
    assert versions(app, stream) == [1, 5]
    fragile.mend()
    app.operate.release.release(app.operate.release.parked(), ADA)
    assert versions(app, stream) == [5, 5]


def test_one_that_is_halted_holds_back_only_itself(adapters: Adapters, fragile: Fragile, clock: Clock) -> None:
    app = serving(adapters, fragile, clock)
    streams = [an_appended_account(app, interest("tea")) for _ in range(2 * ALIKE)]
    for stream in streams:
        fragile.fail(stream, 1)
    problems = [push(app, stream) for stream in streams]
    assert problems == [None] * (ALIKE - 1) + [ProjectionHalted] * (ALIKE + 1)
    assert [versions(app, stream) for stream in streams] == [[0, 2]] * len(streams)
    assert [checkpoint(app, stream).is_parked for stream in streams].count(True) == ALIKE - 1
    fragile.mend()
    clock.let_pass(10)
    assert [push(app, stream) for stream in streams] == [None] * len(streams)
    assert [versions(app, stream) for stream in streams] == [[0, 2]] * (ALIKE - 1) + [[2, 2]] * (ALIKE + 1)


def test_rows_of_one_that_the_store_refuses_stop_their_stream_there_alone(
    adapters: Adapters, fragile: Fragile, clock: Clock
) -> None:
    refusing = writing_to(adapters, "profiles", "bad", RowsRefused("TooLong"))
    app = serving(refusing, fragile, clock)
    good = an_appended_account(app, interest("tea"))
    bad = an_appended_account(app, interest("chess"), an_event(data={"name": "bad"}), interest("maths"))
    assert [push(app, stream) for stream in (good, bad)] == [None, None]
    assert [versions(app, stream) for stream in (good, bad)] == [[2, 2], [2, 4]]
    assert checkpoint(app, bad).is_parked
    assert len(rows_of(adapters, INTERESTS)) == 3


def test_one_whose_table_is_not_there_holds_back_only_itself(
    adapters: Adapters, fragile: Fragile, clock: Clock
) -> None:
    app = serving(writing_to(adapters, "profiles", None, NotInSchema("Table not found")), fragile, clock)
    stream = an_appended_account(app, interest("tea"))
    assert push(app, stream) is NotInSchema
    assert (versions(app, stream), checkpoint(app, stream)) == ([0, 2], Checkpoint(stream))


def test_one_that_is_not_served_holds_back_only_itself(adapters: Adapters, clock: Clock) -> None:
    class Elsewhere(Fragile):
        tables = (replace(Fragile.tables[0], name="elsewhere"),)

    serving(adapters, Fragile(), clock).generations.begin("profiles")
    app = serving(adapters, Elsewhere(), clock)
    stream = an_appended_account(app, interest("tea"))
    assert push(app, stream) is TablesDiffer
    assert versions(app, stream) == [0, 2]


def test_one_that_the_domain_does_not_have_holds_back_only_itself(app: App) -> None:
    stream = an_appended_account(app)
    message = {
        "ce-id": "1",
        "ce-source": "/onewrite",
        "ce-type": "StreamChanged",
        "ce-specversion": "1.0",
        "ce-subject": str(stream),
        "ce-sequence": "1",
    }
    response = call(app.projection("profiles", "nicknames"), "POST", "/", headers=message)
    assert (response.status_code, response.get_json()["reason"]) == (500, "NOT_IN_DOMAIN")
    assert versions(app, stream) == [1, 0]


@pytest.mark.parametrize("method", ["read_checkpoints", "read_events", "write", "now"])
def test_a_fault_of_the_store_is_all_of_theirs_and_counts_against_none(
    adapters: Adapters, fragile: Fragile, clock: Clock, method: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Unavailable("no answer")

    app = serving(replace(adapters, views=in_transactions(adapters.views, **{method: fail})), fragile, clock)
    stream = an_appended_account(app)
    fragile.fail(stream, 1)
    assert push(app, stream) is Unavailable
    assert [checkpoint(app, stream, name) for name in BOTH] == [Checkpoint(stream)] * 2


def test_one_that_has_used_up_the_time_is_behind_and_the_others_are_not(
    adapters: Adapters, fragile: Fragile, clock: Clock
) -> None:
    def transact(*what: object) -> object:
        clock.let_pass(4)
        return adapters.views.transact_jointly(*what)  # type: ignore[arg-type]

    views = transacting(adapters.views, transact)
    app = app_of(replace(adapters, views=views), fragile, clock=clock.seconds, push_seconds=10, advance_batch=2)
    stream = an_appended_account(app, *map(interest, "abcdef"))
    app.advance(fragile, 1, [stream])
    append(app, stream, an_event())
    with pytest.raises(OnewriteError, match=r"interests has applied version 4 of .*, not yet 8"):
        app.follow_stream(BOTH, stream, 8)
    assert versions(app, stream) == [8, 4]


def writing_to(adapters: Adapters, table: str, name: str | None, fault: OnewriteError) -> Adapters:
    """Raise the fault when this name, or any, is written to the table."""

    def write(part: ViewTransaction, changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> None:
        for change in changes:
            if isinstance(change, Put) and change.table.name == table and name in (None, change.row.get("name")):
                raise fault
        part.write(changes, checkpoints)

    def of(joint: JointTransaction, target: Target) -> ViewTransaction:
        part = joint.of(target)
        return on_top_of(part, write=partial(write, part))

    def transact(targets: Collection[Target], work: Callable[[JointTransaction], object]) -> object:
        return adapters.views.transact_jointly(targets, lambda joint: work(on_top_of(joint, of=partial(of, joint))))

    return replace(adapters, views=transacting(adapters.views, transact))
