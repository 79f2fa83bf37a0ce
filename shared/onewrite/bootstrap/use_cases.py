"""Every use case of the application, by name."""

from typing import TYPE_CHECKING

from onewrite.bootstrap.basis import Basis
from onewrite.bootstrap.once import once

if TYPE_CHECKING:
    from onewrite.application.commands.accept_command import AcceptCommand
    from onewrite.application.operations.operate import Operate
    from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
    from onewrite.application.operations.reconcile.reconcile_views import ReconcileViews
    from onewrite.application.projections.advance import Advance
    from onewrite.application.projections.pull_streams import PullStreams
    from onewrite.application.projections.pushes.follow_stream import FollowStream
    from onewrite.application.queries.read_history import ReadHistory
    from onewrite.application.queries.read_view import ReadView
    from onewrite.application.relay.sweep_outbox import SweepOutbox
    from onewrite.application.relay.tail_changes import TailChanges


class UseCases(Basis):
    """Each is loaded and wired when it is first used: a cold start is spent on imports, and no function uses all."""

    @once
    def accept_command(self) -> "AcceptCommand":
        from onewrite.bootstrap.wiring.commands import wire_commands

        return wire_commands(self)

    @once
    def sweep_outbox(self) -> "SweepOutbox":
        from onewrite.bootstrap.wiring.relays import wire_sweep

        return wire_sweep(self)

    @once
    def tail_changes(self) -> "TailChanges":
        from onewrite.bootstrap.wiring.relays import wire_tail

        return wire_tail(self)

    @once
    def advance(self) -> "Advance":
        from onewrite.bootstrap.wiring.pushes import wire_advance

        return wire_advance(self)

    @once
    def follow_stream(self) -> "FollowStream":
        from onewrite.bootstrap.wiring.pushes import wire_pushes

        return wire_pushes(self, self.advance)

    @once
    def pull_streams(self) -> "PullStreams":
        from onewrite.bootstrap.wiring.pulls import wire_pulls

        return wire_pulls(self, self.reconcile_views)

    @once
    def read_view(self) -> "ReadView":
        from onewrite.bootstrap.wiring.queries import wire_views

        return wire_views(self)

    @once
    def read_history(self) -> "ReadHistory":
        from onewrite.bootstrap.wiring.queries import wire_history

        return wire_history(self)

    @once
    def work_on_rebuild(self) -> "WorkOnRebuild":
        from onewrite.bootstrap.wiring.rebuilds import wire_rebuilds

        return wire_rebuilds(self)

    @once
    def reconcile_views(self) -> "ReconcileViews":
        from onewrite.bootstrap.wiring.walking import wire_reconcile

        return wire_reconcile(self)

    @once
    def operate(self) -> "Operate":
        from onewrite.bootstrap.wiring.operations import wire_operations

        return wire_operations(self, self.reconcile_views)
