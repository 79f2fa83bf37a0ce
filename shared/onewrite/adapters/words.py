"""Splits a text into words, without any character that has a meaning in the language of full-text queries."""

from unicodedata import category


def words_of(text: str) -> list[str]:
    """Return the words in lower case, without punctuation. In lower case `OR` is no operator but a word."""
    plain = "".join(character if category(character)[0] in "LMN" else " " for character in text)
    return [word for word in plain.lower().split() if any(map(str.isalnum, word))]
