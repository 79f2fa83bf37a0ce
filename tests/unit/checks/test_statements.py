from onewrite.checks.statements import schema, statements, tables, title


def test_statements_end_at_semicolons() -> None:
    assert statements("CREATE TABLE a (x INT64);\nCREATE INDEX b ON a(x);\n") == [
        "CREATE TABLE a (x INT64)",
        "CREATE INDEX b ON a(x)",
    ]


def test_comments_are_left_out_whatever_they_hold() -> None:
    assert statements("-- first; still a comment\nSELECT 1 /* ; */ - 2;\n-- the end;") == ["SELECT 1  - 2"]


def test_a_semicolon_or_a_comment_inside_quotes_ends_nothing() -> None:
    assert statements("""SELECT ';', "--", `a;b`; SELECT 2""") == ["""SELECT ';', "--", `a;b`""", "SELECT 2"]


def test_tables_are_known_by_name() -> None:
    assert tables(
        ["CREATE TABLE a (x INT64)", "create table if not exists `b` (y INT64)", "CREATE INDEX c ON a(x)"]
    ) == {
        "a",
        "b",
    }


def test_a_table_that_is_dropped_is_there_no_more_until_it_is_created_again() -> None:
    ddl = ["CREATE TABLE a (x INT64)", "CREATE TABLE b (x INT64)", "DROP TABLE a", "drop table if exists b"]
    assert tables(ddl) == set()
    assert tables([*ddl, "CREATE TABLE b (y INT64)"]) == {"b"}


def test_a_statement_is_told_from_others_by_what_stands_before_its_first_bracket() -> None:
    assert title("CREATE TABLE\n  streams (x INT64) PRIMARY KEY (x)") == "CREATE TABLE streams"
    assert title("DROP TABLE streams") == "DROP TABLE streams"


def test_the_schema_of_this_repository_is_read_in_order() -> None:
    assert {"streams", "events", "outbox"} <= tables(schema())
    assert schema()[0].startswith("CREATE TABLE streams")
