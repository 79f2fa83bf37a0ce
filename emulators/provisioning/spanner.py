"""Creates the instance and the database on the Spanner emulator, and adds to a database what it lacks."""

from contextlib import suppress

from google.api_core.exceptions import AlreadyExists
from google.cloud.spanner_admin_database_v1 import DatabaseAdminClient
from google.cloud.spanner_admin_database_v1.services.database_admin.transports import DatabaseAdminGrpcTransport
from google.cloud.spanner_admin_instance_v1 import Instance, InstanceAdminClient
from google.cloud.spanner_admin_instance_v1.services.instance_admin.transports import InstanceAdminGrpcTransport

from emulators.provisioning.additions import additions
from emulators.provisioning.databases import CALL_TIMEOUT_SECONDS, Databases
from onewrite.checks.statements import schema
from onewrite.local.emulator_probes import local_channel
from onewrite.local.system import SpannerPlace


def provision_spanner(place: SpannerPlace, ddl: list[str] | None = None) -> list[str]:
    """Let the database be made of these statements, or of those of infra/schema; return what it lacked if it was there.

    Raises `CannotRun` if it was made of others.
    """
    project = f"projects/{place.project}"
    with local_channel(place.host) as channel:
        with suppress(AlreadyExists):
            _create_instance(InstanceAdminClient(transport=InstanceAdminGrpcTransport(channel=channel)), place, project)
        databases = Databases(
            DatabaseAdminClient(transport=DatabaseAdminGrpcTransport(channel=channel)),
            f"{project}/instances/{place.instance}",
        )
        ddl = schema() if ddl is None else ddl
        try:
            databases.create(place.database)
        except AlreadyExists:
            lacking = added = additions(databases, place.database, ddl)
        else:
            lacking, added = ddl, []
        for statement in lacking:
            databases.apply(place.database, statement)
        return added


def _create_instance(instances: InstanceAdminClient, place: SpannerPlace, project: str) -> None:
    config = f"{project}/instanceConfigs/emulator-config"
    instances.create_instance(
        parent=project,
        instance_id=place.instance,
        instance=Instance(config=config, display_name=place.instance, node_count=1),
        retry=None,
        timeout=CALL_TIMEOUT_SECONDS,
    ).result(timeout=CALL_TIMEOUT_SECONDS)
