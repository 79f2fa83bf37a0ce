"""The version of the code is the one of the package."""

import tomllib

from emulators.paths import ROOT
from onewrite.version import VERSION


def test_the_code_has_the_version_of_the_package() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION
