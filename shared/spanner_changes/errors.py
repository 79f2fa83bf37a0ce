"""The errors of this package.

SpannerChangesError
├── HistoryLost   the stream no longer keeps what comes after a watermark
└── LeaseLost     another instance may have the partition: nothing was written
"""

from datetime import datetime


class SpannerChangesError(Exception):
    """The base of all of them."""


class HistoryLost(SpannerChangesError):
    """The changes after `watermark` are older than the retention of the change stream."""

    def __init__(self, token: str, watermark: datetime) -> None:
        super().__init__(
            f"The change stream no longer keeps what came after {watermark.isoformat()}: "
            f"bring what the group feeds up to date by other means, then start the group over"
        )
        self.token = token
        self.watermark = watermark


class LeaseLost(SpannerChangesError):
    """The lease on a partition is no longer this instance's."""

    def __init__(self, token: str) -> None:
        super().__init__(f"The lease on partition {token or '(root)'} is another instance's now")
        self.token = token
