"""Figures of care and of canteens at the desk: leaders see sums and nobody, whoever may know the people sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.insight import caring
from linli.pillars.service.care import operations as op
from linli.pillars.service.care.models import CarePerson
from tests.insight.test_caring import visit
from tests.pillars.service.canteens.kitchen import elder, kitchen, rule, serve
from tests.pillars.service.care.people import somebody
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
DAY = timedelta(days=1)


def test_leaders_see_no_small_groups_and_nobody_by_name(as_: As, town: Town) -> None:
    for n in range(6):
        grid = town.grids[0]
        visit(town, somebody(town, grid=grid, name=f"孙桂{n}", phone=f"1380002{n:04d}", level="key"), n)
    person = CarePerson.objects.earliest("pk")
    op.note_change(actor=town.actor("clerk"), at=MONDAY + 6 * DAY, person_id=person.pk, words="出院回家")
    scope = caring.scope_of(town.actor("leader"))
    assert scope is not None
    assert not scope.knows
    at = MONDAY + 60 * DAY
    found = {f.indicator.code: f for f in caring.board(scope=scope, at=at).figures}
    assert found["changes_within_a_day"].below == 0
    assert caring.scope_of(town.actor("worker")) is None
    leader = as_("leader")
    page = leader.get("/d/care/figures/visits_key/").content.decode()
    assert "孙*" not in page
    assert leader.get("/d/care/figures/visits_key.xlsx").status_code == 404
    assert as_("worker").get("/d/care/figures/").status_code == 404


@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_pages_and_sheets_open_with_few_queries(
    as_: As, town: Town, who: str, django_assert_max_num_queries: Any
) -> None:
    rule(town)
    serve(town, kitchen(town), elder(town), MONDAY)
    visit(town, somebody(town, level="high"), 3)
    client = as_(who)
    client.get("/d/me/")
    for path in ("care/figures/", "care/figures/visits_high/", "canteens/figures/"):
        with django_assert_max_num_queries(17):
            assert client.get(f"/d/{path}").status_code == 200, path
    for path in ("care/figures.xlsx", "canteens/figures.xlsx"):
        assert client.get(f"/d/{path}").status_code == 200, path
