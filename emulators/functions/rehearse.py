"""Does what every function does first: reads the settings and imports the domain. Prints one line if that fails.

Run by its path as a separate process, so that it imports from the same places as a function.
"""

import sys

from pydantic import ValidationError

from onewrite.domain.model import Domain
from onewrite.settings import Settings, domain_of


def rehearse() -> str | None:
    """Return the problem in one line, or None."""
    try:
        settings = Settings()
    except ValidationError as wrong:
        return "; ".join(
            f"ONEWRITE_{'_'.join(map(str, error['loc'])).upper()}={error['input']}: {error['msg']}"
            for error in wrong.errors()
        )
    try:
        domain: object = domain_of(settings)
    except Exception as fault:  # noqa: BLE001 - whatever the code of a domain does when it is imported
        why = " ".join(f"{type(fault).__name__}: {fault}".split())
        return f"ONEWRITE_DOMAIN={settings.domain} can't be imported, named as package:NAME: {why}"
    return None if isinstance(domain, Domain) else f"ONEWRITE_DOMAIN={settings.domain} is not a Domain"


if __name__ == "__main__":
    sys.exit(rehearse())
