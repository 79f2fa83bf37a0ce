"""A system in this process, as an operator meets it: traffic, parked streams, a rebuild, what the bus gave up."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from accounts import ACCOUNTS
from onewrite.adapters.cloudevents import attributes_of
from onewrite.adapters.memory import MemoryDeadLetters
from onewrite.adapters.memory.topic import GivenUp
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.outbox import Pointer, shard_of
from onewrite.application.tracing import trace_with
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.bootstrap.tracing import start_tracing
from onewrite.domain.streams import StreamId
from tests.support.domains.fragile import Fragile
from tests.support.http.call import a_request
from tests.support.systems.adapters import settings

GRACE = Actor("grace", "a column more")
LONG_KEY = "0b6c2f1e-9a7d-4c55-8f0e-6b1f9d2a7c31"


@dataclass
class Operated:
    """`profiles` can be told to fail. Commands go over HTTP, and what they append is pushed at once."""

    app: App
    adapters: Adapters
    profiles: Fragile
    _pushed: dict[StreamId, int] = field(default_factory=dict)

    def send(self, path: str, because: StreamId | None = None, **body: str) -> None:
        """Send a command, perhaps because of the last event of a stream, and push what comes of it to every view."""
        collection, key, _ = path.split("/")
        headers = {"X-Actor": "web"}
        if because:
            [*_, cause] = self.adapters.store.read_stream(because)
            headers |= {"X-Correlation-Id": cause.metadata.correlation_id, "X-Causation-Id": cause.event_id}
        response = self.app.commands(a_request("POST", f"/{path}", body, headers=headers))
        assert response.status_code < 300, response.get_data(as_text=True)
        self.push(StreamId(collection.rstrip("s"), key))

    def account(self, key: str, name: str, *interests: str) -> StreamId:
        self.send(f"accounts/{key}/create", name=name, address="London")
        for interest in interests:
            self.send(f"accounts/{key}/add-interest", interest=interest)
        return StreamId("account", key)

    def park(self, key: str, error: type[Exception] = ValueError) -> None:
        """Have `profiles` fail at the next event of an account, so that it is parked, with another one waiting."""
        stream = StreamId("account", key)
        self.profiles.fail(stream, self.adapters.store.read_head(stream).version + 1, error)
        self.send(f"accounts/{key}/rename", name="Mallory")
        self.send(f"accounts/{key}/change-address", address="Paris")

    def work(self, projection: str, generation: int) -> None:
        """Do what `rebuild_views` would."""
        assert self.app.operate.rebuild_worker.work(projection, generation, seconds=60)

    def give_up(self, stream: StreamId) -> None:
        """Let the bus give up the message of a stream's last event."""
        [*_, last] = self.adapters.store.read_stream(stream)
        assert isinstance(self.adapters.dead_letters, MemoryDeadLetters)
        self.adapters.dead_letters.keep(GivenUp(last, "project_profiles", 100, last.committed_at))

    def set_aside(self, stream: StreamId) -> None:
        """Let a relay have found that the bus won't take a stream's last event."""
        [*_, last] = self.adapters.store.read_stream(stream)
        row = Pointer(shard_of(stream), last.committed_at, stream, last.version, 10_482_113)
        self.adapters.unpublishable.set_aside({row: "larger than 10 MB, the most that the bus takes"})

    def push(self, stream: StreamId) -> None:
        """Push what was appended to a stream since the last time."""
        for event in self.adapters.store.read_stream(stream, after=self._pushed.get(stream, 0)):
            headers = attributes_of(event, source="//tests")
            for projection in self.app.domain.projections:
                if stream.category in projection.categories:
                    self.app.projection(projection.name)(a_request("POST", "/", headers=headers))
            self._pushed[stream] = event.version


def operated(traces: Path) -> Operated:
    """Return a system that nothing has happened in."""
    profiles, adapters = Fragile(), memory_adapters()
    projections = [profiles if one.name == profiles.name else one for one in ACCOUNTS.projections]
    here = settings(
        store="memory",
        park_after_attempts=1,
        generation_cache_seconds=0,
        eager_relay=True,
        show_faults=True,
        operators_see_data=True,
        traces="file",
        trace_folder=traces,
    )
    start_tracing(here)
    app = build(here, replace(ACCOUNTS, projections=projections), adapters, wait=lambda seconds: None)
    return Operated(app, adapters, profiles)


def stop_tracing() -> None:
    trace_with(None)


def in_trouble(system: Operated) -> None:
    """Let everything happen that a page of the console shows."""
    system.set_aside(system.account("7", "Ada Lovelace", "analytical engines", "chess"))
    system.give_up(system.account("12", "Grace Hopper", "compilers", "tea"))
    system.account("80", "Mary Somerville", "astronomy")
    for key, error in (("70", ValueError), ("44", KeyError), (LONG_KEY, ValueError)):
        system.account(key, "Emmy Noether", "number theory")
        system.park(key, error)
    ada, club = StreamId("account", "7"), StreamId("club", "engineers")
    system.send("clubs/engineers/found", name="The Engineers", topic="engines", founder="7", because=ada)
    system.send("clubs/engineers/join", account_id="12", because=club)
    system.send("accounts/12/add-interest", interest="engines", because=club)
    operate = system.app.operate
    operate.rebuild.start("clubs", GRACE)
    system.work("clubs", 2)
    operate.verify("clubs", GRACE)
    operate.switch.switch("clubs", GRACE)
    operate.rebuild.start("interests", GRACE)
    operate.rebuild.pause("interests", GRACE)
    operate.reconcile(GRACE)
