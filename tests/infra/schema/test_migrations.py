"""Code and schema change one after the other, so each has to work with the other's neighbour.

What is new is added first, and the code of before goes on with it: old code, new schema. What is no longer used is
dropped last, and until then it is still there: new code, old schema.
"""

from collections.abc import Iterator, Sequence

import pytest
from google.cloud.spanner_v1.database import Database

from accounts.account.commands import RemoveInterest, Rename
from accounts.domain import ACCOUNTS
from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import App, build
from onewrite.checks.statements import schema, tables
from onewrite.local.system import SpannerPlace
from tests.support.data.requests import accept, an_account
from tests.support.http.call import call
from tests.support.systems.adapters import on_spanner, settings
from tests.support.systems.emulators import drop
from tests.support.waiting.bounds import WAIT_SECONDS

TABLES = sorted(tables(schema()))
ADD = [
    *(f"ALTER TABLE {table} ADD COLUMN other STRING(64)" for table in TABLES),
    "ALTER TABLE profiles ADD COLUMN filled INT64 NOT NULL DEFAULT (0)",
    "CREATE TABLE others (id INT64 NOT NULL) PRIMARY KEY (id)",
    "CREATE INDEX by_status ON profiles(generation, status)",
]
DROP = [
    "DROP INDEX by_status",
    "DROP TABLE others",
    "ALTER TABLE profiles DROP COLUMN filled",
    *(f"ALTER TABLE {table} DROP COLUMN other" for table in TABLES),
]


@pytest.fixture
def database(spanner_place: SpannerPlace) -> Iterator[Database]:
    provision_spanner(spanner_place)
    database = connect(spanner_place)
    yield database
    drop(database)


def test_old_code_goes_on_with_a_new_schema_and_new_code_with_an_old_one(
    spanner_place: SpannerPlace, database: Database
) -> None:
    old = an_app(spanner_place)
    use(old)
    migrate(database, ADD)
    use(old)
    new = an_app(spanner_place)
    use(new)
    migrate(database, DROP)
    use(new)


def test_a_text_can_grow_under_running_code(spanner_place: SpannerPlace, database: Database) -> None:
    app = an_app(spanner_place)
    use(app)
    migrate(database, ["ALTER TABLE profiles ALTER COLUMN name STRING(512) NOT NULL"])
    use(app)


def an_app(place: SpannerPlace) -> App:
    return build(settings(), ACCOUNTS, on_spanner(place))


def migrate(database: Database, statements: Sequence[str]) -> None:
    admin = database._instance._client.database_admin_api
    changed = admin.update_database_ddl(database=database.name, statements=statements, retry=None, timeout=WAIT_SECONDS)
    changed.result(timeout=WAIT_SECONDS)


def use(app: App) -> None:
    """Take all the paths through the tables, and compare what the views say with what was decided."""
    stream = an_account(app, "weaving", "chess")
    version = accept(app, stream, RemoveInterest(interest="chess"), Rename(name="Grace")).version
    profile = call(app.queries, "GET", f"/profiles/{stream.key}?min_version={version}")
    assert (profile.status_code, profile.get_json()["name"]) == (200, "Grace")
    assert call(app.relay, "POST", "/").status_code == 200
    assert call(app.reconcile, "POST", "/").status_code == 200
    for projection in ("profiles", "interests"):
        verdict = app.operate.verify(projection)
        assert (verdict.differences, verdict.streams > 0, verdict.rows > 0) == (0, True, True)
