"""The words of the glossary are the only ones: those that were given up stand nowhere, in names or in text."""

import re
from collections import Counter

from emulators.paths import ROOT
from tests.documents import given_up
from tests.documents.files import every_file

#: Those of a name too, however it is written: `fencing_token`, `FencingToken`, `FENCING_TOKEN`.
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
ENDINGS = (".py", ".md", ".sql", ".tf", ".hcl", ".tfvars", ".json", ".env", ".toml", "Makefile", ".ci/run")
LIST = "tests/documents/given_up.py"
OTHERS = re.compile(r"\b(" + "|".join(map(re.escape, given_up.NAMES_OF_OTHERS)) + r")\b")
TEXTS = {
    name: f"{name}\n{(ROOT / name).read_text()}" for name in every_file() if name.endswith(ENDINGS) and name != LIST
}


def words_of(text: str) -> Counter[str]:
    return Counter(word.lower() for word in WORD.findall(OTHERS.sub("", text)))


def allowed_in(text: str) -> set[str]:
    modules = re.findall(r"^(?:import|from) ([\w.]+)", text, re.MULTILINE)
    return {word for module in modules for word in given_up.WORDS_OF_MODULES.get(module, ())}


def test_a_name_is_taken_apart_however_it_is_written() -> None:
    found = words_of("FencingToken, fencing_token2, FENCING_TOKEN of HTTPServer: addHandler(restrings)")
    assert found == {"fencing": 3, "token": 3, "of": 1, "http": 1, "server": 1, "restrings": 1}


def test_no_word_that_was_given_up_is_used() -> None:
    used = {(word, name) for name, text in TEXTS.items() for word in words_of(text).keys() - allowed_in(text)}
    used = {place for place in used if place[0] in given_up.WORDS}
    assert {place: given_up.WORDS[place[0]] for place in used - given_up.PLACES.keys()} == {}
    assert given_up.PLACES.keys() - used == set(), "no exception is needed there any more"


def test_no_phrase_that_was_given_up_is_used() -> None:
    used = {(phrase, name) for name, text in TEXTS.items() for phrase in given_up.PHRASES if phrase in text.lower()}
    assert used == set()


def test_every_name_of_others_is_used() -> None:
    assert set(given_up.NAMES_OF_OTHERS) - {name for text in TEXTS.values() for name in OTHERS.findall(text)} == set()


def test_the_picture_of_the_idea_stands_once() -> None:
    assert words_of(TEXTS["README.md"])[given_up.PICTURE] == 1
