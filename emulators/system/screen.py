"""What `make up` prints once every function is ready."""

from textwrap import indent

from rich.console import Console
from rich.table import Table

from emulators.system.first_calls import first_calls
from emulators.system.system import System
from onewrite.local.system import STATE_FILE


def show(console: Console, system: System, delivery: str) -> None:
    table = Table("function", "where")
    for name, url in system.urls.items():
        table.add_row(name, url)
    if system.emulators:
        table.add_section()
        table.add_row("Spanner emulator", system.emulators.spanner)
        table.add_row("Pub/Sub emulator", system.emulators.pubsub)
    console.print(table)
    if "operate_views" in system.urls:
        console.print(f"[bold]Console: {system.urls['operate_views']}/[/bold]")
    relay = ", ".join(system.relay) or "none"
    console.print(f"Relay: {relay}. Delivery: {delivery}. Logs: {STATE_FILE.parent}/logs. Stop: Ctrl-C.\n")
    if calls := first_calls(system.urls):
        console.print(
            "Try:", *(indent(call, "  ") for call in calls), "", sep="\n", markup=False, highlight=False, soft_wrap=True
        )
