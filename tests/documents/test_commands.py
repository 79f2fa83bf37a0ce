"""What a page tells people to type is there: shell syntax, targets of make, commands of `onewrite`, modules.

Those that work on a running system are typed in test_commands_on_a_system.py.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
import typer

from emulators.paths import ROOT
from onewrite.cli.app import commands
from tests.documents.files import every_file
from tests.documents.pages import PAGES, Page

ONEWRITE: Any = typer.main.get_command(commands)
MAKE = re.compile(r"((?:[A-Z_]+=\S+ )*)\bmake ([a-z]+)((?: [A-Z]+=\S+)*)")
MODULE = re.compile(r"python -m ([\w.]+)((?: [\w./=:-]+)*)")
#: Any value, where a page leaves one out; it does for a time as well.
LEFT_OUT = "2026-11-24T09:59:00Z"
#: Read by make itself, or by what it starts.
READERS = [name for name in every_file() if name == "Makefile" or name.startswith(("emulators/", "tests/support/"))]
by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def typed(page: Page) -> list[str]:
    """Return what stands in blocks and in backticks: one command of a shell each."""
    whole = [*page.commands(), *page.inline()]
    return [part.strip() for line in whole for part in re.split(r"&&|;|\|", line)]


@by_name
def test_every_block_is_a_shell_s(page: Page) -> None:
    for block in page.blocks("sh"):
        checked = subprocess.run(["bash", "-n"], input=block, check=False, capture_output=True, text=True)
        assert checked.returncode == 0, f"{checked.stderr}\n{block}"


def targets(page: Page) -> set[tuple[str, str]]:
    """Return the targets of make that are named, each with the variables before and behind it."""
    found = [match for text in typed(page) if (match := MAKE.fullmatch(text))]
    return {(match[2], f"{match[1]}{match[3]}") for match in found}


@by_name
def test_every_target_of_make_is_there_and_leads_to_a_module(page: Page) -> None:
    for target, variables in targets(page):
        told = subprocess.run(
            ["make", "-n", target, *shlex.split(variables)], cwd=ROOT, check=False, capture_output=True, text=True
        )
        assert told.returncode == 0, told.stderr
        assert [module for module, _ in MODULE.findall(told.stdout) if find_spec(module) is None] == []


@by_name
def test_every_variable_given_to_make_is_read(page: Page) -> None:
    given = {name for _, variables in targets(page) for name in re.findall(r"([A-Z_]+)=", variables)}
    read = "".join((ROOT / name).read_text() for name in READERS)
    assert {name for name in given if not re.search(rf'"{name}"|\$\({name}\)', read)} == set()


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a command; one in brackets may be left out, an ellipsis stands for any value."""
    for word in shlex.split(text, comments=True):
        if not word.startswith("["):
            yield word.replace("…", LEFT_OUT)


def parse(text: str) -> None:
    """Read a command's arguments as `onewrite` does, and run nothing. Raises KeyError and TyperException."""
    _, *words = words_of(text)
    _, command, _ = ONEWRITE.make_parser(typer.Context(ONEWRITE)).parse_args(words)
    if command:
        name, *arguments = command
        ONEWRITE.commands[name].make_context(name, arguments)


@by_name
def test_every_command_of_onewrite_is_there_with_its_options(page: Page) -> None:
    for text in typed(page):
        if text.removeprefix(".venv/bin/").startswith("onewrite "):
            try:
                parse(text)
            except typer.TyperException as refusal:
                # A sentence may name a command without its arguments.
                assert "Missing parameter" in str(refusal), text  # noqa: PT017


def test_a_command_that_is_not_there_and_an_option_that_is_none_are_seen() -> None:
    with pytest.raises(KeyError):
        parse("onewrite operations")
    for text in ("onewrite release profiles --because …", "onewrite --there … parked", "onewrite parked --local …"):
        with pytest.raises(typer.TyperException, match="No such option"):
            parse(text)


@by_name
def test_every_module_that_is_run_is_there(page: Page) -> None:
    assert [module for text in typed(page) for module, _ in MODULE.findall(text) if find_spec(module) is None] == []


@by_name
def test_every_selection_of_tests_holds_some(page: Page) -> None:
    for text in typed(page):
        for module, arguments in MODULE.findall(text):
            if module == "pytest":
                _run("-m", module, *arguments.split(), "--collect-only", "-q")


def test_the_calculator_answers_all_that_a_page_asks_it() -> None:
    asked = [text for page in PAGES for text in typed(page) if "python -m infra.capacity" in text]
    assert asked
    for text in asked:
        _run(*shlex.split(text)[1:])


def _run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
