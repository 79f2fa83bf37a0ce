"""`onewrite check`: tells what in this repository doesn't fit together, before anything runs."""

from onewrite.checks.errors import DoesNotFit
from onewrite.cli.exit_codes import end
from onewrite.cli.options import JsonOption
from onewrite.cli.output import print_json, say


def check(*, as_json: JsonOption = False) -> None:
    """Tell what doesn't fit together: settings, topology, functions, domain, schema.

    It says what `make up` would say before it starts anything. Exit code 1
    when something doesn't fit.
    """
    from onewrite.checks.repository import check_repository  # noqa: PLC0415 - imports pydantic

    mistakes = []
    try:
        check_repository()
    except DoesNotFit as wrong:
        mistakes = str(wrong).splitlines()
    if as_json:
        print_json({"mistakes": mistakes})
    else:
        for line in mistakes or ["Everything fits together."]:
            say(line)
    end(fine=not mistakes)
