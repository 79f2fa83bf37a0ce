"""Full-text search in memory: case is ignored and all words are required, as in Spanner's SEARCH of plain words."""

from onewrite.adapters.words import words_of


def score(text: str, words: str) -> float:
    """Return which share of the text's words is among `words`; 0 unless the text has all of `words`."""
    wanted, found = set(words_of(words)), words_of(text)
    if not wanted or not wanted <= set(found):
        return 0.0
    return sum(word in wanted for word in found) / len(found)
