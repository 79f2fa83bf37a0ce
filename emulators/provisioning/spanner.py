"""Creates the instance and the database on the Spanner emulator, if they are missing."""

from contextlib import suppress
from typing import Final
from uuid import uuid4

from google.api_core.exceptions import AlreadyExists
from google.cloud.spanner_admin_database_v1 import CreateDatabaseRequest, DatabaseAdminClient
from google.cloud.spanner_admin_database_v1.services.database_admin.transports import DatabaseAdminGrpcTransport
from google.cloud.spanner_admin_instance_v1 import Instance, InstanceAdminClient
from google.cloud.spanner_admin_instance_v1.services.instance_admin.transports import InstanceAdminGrpcTransport

from emulators.errors import CannotRun
from emulators.provisioning.schema import schema
from onewrite.local.probes import local_channel
from onewrite.local.system import SpannerPlace

#: For each call, without retries: the emulator is up, and the retries of Google's client go on for an hour.
CALL_TIMEOUT_SECONDS: Final = 120.0


def provision_spanner(place: SpannerPlace, ddl: list[str] | None = None) -> None:
    """Create the database with these statements (those of infra/schema if none are given).

    Raises `CannotRun` if the database exists with other tables.
    """
    with local_channel(place.host) as channel:
        with suppress(AlreadyExists):
            _create_instance(InstanceAdminClient(transport=InstanceAdminGrpcTransport(channel=channel)), place)
        databases = _Databases(DatabaseAdminClient(transport=DatabaseAdminGrpcTransport(channel=channel)), place)
        ddl = schema() if ddl is None else ddl
        try:
            databases.create(place.database, ddl)
        except AlreadyExists:
            if databases.ddl(place.database) != databases.normalised(ddl):
                raise CannotRun(
                    f"the database {place.database} at {place.host} isn't what infra/schema makes: "
                    "restart that emulator, or name another database in ONEWRITE_DATABASE"
                ) from None


def _create_instance(instances: InstanceAdminClient, place: SpannerPlace) -> None:
    project = f"projects/{place.project}"
    config = f"{project}/instanceConfigs/emulator-config"
    instances.create_instance(
        parent=project,
        instance_id=place.instance,
        instance=Instance(config=config, display_name=place.instance, node_count=1),
        retry=None,
        timeout=CALL_TIMEOUT_SECONDS,
    ).result(timeout=CALL_TIMEOUT_SECONDS)


class _Databases:
    """The databases of one instance."""

    def __init__(self, client: DatabaseAdminClient, place: SpannerPlace) -> None:
        self._client = client
        self._instance = f"projects/{place.project}/instances/{place.instance}"

    def create(self, name: str, ddl: list[str]) -> None:
        request = CreateDatabaseRequest(
            parent=self._instance, create_statement=f"CREATE DATABASE `{name}`", extra_statements=ddl
        )
        self._client.create_database(request, retry=None, timeout=CALL_TIMEOUT_SECONDS).result(
            timeout=CALL_TIMEOUT_SECONDS
        )

    def ddl(self, name: str) -> list[str]:
        """Return the database's DDL as the emulator prints it."""
        path = f"{self._instance}/databases/{name}"
        return list(self._client.get_database_ddl(database=path, retry=None, timeout=CALL_TIMEOUT_SECONDS).statements)

    def normalised(self, ddl: list[str]) -> list[str]:
        """Return these statements as the emulator prints them, by way of a temporary database."""
        name = f"like-{uuid4().hex[:8]}"
        self.create(name, ddl)
        made = self.ddl(name)
        self._client.drop_database(
            database=f"{self._instance}/databases/{name}", retry=None, timeout=CALL_TIMEOUT_SECONDS
        )
        return made
