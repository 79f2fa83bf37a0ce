"""One read-write transaction over several generations of views, on Spanner."""

from dataclasses import dataclass

from onewrite.adapters.spanner.views.shared_reads import SharedReads
from onewrite.adapters.spanner.views.view_transaction import SpannerViewTransaction
from onewrite.application.ports.views import Target


@dataclass(frozen=True)
class SpannerJointTransaction(SharedReads):
    """JointTransaction on Spanner."""

    def of(self, target: Target) -> SpannerViewTransaction:
        return SpannerViewTransaction(self, *target)
