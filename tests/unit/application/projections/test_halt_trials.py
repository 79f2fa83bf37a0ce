"""What a halt remembers of the streams that were tried, and what ends it; each projection has its own."""

import logging

import pytest

from onewrite.application.breaker import FIRST_PAUSE
from onewrite.application.projections.halt import ALIKE, PROBED, Halts, Trial
from onewrite.domain.streams import StreamId
from onewrite.errors import ProjectionHalted
from tests.support.waiting.clocks import Clock

WRONG = "ValueError in apply"
STREAMS = [StreamId("account", f"k{number:02d}") for number in range(20)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def halts(clock: Clock) -> Halts:
    return Halts(clock.seconds)


def halted(halts: Halts, clock: Clock) -> Trial:
    """Halt `names`; return the first probe."""
    with pytest.raises(ProjectionHalted):
        halts.enter("names").check(dict.fromkeys(STREAMS[:ALIKE], WRONG))
    clock.let_pass(FIRST_PAUSE)
    return halts.enter("names")


def test_a_projection_that_is_halted_stops_no_other(halts: Halts, clock: Clock) -> None:
    halted(halts, clock)
    with pytest.raises(ProjectionHalted):
        halts.enter("names")
    assert halts.enter("others").choose(STREAMS) == STREAMS


def test_a_probe_of_streams_that_have_no_events_tells_nothing(halts: Halts, clock: Clock) -> None:
    halted(halts, clock).note({})
    with pytest.raises(ProjectionHalted):
        halts.enter("names")


def test_probes_choose_by_chance_so_that_all_have_theirs(halts: Halts, clock: Clock) -> None:
    probe = halted(halts, clock)
    chosen = [probe.choose(STREAMS) for _ in range(100)]
    assert {len(some) for some in chosen} == {PROBED}
    assert len({stream for some in chosen for stream in some}) > PROBED


def test_a_stream_that_is_tried_again_counts_once_and_takes_no_others_place(halts: Halts) -> None:
    halts.enter("names").note(dict.fromkeys(STREAMS[:ALIKE], WRONG) | dict.fromkeys(STREAMS[ALIKE:]))
    with pytest.raises(ProjectionHalted):
        halts.enter("names").check({STREAMS[ALIKE]: WRONG, STREAMS[-1]: None})


def test_it_is_told_when_it_is_halted_while_it_still_is_and_when_it_goes_on(
    halts: Halts, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(ProjectionHalted):
        halted(halts, clock).check({STREAMS[0]: WRONG})
    clock.let_pass(2 * FIRST_PAUSE)
    halts.enter("names").note({STREAMS[0]: None})
    told = [(line.levelname, line.__dict__["action"], line.__dict__["breaker"]["open"]) for line in caplog.records]
    assert told == [
        ("ERROR", "projection_halted", 1),
        ("WARNING", "projection_halted", 1),
        ("WARNING", "projection_resumed", 0),
    ]
