"""How long a test waits at most for what it makes no claim about: minutes, so that a busy machine turns nothing red.

`WAIT_SCALE=3 make test` makes every such bound three times as long.
"""

import os

SCALE = float(os.environ.get("WAIT_SCALE") or 1)
#: The bound of every wait, call and process that a test starts.
WAIT_SECONDS = 180 * SCALE
#: The bound of a whole test, which may wait several times.
TEST_SECONDS = 600 * SCALE
