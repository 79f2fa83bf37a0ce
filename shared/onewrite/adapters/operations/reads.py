"""What an operator can look at. Nothing of it changes anything."""

from collections.abc import Iterator, Mapping
from itertools import islice

from onewrite.adapters import reports
from onewrite.adapters.http.requests import operations as requests
from onewrite.adapters.operations.read import Read, read, read_as
from onewrite.adapters.operations.reports.shards import ShardsReport
from onewrite.adapters.operations.reports.system import SystemReport
from onewrite.adapters.operations.stream_reads import reads_of_streams
from onewrite.adapters.operations.trace_reads import reads_of_traces
from onewrite.application.operations.dead_letters import WantedLetters
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.release_stream import ParkedStream
from onewrite.domain.streams import StreamId


def reads_of(operate: Operate) -> Mapping[str, Read]:
    return {**_of_the_system(operate), **reads_of_streams(operate), **reads_of_traces(operate)}


def _of_the_system(operate: Operate) -> Mapping[str, Read]:
    newest, progress = operate.audit_log.newest, operate.rebuild.progress
    return {
        "system": read_as(
            SystemReport,
            "What the system is, and who asks",
            requests.OperationRequest,
            lambda _, actor: SystemReport.of(operate.system, actor.name),
        ),
        "status": read(
            "How far each view is",
            requests.StatusRequest,
            lambda how: reports.report_as_json(operate.status.full() if how.full else operate.status()),
        ),
        "shards": read_as(
            ShardsReport,
            "Up to where each shard of the outbox is published, and who sweeps it now",
            requests.OperationRequest,
            lambda _, actor: ShardsReport.of(operate.status.outbox.look()),
        ),
        "groups": read(
            "Which consumer groups share the changes, how far each is behind, and what fails",
            requests.OperationRequest,
            lambda _: [reports.group_as_json(found) for found in operate.changes.look_at_all()],
        ),
        "parked": read(
            "What is parked, and why; the longest parked first",
            requests.ParkedRequest,
            lambda which: [reports.parked_as_json(found) for found in islice(parked(operate, which), which.limit)],
        ),
        "unpublishable": read(
            "Which events could not be published and were set aside, and why",
            requests.UnpublishableRequest,
            lambda which: [
                reports.unpublishable_as_json(event)
                for event in operate.unpublishable.look(stream_of(operate, which.stream_id), limit=which.limit)
            ],
        ),
        "dead-letters": read(
            "Which messages the bus gave up, the first of them first",
            requests.DeadLettersRequest,
            lambda which: [
                reports.dead_letter_as_json(letter)
                for letter in operate.dead_letters.look(wanted_letters(operate, which), limit=which.limit)
            ],
        ),
        "generations": read(
            "Which generations each view has, and which of them answers",
            requests.GenerationsRequest,
            lambda which: [
                reports.generations_as_json(name, known)
                for name, known in operate.switch.generations_of(which.projection).items()
            ],
        ),
        "progress": read(
            "How far a rebuild is",
            requests.ProgressRequest,
            lambda wanted: reports.as_json(progress(wanted.projection)),
        ),
        "verify-progress": read(
            "How far a verify is, in each generation that is compared now",
            requests.ProgressRequest,
            lambda wanted: [reports.as_json(found) for found in operate.verify.progress(wanted.projection)],
        ),
        "log": read(
            "Who did what, when and why; the newest first",
            requests.LogRequest,
            lambda wanted: [reports.audit_entry_as_json(entry) for entry in newest(limit=wanted.limit)],
        ),
    }


def stream_of(operate: Operate, stream_id: str | None, read_by: str | None = None) -> StreamId | None:
    return operate.domain.stream(stream_id, read_by=read_by) if stream_id else None


def wanted_letters(operate: Operate, which: requests.DeadLettersRequest | requests.RedriveRequest) -> WantedLetters:
    return WantedLetters(which.subscription, stream_of(operate, which.stream_id))


def parked(operate: Operate, which: requests.FindParkedRequest) -> Iterator[ParkedStream]:
    return operate.release.parked(
        which.projection, stream_of(operate, which.stream_id, which.projection), which.error_class
    )
