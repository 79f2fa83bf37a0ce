"""A database that lacks what the code names: told by whatever comes across it, and no stream is parked for it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from emulators.provisioning.spanner import provision_spanner
from onewrite.application.ports.views import Checkpoint, Put
from onewrite.bootstrap import Adapters, App, build
from onewrite.checks.statements import schema
from onewrite.domain.events import RecordedEvent
from onewrite.domain.reading import Found
from onewrite.domain.views import View
from onewrite.errors import NoDatabase, NotInSchema
from onewrite.local.system import SpannerPlace
from tests.support.checks.rows import row_of, rows_of
from tests.support.data.parking import checkpoint
from tests.support.data.requests import an_account
from tests.support.domains.fragile import Fragile, app_of
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import on_spanner, settings

ROW = {"account_id": "7", "name": "Ada"}
#: What comes across a table or an index of a view.
USES: dict[str, Callable[[Adapters], object]] = {
    "row": lambda adapters: row_of(adapters, PROFILES, "7"),
    "page": lambda adapters: rows_of(adapters, PROFILES),
    "put": lambda adapters: adapters.views.transact("profiles", 1, lambda t: t.write([Put(PROFILES, ROW)], [])),
    "get": lambda adapters: adapters.views.transact("profiles", 1, lambda t: t.read_row(PROFILES, ("7",))),
    "drop": lambda adapters: adapters.views.drop("profiles", 1, [PROFILES]),
    "search": lambda adapters: searched(adapters, "tea"),
}


def searched(adapters: Adapters, words: str) -> Sequence[Found]:
    with adapters.readers.open(once=True) as reader:
        return reader.search(1, INTERESTS, words, limit=1)


def without_table(sql: str) -> str:
    return "" if "CREATE TABLE profiles" in sql else sql


def without_column(sql: str) -> str:
    return sql.replace("  name STRING(256),\n", "")


def without_tokens(sql: str) -> str:
    return sql.replace("interest_tokens", "tokens")


def lacking(place: SpannerPlace, change: Callable[[str], str]) -> App:
    """Return a system on a database whose schema was changed."""
    provision_spanner(place, [*filter(None, map(change, schema()))])
    return build(settings(eager_relay=False), ACCOUNTS, on_spanner(place))


@pytest.mark.parametrize(
    ("change", "uses", "told"),
    [
        (without_table, ("row", "page", "put", "get", "drop"), "Table not found: profiles"),
        (without_column, ("row", "page", "put", "get"), "Column not found in table profiles: name"),
        (without_tokens, ("search",), "Unrecognized name: interest_tokens"),
    ],
)
def test_what_is_missing_is_named_by_whatever_comes_across_it(
    spanner_place: SpannerPlace, change: Callable[[str], str], uses: tuple[str, ...], told: str
) -> None:
    app = lacking(spanner_place, change)
    for use in uses:
        with pytest.raises(NotInSchema, match=told):
            USES[use](app.adapters)


class Reading(Fragile):
    """Reads its row first, as a projection may."""

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        view.get(PROFILES, recorded.stream.key)
        super().apply(recorded, view)


@pytest.mark.parametrize("projection", [Fragile(), Reading()], ids=["writes", "reads"])
def test_a_view_without_its_table_parks_no_stream(spanner_place: SpannerPlace, projection: Fragile) -> None:
    provision_spanner(spanner_place, [*filter(None, map(without_table, schema()))])
    app = app_of(on_spanner(spanner_place), projection)
    stream = an_account(app)
    for _ in range(3):
        with pytest.raises(NotInSchema):
            app.follow_stream(("profiles",), stream, 1)
    assert checkpoint(app, stream) == Checkpoint(stream)


@pytest.mark.parametrize("projection", [Fragile(), Reading()], ids=["writes", "reads"])
def test_a_view_without_its_table_holds_back_no_other_of_its_function(
    spanner_place: SpannerPlace, projection: Fragile
) -> None:
    provision_spanner(spanner_place, [*filter(None, map(without_table, schema()))])
    app = app_of(on_spanner(spanner_place), projection)
    stream = an_account(app)
    with pytest.raises(NotInSchema):
        app.follow_stream(("profiles", "interests"), stream, 1)
    assert [checkpoint(app, stream, name).version for name in ("profiles", "interests")] == [0, 1]


def test_a_function_is_not_ready_before_the_schema_has_all_that_it_names(spanner_place: SpannerPlace) -> None:
    app = lacking(spanner_place, without_tokens)
    problem(call(app.queries, "GET", "/health/ready"), 500, "NOT_IN_SCHEMA")
    assert call(app.projection("profiles"), "GET", "/health/ready").status_code == 200


def test_with_the_whole_schema_every_function_is_ready(spanner_place: SpannerPlace) -> None:
    app = lacking(spanner_place, str)
    for api in (app.commands, app.queries, app.projection("profiles"), app.projection("interests")):
        assert call(api, "GET", "/health/ready").status_code == 200
    for use in USES.values():
        use(app.adapters)


def test_a_database_that_is_not_there_is_named_with_the_settings(spanner_place: SpannerPlace) -> None:
    provision_spanner(spanner_place)
    app = build(settings(), ACCOUNTS, on_spanner(replace(spanner_place, database="absent")))
    with pytest.raises(NoDatabase, match="databases/absent: create it, or mend ONEWRITE_PROJECT"):
        app.adapters.store.now()


def test_where_no_change_stream_is_what_was_committed_last_cannot_be_told(spanner_place: SpannerPlace) -> None:
    app = lacking(spanner_place, lambda sql: "" if "CREATE CHANGE STREAM" in sql else sql)
    told = problem(call(app.operations, "GET", "/recent"), 409, "OPERATION_REFUSED")["detail"]
    assert "No change stream tells here what was committed last" in told
    assert "READ_event_changes" in told
