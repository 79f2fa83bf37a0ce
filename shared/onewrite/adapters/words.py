"""The words of a text: what is left of it once everything is gone that a query language could read more into."""

from unicodedata import category


def words_of(text: str) -> list[str]:
    """Return the words in lower case, so that `OR` is a word like any other; none has punctuation in it."""
    plain = "".join(character if category(character)[0] in "LMN" else " " for character in text)
    return [word for word in plain.lower().split() if any(map(str.isalnum, word))]
