"""eventsourcing (PyPI `eventsourcing`) over its POPO recorder, the store in memory that it uses by default.

The fastest way that its documentation shows is used: immutable structs of msgspec, with a mapper of their own, which it
says is four times as fast as its default JSON (Aggregate 9 of its examples). Its cache of aggregates is left off, as it
has to be where another process may write, and no snapshots are taken.

Equal to the others: the account, its events with their fields, and the view, in a projection that records how far it
has come with each event. Beyond them: events are bytes, as in any other of its stores, and one order of all events is
kept. Without: validation of what a command is given; there are no command objects, the application has a method.
"""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from eventsourcing.projection import ApplicationSubscription

from tests.bench.peers.accounts_in_eventsourcing import Accounts
from tests.bench.peers.profiles_in_eventsourcing import Profiles, ProfilesProjection
from tests.bench.peers.rounds_on_request import Work, serve
from tests.bench.peers.story import ADDRESS, NAME, Outcome, Sizes, account, changes, new_names


class Eventsourcing:
    sizes = Sizes()

    def __init__(self, accounts: type[Any], projection: type[Any]) -> None:
        self._accounts, self._projection = accounts, projection
        self._one, self._many = accounts(), accounts()
        self._one.create(account(0), NAME, ADDRESS)
        self._one.change(account(0), self.sizes.history_to_fold())
        for account_id in self.sizes.accounts_to_project():
            self._many.create(account_id, NAME, ADDRESS)
            self._many.change(account_id, new_names())

    def handle(self) -> Work:
        app = self._accounts()

        def work() -> Callable[[], Outcome]:
            for account_id in self.sizes.accounts_to_handle():
                app.create(account_id, NAME, ADDRESS)
                for what, text in changes():
                    getattr(app, what)(account_id, text)
            return told

        def told() -> Outcome:
            last = app.account([*self.sizes.accounts_to_handle()][-1])
            return [app.recorder.max_notification_id(), last.name, len(last.interests)]

        return work

    def fold(self) -> Work:
        def work() -> Callable[[], Outcome]:
            found = self._one.account(account(0))
            return lambda: [found.version, found.name, len(found.interests)]

        return work

    def project(self) -> Work:
        view = Profiles()
        projection = self._projection(view=view)

        def work() -> Callable[[], Outcome]:
            with ApplicationSubscription(self._many, gt=view.max_tracking_id(self._many.name)) as subscription:
                for event, tracking in subscription:
                    projection.process_event(event, tracking)
                    if tracking.notification_id == self.sizes.project:
                        subscription.stop()
            return lambda: [view.max_tracking_id(self._many.name), len(view.rows), view.rows[account(0)]["name"]]

        return work


if __name__ == "__main__":
    versions = {"eventsourcing with msgspec": version("eventsourcing"), "msgspec": version("msgspec")}
    serve(Eventsourcing(Accounts, ProfilesProjection), **versions)
