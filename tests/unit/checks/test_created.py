"""Statements of DDL, as they follow each other: what tables, columns and indexes there are in the end."""

import pytest

from onewrite.checks.created import Column, Created, CreatedIndex
from onewrite.checks.statements import schema, tables

FIRST = "CREATE TABLE a (x INT64 NOT NULL, y STRING(9)) PRIMARY KEY (x)"


def columns(*statements: str) -> dict[str, str]:
    return {name: str(column) for name, column in Created.by(statements).tables["a"].columns.items()}


def test_columns_have_a_type_and_what_follows_it() -> None:
    assert columns(
        "create table if not exists `a` (\n  `x` int64 not null,\n  y ARRAY < STRING ( MAX ) >,\n  "
        "z TOKENLIST AS (TOKENIZE_FULLTEXT(y, language_tag => 'en')) HIDDEN\n) primary key(x asc)"
    ) == {
        "x": "INT64 not null",
        "y": "ARRAY<STRING(MAX)>",
        "z": "TOKENLIST AS (TOKENIZE_FULLTEXT(y, language_tag => 'en')) HIDDEN",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE a (x INT64, y INT64) PRIMARY KEY (x ASC, y DESC), INTERLEAVE IN PARENT b ON DELETE CASCADE",
        "CREATE TABLE a (x INT64, y INT64, PRIMARY KEY (x, y DESC))",
    ],
)
def test_the_key_is_found_wherever_it_stands(statement: str) -> None:
    assert Created.by([statement]).tables["a"].key == ("x", "y DESC")


def test_a_key_of_one_column_may_stand_beside_it() -> None:
    assert Created.by(["CREATE TABLE a (x INT64 PRIMARY KEY, y INT64)"]).tables["a"].key == ("x",)


@pytest.mark.parametrize(
    ("statement", "there"),
    [
        ("ALTER TABLE a ADD COLUMN z BOOL", {"x": "INT64 NOT NULL", "y": "STRING(9)", "z": "BOOL"}),
        ("ALTER TABLE a ADD COLUMN IF NOT EXISTS z BOOL", {"x": "INT64 NOT NULL", "y": "STRING(9)", "z": "BOOL"}),
        ("ALTER TABLE a ALTER COLUMN y STRING(20) NOT NULL", {"x": "INT64 NOT NULL", "y": "STRING(20) NOT NULL"}),
        ("ALTER TABLE a ALTER COLUMN y SET OPTIONS (note = 'x')", {"x": "INT64 NOT NULL", "y": "STRING(9)"}),
        ("ALTER TABLE a DROP COLUMN y", {"x": "INT64 NOT NULL"}),
        ("ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)", {"x": "INT64 NOT NULL", "y": "STRING(9)"}),
        ("ALTER TABLE b ADD COLUMN z BOOL", {"x": "INT64 NOT NULL", "y": "STRING(9)"}),
        ("GRANT SELECT ON TABLE a TO ROLE r", {"x": "INT64 NOT NULL", "y": "STRING(9)"}),
    ],
)
def test_a_table_is_as_the_last_statement_leaves_it(statement: str, there: dict[str, str]) -> None:
    assert columns(FIRST, statement) == there


def test_what_is_dropped_or_renamed_is_there_no_more() -> None:
    index = "CREATE UNIQUE NULL_FILTERED INDEX i ON a(y DESC, x) STORING (z)"
    assert Created.by([FIRST, index]).indexes == {"i": CreatedIndex("a", ("y DESC", "x"), "UNIQUE NULL_FILTERED")}
    assert Created.by([FIRST, index, "DROP INDEX i", "DROP TABLE a"]) == Created()
    assert set(Created.by([FIRST, "ALTER TABLE a RENAME TO b"]).tables) == {"b"}
    assert set(Created.by([FIRST, "RENAME TABLE a TO b"]).tables) == {"b"}


def test_a_search_index_is_told_with_its_partition() -> None:
    statement = "CREATE SEARCH INDEX s ON a(t) STORING (y) PARTITION BY generation, x ORDER BY y DESC"
    assert Created.by([statement]).indexes == {
        "s": CreatedIndex("a", ("t",), kind="SEARCH", partition=("generation", "x"))
    }


@pytest.mark.parametrize(
    ("rest", "must"),
    [
        ("NOT NULL", True),
        ("not null OPTIONS (allow_commit_timestamp = true)", True),
        ("", False),
        ("NOT NULL DEFAULT (CURRENT_TIMESTAMP())", False),
        ("AS (IF(y IS NOT NULL, 1, (2))) STORED", False),
    ],
)
def test_a_column_must_be_written_if_nothing_else_fills_it(rest: str, must: bool) -> None:
    assert Column("INT64", rest).must_be_written == must


def test_the_whole_schema_of_this_repository_is_understood() -> None:
    there = Created.by(schema())
    assert there.tables.keys() == tables(schema())
    assert [name for name, table in there.tables.items() if not table.key or not table.columns] == []
    assert len(there.indexes) == sum("INDEX" in statement.partition("(")[0] for statement in schema())
