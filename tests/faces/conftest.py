"""What the tests of more than one face stand on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linli.kernel import clock
from tests.pillars.service.counters.hamlet import NOW, SmallHall, open_hall
from tests.town import Town


@pytest.fixture
def small(town: Town) -> Iterator[SmallHall]:
    with clock.frozen(NOW):
        yield open_hall(town)
