"""The glossary: sorted, without repeats, and every term of it is found in the code or in the tables."""

import io
import re
import tokenize
from collections.abc import Iterator

from emulators.paths import ROOT
from tests.documents.files import every_file
from tests.documents.pages import Page
from tests.documents.test_words import words_of

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
GLOSSARY = Page("shared/README.md").section("Glossary")
ROWS = [row for row in ROW.findall(GLOSSARY) if row[0] != "term"]
TERMS = [term for term, _, _ in ROWS]
FEW, MANY = 20, 60


def names_in(name: str) -> Iterator[str]:
    """Yield what is named in a file: identifiers of Python, of SQL and of the topology, without any text."""
    if not name.endswith((".py", ".sql", "topology.json")):
        return
    text = (ROOT / name).read_text()
    if name.endswith(".py"):
        yield from (
            token.string
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type == tokenize.NAME
        )
        yield name.rsplit("/", 1)[1].removesuffix(".py")
    elif name.endswith(".sql"):
        yield from re.findall(r"\w+", re.sub(r"--.*", "", text))
    else:
        yield from re.findall(r'"(\w+)":', text)


def test_it_is_sorted_and_has_no_term_twice() -> None:
    assert sorted(set(TERMS), key=str.lower) == TERMS
    assert FEW <= len(TERMS) <= MANY


def test_every_meaning_is_one_line_that_ends_without_a_stop() -> None:
    assert [meaning for _, meaning, _ in ROWS if meaning.endswith(".") or len(meaning) > 120] == []


def test_every_name_is_in_the_code_or_in_the_tables() -> None:
    files = [file for file in every_file() if file.startswith(("shared/", "functions/", "infra/"))]
    names = {name for file in files for name in names_in(file)}
    assert {name for _, _, where in ROWS for name in re.findall(r"`(\w+)`", where)} - names == set()


def test_every_term_is_what_the_code_calls_it() -> None:
    for term, _, where in ROWS:
        called = [words_of(name) for name in re.findall(r"`(\w+)`", where)]
        assert any(set(words_of(term)) <= _stems(words) for words in called), (term, where)


def _stems(words: dict[str, int]) -> set[str]:
    """The words, and what they are called when there is one of them, or when somebody does it."""
    return {form for word in words for form in (word, word.removesuffix("s"), word.removesuffix("es"))}
