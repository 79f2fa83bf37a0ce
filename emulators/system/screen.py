"""What `make up` prints once every function is ready."""

from rich.console import Console
from rich.table import Table

from emulators.system.system import System
from onewrite.local.system import STATE_FILE

CREATE = """\
  curl -i {accept_commands}/accounts/ada/create -H 'Content-Type: application/json' \\
       -d '{{"name": "Ada Lovelace", "address": "12 St James Square, London"}}'
  curl -i '{answer_queries}/profiles/ada?min_version=1'
"""


def show(console: Console, system: System) -> None:
    table = Table("function", "where")
    for name, url in system.urls.items():
        table.add_row(name, url)
    if system.emulators:
        table.add_section()
        table.add_row("Spanner emulator", system.emulators.spanner)
        table.add_row("Pub/Sub emulator", system.emulators.pubsub)
    console.print(table)
    console.print(f"Relay: {', '.join(system.relay) or 'none'}. Logs: {STATE_FILE.parent}/logs. Stop: Ctrl-C.\n")
    console.print("Try:", CREATE.format(**system.urls), sep="\n", markup=False, highlight=False, soft_wrap=True)
