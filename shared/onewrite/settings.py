"""The only reader of the environment: every `ONEWRITE_…` variable, its meaning and its default.

Emulator hosts are not settings: Google's clients read `SPANNER_EMULATOR_HOST` and `PUBSUB_EMULATOR_HOST` themselves,
so the same code runs on the emulators and in the cloud.
"""

import os
import re
from importlib import import_module
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from onewrite.domain.model import Domain
from onewrite.errors import NoDomain
from onewrite.errors.telling import whole


def is_in_cloud() -> bool:
    """Tell whether this process runs on Cloud Run, as a function or as a worker."""
    return not os.environ.keys().isdisjoint({"K_SERVICE", "CLOUD_RUN_WORKER_POOL"})


def is_local() -> bool:
    """Tell whether the store and the bus of this process are on this machine."""
    emulated = {"SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"} <= os.environ.keys()
    return emulated or os.environ.get("ONEWRITE_STORE") == "memory"


def function_name() -> str:
    """Return which function or worker this process is."""
    names = map(os.environ.get, ("K_SERVICE", "CLOUD_RUN_WORKER_POOL", "FUNCTION_TARGET"))
    return next(filter(None, names), "onewrite")


def process_name() -> str:
    """Return a name that no other process here has now."""
    return f"{function_name()}-{os.getpid()}"


