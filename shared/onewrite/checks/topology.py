"""The content of `infra/topology.json`: functions, topics, subscriptions, schedules."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from onewrite.checks.errors import DoesNotFit
from onewrite.checks.paths import TOPOLOGY

MOST_BYTES_OF_A_FILTER: Final = 256


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Function(_Part):
    trigger: Literal["http", "push", "schedule"]
    public: bool = False
    subscription: str | None = None
    schedule: str | None = None
    #: The projections that it drives by what is pushed to it; they share the message and the transaction.
    projects: tuple[str, ...] = ()
    #: The projections that it drives by following the change stream.
    pulls: tuple[str, ...] = ()
    #: The topics on which it may publish.
    publishes: tuple[str, ...] = ()
    #: The subscriptions from which it may take messages itself.
    takes_from: tuple[str, ...] = ()


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
    #: Without it a message that wasn't acknowledged comes again at once.
    retry: Retry | None = None
    push_to: str | None = None
    #: Only messages whose attribute `category` has one of these values; all messages if unset.
    categories: tuple[str, ...] | None = Field(default=None, min_length=1)
    dead_letter: DeadLetter | None = None

    @property
    def filter(self) -> str:
        """What Pub/Sub filters by; empty if it is nothing."""
        return " OR ".join(f'attributes.category = "{category}"' for category in self.categories or ())

    @model_validator(mode="after")
    def _has_a_filter_that_is_short_enough(self) -> Self:
        if (size := len(self.filter.encode())) > MOST_BYTES_OF_A_FILTER:
            raise ValueError(
                f"a filter by its categories takes {size} bytes, and Pub/Sub allows {MOST_BYTES_OF_A_FILTER}: leave "
                f"categories out, then it takes all messages, and its function acknowledges those that it doesn't read"
            )
        return self


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
        """Read the file. Raises DoesNotFit with all that is wrong in it, one line each."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValidationError as wrong:
            raise DoesNotFit("\n".join(_lines(wrong))) from None

    def served_from(self, folder: Path) -> Self:
        """Return the topology without functions that have no code in this folder."""
        return self.without({name for name in self.functions if not (folder / name / "main.py").exists()})

    def without(self, gone: Collection[str]) -> Self:
        """Return the topology without these functions, their subscriptions and schedules."""
        functions = {name: function for name, function in self.functions.items() if name not in gone}
        subscriptions = {name: s for name, s in self.subscriptions.items() if s.push_to in {None, *functions}}
        schedules = {name: s for name, s in self.schedules.items() if s.function in functions}
        return self.model_copy(update={"functions": functions, "subscriptions": subscriptions, "schedules": schedules})

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        unknown = [
            f"{who} {name}, which isn't there: use one of {', '.join(known)}"
            for who, name, known in self._references()
            if name is not None and name not in known
        ]
        if problems := [*unknown, *self._never_called()]:
            raise ValueError("\n".join(problems))
        return self

    def _references(self) -> Iterator[tuple[str, str | None, Collection[str]]]:
        """Yield who names what, and what there is to be named."""
        for name, function in self.functions.items():
            yield from ((f"function {name} publishes on topic", topic, self.topics) for topic in function.publishes)
            yield from (
                (f"function {name} takes from subscription", one, self.subscriptions) for one in function.takes_from
            )
            yield f"function {name} is called by subscription", function.subscription, self.subscriptions
            yield f"function {name} is called by schedule", function.schedule, self.schedules
        for name, subscription in self.subscriptions.items():
            yield f"subscription {name} takes messages of topic", subscription.topic, self.topics
            yield f"subscription {name} pushes to function", subscription.push_to, self.functions
            if dead_letter := subscription.dead_letter:
                yield f"subscription {name} gives up to topic", dead_letter.topic, self.topics
        for name, schedule in self.schedules.items():
            yield f"schedule {name} calls function", schedule.function, self.functions

    def _never_called(self) -> Iterator[str]:
        pushes = {(name, s.push_to or "") for name, s in self.subscriptions.items()}
        calls = {(name, s.function) for name, s in self.schedules.items()}
        for name, push_to in sorted(pushes):
            other = self.functions[push_to].subscription if push_to in self.functions else name
            if name != other and (other, push_to) in pushes:
                yield f"subscription {name} pushes to function {push_to}, which names {other}: delete one of the two"
        for name, function in self.functions.items():
            if function.trigger == "push" and (function.subscription, name) not in pushes:
                yield f"function {name} needs a subscription that pushes to it: name it in both places"
            if function.projects and function.trigger != "push":
                yield f"function {name} projects {', '.join(function.projects)}: give it the trigger push"
            if function.trigger == "schedule" and (function.schedule, name) not in calls:
                yield f"function {name} needs a schedule that calls it: name it in both places"


def _lines(wrong: ValidationError) -> Iterator[str]:
    for error in wrong.errors():
        place = "".join(f"{part}." for part in error["loc"]).removesuffix(".")
        for line in error["msg"].removeprefix("Value error, ").splitlines():
            yield f"infra/topology.json: {place}: {line}" if place else f"infra/topology.json: {line}"
