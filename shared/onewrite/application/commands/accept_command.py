"""Accept a command: read the head, decide, commit everything at once. Two round trips, no locks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from onewrite.application import tracing
from onewrite.application.commands.fingerprint import fingerprint_of
from onewrite.application.commands.load_state import LoadState
from onewrite.application.commands.take_snapshot import TakeSnapshot
from onewrite.application.ports.event_store import CommandResult, Commit, CommitClash, EventStore, Head
from onewrite.application.relay.relay_events import RelayEvents
from onewrite.application.tally import measured
from onewrite.domain.commands import Command
from onewrite.domain.decider import decided
from onewrite.domain.events import Event, Metadata, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.streams import ANY, ExpectedVersion, StreamId
from onewrite.errors import CommandRejected, IdempotencyKeyReused, StreamContended, StreamNotFound, WrongExpectedVersion


@dataclass(frozen=True)
class CommandRequest:
    """A command for a stream, with its metadata, the expected version and the idempotency key."""

    stream: StreamId
    command: Command
    metadata: Metadata
    expected: ExpectedVersion = ANY
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.command)


@dataclass(frozen=True)
class Accepted:
    """The stream's version after the command, and the events that it appended; none if nothing had to change."""

    stream: StreamId
    version: int
    events: tuple[RecordedEvent, ...]

    @property
    def opened_the_stream(self) -> bool:
        return bool(self.events) and self.events[0].version == 1


@dataclass(frozen=True)
class AcceptCommand:
    """Carries out a command in one commit; its repeat returns the same result and changes nothing.

    Raises StreamNotFound, CommandRejected, WrongExpectedVersion, StreamContended, IdempotencyKeyReused, Unavailable.
    """

    domain: Domain
    store: EventStore
    load_state: LoadState
    take_snapshot: TakeSnapshot
    relay: RelayEvents | None
    new_event_id: Callable[[], str]
    attempts: int

    @measured("command_handled")
    def __call__(self, request: CommandRequest) -> Accepted:
        tracing.note(stream=str(request.stream))
        if request.expected != ANY:
            # A writer that names a version gets the conflict at once: to decide again would ignore that version.
            return self._decide_and_commit(request)
        try:
            return self._decide_and_commit(request)
        except WrongExpectedVersion:
            return self._decide_again(request)

    def _decide_again(self, request: CommandRequest) -> Accepted:
        """Decide on what others have written meanwhile: at once, then after longer and longer times."""
        again = Retrying(
            retry=retry_if_exception_type(WrongExpectedVersion),
            stop=stop_after_attempt(self.attempts - 1),
            wait=wait_random_exponential(multiplier=0.01, max=0.5),
        )
        contended = StreamContended(str(request.stream), self.attempts)
        if self.attempts == 1:
            raise contended
        try:
            return again(self._decide_and_commit, request)
        except RetryError:
            raise contended from None

    def _decide_and_commit(self, request: CommandRequest) -> Accepted:
        # 1. Where does the stream stand?
        with tracing.span(tracing.LOAD):
            head = self.store.read_head(request.stream)
        if not request.expected.allows(head.version):
            return self._first_result_or_conflict(request, head.version)
        if head.version == 0 and not request.command.creates:
            raise StreamNotFound(str(request.stream))
        # 2. What does the domain decide?
        try:
            with tracing.span(tracing.DECIDE, command=request.command.command_name):
                state = self.load_state(head)
                events = decided(self.domain.aggregate(request.stream).decider, request.command, state)
        except CommandRejected as rejection:
            return self._reject(request, head, rejection)
        # 3. One commit for everything.
        commit = self._commit_of(request, head, events, state)
        if not commit.events and commit.result is None:
            return Accepted(request.stream, head.version, ())
        try:
            with (
                tracing.span(tracing.COMMIT, version=commit.version, events=len(commit.events)),
                measured("events_appended", events=0) as work,
            ):
                stored = self.store.append(commit)
                work.count(events=len(stored))
        except CommitClash:
            return self._resolve(request, commit)
        # 4. Publish. If this fails, the rows stay in the outbox and the sweep publishes them.
        if self.relay:
            self.relay(stored)
        return Accepted(request.stream, head.version + len(stored), stored)

    def _commit_of(self, request: CommandRequest, head: Head, events: Sequence[Event], before: Any) -> Commit:
        aggregate = self.domain.aggregate(request.stream)
        encode = aggregate.event_types.encode
        new = [encode(event, event_id=self.new_event_id(), metadata=request.metadata) for event in events]
        # Folded as they will be read again, which may be less than was decided: a snapshot has what every reader has.
        state = self.load_state.fold(request.stream, new, before)
        version = head.version + len(new)
        key = request.idempotency_key
        return Commit(
            after=head,
            events=new,
            snapshot=self.take_snapshot(aggregate.decider, head, state, version) if new else None,
            result=CommandResult(key, request.fingerprint, head.version, version) if key else None,
        )

    def _resolve(self, request: CommandRequest, commit: Commit) -> Accepted:
        """Find out what the commit clashed with: a repeat, itself (if its confirmation was lost), or another writer."""
        found = self._first_result(request)
        if found is None:
            stored = tuple(self.store.read_stream(request.stream, after=commit.after.version, upto=commit.version))
            found = Accepted(request.stream, commit.version, stored)
            if not _is_of(commit, stored):
                raise _conflict(request, self.store.read_head(request.stream).version)
        if self.relay and _is_of(commit, found.events):
            self.relay(found.events)
        return found

    def _reject(self, request: CommandRequest, head: Head, rejection: CommandRejected) -> Accepted:
        """Keep the rejection as the result of this key, unless the key has one already."""
        if request.idempotency_key is None:
            raise rejection
        kept = {"reason": rejection.reason, "message": rejection.message, "metadata": dict(rejection.metadata)}
        result = CommandResult(request.idempotency_key, request.fingerprint, head.version, head.version, kept)
        try:
            self.store.append(Commit(after=head, result=result))
        except CommitClash:
            return self._first_result_or_conflict(request, head.version)
        raise rejection

    def _first_result_or_conflict(self, request: CommandRequest, version: int) -> Accepted:
        if first := self._first_result(request):
            return first
        raise _conflict(request, version)

    def _first_result(self, request: CommandRequest) -> Accepted | None:
        if request.idempotency_key is None:
            return None
        result = self.store.read_result(request.stream, request.idempotency_key)
        if result is None:
            return None
        if result.fingerprint != request.fingerprint:
            raise IdempotencyKeyReused(str(request.stream), result.key)
        if result.rejection is not None:
            kept = result.rejection
            raise CommandRejected(kept["reason"], kept["message"], **kept["metadata"])
        events = self.store.read_stream(request.stream, after=result.after, upto=result.version)
        return Accepted(request.stream, result.version, tuple(events))


def _is_of(commit: Commit, stored: Sequence[RecordedEvent]) -> bool:
    """Tell whether these events are the commit's own; another decision of the same command has others."""
    ids = [event.event_id for event in commit.events]
    return bool(ids) and ids == [event.event_id for event in stored]


def _conflict(request: CommandRequest, version: int) -> WrongExpectedVersion:
    expected = request.expected.version
    return WrongExpectedVersion(str(request.stream), version if expected is None else expected, version)
