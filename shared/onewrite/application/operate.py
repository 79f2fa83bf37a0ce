"""What an operator can do, in one value, for the terminal and for HTTP."""

from dataclasses import dataclass

from onewrite.application.ports.operations import Operations
from onewrite.application.rebuild_view import RebuildView
from onewrite.application.reconcile_views import ReconcileViews
from onewrite.application.release_stream import ReleaseStream
from onewrite.application.replay_events import ReplayEvents
from onewrite.application.switch_view import SwitchView
from onewrite.application.verify_view import VerifyView


@dataclass(frozen=True)
class Operate:
    release: ReleaseStream
    rebuild: RebuildView
    verify: VerifyView
    switch: SwitchView
    reconcile: ReconcileViews
    replay: ReplayEvents
    operations: Operations
