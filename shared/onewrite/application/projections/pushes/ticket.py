"""A ticket: a push that waits for its stream to be brought up to date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from opentelemetry.trace import Span

from onewrite.application import tracing
from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.steps.step import Advanced
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied, ViewBehind


@dataclass(eq=False)
class Ticket:
    """Waits until the stream has reached `version` in each target that it was behind in, or has no more to apply there.

    `waits_for` are the targets that aren't so far; `faults` are what kept others from it.
    """

    stream: StreamId
    version: int
    checkpoints: dict[Target, Checkpoint]
    waits_for: set[Target] = field(init=False)
    faults: dict[Target, Exception] = field(default_factory=dict)
    span: Span = field(default_factory=tracing.current, repr=False)

    def __post_init__(self) -> None:
        self.waits_for = set(self.checkpoints)

    @property
    def is_done(self) -> bool:
        return not self.waits_for

    def hear_of(self, done: Mapping[Target, Advanced]) -> None:
        """Take in what a transaction did."""
        for target in self.waits_for & done.keys():
            advanced = done[target]
            known = self.checkpoints[target] = advanced.checkpoints.get(self.stream, self.checkpoints[target])
            if advanced.fault:
                self.faults[target] = advanced.fault
            if self.stream not in advanced.left or known.version >= self.version:
                self.waits_for.discard(target)

    def fail(self, fault: Exception) -> None:
        """Take in that a transaction did nothing."""
        self.faults |= dict.fromkeys(self.waits_for, fault)
        self.waits_for.clear()

    def give_up(self) -> None:
        """Wait no longer."""
        for target in tuple(self.waits_for):
            version = self.checkpoints[target].version
            self.faults[target] = ViewBehind(target[0], str(self.stream), self.version, version)
        self.waits_for.clear()

    @property
    def found(self) -> Mapping[Target, Checkpoint]:
        """The checkpoints as transactions have left them; none of a target that has a fault."""
        return {target: known for target, known in self.checkpoints.items() if target not in self.faults}

    @property
    def problems(self) -> Iterator[Exception]:
        """Why the message has to be pushed again; nothing if all targets have reached the version or are parked."""
        for target, known in self.checkpoints.items():
            if target in self.faults:
                yield self.faults[target]
            elif known.failure and not known.is_parked:
                yield EventNotApplied(target[0], str(self.stream), known.failure.version, known.failure.error_class)
