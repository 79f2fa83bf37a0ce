"""One function serves several projections: one read of the events, one transaction, each with its own checkpoint."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest

from accounts.views.interests import INTERESTS
from onewrite.application.ports.views import JointTransaction, Target
from onewrite.application.projections.halt import ALIKE
from onewrite.application.projections.steps.step import Part
from onewrite.bootstrap import Adapters, App, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import ProjectionHalted
from shop.product.commands import AddProduct
from tests.support.checks.rows import rows_of
from tests.support.data.builders import an_event, interest
from tests.support.data.parking import append, checkpoint
from tests.support.data.requests import accept, an_appended_account
from tests.support.domains.fragile import ADA, Noting, app_of
from tests.support.domains.fragile_shop import FragileShop
from tests.support.faults.crashes import Fuse, When, dying
from tests.support.faults.ports import Crash, on_top_of, transacting

BOTH = ("profiles", "interests")
PROFILES_1, INTERESTS_1 = ("profiles", 1), ("interests", 1)


@dataclass
class Calls:
    """The targets of each transaction, and the versions after which events were read."""

    transactions: list[list[Target]] = field(default_factory=list)
    reads: list[list[int]] = field(default_factory=list)


def counted(adapters: Adapters, calls: Calls) -> Adapters:
    def transact(targets: Collection[Target], work: Any) -> object:
        def counting(transaction: JointTransaction) -> object:
            return work(on_top_of(transaction, read_events=partial(read_events, transaction.read_events)))

        calls.transactions.append([*targets])
        return adapters.views.transact_jointly(targets, counting)

    def read_events(read: Callable[..., object], after: Mapping[StreamId, int], **bounds: int) -> object:
        calls.reads.append([*after.values()])
        return read(after, **bounds)

    def read_ahead(targets: Collection[Target], after: Mapping[StreamId, int], **bounds: int) -> object:
        return read_events(partial(adapters.views.read_events, targets), after, **bounds)

    return replace(adapters, views=on_top_of(transacting(adapters.views, transact), read_events=read_ahead))


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def noting() -> Noting:
    return Noting()


@pytest.fixture
def app(calls: Calls, noting: Noting) -> App:
    return app_of(counted(memory_adapters(), calls), noting, advance_batch=4)


def versions(app: App, stream: StreamId) -> list[int]:
    return [checkpoint(app, stream, name).version for name in BOTH]


def test_one_push_is_one_transaction_and_one_read_of_the_events_for_all(app: App, calls: Calls) -> None:
    stream = an_appended_account(app, interest("tea"), interest("chess"))
    app.follow_stream(BOTH, stream, 3)
    assert versions(app, stream) == [3, 3]
    assert len(rows_of(app.adapters, INTERESTS)) == 2
    assert (calls.transactions, calls.reads) == ([[PROFILES_1, INTERESTS_1]], [[0]])


def test_a_push_that_has_nothing_to_do_is_no_transaction(app: App, calls: Calls) -> None:
    stream = an_appended_account(app)
    for _ in range(3):
        app.follow_stream(BOTH, stream, 1)
    assert len(calls.transactions) == 1


def test_one_that_is_ahead_applies_no_event_twice(app: App, calls: Calls, noting: Noting) -> None:
    stream = an_appended_account(app, interest("tea"))
    app.follow_stream(("profiles",), stream, 2)
    append(app, stream, interest("chess"))
    app.follow_stream(BOTH, stream, 3)
    assert (versions(app, stream), noting.applied) == ([3, 3], [1, 2, 3])
    assert (calls.transactions[1:], calls.reads[1:]) == ([[PROFILES_1, INTERESTS_1]], [[0]])


def test_one_that_is_there_already_takes_no_part(app: App, calls: Calls) -> None:
    stream = an_appended_account(app, interest("tea"))
    app.follow_stream(("profiles",), stream, 2)
    app.follow_stream(BOTH, stream, 2)
    assert versions(app, stream) == [2, 2]
    assert calls.transactions[1:] == [[INTERESTS_1]]


def test_one_that_is_far_behind_is_advanced_apart_after_the_others(app: App, calls: Calls) -> None:
    stream = an_appended_account(app, *map(interest, "abcde"))
    app.follow_stream(("profiles",), stream, 6)
    append(app, stream, an_event())
    calls.transactions.clear()
    app.follow_stream(BOTH, stream, 7)
    assert versions(app, stream) == [7, 7]
    assert calls.transactions == [[PROFILES_1], [INTERESTS_1], [INTERESTS_1]]


def test_those_that_are_far_behind_together_share_all_transactions(app: App, calls: Calls) -> None:
    stream = an_appended_account(app, *map(interest, "abcdefg"))
    app.follow_stream(BOTH, stream, 8)
    assert versions(app, stream) == [8, 8]
    assert calls.transactions == [[PROFILES_1, INTERESTS_1]] * 2


def test_one_that_has_failed_is_not_tried_again_while_the_others_need_more(
    app: App, calls: Calls, noting: Noting
) -> None:
    stream = an_appended_account(app, *map(interest, "abcdefg"))
    noting.fail(stream, 3)
    app.follow_stream(BOTH, stream, 8)
    assert (versions(app, stream), calls.transactions) == ([2, 8], [[PROFILES_1, INTERESTS_1], [INTERESTS_1]])


def test_a_step_that_halts_one_is_committed_for_the_others(calls: Calls, noting: Noting) -> None:
    app = app_of(counted(memory_adapters(), calls), noting)
    streams = [an_appended_account(app) for _ in range(ALIKE)]
    for stream in streams:
        noting.fail(stream, 1)
    done = app.advance.together([Part(projection, 1, streams) for projection in app.domain.projections])
    assert isinstance(done[PROFILES_1].fault, ProjectionHalted)
    assert [versions(app, stream) for stream in streams] == [[0, 1]] * ALIKE
    assert calls.transactions == [[PROFILES_1, INTERESTS_1]]


def test_a_generation_that_is_being_built_is_advanced_apart_and_shares_when_it_is_done(app: App, calls: Calls) -> None:
    app.operate.rebuild.start("profiles", ADA)
    app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    stream = an_appended_account(app)
    app.follow_stream(BOTH, stream, 1)
    assert calls.transactions == [[PROFILES_1, INTERESTS_1], [("profiles", 2)]]
    app.operate.verify("profiles")
    app.operate.switch.switch("profiles", ADA)
    append(app, stream, an_event())
    calls.transactions.clear()
    app.follow_stream(BOTH, stream, 2)
    assert calls.transactions == [[PROFILES_1, ("profiles", 2), INTERESTS_1]]


def test_a_stream_concerns_those_only_that_read_its_category(calls: Calls) -> None:
    shop = FragileShop()
    app = shop.instance(counted(memory_adapters(), calls))
    tea = StreamId("product", "tea")
    accept(app, tea, AddProduct(name="Tea"))
    app.follow_stream(("orders", "products", "warehouse"), tea, 1)
    assert calls.transactions == [[("products", 1), ("warehouse", 1)]]


@pytest.mark.parametrize("calls_before_it_dies", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_dies_leaves_all_of_them_as_they_were_or_where_they_were_going(
    calls_before_it_dies: int, when: When
) -> None:
    adapters, fragile = memory_adapters(), Noting()
    app = app_of(adapters, fragile)
    stream = an_appended_account(app, interest("tea"))
    with suppress(Crash):
        app_of(dying(adapters, Fuse(calls_before_it_dies, when)), fragile).follow_stream(BOTH, stream, 2)
    assert versions(app, stream) in ([0, 0], [2, 2])
    app.follow_stream(BOTH, stream, 2)
    assert versions(app, stream) == [2, 2]
    assert len(rows_of(adapters, INTERESTS)) == 1
