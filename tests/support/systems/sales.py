"""The adapters with the tables of the sales: in memory, and on Spanner."""

from collections.abc import Sequence

import pytest

from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.checks.statements import schema
from onewrite.local.system import SpannerPlace
from tests.support.domains.sales import DDL
from tests.support.systems.adapters import on_spanner


def sales_in(request: pytest.FixtureRequest) -> Adapters:
    """Return the adapters that the parameter of a fixture names."""
    if request.param == "memory":
        return memory_adapters()
    return sales_on_spanner(request.getfixturevalue("spanner_place"))


def sales_on_spanner(place: SpannerPlace, ddl: Sequence[str] = DDL) -> Adapters:
    """Make a database with these tables and those of the library."""
    provision_spanner(place, [*(one for one in schema() if one.startswith("CREATE TABLE")), *ddl])
    return on_spanner(place)
