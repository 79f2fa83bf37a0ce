"""The start of a function's process, of which all that is made stays: garbage is looked for seldom.

Imported before all else, because a cold start is mostly imports. Python would look after every 700 new things, which
takes a tenth of that time and finds nothing.
"""

import gc
import sys
from typing import Final

MADE: Final = 50_000

if "functions_framework" in sys.modules:
    gc.set_threshold(MADE)
