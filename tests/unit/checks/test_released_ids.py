"""Whether ids are hashed can't change for a category whose streams were released."""

from pathlib import Path

import pytest

from onewrite.checks import check as checks
from onewrite.checks.check import check
from onewrite.checks.errors import DoesNotFit
from onewrite.checks.paths import FUNCTIONS
from onewrite.checks.released_ids import changed_ids, missing_ids, released_ids, released_of
from onewrite.checks.topology import Topology
from onewrite.checks.variables import variables
from tests.support.domains.hashed import HASHED

PLAIN, COUNTED = ["account-{id}", "club-{id}"], ["account-{hash}~{id}", "club-{id}"]
TOPOLOGY = Topology.read()


def test_a_domain_says_what_its_ids_look_like() -> None:
    assert [aggregate.stream_ids for aggregate in HASHED.aggregates] == COUNTED


@pytest.mark.parametrize(
    ("released", "declared", "told"),
    [
        (PLAIN, COUNTED, ("account-{id}", "account-{hash}~{id}", False)),
        (COUNTED, PLAIN, ("account-{hash}~{id}", "account-{id}", True)),
    ],
)
def test_another_form_than_the_one_that_was_released_is_refused(
    released: list[str], declared: list[str], told: tuple[str, str, bool]
) -> None:
    before, now, hashed = told
    [line] = changed_ids(released, declared)
    assert line == (
        f"streams {before} were released and would be looked for as {now}: "
        f"give account hashed_ids={hashed} again, or a new category other streams"
    )


def test_a_line_that_was_added_against_the_one_that_was_released_changes_nothing() -> None:
    assert missing_ids(PLAIN, COUNTED) == []
    assert len(list(changed_ids([*PLAIN, COUNTED[0]], COUNTED))) == 1


def test_what_was_not_released_yet_may_be_chosen_and_is_added() -> None:
    assert list(changed_ids(PLAIN[1:], COUNTED)) == []
    assert missing_ids(PLAIN[1:], COUNTED) == COUNTED[:1]


def test_lines_about_ids_are_read_beside_those_about_events(tmp_path: Path) -> None:
    file = tmp_path / "released_events.txt"
    assert released_ids(file) == []
    file.write_text("account-{id}\nNamed 1 {name:string}\nclub-{hash}~{id}\n")
    assert released_ids(file) == ["account-{id}", "club-{hash}~{id}"]
    assert released_ids(released_of("accounts:ACCOUNTS")) == PLAIN


def test_a_repository_in_which_it_was_changed_does_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released = tmp_path / "released_events.txt"
    released.write_text("account-{hash}~{id}\n")
    monkeypatch.setattr(checks, "released_of", lambda domain: released)
    with pytest.raises(DoesNotFit, match="give account hashed_ids=True again"):
        check(variables({}), TOPOLOGY, FUNCTIONS, (), is_whole=False)
