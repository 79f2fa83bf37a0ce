"""A session that was there a moment ago is there still; one that is in doubt is asked for before it is used."""

import pytest
from google.cloud.spanner_v1.session import Session

from onewrite.adapters.spanner.client import sessions
from onewrite.adapters.spanner.client.sessions import TRUSTED_SECONDS, SessionPool, TrustedSession
from tests.support.waiting.clocks import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(sessions, "monotonic", clock.seconds)
    return clock


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What Spanner answers when it is asked whether a session exists; each answer is given once."""
    answers: list[bool] = []
    monkeypatch.setattr(Session, "create", lambda session: None)
    monkeypatch.setattr(Session, "exists", lambda session: answers.pop(0))
    return answers


@pytest.fixture
def pool() -> SessionPool:
    return SessionPool()


@pytest.fixture
def session(pool: SessionPool, clock: Clock, answers: list[bool]) -> TrustedSession:
    session = TrustedSession(pool, database=None)
    session.create()
    return session


def test_a_session_is_asked_for_once_in_a_while(session: TrustedSession, clock: Clock, answers: list[bool]) -> None:
    for _ in range(2):
        assert session.exists(), "without a call"
        clock.let_pass(TRUSTED_SECONDS)
        answers.append(True)
        assert session.exists()
        assert answers == []


def test_a_session_in_doubt_is_asked_for_once(
    session: TrustedSession, pool: SessionPool, clock: Clock, answers: list[bool]
) -> None:
    pool.doubt_all()
    clock.let_pass(1)
    answers.append(True)
    assert session.exists()
    assert answers == []
    assert session.exists(), "without a call"


def test_a_session_of_the_pool_has_the_role_of_the_database() -> None:
    pool = SessionPool(labels={"team": "views"}, database_role="reader")
    session = pool._new_session()
    assert (session.database_role, session.labels) == ("reader", {"team": "views"})


def test_a_session_that_spanner_has_lost_does_not_exist(
    session: TrustedSession, pool: SessionPool, answers: list[bool]
) -> None:
    pool.doubt_all()
    answers.append(False)
    assert not session.exists()
