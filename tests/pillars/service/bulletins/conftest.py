"""An estate in the first grid."""

from __future__ import annotations

import pytest

from linli.base.places.models import Building, Compound
from tests.town import Town


@pytest.fixture
def estate(town: Town) -> Compound:
    made = Compound.objects.create(community=town.communities[0], name="康乐花园")
    Building.objects.create(compound=made, grid=town.grids[0], number="3号楼", lon=117.005, lat=36.005)
    return made
