"""The only reader of the environment: every `ONEWRITE_…` variable, its meaning and its default.

Emulator hosts are not settings: the Google clients read `SPANNER_EMULATOR_HOST` and `PUBSUB_EMULATOR_HOST`
themselves, so no code here asks which one it talks to.
"""

import os
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def is_in_cloud() -> bool:
    """Whether this process is an instance on Cloud Run."""
    return "K_SERVICE" in os.environ


class Settings(BaseSettings):
    """How this process is wired. All missing or wrong values are reported together (`ValidationError`)."""

    model_config = SettingsConfigDict(env_prefix="ONEWRITE_", frozen=True, extra="ignore")

    #: The domain served, as `package:NAME`, for example `accounts:ACCOUNTS`.
    domain: str = Field(pattern=r"^[\w.]+:\w+$")
    #: Where facts are kept: the real store, or the embedded one that lives and dies with the process.
    store: Literal["spanner", "memory"] = "spanner"
    project: str = "onewrite-local"
    instance: str = "onewrite"
    database: str = "onewrite"
    #: The role in the database that this process acts in; none: whatever its account may do.
    database_role: str | None = None
    topic: str = "events"
    rebuild_topic: str = "rebuild_ranges"
    #: The CloudEvents `source` of what is published.
    source: str = "//onewrite/events"

    #: Whether inner functions (pushes, schedules, operations) look at the caller's identity token themselves.
    check_identity: bool = Field(default_factory=is_in_cloud)
    #: The accounts, by e-mail and separated by commas, that may call this function; nobody named, nobody let in.
    callers: str = ""

    #: Publish inside the command's request, right after its commit.
    eager_relay: bool = True
    #: How long a command's answer may wait for that; what the bus did not take by then is the scheduled relay's.
    eager_relay_seconds: float = Field(default=2, gt=0)
    #: How old an outbox row must be before the scheduled relay takes it. Gives an eager relay its chance.
    relay_grace_seconds: float = Field(default=5, ge=0)
    #: How long a shard waits for a relay that died; longer than a batch may take to be published.
    relay_lease_seconds: float = Field(default=60, gt=0)
    #: How long one call of the scheduled relay may go on.
    relay_seconds: float = Field(default=50, gt=0)
    relay_batch: int = Field(default=500, ge=1, le=1000)
    #: How long to wait for Pub/Sub to acknowledge a batch.
    publish_timeout_seconds: float = Field(default=30, gt=0)

    #: How long one call to Spanner may take, its retries included.
    store_timeout_seconds: float = Field(default=20, gt=0)
    #: First pause after an aborted transaction. Unset: what Spanner asks for.
    retry_delay_seconds: float | None = Field(default=None, gt=0)
    #: How often a command is decided again when others appended first.
    command_attempts: int = Field(default=10, ge=1)
    #: Events applied in one transaction, so that none outgrows Spanner's limits; held in memory, so fewer if large.
    advance_batch: int = Field(default=1000, ge=1, le=5000)
    #: How long a query may bring a view up to the version that it names.
    read_seconds: float = Field(default=5, gt=0)
    #: After how many counted attempts a stream is parked for a projection.
    park_after_attempts: int = Field(default=5, ge=1)
    #: At most one attempt is counted in this time.
    attempt_interval_seconds: float = Field(default=10, ge=0)
    rebuild_lease_seconds: float = Field(default=30, gt=0)
    #: How long one call of the rebuild function may go on.
    rebuild_seconds: float = Field(default=300, gt=0)
    #: How long an instance may act on what it last read about generations.
    generation_cache_seconds: float = Field(default=1, ge=0)

    @model_validator(mode="after")
    def _refuse_local_ways_in_the_cloud(self) -> Self:
        emulators = sorted(name for name in os.environ if name.endswith("_EMULATOR_HOST"))
        if is_in_cloud() and (emulators or self.store == "memory" or not self.check_identity):
            wrong = ", ".join((*emulators, "ONEWRITE_STORE, ONEWRITE_CHECK_IDENTITY"))
            raise ValueError(f"emulators, the embedded store and unchecked callers are for local use: unset {wrong}")
        return self


def names_a_system() -> bool:
    """Whether this process's environment says which system it works on; a domain alone is in many of them."""
    return "ONEWRITE_PROJECT" in os.environ


def adopt(environment: Mapping[str, str]) -> None:
    """Make this process part of another system, and of none besides.

    Google's clients read emulator hosts from the environment only.
    """
    for name in [name for name in os.environ if name.startswith("ONEWRITE_")]:
        del os.environ[name]
    os.environ.update(environment)


def is_local() -> bool:
    """Whether all that this process changes is on this machine: the store and the bus."""
    emulated = {"SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"} <= os.environ.keys()
    return emulated or os.environ.get("ONEWRITE_STORE") == "memory"
