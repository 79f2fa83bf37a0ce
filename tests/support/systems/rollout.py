"""Releases of a domain over one database, one after the other: each is rolled out while the one before still runs."""

from itertools import count

from accounts.account.commands import Rename
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.model import Domain
from tests.support.data.requests import accept, an_account
from tests.support.http.call import call
from tests.support.systems.adapters import settings


class Rollout:
    """Commands go on all the time; every query names the version of the command before it, and must get it."""

    def __init__(self, adapters: Adapters, first: Domain) -> None:
        self.adapters = adapters
        self.now = self.before = self._app(first)
        self.stream = an_account(self.now, key="ada")
        self._numbers = count(1)

    def deploy(self, release: Domain) -> None:
        """Roll the release out, while all goes on."""
        self.before, self.now = self.now, self._app(release)
        self.go_on()

    def go_on(self) -> None:
        """Commands, pushes and queries meet instances of both releases."""
        for app in (self.now, self.before, self.now):
            version = self._command(app)
            for name in self._subscribed():
                for other in (self.before, self.now):
                    if name in names_of(other.domain):
                        other.follow_stream((name,), self.stream, version)
            for reader in (self.before, self.now):
                self._ask(reader.queries, version)

    def _command(self, app: App) -> int:
        self.name = f"Ada {next(self._numbers)}"
        an_account(app)
        return accept(app, self.stream, Rename(name=self.name)).version

    def _ask(self, queries: Api, version: int) -> None:
        found = call(queries, "GET", f"/names/{self.stream.key}?min_version={version}")
        assert (found.status_code, found.get_json()["name"]) == (200, self.name), found.get_data(as_text=True)

    def _subscribed(self) -> set[str]:
        """Return the projections that have a function and a subscription: those that the new release declares."""
        return names_of(self.now.domain)

    def _app(self, release: Domain) -> App:
        here = settings(generation_cache_seconds=0, park_after_attempts=1, eager_relay=False)
        return build(here, release, self.adapters, wait=lambda seconds: None)


def names_of(release: Domain) -> set[str]:
    return {projection.name for projection in release.projections}
