from onewrite.adapters.spanner.views.read_ahead import FIRST_ROWS, ReadAhead

MB = 1_000_000


def test_the_first_read_asks_for_what_a_push_needs() -> None:
    assert ReadAhead().rows("events", limit=1000, size=4 * MB) == FIRST_ROWS
    assert ReadAhead().rows("events", limit=10, size=4 * MB) == 10


def test_after_large_rows_few_are_asked_for() -> None:
    ahead = ReadAhead()

    ahead.note("events", [MB, MB])

    assert ahead.rows("events", limit=1000, size=4 * MB) == 6


def test_after_small_rows_as_many_are_asked_for_as_allowed() -> None:
    ahead = ReadAhead()
    ahead.note("events", [MB])

    ahead.note("events", [100])

    assert ahead.rows("events", limit=1000, size=4 * MB) == 1000


def test_two_rows_are_asked_for_however_large_the_last_one_was() -> None:
    ahead = ReadAhead()

    ahead.note("events", [9 * MB])

    assert ahead.rows("events", limit=1000, size=MB) == 2
    assert ahead.rows("events", limit=1, size=MB) == 1


def test_a_read_that_finds_nothing_is_no_reason_to_ask_for_more() -> None:
    ahead = ReadAhead()
    ahead.note("events", [MB])

    ahead.note("events", [])

    assert ahead.rows("events", limit=1000, size=4 * MB) == 6


def test_each_table_has_rows_of_its_own_size() -> None:
    ahead = ReadAhead()

    ahead.note("profiles", [MB])

    assert ahead.rows("events", limit=1000, size=4 * MB) == FIRST_ROWS
