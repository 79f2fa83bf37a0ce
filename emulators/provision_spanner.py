"""Instance and database on the Spanner emulator, made if they are not there."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from google.api_core.exceptions import AlreadyExists
from google.cloud.spanner_admin_database_v1 import CreateDatabaseRequest, DatabaseAdminClient
from google.cloud.spanner_admin_database_v1.services.database_admin.transports import DatabaseAdminGrpcTransport
from google.cloud.spanner_admin_instance_v1 import Instance, InstanceAdminClient
from google.cloud.spanner_admin_instance_v1.services.instance_admin.transports import InstanceAdminGrpcTransport

from emulators.errors import CannotRun
from emulators.schema import schema, tables
from onewrite.cli.answers import local_channel
from onewrite.cli.local import SpannerPlace

PATIENCE: Final = 30.0


def provision_spanner(place: SpannerPlace, ddl: list[str] | None = None) -> None:
    ddl = schema() if ddl is None else ddl
    project = f"projects/{place.project}"
    instance = f"{project}/instances/{place.instance}"
    with local_channel(place.host) as channel:
        instances = InstanceAdminClient(transport=InstanceAdminGrpcTransport(channel=channel))
        databases = DatabaseAdminClient(transport=DatabaseAdminGrpcTransport(channel=channel))
        _unless_there(
            lambda: instances.create_instance(
                parent=project,
                instance_id=place.instance,
                instance=Instance(
                    config=f"{project}/instanceConfigs/emulator-config", display_name=place.instance, node_count=1
                ),
                timeout=PATIENCE,
            ).result(timeout=PATIENCE)
        )
        created = CreateDatabaseRequest(
            parent=instance, create_statement=f"CREATE DATABASE `{place.database}`", extra_statements=ddl
        )
        _unless_there(lambda: databases.create_database(created, timeout=PATIENCE).result(timeout=PATIENCE))
        there = databases.get_database_ddl(database=f"{instance}/databases/{place.database}", timeout=PATIENCE)
    if tables(there.statements) != tables(ddl):
        raise CannotRun(
            f"the database {place.database} at {place.host} has other tables than infra/schema: "
            "restart that emulator, or name another database in ONEWRITE_DATABASE"
        )


def _unless_there(create: Callable[[], object]) -> None:
    with suppress(AlreadyExists):
        create()
