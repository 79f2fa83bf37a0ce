"""What the simulation counts is what the code does: the same calls as on the emulator, and the rows of the schema."""

from collections import Counter

import pytest

from infra.simulation.counted.profiles import BATCH, TOGETHER, profiles
from infra.simulation.counted.tables import tables
from onewrite.checks.statements import schema
from onewrite.checks.statements import tables as created

ROW, READ, QUERY, COMMIT, PUBLISH = "read", "streaming_read", "execute_streaming_sql", "commit", "publish"
ADVANCE = [READ, READ, COMMIT]


@pytest.mark.parametrize(
    ("operation", "calls"),
    [
        ("command", [ROW, COMMIT, PUBLISH, COMMIT]),
        ("command, relay silent", [ROW, COMMIT]),
        ("push, profiles", [READ, *ADVANCE]),
        ("push, interests", [READ, *ADVANCE, READ, QUERY]),
        ("push, late", [READ]),
        ("push, halted", [READ]),
        ("advance, profiles", ADVANCE),
        ("advance, failing", [*ADVANCE, QUERY]),
    ],
)
def test_the_profile_of_an_operation_is_the_round_trips_that_the_code_makes(operation: str, calls: list[str]) -> None:
    """As tests/integration/test_round_trips.py and test_totals_on_spanner.py count them on the emulator."""
    assert profiles()[operation].calls == Counter(calls)


def test_a_command_writes_head_event_and_result_and_a_row_of_the_outbox_that_goes_again() -> None:
    silent, eager = profiles()["command, relay silent"], profiles()["command"]
    assert (silent.rows_written, eager.rows_written) == (4, 5)


def test_a_total_costs_two_reads_and_a_row_of_the_group_under_a_lock_that_is_held_until_the_commit() -> None:
    plain, totals = profiles()["push, profiles"], profiles()["push, interests"]
    assert totals.trips - plain.trips == 2
    assert totals.rows_written - plain.rows_written == 1
    assert (totals.locked_rows, totals.locked_trips) == (2, 1)


def test_entries_of_indexes_are_counted_beside_the_rows() -> None:
    """The search index of interests, and that of the totals by their number; a profile has none."""
    assert (profiles()["push, profiles"].index_entries, profiles()["push, interests"].index_entries) == (0, 2)


def test_what_is_handled_together_shares_its_calls() -> None:
    assert profiles()["advance, profiles"].calls == Counter(ADVANCE)
    assert profiles()["advance, profiles"].rows_written == profiles()["push, profiles"].rows_written
    assert profiles()["sweep"].messages == 1
    assert profiles()["sweep"].calls[PUBLISH] == 1
    assert min(TOGETHER, BATCH) > 1


def test_all_tables_of_the_schema_are_known() -> None:
    assert {*tables()} == created(schema())
    assert [index.name for index in tables()["checkpoints"].indexes] == ["checkpoints_by_parked_at"]
