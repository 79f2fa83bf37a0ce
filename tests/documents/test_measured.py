"""What the README says of speed is what was kept of one whole run."""

import json
from typing import Any

import pytest

from tests.bench.keep import KEPT, PAGE, README, require_whole
from tests.bench.measuring.summary import summary_of, with_measured
from tests.bench.measuring.whole_table import whole_table


@pytest.fixture
def run() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((KEPT / "bench.json").read_text())
    return kept


def test_the_readme_has_the_summary_of_the_run_that_was_kept(run: dict[str, Any]) -> None:
    text = README.read_text()
    assert with_measured(text, summary_of(run)) == text


def test_the_page_of_the_benchmarks_has_all_of_it(run: dict[str, Any]) -> None:
    text = PAGE.read_text()
    assert with_measured(text, whole_table(run)) == text


def test_the_run_that_was_kept_is_whole_and_has_its_picture(run: dict[str, Any]) -> None:
    require_whole(run)
    assert (KEPT / "bench.png").read_bytes().startswith(b"\x89PNG")
