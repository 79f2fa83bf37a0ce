"""A Spanner client for one emulator, independent of the environment's variables."""

from google.auth.credentials import AnonymousCredentials
from google.cloud.spanner_v1 import Client
from google.cloud.spanner_v1.database import Database
from google.cloud.spanner_v1.instance import Instance

from onewrite.local.system import SpannerPlace


def connect(place: SpannerPlace) -> Database:
    client = Client(
        project=place.project,
        credentials=AnonymousCredentials(),
        client_options={"api_endpoint": place.host},
        disable_builtin_metrics=True,
    )
    instance = Instance(place.instance, client, emulator_host=place.host)
    database: Database = instance.database(place.database)
    return database
