"""`onewrite reconcile`: compares every head with every checkpoint, and advances the streams that lag."""

from onewrite.adapters.reports import report_as_json
from onewrite.cli.exit_codes import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ReasonOption, YesOption, system_to_change, this_user
from onewrite.cli.output import console, print_json, print_table

COLUMNS = {
    "active": "generation",
    "building": "building",
    "lagging": "lagging",
    "healed": "healed",
    "parked": "parked",
    "lag s": "oldest_lagging_seconds",
    "parked s": "oldest_parked_seconds",
}


def reconcile(
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Advance the views that lag. Exit code 1 when a stream is still behind, parked, or ahead of the store."""
    report = system_to_change(local, "Advance the views that lag", yes=yes).operate.reconcile(this_user(reason))
    found = report_as_json(report)
    if as_json:
        print_json(found)
    else:
        show(found)
    end(fine=report.is_healed)


def show(found: dict[str, object]) -> None:
    """Print a report as a table."""
    projections = found["projections"]
    if not isinstance(projections, dict):
        raise TypeError("a report names its projections")
    rows = [[name, *(one[column] for column in COLUMNS.values())] for name, one in projections.items()]
    print_table(("view", *COLUMNS), rows, empty="There are no projections.")
    for name, one in projections.items():
        if one["ahead"]:
            console.print(f"{one['ahead']} streams of {name} have applied more than the store holds: rebuild {name}")
    age = found["oldest_unpublished_seconds"]
    waiting = f", the oldest for {age} s" if age is not None else ""
    console.print(f"{found['heads']} streams; {found['unpublished']} events unpublished{waiting}")
