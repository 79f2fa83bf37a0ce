"""What a push costs beside a bare function that makes the same calls: round trips, bytes, processor time (B13)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import ChangeAddress
from emulators.system.system import System
from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.bootstrap import App, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_push.follow import follow
from tests.bench.floors.served_beside import served_beside
from tests.bench.measuring.bare import connection_of
from tests.bench.measuring.figures import a_cost, at_most
from tests.bench.measuring.processes import use_of
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.measuring.traffic import Traffic, traffic_of
from tests.support.data.requests import accept, an_account
from tests.support.systems.adapters import settings
from tests.support.systems.start_system import StartSystem, another_instance, only

ROUNDS, EACH = 7, 60
NUMBERS = count(1)
SEEN = "a push, its stream seen lately"
ONE, BOTH = ("profiles",), ("profiles", "interests")


def test_what_a_new_event_calls(app: App, results: Results) -> None:
    for what, instance, said in ((SEEN, app, 3), ("a push, its stream not seen lately", another(app), 4)):
        stream, database = an_account(app), connection_of(app).database
        app.follow_stream(ONE, stream, 1)
        follow(database, str(stream), 1, look=True)
        accept(app, stream, ChangeAddress(address="Paris"))
        ours = counted(app, partial(instance.follow_stream, ONE, stream, 2))
        floor = counted(app, partial(follow, database, str(stream), 2, look=instance is not app))
        tell_calls(results, what, ours, said)
        results.add(a_cost("B13", what, "bytes", {"ours": [float(ours.size)], "floor": [float(floor.size)]}))


def test_what_a_new_event_calls_for_two_views(app: App, results: Results) -> None:
    stream = an_account(app)
    app.follow_stream(BOTH, stream, 1)
    accept(app, stream, ChangeAddress(address="Paris"))
    tell_calls(results, "a push for two views", counted(app, partial(app.follow_stream, BOTH, stream, 2)), 3)


def test_what_a_repeat_calls(app: App, results: Results) -> None:
    stream = an_account(app)
    app.follow_stream(BOTH, stream, 1)
    for what, instance, said in (("", app, 0), (", to another instance", another(app), 1)):
        made = counted(app, partial(instance.follow_stream, BOTH, stream, 1))
        calls = {"ours": [float(len(made.calls))], "floor": [1.0]}
        results.add(a_cost("B13", f"a push that comes again{what}", "calls", calls, bar=at_most(said), beside="a look"))


def tell_calls(results: Results, what: str, made: Traffic, said: int) -> None:
    calls = {"ours": [float(len(made.calls))], "floor": [float(said)]}
    results.add(a_cost("B13", what, "calls", calls, bar=at_most(1), beside="expected"))


def another(app: App) -> App:
    """Return another instance, which has its generations already."""
    instance = build(settings(eager_relay=False, generation_cache_seconds=600), ACCOUNTS, app.adapters)
    instance.follow_stream(BOTH, an_account(app), 1)
    return instance


def counted(app: App, act: Callable[[], object]) -> Traffic:
    with traffic_of(connection_of(app).database) as traffic:
        act()
    return traffic


@pytest.fixture
def system(start_system: StartSystem, tmp_path: Path, warm_processes: None) -> Iterator[System]:
    started = start_system(relay="none", functions=only(tmp_path / "served", "project_profiles", "relay_outbox"))
    with served_beside(started, "bare_push") as both:
        yield both


def test_processor_time_of_a_push(system: System, results: Results) -> None:
    """Each stream has one new event in each round; the server is told of it as the bus would tell it."""
    app = another_instance(system, eager_relay=False)
    streams = [an_account(app) for _ in range(EACH)]
    sides = {"ours": Pushes(system, "project_profiles"), "floor": Pushes(system, "bare_push")}
    events = new_events(app, streams)
    pushed = set[str]()

    def push(side: str) -> float:
        nonlocal events
        if side in pushed:
            events = new_events(app, streams)
            pushed.clear()
        pushed.add(side)
        return sides[side].send(events)

    rounds = take_turns(ROUNDS, ours=lambda: push("ours"), floor=lambda: push("floor"))
    results.add(a_cost("B13", SEEN, "ms of processor", rounds, bar=at_most(1.3)))


class Pushes:
    """Sends messages to a function as the bus does."""

    def __init__(self, system: System, function: str) -> None:
        self._pid = system.pid(function)
        self._place = urlsplit(system.url(function)).netloc

    def send(self, events: Sequence[RecordedEvent]) -> float:
        """Return the milliseconds of processor time that the function has used for one of them."""
        before = use_of(self._pid).processor_seconds
        with closing(HTTPConnection(self._place)) as connection:
            for event in events:
                connection.request("POST", "/", data_of(event), attributes_of(event, source="//onewrite/events"))
                response = connection.getresponse()
                said = response.read()
                assert response.status < 300, said
        return (use_of(self._pid).processor_seconds - before) * 1000 / len(events)


def new_events(app: App, streams: Sequence[StreamId]) -> Sequence[RecordedEvent]:
    moved = (ChangeAddress(address=f"{next(NUMBERS)} Fleet Street") for _ in streams)
    places = [(stream, accept(app, stream, change).version) for stream, change in zip(streams, moved, strict=True)]
    return list(app.adapters.store.read_events(places))
