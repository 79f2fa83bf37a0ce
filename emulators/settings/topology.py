"""The content of `infra/topology.json`: functions, topics, subscriptions, schedules."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from emulators.paths import TOPOLOGY


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Function(_Part):
    trigger: Literal["http", "push", "schedule"]
    public: bool = False
    subscription: str | None = None
    schedule: str | None = None
    #: The topics on which it may publish.
    publishes: tuple[str, ...] = ()


class Topic(_Part):
    retention_seconds: int


class Retry(_Part):
    minimum_backoff_seconds: int
    maximum_backoff_seconds: int


class DeadLetter(_Part):
    topic: str
    max_delivery_attempts: int


class Subscription(_Part):
    topic: str
    ack_deadline_seconds: int
    retry: Retry
    push_to: str | None = None
    #: Only messages whose attribute `category` has this value; all messages if unset.
    category: str | None = None
    dead_letter: DeadLetter | None = None


class Schedule(_Part):
    cron: str
    function: str
    deadline_seconds: int
    #: The interval on this machine, shorter than cron allows; not called here if unset.
    local_interval_seconds: float | None = None


class Topology(_Part):
    functions: dict[str, Function]
    topics: dict[str, Topic]
    subscriptions: dict[str, Subscription]
    schedules: dict[str, Schedule]

    @classmethod
    def read(cls, path: Path = TOPOLOGY) -> Self:
        return cls.model_validate_json(path.read_bytes())

    def served_from(self, folder: Path) -> Self:
        """Return the topology without functions that have no code in this folder, their subscriptions and schedules."""
        functions = {name: f for name, f in self.functions.items() if (folder / name / "main.py").exists()}
        subscriptions = {name: s for name, s in self.subscriptions.items() if s.push_to in {None, *functions}}
        schedules = {name: s for name, s in self.schedules.items() if s.function in functions}
        return self.model_copy(update={"functions": functions, "subscriptions": subscriptions, "schedules": schedules})

    @model_validator(mode="after")
    def names_only_what_it_defines(self) -> Self:
        subscriptions = self.subscriptions.values()
        topics = {s.topic for s in subscriptions} | {s.dead_letter.topic for s in subscriptions if s.dead_letter}
        topics |= {topic for f in self.functions.values() for topic in f.publishes}
        functions = {s.push_to for s in subscriptions if s.push_to} | {s.function for s in self.schedules.values()}
        if unknown := (topics - self.topics.keys()) | (functions - self.functions.keys()):
            raise ValueError(f"named but not defined: {', '.join(sorted(unknown))}")
        return self
