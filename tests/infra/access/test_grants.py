"""Grants as text are taken as Spanner takes them, and what it would refuse is seen."""

import pytest

from tests.infra.access.grants import Roles

READER = ["CREATE ROLE reader", "GRANT SELECT ON TABLE a, b TO ROLE reader"]
WRITER = [*READER, "CREATE ROLE writer", "GRANT ROLE reader TO ROLE writer", "GRANT INSERT ON TABLE a TO ROLE writer"]

FOLLOWER = [
    "GRANT SELECT ON CHANGE STREAM changes TO ROLE reader",
    "GRANT EXECUTE ON TABLE FUNCTION READ_changes TO ROLE reader",
]


def rights(*ddl: str) -> dict[str, dict[str, set[str]]]:
    found = Roles([*WRITER, *ddl]).rights
    return {role: {table: given for table, given in tables.items() if given} for role, tables in found.items()}


def test_a_role_has_what_it_was_granted_and_what_it_inherits() -> None:
    assert rights() == {
        "reader": {"a": {"SELECT"}, "b": {"SELECT"}},
        "writer": {"a": {"SELECT", "INSERT"}, "b": {"SELECT"}},
    }


def test_what_is_granted_to_a_role_later_is_inherited_too() -> None:
    assert rights("GRANT DELETE ON TABLE b TO ROLE reader")["writer"]["b"] == {"SELECT", "DELETE"}


def test_what_is_revoked_is_had_by_nobody() -> None:
    assert rights("REVOKE SELECT ON TABLE a FROM ROLE reader")["writer"] == {"a": {"INSERT"}, "b": {"SELECT"}}
    assert rights("REVOKE ROLE reader FROM ROLE writer")["writer"] == {"a": {"INSERT"}}


def test_a_role_that_has_nothing_and_is_inherited_by_nobody_can_be_dropped() -> None:
    dropped = [
        "REVOKE ROLE reader FROM ROLE writer",
        "REVOKE SELECT ON TABLE a, b FROM ROLE reader",
        "DROP ROLE reader",
    ]
    assert rights(*dropped).keys() == {"writer"}


def test_a_change_stream_and_the_function_that_reads_it_are_granted_each_by_itself() -> None:
    assert rights(*FOLLOWER)["reader"] == {
        "a": {"SELECT"},
        "b": {"SELECT"},
        "changes": {"SELECT"},
        "READ_changes": {"EXECUTE"},
    }
    assert "changes" not in rights(*FOLLOWER, "REVOKE SELECT ON CHANGE STREAM changes FROM ROLE reader")["writer"]


@pytest.mark.parametrize("left", FOLLOWER)
def test_a_change_stream_that_somebody_has_a_right_to_can_not_be_dropped(left: str) -> None:
    with pytest.raises(AssertionError, match="revoke the rights first"):
        rights(left, "DROP CHANGE STREAM changes")


@pytest.mark.parametrize(
    "refused",
    [
        "DROP ROLE reader",
        "DROP ROLE writer",
        "DROP TABLE a",
        "REVOKE DELETE ON TABLE a FROM ROLE reader",
        "GRANT ROLE nobody TO ROLE writer",
        "GRANT SELECT a TO reader",
        "GRANT SELECT ON CHANGE STREAM changes TO reader",
    ],
)
def test_what_spanner_would_refuse_is_seen(refused: str) -> None:
    with pytest.raises(AssertionError):
        rights(refused)


def test_a_table_that_no_role_has_rights_to_can_be_dropped() -> None:
    assert rights("REVOKE SELECT ON TABLE b FROM ROLE reader", "DROP TABLE b")["writer"] == {"a": {"SELECT", "INSERT"}}
