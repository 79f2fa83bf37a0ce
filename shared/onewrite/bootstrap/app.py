"""The application: every use case, and the API that each function serves."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from flask import Request

from onewrite.adapters.http.api import Api
from onewrite.adapters.http.routes.commands import commands_api
from onewrite.adapters.http.routes.operations import operations_api
from onewrite.adapters.http.routes.pushes import projection_api, rebuilds_api
from onewrite.adapters.http.routes.queries import queries_api
from onewrite.adapters.http.routes.reconcile import reconcile_api
from onewrite.adapters.http.routes.relay import relay_api
from onewrite.application.commands.accept_command import AcceptCommand
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.follow_stream import FollowStream
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView
from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.bootstrap.adapters import Adapters
from onewrite.domain.model import Domain


@dataclass(frozen=True)
class App:
    """Every use case. An API is built when it is first used, so each process builds only what it serves.

    `check_caller` guards the inner functions, which the bus, a scheduler or an operator calls.
    """

    domain: Domain
    adapters: Adapters
    accept_command: AcceptCommand
    sweep_outbox: SweepOutbox
    generations: CheckedGenerations
    advance: Advance
    follow_stream: FollowStream
    read_view: ReadView
    read_history: ReadHistory
    work_on_rebuild: WorkOnRebuild
    operate: Operate
    check_caller: Callable[[Request], None]
    _projections: dict[str, Api] = field(default_factory=dict)

    @cached_property
    def commands(self) -> Api:
        return commands_api(self.domain, self.accept_command, self.check_ready)

    @cached_property
    def queries(self) -> Api:
        """The API of `answer_queries`; it is not ready while a query asks a view that this code doesn't serve."""
        views = sorted({query.projection for query in self.domain.queries})
        return queries_api(self.domain, self.read_view, self.read_history, partial(self.check_ready, *views))

    @cached_property
    def relay(self) -> Api:
        return self._inner(relay_api(self.sweep_outbox, self.check_ready))

    def projection(self, projection: str) -> Api:
        """Return the API of a projection's function; it is never ready if this code doesn't serve the view."""
        if projection not in self._projections:
            check_ready = partial(self.check_ready, projection)
            self._projections[projection] = self._inner(projection_api(projection, self.follow_stream, check_ready))
        return self._projections[projection]

    @cached_property
    def rebuilds(self) -> Api:
        return self._inner(rebuilds_api(self.work_on_rebuild, self.check_ready))

    @cached_property
    def reconcile(self) -> Api:
        return self._inner(reconcile_api(self.operate.reconcile, self.check_ready))

    @cached_property
    def operations(self) -> Api:
        return self._inner(operations_api(self.operate, self.check_ready))

    def check_ready(self, *views: str) -> None:
        """Read from the store, and see that this code serves these views. Raises Unavailable and ViewNotServed."""
        self.adapters.outbox.read_marks()
        for view in views:
            self.generations.read(view)

    def _inner(self, api: Api) -> Api:
        return replace(api, check_caller=self.check_caller)
