"""What a commit whose confirmation was lost has appended is published as well: at once, or by the sweep."""

from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.event_store import CommitClash, EventStore
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.errors import Unavailable
from tests.support.data.requests import a_request
from tests.support.faults.ports import losing_the_answer, overtaken
from tests.support.systems.adapters import settings


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


def eager(adapters: Adapters, store: EventStore) -> App:
    return build(settings(eager_relay=True, relay_grace_seconds=0), ACCOUNTS, replace(adapters, store=store))


def published(adapters: Adapters) -> list[RecordedEvent]:
    return adapters.topic.published  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("key", [None, "key"])
def test_a_commit_that_clashed_with_itself_is_published_at_once(adapters: Adapters, key: str | None) -> None:
    app = eager(adapters, losing_the_answer(adapters.store, CommitClash()))
    accepted = app.accept_command(a_request(key=key))
    assert published(adapters) == list(accepted.events) != []
    assert adapters.outbox.count() == 0


def test_what_another_attempt_with_the_same_key_has_appended_is_not_published_again(adapters: Adapters) -> None:
    request = a_request(key="key")
    first = eager(adapters, adapters.store)
    late = eager(adapters, overtaken(adapters.store, lambda: first.accept_command(request)))
    assert late.accept_command(request).events == tuple(published(adapters))
    assert len(published(adapters)) == 1


def test_a_commit_that_nobody_knows_of_is_published_by_the_sweep(adapters: Adapters) -> None:
    app = eager(adapters, losing_the_answer(adapters.store, Unavailable("no answer")))
    with pytest.raises(Unavailable):
        app.accept_command(a_request())
    assert published(adapters) == []
    assert app.sweep_outbox().published == 1
