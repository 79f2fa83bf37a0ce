"""The view as eventsourcing's documentation declares one that is kept in memory, and the projection that fills it."""

from typing import Any
from uuid import UUID

from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection

from tests.bench.peers.accounts_in_eventsourcing import AccountEvent, Created, Renamed


class Profiles(POPOTrackingRecorder):
    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[UUID, dict[str, Any]] = {}

    def put(self, account_id: UUID, columns: dict[str, Any], tracking: Tracking) -> None:
        with self._database_lock:
            self._assert_tracking_uniqueness(tracking)
            self._insert_tracking(tracking)
            self.rows.setdefault(account_id, {}).update(columns)


class ProfilesProjection(Projection[Profiles]):
    name = "profiles"

    @singledispatchmethod
    def process_event(self, event: AccountEvent, tracking: Tracking) -> None:
        pass

    @process_event.register
    def _(self, event: Created, tracking: Tracking) -> None:
        at = event.timestamp
        row = {"name": event.name, "address": event.address, "status": "open", "created_at": at, "changed_at": at}
        self.view.put(event.originator_id, row, tracking)

    @process_event.register
    def _(self, event: Renamed, tracking: Tracking) -> None:
        self.view.put(event.originator_id, {"name": event.name, "changed_at": event.timestamp}, tracking)
