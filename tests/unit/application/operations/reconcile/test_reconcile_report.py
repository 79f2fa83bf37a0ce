"""The report of a reconciliation adds up all views, and is content only if each of them is up to date."""

from datetime import UTC, datetime, timedelta

import pytest

from onewrite.adapters.reports import report_as_json
from onewrite.application.operations.reconcile.found import Counts
from onewrite.application.operations.reconcile.reconcile_report import ProjectionReport, ReconcileReport
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.views import ParkedCount

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SERVED, FINE = Generations(), ProjectionReport(Generations())


def before(minutes: int) -> datetime:
    return NOON - timedelta(minutes=minutes)


def report_of(*projections: ProjectionReport) -> ReconcileReport:
    return ReconcileReport(NOON, 0, None, projections={str(place): found for place, found in enumerate(projections)})


def test_the_views_are_added_up() -> None:
    report = report_of(
        ProjectionReport(SERVED, counts=Counts(lagging=11, healed=7, ahead=3), parked=ParkedCount(5)),
        ProjectionReport(SERVED, counts=Counts(lagging=200, healed=190, ahead=170), parked=ParkedCount(180)),
        ProjectionReport(SERVED, counts=Counts(lagging=5000, healed=4000, ahead=2000), parked=ParkedCount(3000)),
    )
    assert (report.lagging, report.healed, report.parked, report.ahead) == (5211, 4197, 3185, 2173)


@pytest.mark.parametrize("ages", [(9, 5, 7), (5, 9, 7), (5, 7, 9)])
def test_the_oldest_event_that_waits_is_told_whichever_view_waits_for_it(ages: tuple[int, ...]) -> None:
    waiting = [ProjectionReport(SERVED, counts=Counts(oldest_lagging=before(age))) for age in ages]
    assert report_of(FINE, *waiting, FINE).oldest_lagging == before(9)
    assert report_of(FINE, FINE).oldest_lagging is None


def test_the_second_generation_that_is_kept_for_longest_is_told() -> None:
    alone = Generations(changed_at=before(99))
    kept = [ProjectionReport(Generations(kept=(1, 2), changed_at=before(age))) for age in (5, 9, 7)]
    assert report_of(ProjectionReport(alone), *kept).second_generation_since == before(9)
    assert report_of(ProjectionReport(alone)).second_generation_since is None
    assert report_as_json(report_of(*kept))["second_generation_seconds"] == 9 * 60
    assert report_as_json(report_of(FINE))["second_generation_seconds"] == 0


@pytest.mark.parametrize(
    ("wrong", "is_healed"),
    [
        (ProjectionReport(SERVED, counts=Counts(lagging=2, healed=2)), True),
        (ProjectionReport(SERVED, counts=Counts(lagging=2, healed=1)), False),
        (ProjectionReport(SERVED, counts=Counts(lagging=2)), False),
        (ProjectionReport(SERVED, parked=ParkedCount(1)), False),
        (ProjectionReport(SERVED, counts=Counts(ahead=1)), False),
        (ProjectionReport(Generations(kept=()), "not served"), False),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_it_is_healed_only_if_every_view_is(wrong: ProjectionReport, is_healed: bool, place: int) -> None:
    views = [FINE, FINE]
    views.insert(place, wrong)
    assert report_of(*views).is_healed is is_healed
