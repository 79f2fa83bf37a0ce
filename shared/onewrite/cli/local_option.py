"""The option that names a system on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from onewrite.local.system import RECORD

#: Given to every command that can work on the running local system.
LocalOption = Annotated[
    Path | None,
    typer.Option(
        "--local",
        envvar="ONEWRITE_LOCAL",
        metavar="FILE",
        help=f"The record of the local system that is meant. Default: {RECORD} here or in a folder above.",
    ),
]
