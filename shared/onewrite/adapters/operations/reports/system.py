"""What a system is."""

from typing import Self

from onewrite.adapters.models import Model
from onewrite.application.operations.system import System


class CategoryReport(Model):
    category: str
    commands: list[str]
    event_types: list[str]


class ReaderReport(Model):
    """A projection, and what it reads and keeps."""

    projection: str
    categories: list[str]
    tables: list[str]


class SystemReport(Model):
    version: str
    is_local: bool
    store: str
    project: str
    instance: str
    database: str
    operators_see_data: bool
    caller: str
    categories: list[CategoryReport]
    projections: list[ReaderReport]

    @classmethod
    def of(cls, system: System, caller: str) -> Self:
        domain = system.domain
        return cls(
            version=system.version,
            is_local=system.is_local,
            store=system.store,
            project=system.project,
            instance=system.instance,
            database=system.database,
            operators_see_data=system.operators_see_data,
            caller=caller,
            categories=[
                CategoryReport(
                    category=one.category,
                    commands=[command.command_name for command in one.commands],
                    event_types=[event.event_type for event in one.event_types],
                )
                for one in domain.aggregates
            ],
            projections=[
                ReaderReport(
                    projection=one.name,
                    categories=sorted(one.categories),
                    tables=[table.name for table in one.all_tables],
                )
                for one in domain.projections
            ],
        )
