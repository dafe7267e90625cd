"""Who sits in the committees of a community, for everybody: names, where they come from, terms, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from linli.kernel import clock
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import queries
from linli.pillars.governance.deliberation.models import Committee, Member
from linli.pillars.governance.deliberation.rules import CommitteeKind
from tests.pillars.governance.deliberation.doing import council, resident
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


def shown(query: str = "") -> str:
    with clock.frozen(MONDAY):
        response = Client().get(f"/topics/committees/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_reads_who_sits_there_now_by_where_they_come_from(town: Town) -> None:
    seats, (here, there) = council(town), town.communities
    gone = Member.objects.get(committee=seats, name="孙警官")
    op.unseat_member(actor=town.actor("secretary"), at=MONDAY, member=gone)
    page = shown(f"?unit={here.pk}")
    assert "东里社区协商议事委员会" in page
    assert page.index("社区“两委”成员") < page.index("赵委员") < page.index("物业代表") < page.index("钱代表")
    assert "任期到 2031-01-01" in page
    assert "孙警官" not in page
    assert "东里社区协商议事委员会" not in shown(f"?unit={there.pk}")


def test_a_committee_that_was_dissolved_is_not_shown_and_strange_questions_show_the_choice(
    town: Town,
) -> None:
    council(town)
    Committee.objects.update(ended_on=date(2026, 6, 1))
    unit = town.communities[0].pk
    assert "还没有公布委员会" in shown(f"?unit={unit}")
    for query in ("", "?unit=", "?unit=999999", "?unit=x", f"?unit={town.office.pk}"):
        page = shown(query)
        assert "东里社区" in page
        assert "还没有公布委员会" not in page


def test_nothing_but_what_the_register_says_is_told_and_in_two_queries(
    town: Town, django_assert_num_queries: object
) -> None:
    seats = council(town)
    account = resident("13900000077")
    op.seat_member(
        actor=town.actor("secretary"), at=MONDAY, committee=seats, name="李委员", account=account,
        source=Member.Source.FLOATING, from_date=date(2026, 1, 1), until_date=date(2031, 1, 1),
    )  # fmt: skip
    op.form_committee(
        actor=town.actor("secretary"), at=MONDAY, unit=town.communities[0], kind=CommitteeKind.HALL,
        name="东里议事厅", formed_on=date(2026, 1, 1),
    )  # fmt: skip
    page = shown(f"?unit={town.communities[0].pk}")
    assert "李委员" in page
    assert "13900000077" not in page
    assert "议到谁的事请谁来" in page
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.public_committees(unit=town.communities[0], on=date(2026, 11, 23))
