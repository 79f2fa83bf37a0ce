"""The shop over one store, with anything that may happen between a command and a view."""

from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias

from onewrite.bootstrap import Adapters, App
from onewrite.domain.commands import Command
from onewrite.domain.streams import StreamId
from onewrite.errors import CommandRejected, EventNotApplied, OperationRefused, StreamNotFound
from tests.support.data.requests import a_request
from tests.support.domains.fragile import ADA
from tests.support.domains.fragile_shop import FragileShop
from tests.support.faults.crashes import Fuse, When, dying
from tests.support.faults.ports import Crash, aborting
from tests.support.waiting.clocks import Clock

#: The names of the views that one function serves.
Views: TypeAlias = tuple[str, ...]


class ShopWorld:
    """Each method is a step. Steps may be taken in any order, and again."""

    def __init__(self, adapters: Adapters, clock: Clock) -> None:
        self.adapters, self.clock, self.shop = adapters, clock, FragileShop()
        self.app, self.other = (self.shop.instance(adapters) for _ in range(2))

    def let_days_pass(self, days: int) -> None:
        self.clock.let_pass(days * 24 * 3600)

    def send(self, stream: StreamId, *commands: Command) -> None:
        """Send commands, of which the rules may reject some."""
        for command in commands:
            with suppress(CommandRejected, StreamNotFound):
                self.app.accept_command(a_request(command, stream))

    def push(self, views: Views, stream: StreamId, version: int) -> None:
        """Push a version to the function of these views, whether or not it was pushed before.

        The bus never knows of what isn't committed.
        """
        head = self.adapters.store.read_head(stream)
        self._follow(self.other, views, stream, min(version, head.version))

    def push_and_die(self, views: Views, stream: StreamId, calls: int, when: When) -> None:
        """Let the process die at one of its calls of the store, before the store has done it or right after."""
        with suppress(Crash):
            self._follow(self.shop.instance(dying(self.adapters, Fuse(calls, when))), views, stream)

    def push_and_abort(self, views: Views, stream: StreamId) -> None:
        """Let the store throw the transaction away twice."""
        adapters = replace(self.adapters, views=aborting(self.adapters.views, times=2))
        self._follow(self.shop.instance(adapters), views, stream)

    def park(self, view: str, stream: StreamId) -> None:
        """Let the next event of the stream fail in a view."""
        self.shop.views[view].cannot_take.add((stream, self.adapters.store.read_head(stream).version + 1))

    def release(self) -> None:
        """Mend all views, and release what is parked."""
        self.shop.mend()
        release = self.app.operate.release
        release.release(list(release.parked()), ADA)

    def reconcile(self) -> None:
        self.app.operate.reconcile()

    def start_rebuild(self, view: str) -> None:
        with suppress(OperationRefused):
            self.app.operate.rebuild.start(view, ADA)

    def work_on_rebuild(self, view: str, calls: int, when: When) -> None:
        """Let a worker die at one of its calls of the store; nobody waits for its lease to expire."""
        known = self.adapters.generations.read(view)
        worker = self.shop.instance(dying(self.adapters, Fuse(calls, when)), walk_lease_seconds=1e-6)
        with suppress(Crash):
            worker.operate.rebuild_worker.work(view, known.building or known.active, seconds=60)

    def rebuild_and_switch(self, view: str) -> None:
        """Let a worker finish what is being built, verify that, and switch to it."""
        self.start_rebuild(view)
        self._finish_rebuild(view)
        self.app.operate.verify(view)
        self.change_generations(view, "switch")

    def change_generations(self, view: str, act: str) -> None:
        """Switch, roll back, cancel, or drop the generation before, if that is possible."""
        known, switch = self.adapters.generations.read(view), self.app.operate.switch
        with suppress(OperationRefused):
            switch.drop(view, known.previous or 0, ADA) if act == "drop" else getattr(switch, act)(view, ADA)

    def finish(self) -> None:
        """Let nothing more go wrong, and lose every message: what is left to be done, the reconciler does."""
        self.release()
        for view in self.shop.views:
            self._finish_rebuild(view)
        assert self.app.operate.reconcile().is_healed

    def _finish_rebuild(self, view: str) -> None:
        if building := self.adapters.generations.read(view).building:
            self.app.operate.rebuild_worker.work(view, building, seconds=60)

    def _follow(self, instance: App, views: Views, stream: StreamId, version: int = 10**6) -> None:
        with suppress(EventNotApplied):
            instance.follow_stream(views, stream, version)
