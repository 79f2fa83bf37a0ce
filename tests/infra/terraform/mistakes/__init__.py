"""Mistakes made on purpose, and what must be said of each.

Those that one check must notice are made together, in one copy of infra/: it has to name every one of them.
"""

from typing import Final

from tests.infra.terraform.mistakes.access import ACCESS
from tests.infra.terraform.mistakes.delivery import DELIVERY
from tests.infra.terraform.mistakes.deployment import DEPLOYMENT
from tests.infra.terraform.mistakes.mistake import Mistakes

MISTAKES: Final[Mistakes] = {**ACCESS, **DELIVERY, **DEPLOYMENT}
