"""The DDL that is written from declarations is what Spanner takes, and what it prints again is what was needed."""

import pytest

from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.checks.ddl import statements_for
from onewrite.checks.schema import misfits
from onewrite.domain.projection import Projection
from onewrite.local.system import SpannerPlace
from tests.support.domains.kinds import Kinds
from tests.support.domains.lines import Lines

pytestmark = pytest.mark.emulator


@pytest.mark.parametrize("projection", [Lines(), Kinds({})], ids=lambda projection: projection.name)
def test_what_is_written_from_declarations_can_be_created(projection: Projection, spanner_place: SpannerPlace) -> None:
    written = list(statements_for(projection))
    provision_spanner(spanner_place, written)
    database = connect(spanner_place)
    database.reload()
    printed = list(database.ddl_statements)
    assert len(printed) == len(written)
    told = [misfit.told for misfit in misfits({projection.name: written}, printed)]
    # The emulator prints a search index as a plain one.
    assert [line for line in told if "lacks a search index on" not in line] == []
