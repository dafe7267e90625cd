"""Every state can be reached, and ended ones hold still."""

from __future__ import annotations

import pytest

from linli.base.flow.models import Case
from linli.base.flow.table import problems
from linli.base.flow.verify import verify_case
from linli.pillars.service.applications import texts
from linli.pillars.service.applications.flow import APPLICATION, LAST
from tests.pillars.service.applications.doing import CALLS, PATHS, bring
from tests.town import Town


def test_the_table_is_sound_and_has_words() -> None:
    assert problems(APPLICATION) == []
    assert set(APPLICATION.states) == set(PATHS) == set(texts.STATES) == set(texts.PUBLIC_STATES)
    assert set(APPLICATION.verbs) | {"submit"} == set(texts.VERBS)
    of_the_clock = {m.verb for m in APPLICATION.moves if all(w.stand == "system" for w in m.who)}
    assert set(CALLS) == set(APPLICATION.verbs) - of_the_clock


@pytest.mark.parametrize("state", sorted(PATHS))
def test_reaches(town: Town, state: str) -> None:
    number, _at = bring(town, state)
    case = Case.objects.get(number=number)
    assert case.state == state
    assert verify_case(case) == []
    assert case.is_open is (state not in LAST)
    if not case.is_open:
        assert case.is_answered or case.end_reason
