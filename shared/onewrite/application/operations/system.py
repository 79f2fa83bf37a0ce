"""What a system is: its place, its version, its domain, and what operators may do in it."""

from dataclasses import dataclass

from onewrite.domain.model import Domain


@dataclass(frozen=True)
class System:
    """Known without any I/O. `store` is `spanner` or `memory`."""

    domain: Domain
    version: str
    is_local: bool
    store: str
    project: str
    instance: str
    database: str
    operators_see_data: bool
