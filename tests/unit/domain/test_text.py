"""Text as people read it, whichever code points spell it."""

from typing import Any
from unicodedata import normalize

import pytest
from pydantic import Field

from onewrite.domain.commands import Command
from onewrite.domain.text import folded, normalised

ACCENT = "\N{COMBINING ACUTE ACCENT}"
DECOMPOSED = f"Cafe{ACCENT}"
COMPOSED = normalize("NFC", DECOMPOSED)
BLANK = ["\u3164", "\u2800", "\u115f\u1160", "\uffa0"]
INVISIBLE = ["", " ", "\u200b", "\u200b \u2060\ufeff", "\u00ad", "\t\n", "\ud800", *BLANK]


class Note(Command, name="note"):
    text: str
    parts: tuple[str, ...] = ()
    more: dict[str, Any] = Field(default_factory=dict)


@pytest.mark.parametrize("text", INVISIBLE)
def test_text_of_which_nothing_can_be_seen_is_empty(text: str) -> None:
    assert normalised(text) == ""


@pytest.mark.parametrize("text", ["a", "\u200ba", "👩\u200d🚀", "-", "é", "٣", "x²"])
def test_any_other_text_is_kept(text: str) -> None:
    assert normalised(text) == text


def test_a_command_takes_every_text_composed_however_deep_it_is() -> None:
    note = Note(text=DECOMPOSED, parts=(DECOMPOSED,), more={DECOMPOSED: [{"a": DECOMPOSED}, 1, None, True]})
    assert (note.text, note.parts) == (COMPOSED, (COMPOSED,))
    assert note.more == {DECOMPOSED: [{"a": COMPOSED}, 1, None, True]}
    assert Note.model_validate_json(f'{{"text": "{DECOMPOSED}"}}') == Note(text=COMPOSED)
    assert Note.model_validate_json('{"text": "Cafe\\u0301"}') == Note(text=COMPOSED)


def test_a_command_takes_no_blanks_around_a_text() -> None:
    assert Note(text=" \tBridge Street \n", parts=(" a ",)) == Note(text="Bridge Street", parts=("a",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (COMPOSED, DECOMPOSED),
        ("CAFE\u0301", COMPOSED),
        ("straße", "STRASSE"),
        ("\N{ANGSTROM SIGN}", "å"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("\u0345\u0301", "\u0301\u0345"),
    ],
)
def test_spellings_of_one_text_are_folded_to_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_other_texts_are_not() -> None:
    assert len({folded(text) for text in ("cafe", "café", "cafè", "caf")}) == 4
