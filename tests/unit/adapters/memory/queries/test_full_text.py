import pytest

from onewrite.adapters.memory.queries.full_text import score


@pytest.mark.parametrize("words", ["analytical", "ENGINES", "engines analytical", "Engines, engines!"])
def test_words_are_found_whatever_their_case_and_order(words: str) -> None:
    assert score("Analytical Engines", words) > 0


@pytest.mark.parametrize("words", ["", " ", "!", "engine", "analytical tea"])
def test_every_word_must_be_there_whole(words: str) -> None:
    assert score("Analytical Engines", words) == 0


def test_a_text_that_is_about_nothing_else_scores_higher() -> None:
    assert score("chess", "chess") > score("chess openings", "chess") > score("chess openings and endings", "chess")
