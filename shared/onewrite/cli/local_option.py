"""The option that names a system on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from onewrite.local.system import STATE_FILE

#: Given to every command that can work on the running local system.
LocalOption = Annotated[
    Path | None,
    typer.Option(
        "--local",
        envvar="ONEWRITE_LOCAL",
        metavar="FILE",
        help=f"The state file of the local system that is meant. Default: {STATE_FILE} here or in a folder above.",
    ),
]
