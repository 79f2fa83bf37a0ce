"""The version of Onewrite, also where it is not installed as a package: in a deployed function."""

from typing import Final

VERSION: Final = "0.1.0"
