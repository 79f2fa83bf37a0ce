"""Sessions, where there are no multiplexed ones (the emulator): asked after now and then, not before every call."""

from time import monotonic

from google.cloud.spanner_v1.pool import BurstyPool
from google.cloud.spanner_v1.session import Session

#: A session that was there so many seconds ago is held to be there still.
TRUSTED_FOR = 60.0


class TrustedSession(Session):
    """Google's pool asks whether a session exists each time it hands it out: one round trip for every other."""

    _seen = 0.0

    def create(self) -> None:
        super().create()  # type: ignore[no-untyped-call]
        self._seen = monotonic()

    def exists(self) -> bool:
        if monotonic() - self._seen < TRUSTED_FOR:
            return True
        there = bool(super().exists())  # type: ignore[no-untyped-call]
        self._seen = monotonic()
        return there


class SessionPool(BurstyPool):
    """Creates sessions when they are needed; nothing is sent before."""

    def _new_session(self) -> TrustedSession:
        return TrustedSession(database=self._database, labels=self.labels, database_role=self.database_role)
