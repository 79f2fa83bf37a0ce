"""A verdict counts the differences of each generation, and all of them."""

from onewrite.application.operations.verify.verdict import Difference, Verdict


def test_differences_are_counted_for_each_generation_and_together() -> None:
    verdict = Verdict("profiles", (1, 2))
    for generation in (1, 2, 2):
        verdict.add(Difference(generation, "profiles ada", "missing"))
    assert (verdict.differences, verdict.by_generation) == (3, {1: 1, 2: 2})
