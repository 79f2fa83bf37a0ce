"""The option `--local`, which names a system on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from onewrite.local.system import STATE_FILE

#: For every command that can work on a local system.
LocalOption = Annotated[
    Path | None,
    typer.Option(
        "--local",
        envvar="ONEWRITE_LOCAL",
        metavar="FILE",
        help=f"The state file of the local system that is meant. Default: {STATE_FILE} here or in a folder above.",
    ),
]
