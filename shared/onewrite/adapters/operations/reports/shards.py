"""The shards of the outbox, and who sweeps them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Self

from onewrite.adapters.models import Model
from onewrite.application.ports.outbox import ShardStatus


class ShardReport(Model):
    """Everything below the watermark is published; `holder` has the lease until it expires."""

    shard: int
    watermark: datetime | None
    holder: str | None
    lease_expires_at: datetime | None


class ShardsReport(Model):
    shards: list[ShardReport]

    @classmethod
    def of(cls, found: Sequence[ShardStatus]) -> Self:
        return cls(shards=[ShardReport(**asdict(one)) for one in found])
