"""What each use case asks the store for: the names in Spanner's statistics, and who goes first when it is busy.

A name is followed by that of the projection, or of what is read, as in `rebuild.profiles` and `query.row.profiles`.
"""

from typing import Final

from onewrite.adapters.purpose import Priority, Purpose

# Somebody waits for these. Pushes are among them, because Spanner's autoscaler counts the work of the highest priority.
COMMAND: Final = Purpose("command", Priority.HIGH)
QUERY: Final = Purpose("query", Priority.HIGH)
HISTORY: Final = Purpose("history", Priority.HIGH)
ADVANCE: Final = Purpose("advance", Priority.HIGH)
OPERATE: Final = Purpose("operate", Priority.HIGH)
STATUS: Final = Purpose("status", Priority.HIGH)
GENERATIONS: Final = Purpose("generations", Priority.HIGH)
READY: Final = Purpose("ready", Priority.HIGH)

# These follow as soon as they can.
EAGER: Final = Purpose("relay.eager", Priority.MEDIUM)
SWEEP: Final = Purpose("relay.sweep", Priority.MEDIUM)
TAIL: Final = Purpose("relay.tail", Priority.MEDIUM)
CHANGES: Final = Purpose("changes", Priority.MEDIUM)
PULL: Final = Purpose("pull", Priority.MEDIUM)
RELEASE: Final = Purpose("release", Priority.MEDIUM)

# These walk over everything, and have time.
REBUILD: Final = Purpose("rebuild", Priority.LOW)
VERIFY: Final = Purpose("verify", Priority.LOW)
RECONCILE: Final = Purpose("reconcile", Priority.LOW)
REPLAY: Final = Purpose("replay", Priority.LOW)
DROP: Final = Purpose("drop", Priority.LOW)
REMOVE: Final = Purpose("remove", Priority.LOW)
