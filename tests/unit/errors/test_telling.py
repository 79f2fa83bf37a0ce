"""An error in one line: everything where nobody is protected by less, and no data where somebody is."""

import json
import re
from typing import Any

import pytest

from accounts.views.profiles import PROFILES
from onewrite.errors import NotInSchema, RowsRefused, TextNotDeclared, UndecodableEvent
from onewrite.errors.telling import whole, without_data

HERE = "unit/errors/test_telling.py"


def find(places: dict[str, str], name: str) -> str:
    return places[name]


LINE = find.__code__.co_firstlineno + 1


def raised(name: str = "Ada Lovelace") -> Exception:
    with pytest.raises(KeyError) as error:
        find({}, name)
    return error.value


def caused(error: Exception, cause: Exception) -> Exception:
    with pytest.raises(type(error)) as both:
        raise error from cause
    return both.value


def test_a_foreign_error_is_told_whole_with_its_message_and_its_place() -> None:
    assert whole(raised()) == f"KeyError: 'Ada Lovelace' ({HERE}:{LINE}, in find)"


def test_without_data_only_its_class_and_its_place_are_told() -> None:
    assert without_data(raised()) == f"KeyError in find line {LINE}"


@pytest.mark.parametrize("tell", [whole, without_data])
def test_an_error_of_ours_says_what_it_says_everywhere(tell: Any) -> None:
    assert tell(UndecodableEvent("wrong at name")) == "wrong at name"


def test_what_is_wrong_with_the_code_of_a_domain_is_told_with_its_place() -> None:
    with pytest.raises(TextNotDeclared) as error:
        PROFILES.require_text()
    said = "profiles has no text column to search: name one as the text of its Table"
    assert re.fullmatch(rf"{said} \({HERE}:\d+, in test_what_is_wrong_\w+\)", whole(error.value))
    assert without_data(error.value) == said


def test_what_caused_an_error_of_ours_is_told_whole_only() -> None:
    error = caused(RowsRefused("KeyError"), raised())
    assert whole(error).endswith(f"table's columns: KeyError: 'Ada Lovelace' ({HERE}:{LINE}, in find)")
    assert without_data(error).endswith("table's columns")


def test_what_is_misconfigured_says_everything_itself() -> None:
    assert whole(caused(NotInSchema("Table not found: tasks"), raised())).endswith("mend the name")


def test_a_message_of_many_lines_becomes_one() -> None:
    assert whole(raised("a\nb")).startswith(r"KeyError: 'a\nb'")
    assert whole(ValueError("first\n  second\n")) == "ValueError: first second"
    assert whole(ValueError()) == "ValueError"


def test_a_place_in_installed_code_is_nobodys_to_mend() -> None:
    with pytest.raises(ValueError, match="Expecting value") as error:
        json.loads("")
    assert f"({HERE}:" in whole(error.value)


def test_a_place_in_the_library_is_that_of_the_code_which_called_it() -> None:
    with pytest.raises(AttributeError) as error:
        whole("no error")  # type: ignore[arg-type]
    assert f"({HERE}:" in whole(error.value)


def test_code_that_is_no_python_is_told_by_its_own_place() -> None:
    with pytest.raises(SyntaxError) as error:
        compile("def f(:\n  pass", "/a/b/c/main.py", "exec")
    assert whole(error.value) == "SyntaxError: invalid syntax (b/c/main.py:1)"
