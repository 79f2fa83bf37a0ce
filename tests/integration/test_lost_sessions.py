"""Sessions that Spanner has forgotten: told as Unavailable, and replaced before the next call."""

from collections.abc import Callable

import pytest
from google.cloud.spanner_v1.database import Database

from accounts import ACCOUNTS
from accounts.account.commands import Rename
from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import App, build
from onewrite.errors import Unavailable
from onewrite.local.system import SpannerPlace
from tests.support.data.builders import a_stream
from tests.support.data.requests import a_request, accept
from tests.support.systems.adapters import on_spanner, settings

STREAM = a_stream("7")
#: A read, a single-use commit, a snapshot of many reads, a transaction.
USES: dict[str, Callable[[App], object]] = {
    "read": lambda app: app.adapters.store.read_head(STREAM),
    "query": lambda app: app.adapters.store.now(),
    "commit": lambda app: app.adapters.audit_log.newest(limit=1),
    "snapshot": lambda app: app.operate.status.full(),
    "command": lambda app: accept(app, STREAM, Rename(name="Countess")),
    "transaction": lambda app: app.advance(ACCOUNTS.projection("profiles"), 1, [STREAM]),
}


@pytest.fixture
def database(spanner_place: SpannerPlace) -> Database:
    """One of its own: nobody else may lose a session."""
    provision_spanner(spanner_place)
    return connect(spanner_place)


@pytest.fixture(params=["multiplexed sessions", "pooled sessions"])
def app(
    spanner_place: SpannerPlace, database: Database, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> App:
    for suffix in ("", "_PARTITIONED_OPS", "_FOR_RW"):
        switch = f"GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS{suffix}"
        monkeypatch.setenv(switch, str(request.param == "multiplexed sessions").lower())
    app = build(settings(eager_relay=False), ACCOUNTS, on_spanner(spanner_place))
    app.accept_command(a_request(stream=STREAM))
    for use in USES.values():
        use(app)
    return app


def forget_all_sessions(database: Database) -> int:
    api = database.spanner_api
    sessions = list(api.list_sessions(database=database.name))
    for session in sessions:
        api.delete_session(name=session.name)
    return len(sessions)


@pytest.mark.parametrize("name", USES)
def test_a_lost_session_costs_one_call_at_the_most(app: App, database: Database, name: str) -> None:
    assert forget_all_sessions(database) > 0
    with pytest.raises(Unavailable, match="has lost a session"):
        USES[name](app)
    for use in (USES[name], *USES.values()):
        use(app)
