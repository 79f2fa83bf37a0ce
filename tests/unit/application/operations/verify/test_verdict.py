"""A verdict counts the differences of each generation, and all of them."""

from onewrite.application.operations.verify.verdict import MAX_NAMED_DIFFERENCES, Difference, Verdict


def test_differences_are_counted_for_each_generation_and_together() -> None:
    verdict = Verdict("profiles", (1, 2))
    for generation in (1, 2, 2):
        verdict.add(Difference(generation, "profiles ada", "missing"))
    assert (verdict.differences, verdict.by_generation) == (3, {1: 1, 2: 2})


def test_of_verdicts_that_are_added_up_the_first_differences_are_named_and_all_are_counted() -> None:
    total, some = Verdict("profiles", (1,)), Verdict("profiles", (1,))
    for _ in range(MAX_NAMED_DIFFERENCES - 1):
        some.add(Difference(1, "profiles ada", "missing"))
    total.add_all(some)
    total.add_all(some)
    assert (len(total.named), total.differences) == (MAX_NAMED_DIFFERENCES, 2 * some.differences)
