"""Errors of a deployment: its code, its database and its settings don't fit together."""

from onewrite.errors.base import OnewriteError


class Misconfigured(OnewriteError):
    """Nothing will work until somebody mends what the message names. No request and no event is to blame."""


class NotInSchema(Misconfigured):
    """A table, a column or an index is missing. `lacking` is what Spanner says of it, which holds names and no data."""

    def __init__(self, lacking: str) -> None:
        super().__init__(
            f"The database lacks what the code names ({lacking}): add it to infra/schema, or mend the name",
            lacking=lacking,
        )


class NoDatabase(Misconfigured):
    def __init__(self, lacking: str) -> None:
        super().__init__(
            f"{lacking}: create it, or mend ONEWRITE_PROJECT, ONEWRITE_INSTANCE and ONEWRITE_DATABASE",
            lacking=lacking,
        )


class NoDomain(Misconfigured):
    """The code of a domain that can't be imported has seen no data, so `cause` is told everywhere."""

    def __init__(self, domain: str, cause: str) -> None:
        super().__init__(
            f"ONEWRITE_DOMAIN={domain} can't be loaded: {cause}. Mend its code, or name the domain as package:NAME",
            domain=domain,
            cause=cause,
        )


class NotInDomain(Misconfigured):
    def __init__(self, projection: str, known: str) -> None:
        super().__init__(
            f"The domain has no projection {projection!r}, it has {known or 'none'}: mend the name in the function's "
            f"main.py, or ONEWRITE_DOMAIN, or delete the function",
            projection=projection,
            known=known,
        )
