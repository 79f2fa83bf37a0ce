"""The parameters and bodies of the operator's API."""

from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field

from onewrite.adapters.http.requests.matching import Matching
from onewrite.adapters.models import Model
from onewrite.application.operations.replay_events import Selection
from onewrite.domain.streams import StreamId

Reason = Annotated[str, Field(min_length=1, max_length=1000)]


class OperationRequest(Model):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FindParkedRequest(OperationRequest):
    projection: str | None = None
    stream_id: str | None = None
    error_class: str | None = None


class ParkedRequest(FindParkedRequest):
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class ReleaseRequest(FindParkedRequest):
    projection: str
    reason: Reason | None = None


class SkipRequest(FindParkedRequest):
    projection: str
    reason: Reason


class GenerationsRequest(OperationRequest):
    projection: str | None = None


class ProgressRequest(OperationRequest):
    projection: str


class ViewRequest(ProgressRequest):
    reason: Reason | None = None


class WorkRequest(ProgressRequest):
    generation: Annotated[int, Field(ge=1)]
    seconds: Annotated[float, Field(gt=0, le=60)] = 5


class SwitchRequest(ViewRequest):
    generation: Annotated[int, Field(ge=1)] | None = None


class DropRequest(ViewRequest):
    generation: Annotated[int, Field(ge=1)]


class StatusRequest(OperationRequest):
    full: bool = False


class ReconcileRequest(OperationRequest):
    resume: bool = False
    reason: Reason | None = None


class LogRequest(OperationRequest):
    limit: Annotated[int, Field(ge=1, le=1000)] = 20


class TracesRequest(OperationRequest):
    stream_id: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 20


class TraceRequest(OperationRequest):
    trace_id: Annotated[str, Matching("[0-9a-f]{32}", "use 32 hexadecimal digits")]


class UnpublishableRequest(OperationRequest):
    stream_id: str | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class RetryRequest(OperationRequest):
    stream_id: str | None = None
    reason: Reason | None = None


class AbandonRequest(OperationRequest):
    stream_id: str
    version: Annotated[int, Field(ge=1)]
    reason: Reason


class DeadLettersRequest(OperationRequest):
    subscription: str | None = None
    stream_id: str | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class RedriveRequest(OperationRequest):
    subscription: str | None = None
    stream_id: str | None = None
    reason: Reason | None = None


class DiscardRequest(RedriveRequest):
    reason: Reason


class ReplayRequest(OperationRequest):
    stream_id: str | None = None
    first: Annotated[int, Field(ge=1)] = 1
    last: Annotated[int, Field(ge=1)] | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    dry_run: bool = False
    reason: Reason | None = None

    def selection(self, stream: StreamId | None) -> Selection:
        return Selection(stream, self.first, self.last, self.since, self.until)
