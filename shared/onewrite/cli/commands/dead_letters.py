"""`onewrite dead-letters`, `redrive` and `discard`: messages that the bus gave up."""

from datetime import datetime
from typing import Annotated, Any

import typer

from onewrite.cli.exit_codes import end
from onewrite.cli.options import JsonOption, ReasonOption, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.quantities import counted
from onewrite.cli.systems.choice import chosen
from onewrite.cli.tables import print_table

SubscriptionOption = Annotated[
    str | None, typer.Option("--subscription", help="Only what this subscription gave up, as project_profiles.")
]
StreamOption = Annotated[str | None, typer.Option("--stream", help="Only what is about this stream: account-7.")]
COLUMNS = {"about": "subject", "version": "version", "subscription": "subscription", "attempts": "attempts"}


def dead_letters(
    context: typer.Context,
    *,
    subscription: SubscriptionOption = None,
    stream: StreamOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many of them.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """List messages that the bus gave up, the first of them first.

    Exit code 1 when there are any.
    """
    operations = chosen(context).operations()
    found = operations.read("dead-letters", subscription=subscription, stream_id=stream, limit=limit)
    if as_json:
        print_json(found)
    else:
        rows = [[*(one[name] for name in COLUMNS.values()), _minute(one["given_up_at"])] for one in found]
        print_table((*COLUMNS, "given up"), rows, empty="The bus has no dead letters to show.")
    end(fine=not found)


def redrive(
    context: typer.Context,
    *,
    subscription: SubscriptionOption = None,
    stream: StreamOption = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Publish messages again that the bus gave up, all of them or some.

    Exit code 1 when there may be more: repeat it.
    """
    operations = chosen(context).operations_to_change("Publish dead letters again", yes=yes)
    handled = operations.act("redrive", subscription=subscription, stream_id=stream, reason=reason)
    _print_and_end(handled, "published again", as_json=as_json)


def discard(
    context: typer.Context,
    *,
    subscription: SubscriptionOption = None,
    stream: StreamOption = None,
    reason: Annotated[str, typer.Option("--reason", help="Why nobody needs them; kept in the audit log.")],
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Remove messages that the bus gave up, all of them or some.

    Exit code 1 when there may be more: repeat it.
    """
    operations = chosen(context).operations_to_change("Discard dead letters", yes=yes)
    handled = operations.act("discard", subscription=subscription, stream_id=stream, reason=reason)
    _print_and_end(handled, "discarded", as_json=as_json)


def _print_and_end(report: dict[str, Any], done: str, *, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        more = "" if report["is_over"] else " There may be more: repeat it."
        say(f"{counted(report['handled'], 'dead letter')} {done}.{more}")
    end(fine=report["is_over"])


def _minute(time: str) -> str:
    return f"{datetime.fromisoformat(time):%Y-%m-%d %H:%MZ}"
