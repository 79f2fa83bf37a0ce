"""The application: every use case, and the API that each function serves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Event
from time import monotonic

from flask import Request

from onewrite.adapters.http.api import Api
from onewrite.adapters.http.routes.changes import pull_api, tail_api
from onewrite.adapters.http.routes.commands import commands_api
from onewrite.adapters.http.routes.metrics import metrics_route
from onewrite.adapters.http.routes.operations import operations_api
from onewrite.adapters.http.routes.pushes import projection_api, rebuilds_api
from onewrite.adapters.http.routes.queries import queries_api
from onewrite.adapters.http.routes.reconcile import reconcile_api
from onewrite.adapters.http.routes.relay import relay_api
from onewrite.adapters.metrics.tell_views import TellSeldom
from onewrite.application.commands.accept_command import AcceptCommand
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.pull_streams import Pulled, PullStreams, group_of
from onewrite.application.projections.pushes.follow_stream import FollowStream
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView
from onewrite.application.queries.try_queries import try_queries, try_tables
from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.application.relay.tail_changes import TailChanges
from onewrite.bootstrap.adapters import Adapters
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.queries import sources_of
from onewrite.domain.streams import StreamId
from onewrite.errors import NotInDomain, UnknownProjection


@dataclass(frozen=True)
class App:
    """Every use case. An API is built when it is first used, so each process builds only what it serves.

    `check_caller` guards the inner functions, which the bus, a scheduler or an operator calls. `show_faults` lets
    problems show what foreign errors say.
    """

    domain: Domain
    adapters: Adapters
    accept_command: AcceptCommand
    sweep_outbox: SweepOutbox
    tail_changes: TailChanges
    generations: CheckedGenerations
    advance: Advance
    follow_stream: FollowStream
    pull_streams: PullStreams
    read_view: ReadView
    read_history: ReadHistory
    work_on_rebuild: WorkOnRebuild
    operate: Operate
    check_caller: Callable[[Request], None]
    show_faults: bool
    follow_seconds: float
    #: Returns the text of `/metrics`, for whoever may call; without it there is no such page.
    metrics: Callable[[], bytes] | None = None
    _projections: dict[tuple[str, ...], Api] = field(default_factory=dict)
    _pulls: dict[tuple[str, ...], Api] = field(default_factory=dict)

    @cached_property
    def commands(self) -> Api:
        return self._outer(commands_api(self.domain, self.accept_command, self.check_ready))

    @cached_property
    def queries(self) -> Api:
        """The API of `answer_queries`; it is not ready while a query asks a view that isn't served, or isn't there."""

        def check_ready() -> None:
            self.check_ready(
                *sorted(
                    {
                        self.domain.projection_of(source).name
                        for query in self.domain.queries
                        for source in sources_of(query)
                    }
                )
            )
            try_queries(self.adapters.readers, self.domain.queries)

        return self._outer(queries_api(self.domain, self.read_view, self.read_history, check_ready))

    @cached_property
    def relay(self) -> Api:
        return self._inner(relay_api(self.sweep_outbox, self.check_ready))

    @cached_property
    def tail(self) -> Api:
        return self._inner(tail_api(self.tail_changes, self.check_ready, seconds=self.follow_seconds))

    def pull(self, *names: str) -> Api:
        """Return the API of a function that drives these projections as a consumer group; ready as `projection` is."""
        if names not in self._pulls:
            api = pull_api(", ".join(names), self.pulling(*names), self._ready_for(names), seconds=self.follow_seconds)
            self._pulls[names] = self._inner(api)
        return self._pulls[names]

    def pulling(self, *names: str) -> Callable[[Event], Pulled]:
        """Return what is one instance of these projections' group until its event is set. It may raise NotInDomain.

        Raises TypeError for more projections than a group can be named by.
        """
        group_of(names)

        def follow(stop: Event) -> Pulled:
            self._require(*names)
            return self.pull_streams(names, stop)

        return follow

    def projection(self, *names: str) -> Api:
        """Return the API of a function that serves these projections, each message in one transaction for all of them.

        It is not ready while one of the views isn't served, or isn't there. A message that concerns a projection which
        the domain doesn't have is applied to the others, and then it says NotInDomain.
        """
        if names not in self._projections:
            api = projection_api("+".join(names), self._following(names), self._ready_for(names))
            self._projections[names] = self._inner(api)
        return self._projections[names]

    def _following(self, names: tuple[str, ...]) -> Callable[[StreamId, int], None]:
        known = tuple(projection.name for projection in self.domain.projections if projection.name in names)

        def follow(stream: StreamId, version: int) -> None:
            self.follow_stream(known, stream, version)
            self._require(*names)

        return follow

    @cached_property
    def rebuilds(self) -> Api:
        return self._inner(rebuilds_api(self.work_on_rebuild, self.check_ready))

    @cached_property
    def reconcile(self) -> Api:
        return self._inner(reconcile_api(self.operate.reconcile, self.check_ready))

    @cached_property
    def operations(self) -> Api:
        look = TellSeldom(self.operate.status.full, monotonic)
        return self._inner(operations_api(self.operate, self.check_ready), look)

    @property
    def projections_served(self) -> frozenset[str]:
        """The projections that functions in this process have asked for."""
        return frozenset[str]().union(*self._projections, *self._pulls)

    def check_ready(self, *views: str) -> None:
        """Read from the store, and see that this code serves these views. Raises Unavailable and ViewNotServed."""
        self.adapters.outbox.read_marks()
        for view in views:
            self.generations.read(view)

    def _ready_for(self, names: Sequence[str]) -> Callable[[], None]:
        def check_ready() -> None:
            projections = self._require(*names)
            self.check_ready(*names)
            for projection in projections:
                try_tables(self.adapters.readers, projection.all_tables)

        return check_ready

    def _require(self, *names: str) -> Sequence[Projection]:
        """Return the projections that the code of a function names. Raises NotInDomain."""
        return [self._required(name) for name in names]

    def _required(self, name: str) -> Projection:
        try:
            return self.domain.projection(name)
        except UnknownProjection:
            raise NotInDomain(name, ", ".join(known.name for known in self.domain.projections)) from None

    def _inner(self, api: Api, look: Callable[[], None] = lambda: None) -> Api:
        return replace(self._outer(api, look), check_caller=self.check_caller)

    def _outer(self, api: Api, look: Callable[[], None] = lambda: None) -> Api:
        more = [metrics_route(self.metrics, look)] if self.metrics else []
        return replace(api, show_faults=self.show_faults, more=more)
