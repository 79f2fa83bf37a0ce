"""Splits a text into words, without any character that has a meaning in the language of full-text queries."""

from unicodedata import category, normalize


def words_of(text: str) -> list[str]:
    """Return the words in lower case and form C, without punctuation. In lower case `OR` is no operator but a word."""
    composed = normalize("NFC", text)
    plain = "".join(character if category(character)[0] in "LMN" else " " for character in composed)
    return [word for word in plain.lower().split() if any(map(str.isalnum, word))]