class Settings(BaseModel):
    """The settings of this process. Raises `ValidationError` with all missing and wrong values together."""

    model_config = ConfigDict(frozen=True)

    #: The domain served, as `package:NAME`, for example `accounts:ACCOUNTS`.
    domain: str
    #: Where events are stored: in Spanner, or in the memory of this process.
    store: Literal["spanner", "memory"] = "spanner"
    project: str = "onewrite-local"
    instance: str = "onewrite"
    database: str = "onewrite"
    #: The database role of this process; if unset, its account's own permissions apply.
    database_role: str | None = None
    topic: str = "events"
    rebuild_topic: str = "rebuild_ranges"
    #: The subscription in which messages wait that the bus gave up.
    dead_letters: str = "events_dead_letter"
    #: The CloudEvents `source` of published messages.
    source: str = "//onewrite/events"

    #: Whether inner functions (pushes, schedules, operations) check the caller's identity token themselves.
    check_identity: bool = Field(default_factory=is_in_cloud)
    #: The accounts, by e-mail and separated by commas, that may call this function; none if empty.
    callers: str = ""
    #: The number of the project whose Identity-Aware Proxy stands in front of this function; none does if empty.
    iap_project_number: str = ""

    #: The file that defines the metrics, infra/metrics.json, for a system on this machine: every function shows them at
    #: `/metrics`. If empty, none does. In the cloud they are made from log lines.
    metrics: str = ""
    #: What is done too often for a log line of its own is added up, and told so often.
    tally_seconds: float = Field(default=60, ge=0)

    #: How long a client may take to send a request's head, as long again for its body, and for taking the response.
    client_seconds: float = Field(default=10, gt=0)
    #: Whether problems, logs and parked streams show what foreign errors say, which may be data.
    show_faults: bool = Field(default_factory=is_local)
    #: Whether operators may ask for the data of events, for states, and for rows of views. That they did is on record.
    operators_see_data: bool = Field(default_factory=is_local)

    #: Where the spans of traces go: nowhere, into files of a folder, or to Google's endpoint for telemetry by OTLP.
    traces: Literal["off", "file", "otlp"] = "off"
    #: The folder of those files, which all processes of a system share.
    trace_folder: Path = Path("traces")
    #: Which part of the requests is traced; one whose caller traces it always is.
    trace_ratio: float = Field(default=1, ge=0, le=1)
    #: How long a response may wait for its spans to be sent. They go on behind it, which may be late.
    trace_seconds: float = Field(default=0.5, gt=0)

    #: Whether a command's request publishes its events, right after the commit.
    eager_relay: bool = True
    #: How long a command's response may wait for that; after that time the scheduled relay publishes the events.
    eager_relay_seconds: float = Field(default=2, gt=0)
    #: How old an outbox row must be before the scheduled relay publishes it, so that the eager relay comes first.
    relay_grace_seconds: float = Field(default=5, ge=0)
    #: How long the lease of a shard lasts after a relay died; must be longer than publishing a batch takes.
    relay_lease_seconds: float = Field(default=60, gt=0)
    #: How long one call of the scheduled relay works.
    relay_seconds: float = Field(default=50, gt=0)
    #: Most events in a batch of a relay or a replay, and most bytes, because they are held in memory; 500 events of 1
    #: MB would fill 512 MB several times over. An event that is larger is a batch of its own.
    relay_batch: int = Field(default=500, ge=1, le=1000)
    relay_batch_bytes: int = Field(default=16_000_000, ge=1)
    #: How long one call of a function follows the change stream.
    follow_seconds: float = Field(default=100, gt=0)
    #: Whether a query of the change stream waits for what will be committed, or returns at once and is repeated. The
    #: emulator can lose what is committed while a query waits.
    changes_wait: bool = True
    #: The pause after a query that did not wait and found nothing.
    changes_poll_seconds: float = Field(default=0.5, gt=0)
    #: How long the partitions that an instance follows stay its own after it died; it says ten times as often that it
    #: is alive.
    changes_lease_seconds: float = Field(default=10, gt=0)
    #: How many partitions of the change stream one instance follows at once; more take turns.
    changes_threads: int = Field(default=8, ge=1)
    #: How long to wait for Pub/Sub to acknowledge a batch.
    publish_timeout_seconds: float = Field(default=30, gt=0)

    #: How long one call to Spanner may take, its retries included.
    store_timeout_seconds: float = Field(default=20, gt=0)
    #: First pause after an aborted transaction; if unset, the pause that Spanner returns.
    retry_delay_seconds: float | None = Field(default=None, gt=0)
    #: How many times a command is decided while other writers append first.
    command_attempts: int = Field(default=10, ge=1)
    #: A snapshot of at most so many bytes of JSON is written by every command,
    snapshot_small_bytes: int = Field(default=4096, ge=0)
    #: and a larger one after so many events.
    snapshot_every: int = Field(default=50, ge=1)
    #: Most events in a transaction that advances views, because of Spanner's limits, and most bytes of them: they, the
    #: rows made of them and the request that writes those are in memory at once, for each thread that pulls or answers.
    #: With more bytes few of them would fit in 512 MB; with fewer, events of less than 4 KB would need more steps.
    advance_batch: int = Field(default=1000, ge=1, le=5000)
    advance_batch_bytes: int = Field(default=4_000_000, ge=1)
    #: How long a push may take to bring its stream up to date, before the bus has to push again; less than half of the
    #: subscription's `ack_deadline_seconds`.
    push_seconds: float = Field(default=25, gt=0)
    #: How long a query may take to bring a view up to `min_version`.
    read_seconds: float = Field(default=5, gt=0)
    #: After how many counted attempts to apply an event its stream is parked for a projection.
    park_after_attempts: int = Field(default=5, ge=1)
    #: At most one attempt is counted in this time.
    attempt_interval_seconds: float = Field(default=10, ge=0)
    #: Into how many ranges a walk cuts all streams: about ten for each node of Spanner, so that all of them are busy.
    walk_ranges: int = Field(default=16, ge=1, le=10_000)
    #: Whether a rebuild has Spanner split the new generation in as many before it writes; takes a right to do so.
    split_points: bool = False
    #: How long a range stays with an instance that died at it.
    walk_lease_seconds: float = Field(default=30, gt=0)
    #: How long one call of the rebuild function works.
    rebuild_seconds: float = Field(default=300, gt=0)
    #: How long one call of the reconciler works, less than its schedule's deadline; the next one goes on.
    reconcile_seconds: float = Field(default=600, gt=0)
    #: How many streams one call of it walks in a second at most: what it costs. `onewrite reconcile` takes no pauses.
    reconcile_streams_per_second: float = Field(default=2000, gt=0)
    #: How long an instance may use the generations that it has read.
    generation_cache_seconds: float = Field(default=1, ge=0)

    @classmethod
    def read(cls) -> Self:
        """Read them from the environment."""
        variables = {name: f"ONEWRITE_{name.upper()}" for name in cls.model_fields}
        return cls.model_validate(
            {name: os.environ[variable] for name, variable in variables.items() if variable in os.environ}
        )

    @field_validator("domain")
    @classmethod
    def _names_package_and_value(cls, domain: str) -> str:
        if not re.fullmatch(r"[\w.]+:\w+", domain):
            raise ValueError("name the domain as package:NAME")
        return domain

    @model_validator(mode="after")
    def _refuse_local_ways_in_the_cloud(self) -> Self:
        emulators = sorted(name for name in os.environ if name.endswith("_EMULATOR_HOST"))
        local = {
            "ONEWRITE_STORE": self.store == "memory",
            "ONEWRITE_CHECK_IDENTITY": not self.check_identity,
            "ONEWRITE_SHOW_FAULTS": self.show_faults,
            "ONEWRITE_TRACES": self.traces == "file",
            "ONEWRITE_METRICS": bool(self.metrics),
        }
        wrong = [*emulators, *(name for name, is_local in local.items() if is_local)]
        if is_in_cloud() and wrong:
            what = "emulators, the embedded store, unchecked callers, the text of faults, files of traces and /metrics"
            raise ValueError(f"{what} are for local use: unset {', '.join(wrong)}")
        return self


def domain_of(settings: Settings) -> Domain:
    """Import the domain that `ONEWRITE_DOMAIN` names. Raises NoDomain, which holds what its code raised."""
    module, _, name = settings.domain.partition(":")
    try:
        domain = getattr(import_module(module), name)
    except Exception as error:
        beneath = error.__traceback__ and error.__traceback__.tb_next
        raise NoDomain(settings.domain, whole(error.with_traceback(beneath))) from error
    if not isinstance(domain, Domain):
        raise NoDomain(settings.domain, f"it is a {type(domain).__name__}")
    return domain
