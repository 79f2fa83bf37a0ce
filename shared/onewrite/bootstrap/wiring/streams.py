"""Wiring of what operators can find out about single streams."""

from onewrite.application.commands.load_state import LoadState
from onewrite.application.operations.streams.find_streams import FindStreams
from onewrite.application.operations.streams.look_at_stream import LookAtStream
from onewrite.application.operations.streams.newest_events import NewestEvents
from onewrite.application.operations.streams.recent_events import RecentEvents
from onewrite.application.operations.streams.rows_of_stream import RowsOfStream
from onewrite.application.operations.streams.show_data import ShowData
from onewrite.application.operations.streams.states_of_stream import StatesOfStream
from onewrite.application.operations.streams.streams import Streams
from onewrite.application.operations.streams.trace_causes import TraceCauses
from onewrite.application.operations.streams.views_of_streams import ViewsOfStreams
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis


def wire_streams(basis: Basis) -> Streams:
    domain, looking = basis.domain, basis.adapters.used_for(purposes.OPERATE)
    views_of = ViewsOfStreams(domain, basis.generations, looking.inspection)
    return Streams(
        look=LookAtStream(looking.inspection, views_of),
        find=FindStreams(domain, looking.inspection),
        recent=RecentEvents(
            store=looking.store,
            newest=NewestEvents(basis.adapters.changes),
            inspection=looking.inspection,
            outbox=looking.outbox,
            views_of=views_of,
            clock=basis.clock,
        ),
        show_data=ShowData(
            is_allowed=basis.settings.operators_see_data,
            store=looking.store,
            states_of=StatesOfStream(LoadState(domain=domain, store=looking.store)),
            views_of=views_of,
            rows_of=RowsOfStream(domain, looking.readers),
            audit_log=looking.audit_log,
        ),
        causes=TraceCauses(looking.inspection),
    )
