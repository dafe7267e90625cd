"""The eight laws of the loop, attacked: random people and clocks on several reports at once."""

from __future__ import annotations

import pytest

from tests import kinds
from tests.pillars.governance.reports.doing import REPORTS
from tests.town import Town


@pytest.mark.usefixtures("db")
def test_the_laws_hold_whatever_people_do(town: Town) -> None:
    kinds.laws_hold(REPORTS, town)
