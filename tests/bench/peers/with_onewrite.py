"""Onewrite over its stores in memory, by the use cases that functions have, wired by the composition root.

Equal to the others: the account, its events with their fields, and the view.

Beyond them: texts of commands are normalised; events are written in one form and checked against their type when they
are read; an outbox row, the head with its snapshot and the events are one commit; a view has a checkpoint for each
stream, its rows are checked against its columns, and an event that failed would park its own stream alone. Not asked
for, as the others have no such thing: a key for repeats, and publishing.

`fold` is what `GET /accounts/…/history?at_version=1000` does: it reads no snapshot. A command does.
"""

import platform
from collections.abc import Callable
from importlib.metadata import version
from itertools import count
from uuid import UUID

from accounts import ACCOUNTS
from accounts.account import ACCOUNT
from accounts.account.commands import AddInterest, CreateAccount, Rename
from accounts.views.profiles import PROFILES
from onewrite.application.commands.accept_command import CommandRequest
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.events import Metadata
from onewrite.domain.streams import StreamId
from onewrite.settings import Settings
from tests.bench.peers.rounds_on_request import Work, serve
from tests.bench.peers.story import ADDRESS, EACH, NAME, Outcome, Sizes, account, changes, new_names

METADATA = Metadata(correlation_id="bench", causation_id="bench")


class Onewrite:
    sizes = Sizes()

    def __init__(self) -> None:
        self._one, self._many = embedded(), embedded()
        self._generations = count(1)
        send(self._one, stream_of(account(0)), CreateAccount(name=NAME, address=ADDRESS))
        for what in self.sizes.history_to_fold():
            send(self._one, stream_of(account(0)), change(*what))
        for stream in map(stream_of, self.sizes.accounts_to_project()):
            send(self._many, stream, CreateAccount(name=NAME, address=ADDRESS))
            for what in new_names():
                send(self._many, stream, change(*what))

    def handle(self) -> Work:
        app = embedded()

        def work() -> Callable[[], Outcome]:
            for stream in map(stream_of, self.sizes.accounts_to_handle()):
                send(app, stream, CreateAccount(name=NAME, address=ADDRESS))
                for what, text in changes():
                    send(app, stream, change(what, text))
            return lambda: self._outcome_of_commands(app)

        return work

    def fold(self) -> Work:
        def work() -> Callable[[], Outcome]:
            found = self._one.read_history.at_version(stream_of(account(0)), self.sizes.fold)
            return lambda: [found.version, found.state.name, len(found.state.interests)]

        return work

    def project(self) -> Work:
        profiles, generation = self._many.domain.projection("profiles"), next(self._generations)
        streams = [*map(stream_of, self.sizes.accounts_to_project())]

        def work() -> Callable[[], Outcome]:
            advanced = self._many.advance(profiles, generation, streams)
            return lambda: self._outcome_of_view(advanced.applied, generation)

        return work

    def _outcome_of_commands(self, app: App) -> Outcome:
        history, streams = app.read_history, [*map(stream_of, self.sizes.accounts_to_handle())]
        last = history.at_version(streams[-1], EACH)
        events = sum(history.events(stream, after=0, limit=1)[0] for stream in streams)
        return [events, last.state.name, len(last.state.interests)]

    def _outcome_of_view(self, applied: int, generation: int) -> Outcome:
        views = self._many.adapters.views
        rows = views.scan(generation, lambda scan: list(scan.rows(PROFILES)))
        views.drop("profiles", generation, [PROFILES])
        return [applied, len(rows), rows[0]["name"]]


def embedded() -> App:
    settings = Settings(domain="accounts:ACCOUNTS", store="memory", eager_relay=False)
    return build(settings, ACCOUNTS, memory_adapters())


def stream_of(account_id: UUID) -> StreamId:
    return ACCOUNT.stream(str(account_id))


def send(app: App, stream: StreamId, command: Command) -> None:
    app.accept_command(CommandRequest(stream, command, METADATA))


def change(what: str, text: str) -> Command:
    return Rename(name=text) if what == "rename" else AddInterest(interest=text)


if __name__ == "__main__":
    serve(Onewrite(), onewrite=version("onewrite"), python=platform.python_version())
