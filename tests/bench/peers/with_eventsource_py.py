"""eventsource-py (PyPI `eventsource-py`, imported as `eventsource`) over its InMemoryEventStore.

An AggregateRoot that applies events by hand is the faster of the styles whose costs its documentation compares (half
as much again for its deciders); tracing, which costs it some more, is off. A subscription of its manager keeps how far
the view has come, once for each batch of a thousand, as its configuration for catching up does. No snapshots.

Equal to the others: the account, its events with their fields, and the view. Beyond them: ids of correlation, and one
order of all events. Without: events are kept as objects, so that nothing is encoded, and nothing is decoded or checked
when they are read; there are no command objects.

Releases from 0.9 on need Python 3.13. What is pinned is the newest release for the Python that measures.
"""

from asyncio import Runner
from collections.abc import Callable
from importlib.metadata import version
from uuid import UUID

from eventsource import (
    AggregateRepository,
    InMemoryCheckpointRepository,
    InMemoryEventBus,
    InMemoryEventStore,
)
from eventsource.application.subscriptions import SubscriptionManager
from eventsource.application.subscriptions.config import create_catch_up_config

from tests.bench.peers.accounts_in_eventsource_py import Account, Profiles
from tests.bench.peers.rounds_on_request import Work, serve
from tests.bench.peers.story import ADDRESS, NAME, Outcome, Sizes, account, changes, new_names


class EventsourcePy:
    sizes = Sizes()

    def __init__(self) -> None:
        self._run = Runner().run
        self._one, self._many = accounts(), accounts()
        self._run(self._seed())

    async def _seed(self) -> None:
        await create(self._one, account(0))
        for what, text in self.sizes.history_to_fold():
            await change(self._one, account(0), what, text)
        for account_id in self.sizes.accounts_to_project():
            await create(self._many, account_id)
            for what, text in new_names():
                await change(self._many, account_id, what, text)

    def handle(self) -> Work:
        repository = accounts()

        async def send() -> None:
            for account_id in self.sizes.accounts_to_handle():
                await create(repository, account_id)
                for what, text in changes():
                    await change(repository, account_id, what, text)

        async def look() -> Outcome:
            accounts = [await repository.load(account_id) for account_id in self.sizes.accounts_to_handle()]
            last = accounts[-1].state
            return [sum(found.version for found in accounts), last.name, len(last.interests)]

        def work() -> Callable[[], Outcome]:
            self._run(send())
            return lambda: self._run(look())

        return work

    def fold(self) -> Work:
        def work() -> Callable[[], Outcome]:
            found = self._run(self._one.load(account(0)))
            return lambda: [found.version, found.state.name, len(found.state.interests)]

        return work

    def project(self) -> Work:
        bus, positions = InMemoryEventBus(enable_tracing=False), InMemoryCheckpointRepository(enable_tracing=False)
        manager = SubscriptionManager(self._many.event_store, bus, positions, enable_tracing=False)
        view = Profiles()
        self._run(manager.subscribe(view, config=create_catch_up_config(), name="profiles"))

        def told() -> Outcome:
            self._run(manager.stop())
            return [view.applied, len(view.rows), view.rows[account(0)]["name"]]

        def work() -> Callable[[], Outcome]:
            self._run(manager.start())
            return told

        return work


def accounts() -> AggregateRepository[Account]:
    return AggregateRepository(
        event_store=InMemoryEventStore(),
        aggregate_factory=Account,
        enable_tracing=False,
    )


async def create(repository: AggregateRepository[Account], account_id: UUID) -> None:
    new = repository.create_new(account_id)
    new.create(NAME, ADDRESS)
    await repository.save(new)


async def change(repository: AggregateRepository[Account], account_id: UUID, what: str, text: str) -> None:
    found = await repository.load(account_id)
    getattr(found, what)(text)
    await repository.save(found)


if __name__ == "__main__":
    serve(EventsourcePy(), **{"eventsource-py": version("eventsource-py")})
