"""Lets views catch up with what no message will tell them of."""

import threading
from collections.abc import Mapping
from typing import Final

from emulators.functions.schedule import call

#: The function that advances what lags, and how long that may take.
RECONCILES: Final = "reconcile_views"
RECONCILE_SECONDS: Final = 60.0


def reconcile(urls: Mapping[str, str]) -> None:
    """Call the function in a thread of its own, if it is served."""
    if url := urls.get(RECONCILES):
        threading.Thread(target=call, args=(url, RECONCILE_SECONDS), daemon=True).start()
