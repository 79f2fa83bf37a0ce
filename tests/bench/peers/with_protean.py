"""Protean (PyPI `protean`) over its event store and its repositories in memory, which are its defaults.

As in its tutorial of event sourcing, commands are taken in the same process, the account is an event-sourced
aggregate, and the view is a projection. `rebuild_projection` fills it, which is its way to project what is in the store
already. No snapshots are taken, and logs are off.

Equal to the others: the account, its events with their fields, and the view. Beyond them: each command, and each
event of a view, has a unit of work, and rows of views are validated as they are written.

Its store in memory copies all that it holds for each unit of work. So it does a hundredth of the others' work or less:
what it costs for one command, or event, grows with what is in the store, and would be much more.
"""

import logging
from collections.abc import Callable, Iterable
from importlib.metadata import version
from uuid import UUID

from tests.bench.peers.accounts_in_protean import Account, AddInterest, CreateAccount, Profile, Rename, domain
from tests.bench.peers.rounds_on_request import Work, serve
from tests.bench.peers.story import ADDRESS, EACH, NAME, Change, Outcome, Sizes, account, changes, new_names


class Protean:
    sizes = Sizes(handle=EACH, fold=2 * EACH, project=2 * EACH)

    def handle(self) -> Work:
        empty()

        def work() -> Callable[[], Outcome]:
            for account_id in self.sizes.accounts_to_handle():
                send(account_id, changes())
            return told

        def told() -> Outcome:
            found = [load(account_id) for account_id in self.sizes.accounts_to_handle()]
            return [sum(map(events_of, found)), found[-1].name, len(found[-1].interests)]

        return work

    def fold(self) -> Work:
        empty()
        send(account(0), self.sizes.history_to_fold())

        def work() -> Callable[[], Outcome]:
            found = load(account(0))
            return lambda: [events_of(found), found.name, len(found.interests)]

        return work

    def project(self) -> Work:
        empty()
        for account_id in self.sizes.accounts_to_project():
            send(account_id, new_names())

        def work() -> Callable[[], Outcome]:
            result = domain.rebuild_projection(Profile)
            return lambda: told(result.events_dispatched)

        def told(applied: int) -> Outcome:
            rows = domain.view_for(Profile)
            return [applied, rows.query.all().total, rows.get(str(account(0))).name]

        return work


def empty() -> None:
    domain.event_store.store._data_reset()
    for provider in domain.providers.values():
        provider._data_reset()


def send(account_id: UUID, what_happens: Iterable[Change]) -> None:
    domain.process(CreateAccount(account_id=str(account_id), name=NAME, address=ADDRESS))
    for what, text in what_happens:
        if what == "rename":
            domain.process(Rename(account_id=str(account_id), name=text))
        else:
            domain.process(AddInterest(account_id=str(account_id), interest=text))


def load(account_id: UUID) -> Account:
    found: Account = domain.repository_for(Account).get(str(account_id))
    return found


def events_of(found: Account) -> int:
    """Return how many events there are; versions begin with 0."""
    return int(found._version) + 1


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    domain.init(traverse=False)
    with domain.domain_context():
        serve(Protean(), protean=version("protean"))
