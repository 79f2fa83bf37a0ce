"""Full text in memory: words without regard to case, all of them required, as Spanner's SEARCH reads plain words."""

from onewrite.adapters.words import words_of


def score(text: str, words: str) -> float:
    """Return the share of the text's words that were asked for; 0 when one of those asked for is missing."""
    asked, there = set(words_of(words)), words_of(text)
    if not asked or not asked <= set(there):
        return 0.0
    return sum(word in asked for word in there) / len(there)
