import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from emulators.paths import ROOT

FOR_TESTS = ROOT / "tests" / "requirements.txt"
FOR_FUNCTIONS = ROOT / "functions" / "requirements.txt"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]


def pins(file: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", file.read_text(), flags=re.MULTILINE))


def unmet(wanted: list[str], pinned: dict[str, str]) -> list[str]:
    requirements = [Requirement(text) for text in wanted]
    return [
        str(requirement)
        for requirement in requirements
        if requirement.name != PROJECT["name"]
        and not requirement.specifier.contains(pinned.get(requirement.name, "0"), prereleases=True)
    ]


def test_what_the_functions_need_is_pinned_for_them() -> None:
    assert unmet(PROJECT["dependencies"], pins(FOR_FUNCTIONS)) == []


def test_what_development_needs_is_pinned_for_the_tests() -> None:
    wanted = PROJECT["dependencies"] + EXTRAS["dev"] + EXTRAS["cli"] + PYPROJECT["build-system"]["requires"]
    assert unmet(wanted, pins(FOR_TESTS)) == []


def test_what_is_tested_is_what_is_deployed() -> None:
    assert pins(FOR_FUNCTIONS).items() <= pins(FOR_TESTS).items()


def test_no_command_line_library_is_deployed() -> None:
    assert not {"rich", "typer", "pytest", "psutil"} & pins(FOR_FUNCTIONS).keys()


def test_every_pin_has_a_hash_and_none_names_a_place() -> None:
    for file in (FOR_TESTS, FOR_FUNCTIONS):
        text = file.read_text()
        blocks = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in block for block in blocks)
        assert not re.search(r"://|file:|-index|--find-links|@ ", text)
