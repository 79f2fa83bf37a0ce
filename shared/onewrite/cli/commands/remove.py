"""`onewrite remove`: deletes a view that is left over of a release before."""

from typing import Annotated

import typer

from onewrite.cli.options import JsonOption, ReasonOption, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.systems.choice import chosen

#: Not completed: the code that runs doesn't declare it.
LeftOverArgument = Annotated[str, typer.Argument(metavar="PROJECTION", help="A projection that `status` names.")]


def remove(
    context: typer.Context,
    projection: LeftOverArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Delete a view that the code no longer declares, with all of its generations."""
    operations = chosen(context).operations_to_change(f"Remove {projection}", yes=yes)
    removed = operations.act("remove", projection=projection, reason=reason)
    if as_json:
        print_json(removed)
    else:
        say(f"{projection} is removed. Its tables are empty and can be dropped: {', '.join(removed['tables'])}")
