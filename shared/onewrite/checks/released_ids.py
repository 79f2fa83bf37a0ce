"""What the ids of released streams look like: they are stored for ever, so no release may look for them otherwise.

`released_events.txt` in a domain's package has a line for each category, `account-{id}` or `invoice-{hash}~{id}`,
beside those of the events. Lines are only added.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from onewrite.checks.paths import SHARED

LINE: Final = re.compile(r"(\w+)-(\{hash\}~)?\{id\}")


def released_of(domain: str) -> Path:
    """Return the file beside the domain that a setting names as `package:NAME`."""
    return SHARED / domain.partition(":")[0].partition(".")[0] / "released_events.txt"


def released_ids(file: Path) -> list[str]:
    """Return the lines about ids, none if the file isn't there yet."""
    return [line for line in file.read_text().splitlines() if LINE.fullmatch(line)] if file.is_file() else []


def changed_ids(released: Collection[str], declared: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each declared category whose streams were released with other ids."""
    for line in declared:
        for known in (one for one in released if _category(one) == _category(line) and one != line):
            yield (
                f"streams {known} were released and would be looked for as {line}: "
                f"give {_category(line)} hashed_ids={'{hash}' in known} again, or a new category other streams"
            )


def missing_ids(released: Collection[str], declared: Collection[str]) -> list[str]:
    """Return the lines to add, for the categories that have none."""
    known = {_category(line) for line in released}
    return [line for line in declared if _category(line) not in known]


def _category(line: str) -> str:
    return line.partition("-")[0]
