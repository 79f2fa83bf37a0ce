import pytest

from onewrite.adapters.words import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Analytical Engines", ["analytical", "engines"]),
        ("don't a_b C++", ["don", "t", "a", "b", "c"]),
        ("tea OR -chess", ["tea", "or", "chess"]),
        ("Cafe\u0301", ["caf\u00e9"]),
        ("Bücher, 中文 हिन्दी x²", ["bücher", "中文", "हिन्दी", "x²"]),
        (' "!" _ 🫖 \u0301 \0', []),
    ],
)
def test_words_are_letters_marks_and_numbers_in_lower_case(text: str, words: list[str]) -> None:
    assert words_of(text) == words
