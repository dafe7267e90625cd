"""The register of compounds: who serves one, its table of six, and what was reported there found by its place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import ANYONE
from linli.base.places.models import Compound
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import policies, queries, rules
from linli.pillars.governance.estates.models import Estate, ServiceContract
from linli.pillars.governance.estates.rules import Hired, Managed, Side, Standing
from linli.pillars.governance.reports import operations as reports
from tests.town import IN_FIRST_GRID, IN_SECOND_GRID, MONDAY, Town, square

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
YEAR = timedelta(days=365)


def compound(town: Town, name: str = "东里小区", community: int = 0, **fields: Any) -> Compound:
    lon, lat = IN_FIRST_GRID
    given = {"shape": square(lon - 0.001, lat - 0.001, 0.002), "address": "里弄 1 号", **fields}
    return Compound.objects.create(community=town.communities[community], name=name, **given)


def company(town: Town, name: str = "安居物业") -> Unit:
    return add_unit(kind=UnitKind.PROPERTY, name=name, parent=town.office)


def sign(town: Town, one: Compound, by: Unit, who: str = "secretary", begun: date = TODAY) -> ServiceContract:
    return op.sign_contract(
        actor=town.actor(who),
        compound=one,
        company=by,
        how=Hired.TENDER,
        from_date=begun,
        until_date=begun + YEAR,
    )


class TestContract:
    def test_the_company_manages_from_then_on_and_one_at_a_time(self, town: Town) -> None:
        one, first, second = compound(town), company(town), company(town, "和顺物业")
        sign(town, one, first)
        sign(town, one, second, begun=TODAY + YEAR)
        one.refresh_from_db()
        assert one.manager == second
        assert list(
            ServiceContract.objects.filter(ended_on=None).values_list("company__name", flat=True)
        ) == ["和顺物业"]
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceContract.objects.update(ended_on=None)
        op.end_contract(actor=town.actor("clerk"), at_date=TODAY, compound=one)
        one.refresh_from_db()
        assert (one.manager, Estate.objects.get(compound=one).managed) == (None, "none")
        with pytest.raises(op.NoCompany):
            op.end_contract(actor=town.actor("clerk"), at_date=TODAY, compound=one)

    def test_only_its_own_community_and_office_write(self, town: Town) -> None:
        one, firm = compound(town), company(town)
        for name in ("secretary2", "sweeper", "sysadmin"):
            with pytest.raises(op.NoSuchEstate):
                sign(town, one, firm, name)
        with pytest.raises(op.NotYourEstate):  # a grid worker sees it and does not keep it
            sign(town, one, firm, "worker")
        with pytest.raises(op.NoCompany):
            sign(town, one, town.sanitation)
        with pytest.raises(op.EstateTermBackward):
            op.sign_contract(
                actor=town.actor("leader"),
                compound=one,
                company=firm,
                how=Hired.AGREED,
                from_date=TODAY,
                until_date=TODAY,
            )

    def test_its_people_see_what_it_serves_and_nothing_else(self, town: Town) -> None:
        one, other, firm = compound(town), compound(town, "西里小区", 1), company(town)
        town.hire("manager", Role.HANDLER, firm)
        sign(town, one, firm)
        rows, board = queries.estates_of(actor=town.actor("manager"), at=MONDAY)
        assert ([r.name for r in rows], board.all) == (["东里小区"], 1)
        with pytest.raises(op.NoSuchEstate):
            queries.estate_page(actor=town.actor("manager"), pk=other.pk, at=MONDAY)
        for name in town.people:
            actor = town.actor(name)
            seen = set(Compound.objects.filter(policies.reachable(actor)).values_list("pk", flat=True))
            rows_all = Compound.objects.select_related("community")
            assert seen == {c.pk for c in rows_all if policies.reaches(actor, c)}


class TestTable:
    def test_six_sides_sit_and_meet(self, town: Town) -> None:
        one = compound(town)
        by = {"actor": town.actor("secretary"), "compound": one}
        seats = [op.seat_side(**by, side=s, name=f"{s.value}老李", from_date=TODAY) for s in Side]
        with pytest.raises(op.SideSeated):
            op.seat_side(**by, side=Side.OWNERS, name="owners老李", from_date=TODAY)
        op.unseat(**by, seat_id=seats[0].pk, on=TODAY)
        met = {
            **by, "at": MONDAY, "held_on": TODAY, "place": "会客厅", "sides": [Side.OWNERS, Side.COMPANY],
            "agenda": "门禁", "settled": "一周内修",
        }  # fmt: skip
        assert op.record_sitting(**met).pk == op.record_sitting(**met).pk
        page = queries.estate_page(actor=town.actor("worker"), pk=one.pk, at=MONDAY)
        assert len(page.seats) == 5
        assert page.sittings[0].side_words == ["物业公司", "业主委员会"]


class TestBoard:
    def test_every_compound_is_counted_once(self, town: Town) -> None:
        one, other = compound(town), compound(town, "新里小区")
        compound(town, "西里小区", 1)
        sign(town, one, company(town))
        kept = {"actor": town.actor("dispatcher"), "owners_count": 90, "area_m2": 8_000, "committee_seats": 5}
        op.keep_estate(
            **kept,
            compound=other,
            managed=Managed.OWNERS,
            committee_from=TODAY - YEAR,
            committee_until=TODAY + YEAR,
        )
        rows, board = queries.estates_of(actor=town.actor("leader"), at=MONDAY)
        assert (board.all, board.managed, board.unmanaged, board.unmanaged_in_office) == (3, 1, 2, 1)
        assert sum(board.standings.values()) == board.all == len(rows)
        found, whole = queries.estates_of(
            actor=town.actor("leader"), at=MONDAY, view="in_office", words="新里"
        )
        assert ([r.name for r in found], whole.all) == (["新里小区"], 3)
        with pytest.raises(op.EstateTermBackward):
            op.keep_estate(**kept, compound=one, managed=Managed.COMPANY, committee_from=TODAY)

    def test_a_term_says_when_the_next_election_is_due(self) -> None:
        stand = lambda days: rules.standing(TODAY + timedelta(days=days), TODAY, is_electing=False)  # noqa: E731
        assert (stand(-1), stand(0), stand(90), stand(91)) == (
            Standing.EXPIRED, Standing.ENDING, Standing.ENDING, Standing.IN_OFFICE,
        )  # fmt: skip
        assert rules.standing(None, TODAY, is_electing=True) is Standing.ELECTING

    @pytest.mark.usefixtures("town")
    def test_what_was_reported_there_is_found_by_its_place(
        self, town: Town, django_assert_num_queries: Any
    ) -> None:
        one = compound(town)
        for lon, lat in (IN_FIRST_GRID, IN_FIRST_GRID, IN_SECOND_GRID):
            reports.file_report(actor=ANYONE, at=MONDAY, text="路灯不亮了，晚上看不见路。", lon=lon, lat=lat)
        later = MONDAY + timedelta(hours=1)
        assert queries.counts_at([one], later)[one.pk].all == 2
        assert len(queries.cases_at(actor=town.actor("secretary"), compound=one, at=later)) == 2
        assert not queries.cases_at(actor=town.actor("secretary2"), compound=one, at=later)
        assert one.pk not in queries.counts_at([one], later + timedelta(days=91))
        compound(town, "新里小区")
        with django_assert_num_queries(5):  # as many for two as for a hundred
            queries.estates_of(actor=town.actor("leader"), at=later)
