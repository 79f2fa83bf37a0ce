"""The sample domain with something else in its aggregate of accounts."""

from dataclasses import replace

from accounts import ACCOUNTS
from onewrite.domain.model import Domain


def with_accounts(**changes: object) -> Domain:
    """Return the sample with these fields of the aggregate replaced; without views if it has other events."""
    aggregates = tuple(replace(one, **changes) if one.category == "account" else one for one in ACCOUNTS.aggregates)  # type: ignore[arg-type]
    if "event_types" in changes:
        return Domain(aggregates, ())
    return replace(ACCOUNTS, aggregates=aggregates)
