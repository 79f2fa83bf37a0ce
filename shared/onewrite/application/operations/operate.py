"""All operations of an operator in one value, for the command line and for HTTP."""

from dataclasses import dataclass

from onewrite.application.operations.dead_letters import HandleDeadLetters
from onewrite.application.operations.rebuild.rebuild_view import RebuildView
from onewrite.application.operations.rebuild.rebuild_worker import RebuildWorker
from onewrite.application.operations.reconcile.read_status import ReadStatus
from onewrite.application.operations.reconcile.reconcile_views import ReconcileViews
from onewrite.application.operations.release_stream import ReleaseStream
from onewrite.application.operations.remove_view import RemoveView
from onewrite.application.operations.replay_events import ReplayEvents
from onewrite.application.operations.streams.streams import Streams
from onewrite.application.operations.switch_view import SwitchView
from onewrite.application.operations.system import System
from onewrite.application.operations.unpublishable import HandleUnpublishable
from onewrite.application.operations.verify.verify_view import VerifyView
from onewrite.application.ports.audit_log import AuditLog
from onewrite.application.ports.changes import Changes
from onewrite.application.ports.traces import Traces
from onewrite.domain.model import Domain


@dataclass(frozen=True)
class Operate:
    domain: Domain
    system: System
    streams: Streams
    release: ReleaseStream
    rebuild: RebuildView
    rebuild_worker: RebuildWorker
    verify: VerifyView
    switch: SwitchView
    remove: RemoveView
    status: ReadStatus
    reconcile: ReconcileViews
    replay: ReplayEvents
    unpublishable: HandleUnpublishable
    dead_letters: HandleDeadLetters
    changes: Changes
    audit_log: AuditLog
    traces: Traces
