"""A database with a change stream on one table, and the tables of a group in another one, as is best in the cloud."""

from datetime import datetime

from emulators.google.connect import connect
from emulators.paths import ROOT
from emulators.provisioning.spanner import provision_spanner
from onewrite.checks.statements import statements
from onewrite.local.system import SpannerPlace
from spanner_changes import SpannerChangeStream, SpannerGroupState

GROUP_TABLES = statements((ROOT / "shared/spanner_changes/state/schema.sql").read_text())
TABLES = [
    "CREATE TABLE things (id STRING(64) NOT NULL, n INT64) PRIMARY KEY (id)",
    "CREATE CHANGE STREAM everything FOR things OPTIONS (value_capture_type = 'NEW_ROW')",
]
IDS = 7
RETRY_DELAY = 0.005


class Things:
    """Each commit writes one of a few rows, with a number that grows by one."""

    def __init__(self, host: str, project: str, *, is_new: bool = True) -> None:
        self.host = host
        self.project = project
        self.place = SpannerPlace(host=host, project=project, instance="things", database="things")
        self.groups = SpannerPlace(host=host, project=project, instance="things", database="groups")
        if is_new:
            provision_spanner(self.place, TABLES)
            provision_spanner(self.groups, GROUP_TABLES)
        self.database = connect(self.place)
        self.written: list[int] = []

    def commit(self, times: int = 1) -> None:
        for _ in range(times):
            number = len(self.written)
            with self.database.batch(default_retry_delay=RETRY_DELAY) as batch:
                batch.insert_or_update("things", ("id", "n"), [(f"id-{number % IDS}", number)])
            self.written.append(number)

    def now(self) -> datetime:
        return self.group("any").look().now

    def stream(self) -> SpannerChangeStream:
        return SpannerChangeStream(connect(self.place), "everything")

    def group(self, name: str) -> SpannerGroupState:
        return SpannerGroupState(connect(self.groups), name, retry_delay=RETRY_DELAY)
