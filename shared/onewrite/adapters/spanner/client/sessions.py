"""Sessions for the emulator, which has no multiplexed ones; checked once in a while instead of before every call."""

from time import monotonic
from typing import Any

from google.cloud.spanner_v1.pool import BurstyPool
from google.cloud.spanner_v1.session import Session

#: A session that existed so many seconds ago is assumed to exist still.
TRUSTED_SECONDS = 60.0


class TrustedSession(Session):
    """Skips most of the checks of Google's pool, which costs a round trip each time that a session is handed out."""

    def __init__(self, pool: "SessionPool", **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self._pool = pool
        self._confirmed_at = 0.0

    def create(self) -> None:
        super().create()  # type: ignore[no-untyped-call]
        self._confirmed_at = monotonic()

    def exists(self) -> bool:
        if self._confirmed_at > self._pool.doubted_at and monotonic() - self._confirmed_at < TRUSTED_SECONDS:
            return True
        exists = bool(super().exists())  # type: ignore[no-untyped-call]
        self._confirmed_at = monotonic()
        return exists


class SessionPool(BurstyPool):
    """Creates a session when one is needed, none in advance."""

    doubted_at = 0.0

    def doubt_all(self) -> None:
        """Have each session that was seen until now checked before it is used again."""
        self.doubted_at = monotonic()

    def _new_session(self) -> TrustedSession:
        return TrustedSession(self, database=self._database, labels=self.labels, database_role=self.database_role)
