"""eventsourcing (PyPI `eventsourcing`) as its tutorial has it: mutable aggregates, JSON, all of it by default.

It is what most of its users write; the fastest way that it documents is measured as well, see with_eventsourcing.py.
"""

from importlib.metadata import version

from tests.bench.peers import accounts_in_eventsourcing_by_default as by_default
from tests.bench.peers.rounds_on_request import serve
from tests.bench.peers.with_eventsourcing import Eventsourcing

if __name__ == "__main__":
    library = Eventsourcing(by_default.Accounts, by_default.ProfilesProjection)
    serve(library, **{"eventsourcing by default": version("eventsourcing")})
