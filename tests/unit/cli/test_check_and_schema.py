"""`onewrite check` and `onewrite schema`, on this repository with domains that fit and others that don't."""

import os
from pathlib import Path

import pytest

from tests.support.systems.command_line import Terminal

pytestmark = pytest.mark.usefixtures("warm_rehearsals")

#: By name: a domain of its own, in a module of that name.
DOMAINS = {
    # A column and an index more, and a column of another type.
    "later": """
        class Later(Profile):
            name: int
            motto: str

        class Laters(Profiles):
            tables = (Table("profiles", key=("account_id",), row=Later, indexes=(Index("motto"),)),)

        DOMAIN = replace(ACCOUNTS, projections=(Laters(), *ACCOUNTS.projections[1:]), queries=())
    """,
    # A column more, which can be added.
    "more": """
        class More(Profile):
            motto: str

        class Mores(Profiles):
            tables = (Table("profiles", key=("account_id",), row=More),)

        DOMAIN = replace(ACCOUNTS, projections=(Mores(), *ACCOUNTS.projections[1:]), queries=())
    """,
    # Two mistakes at once.
    "twice": "DOMAIN = replace(ACCOUNTS, projections=(Profiles(), *ACCOUNTS.projections))",
}
IMPORTS = """
from dataclasses import replace
from accounts import ACCOUNTS
from accounts.views.profiles import Profile, Profiles
from onewrite.domain.views import Index, Table
"""
MOTTO = "ALTER TABLE profiles ADD COLUMN motto STRING(MAX)"
INDEX = "CREATE INDEX profiles_by_motto ON profiles(generation, motto)"
NAME = (
    "infra/schema: profiles.name is STRING(256), and the row of profiles needs INT64: "
    "mend the type there, or in the row"
)


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("ONEWRITE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def domain(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    lines = [line.removeprefix("        ") for line in DOMAINS[name].splitlines()]
    (tmp_path / f"{name}.py").write_text("\n".join([IMPORTS, *lines, ""]))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("ONEWRITE_DOMAIN", f"{name}:DOMAIN")
    return name


def test_this_repository_fits_together(onewrite: Terminal) -> None:
    told = onewrite("check")
    assert (told.code, told.out, told.err) == (0, "Everything fits together.\n", "")
    assert onewrite("check", "--json").json == {"mistakes": []}


@pytest.mark.parametrize("domain", ["later"], indirect=True)
def test_a_domain_that_the_schema_does_not_fit_is_told_in_a_line_for_each_mistake(
    onewrite: Terminal, domain: str
) -> None:
    told = onewrite("check")
    assert (told.code, told.err) == (1, "")
    assert told.out.splitlines() == [
        NAME,
        f"infra/schema: profiles lacks the column motto, which profiles writes: add {MOTTO}",
        f"infra/schema: profiles lacks the index profiles_by_motto: add {INDEX}",
    ]
    assert onewrite("check", "--json").json == {"mistakes": told.out.splitlines()}


@pytest.mark.parametrize("domain", ["twice"], indirect=True)
def test_a_domain_that_cannot_be_imported_is_told_in_a_line_for_each_mistake(onewrite: Terminal, domain: str) -> None:
    told = onewrite("check")
    assert told.code == 1
    assert [line.split(" is there ")[0] for line in told.out.splitlines()] == [
        "ONEWRITE_DOMAIN=twice:DOMAIN: projection profiles",
        "ONEWRITE_DOMAIN=twice:DOMAIN: table or index profiles",
    ]


def test_a_setting_that_does_not_fit_is_told(onewrite: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWRITE_TOPIC", "evnts")
    told = onewrite("check")
    assert (told.code, told.out.startswith("ONEWRITE_TOPIC=evnts is not in infra/topology.json: use one")) == (1, True)


def test_where_nothing_lacks_no_sql_is_printed(onewrite: Terminal) -> None:
    told = onewrite("schema")
    assert (told.code, told.out, told.err) == (0, "", "infra/schema has all that the domain needs.\n")


def test_all_of_it_is_printed_on_demand(onewrite: Terminal) -> None:
    told = onewrite("schema", "--all")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("CREATE TABLE profiles (\n  generation INT64 NOT NULL,\n")
    assert "CREATE SEARCH INDEX interests_by_text ON interests(interest_tokens) PARTITION BY generation;\n" in told.out


@pytest.mark.parametrize("domain", ["more"], indirect=True)
def test_what_can_be_added_is_printed_as_the_sql_to_add(onewrite: Terminal, domain: str) -> None:
    told = onewrite("schema")
    assert (told.code, told.out, told.err) == (0, f"{MOTTO};\n\n", "")


@pytest.mark.parametrize("domain", ["later"], indirect=True)
def test_what_no_statement_mends_is_told_beside_the_sql(onewrite: Terminal, domain: str) -> None:
    told = onewrite("schema")
    assert (told.code, told.out, told.err) == (1, f"{MOTTO};\n\n{INDEX};\n\n", f"error: {NAME}\n")


@pytest.mark.parametrize("domain", ["twice"], indirect=True)
def test_without_a_domain_there_is_no_sql_but_its_mistakes(onewrite: Terminal, domain: str) -> None:
    told = onewrite("schema")
    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 2)
    assert told.err.startswith("onewrite: ONEWRITE_DOMAIN=twice:DOMAIN: projection profiles is there 2 times")
