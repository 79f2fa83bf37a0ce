"""A group that fell behind what its change stream keeps is healed by other means, and goes on from there."""

from dataclasses import replace
from threading import Event

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.event_store import EventStore
from onewrite.bootstrap import App, build
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.data.requests import an_appended_account
from tests.support.faults.forgetful import Forgetful, forgetful
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following

FOLLOWERS = ("tail_changes", "pull_profiles")


class Followed:
    """A system in memory that one group follows, and what has come of each account."""

    def __init__(self, group: str, forgetful: Forgetful) -> None:
        self.group = group
        self.app = build(
            settings(eager_relay=False, relay_grace_seconds=0, walk_lease_seconds=1), ACCOUNTS, forgetful.adapters
        )

    def follow(self, stop: Event) -> object:
        return self.app.tail_changes(stop) if self.group == "tail_changes" else self.app.pulling("profiles")(stop)

    def has_done(self, *accounts: StreamId) -> bool:
        """Whether their only event was published, or is in the view."""
        if self.group == "tail_changes":
            return self.app.adapters.outbox.count() == 0
        views, profiles = self.app.adapters.views, ("profiles", 1)
        return all(views.read_checkpoints([profiles], account)[profiles].version == 1 for account in accounts)

    def errors(self) -> list[str]:
        status = self.app.adapters.changes.look(self.group)
        return [one.error for one in status.partitions if one.error] if status else []


@pytest.mark.parametrize("group", FOLLOWERS)
def test_what_the_change_stream_has_forgotten_is_healed_and_the_group_goes_on(group: str) -> None:
    stream = forgetful()
    one = Followed(group, stream)
    with following(one.follow):
        first = an_appended_account(one.app)
        eventually(lambda: one.has_done(first))
    forgotten = an_appended_account(one.app)
    stream.forget()
    assert not one.has_done(forgotten)
    with following(one.follow):
        eventually(lambda: one.has_done(forgotten))
        later = an_appended_account(one.app)
        eventually(lambda: one.has_done(later))
        assert one.errors() == []


@pytest.mark.parametrize("group", FOLLOWERS)
def test_nothing_is_passed_as_long_as_it_cannot_be_healed_and_the_group_says_so(group: str) -> None:
    stream = forgetful()
    one = Followed(group, stream)
    with following(one.follow):
        eventually(lambda: one.app.adapters.changes.look(group))
    forgotten = an_appended_account(one.app)
    stream.forget()
    broken = replace(one.app.adapters, store=broken_store(one.app))
    with following(Followed(group, replace(stream, adapters=broken)).follow):
        [error] = eventually(one.errors)
        assert "no longer keeps what came after" in error
        assert "that failed: " in error
    assert not one.has_done(forgotten)
    with following(one.follow):
        eventually(lambda: one.has_done(forgotten))
        eventually(lambda: one.errors() == [])


def broken_store(app: App) -> EventStore:
    """Neither a sweep nor a reconciliation gets far with it."""

    def fail(*_: object, **__: object) -> None:
        raise Unavailable("not now")

    return on_top_of(app.adapters.store, read_heads=fail, read_events=fail, read_commit_times=fail)
