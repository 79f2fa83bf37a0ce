"""The application: the API that each function serves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from onewrite.bootstrap import purposes
from onewrite.bootstrap.once import once
from onewrite.bootstrap.use_cases import UseCases
from onewrite.domain.projection import Projection
from onewrite.domain.queries import sources_of
from onewrite.domain.streams import StreamId
from onewrite.errors import NotInDomain, UnknownProjection

if TYPE_CHECKING:
    from flask import Request

    from onewrite.adapters.http.api import Api
    from onewrite.application.projections.pull_streams import Pulled


@dataclass(frozen=True)
class App(UseCases):
    """Every use case, and the APIs, each of which is loaded and built when it is first used as well."""

    #: Returns the text of `/metrics`, for whoever may call; without it there is no such page.
    metrics: Callable[[], bytes] | None = None
    _projections: dict[tuple[str, ...], "Api"] = field(default_factory=dict, init=False)
    _pulls: dict[tuple[str, ...], "Api"] = field(default_factory=dict, init=False)

    @once
    def commands(self) -> "Api":
        from onewrite.adapters.http.routes.commands import commands_api

        return self._outer(commands_api(self.domain, self.accept_command, self.check_ready))

    @once
    def queries(self) -> "Api":
        """The API of `answer_queries`; it is not ready while a query asks a view that isn't served, or isn't there."""
        from onewrite.adapters.http.routes.queries import queries_api
        from onewrite.application.queries.try_queries import try_queries

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
            try_queries(self.adapters.used_for(purposes.READY).readers, self.domain.queries)

        return self._outer(queries_api(self.domain, self.read_view, self.read_history, check_ready))

    @once
    def relay(self) -> "Api":
        from onewrite.adapters.http.routes.relay import relay_api

        return self._inner(relay_api(self.sweep_outbox, self.check_ready))

    @once
    def tail(self) -> "Api":
        from onewrite.adapters.http.routes.changes import tail_api

        return self._inner(tail_api(self.tail_changes, self.check_ready, seconds=self.settings.follow_seconds))

    def pull(self, *names: str) -> "Api":
        """Return the API of a function that drives these projections as a consumer group; ready as `projection` is."""
        from onewrite.adapters.http.routes.changes import pull_api

        if names not in self._pulls:
            seconds = self.settings.follow_seconds
            api = pull_api(", ".join(names), self.pulling(*names), self._ready_for(names), seconds=seconds)
            self._pulls[names] = self._inner(api)
        return self._pulls[names]

    def pulling(self, *names: str) -> "Callable[[Event], Pulled]":
        """Return what is one instance of these projections' group until its event is set. It may raise NotInDomain.

        Raises TypeError for more projections than a group can be named by.
        """
        from onewrite.application.projections.pull_streams import group_of

        group_of(names)
        pull_streams = self.pull_streams

        def follow(stop: Event) -> "Pulled":
            self._require(*names)
            return pull_streams(names, stop)

        return follow

    def projection(self, *names: str) -> "Api":
        """Return the API of a function that serves these projections, each message in one transaction for all of them.

        It is not ready while one of the views isn't served, or isn't there. A message that concerns a projection which
        the domain doesn't have is applied to the others, and then it says NotInDomain.
        """
        from onewrite.adapters.http.routes.pushes import projection_api

        if names not in self._projections:
            api = projection_api("+".join(names), self._following(names), self._ready_for(names))
            self._projections[names] = self._inner(api)
        return self._projections[names]

    def _following(self, names: tuple[str, ...]) -> Callable[[StreamId, int], None]:
        known = tuple(projection.name for projection in self.domain.projections if projection.name in names)
        follow_stream = self.follow_stream

        def follow(stream: StreamId, version: int) -> None:
            follow_stream(known, stream, version)
            self._require(*names)

        return follow

    @once
    def rebuilds(self) -> "Api":
        from onewrite.adapters.http.routes.rebuilds import rebuilds_api

        return self._inner(rebuilds_api(self.work_on_rebuild, self.check_ready))

    @once
    def reconcile(self) -> "Api":
        from onewrite.adapters.http.routes.reconcile import reconcile_api

        return self._inner(reconcile_api(self.reconcile_views, self.check_ready))

    @once
    def operations(self) -> "Api":
        from onewrite.adapters.http.routes.operations import operations_api
        from onewrite.adapters.metrics.tell_views import TellSeldom

        look = TellSeldom(self.operate.status.full, monotonic)
        return self._inner(operations_api(self.operate, self.check_ready), look)

    @once
    def check_caller(self) -> "Callable[[Request], None]":
        """What guards the inner functions, which the bus, a scheduler or an operator calls."""
        if not self.settings.check_identity:
            from onewrite.adapters.http.callers import anyone

            return anyone
        from onewrite.bootstrap.wiring.callers import wire_check

        return wire_check(self.settings)

    @property
    def projections_served(self) -> frozenset[str]:
        """The projections that functions in this process have asked for."""
        return frozenset[str]().union(*self._projections, *self._pulls)

    def check_ready(self, *views: str) -> None:
        """Read from the store, and see that this code serves these views. Raises Unavailable and ViewNotServed."""
        self.adapters.used_for(purposes.READY).outbox.read_marks()
        for view in views:
            self.generations.read(view)

    def _ready_for(self, names: Sequence[str]) -> Callable[[], None]:
        from onewrite.application.queries.try_queries import try_tables

        def check_ready() -> None:
            projections = self._require(*names)
            self.check_ready(*names)
            for projection in projections:
                try_tables(self.adapters.used_for(purposes.READY).readers, projection.all_tables)

        return check_ready

    def _require(self, *names: str) -> Sequence[Projection]:
        """Return the projections that the code of a function names. Raises NotInDomain."""
        return [self._required(name) for name in names]

    def _required(self, name: str) -> Projection:
        try:
            return self.domain.projection(name)
        except UnknownProjection:
            raise NotInDomain(name, ", ".join(known.name for known in self.domain.projections)) from None

    def _inner(self, api: "Api", look: Callable[[], None] = lambda: None) -> "Api":
        return replace(self._outer(api, look), check_caller=self.check_caller)

    def _outer(self, api: "Api", look: Callable[[], None] = lambda: None) -> "Api":
        api = replace(api, show_faults=self.settings.show_faults)
        if not self.metrics:
            return api
        from onewrite.adapters.http.routes.metrics import metrics_route

        return replace(api, more=[metrics_route(self.metrics, look)])
