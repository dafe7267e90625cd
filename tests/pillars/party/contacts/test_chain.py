"""The chain of a community: planned from addresses, sealed, words go down, needs come up as cases, names shown if agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.refusals import WordsMissing
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account, Household, Resident
from linli.base.people.queries import home_of_account
from linli.base.places.models import Building
from linli.faces.resident.party import KnownForm
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports.models import Report
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.rules import Door, Enrolled, Left
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts import policies, queries, rules
from linli.pillars.party.contacts.models import (
    KnownConsent,
    Passing,
    Plan,
    Raised,
    Tie,
    Uncovered,
    Vanguard,
)
from linli.pillars.party.contacts.rules import Level
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.branches.doing import Line, line_of
from tests.town import MONDAY, Town

PHONE = "13900000000"
DAY = timedelta(days=1)


@pytest.fixture
def line(town: Town) -> Line:
    """Build eight houses with 24 doors each in the first community, and two vanguard households in two of them."""
    made = line_of(town)
    houses = [
        Building.objects.create(
            grid=town.grids[n % 2], number=f"{n}号楼", lon=117.005 + n * 0.001, lat=36.005, stairwells_count=2,
            households_count=24,
        )
        for n in range(8)
    ]  # fmt: skip
    homes = [Household.objects.create(building=houses[n], stairwell=1, room="101") for n in (0, 7)]
    rows = [
        (
            Enrolled(name=name, phone=phone, home=home.pk, role_of_door=Door.VANGUARD),
            town.grids[0],
        )
        for name, phone, home in (("庄严肃", PHONE, homes[0]), ("易从容", "13900000001", homes[1]))
    ]
    branches.enrol_members(actor=SYSTEM, at=MONDAY, organisation=made.branch, rows=rows)
    return made


def planned(town: Town) -> Plan:
    return op.plan_contacts(actor=town.actor("party_clerk"), at=MONDAY, community=town.communities[0].pk)


class TestPlan:
    def test_covers_doors_near_and_even_and_keeps_them_the_second_time(self, town: Town, line: Line) -> None:
        made = planned(town)
        assert (made.doors, made.covered, made.vanguards) == (192, 192, 2)
        assert made.most <= 100
        ties = set(Tie.objects.values_list("pk", flat=True))
        again = planned(town)
        assert (again.kept, set(Tie.objects.values_list("pk", flat=True))) == (192, ties)

    def test_says_where_nobody_is_and_why(self, town: Town, line: Line) -> None:
        Building.objects.create(
            grid=town.grids[0], number="远楼", lon=117.2, lat=36.2, stairwells_count=1, households_count=6
        )
        member = PartyMember.objects.get(phone_print=branches_print("13900000001"))
        branches.leave_organisation(
            actor=town.actor("party_clerk"), at=MONDAY, member_id=member.pk, why=Left.MOVED
        )
        made = planned(town)
        assert (made.covered, made.doors) == (100, 198)
        whys = dict(Uncovered.objects.values_list("building__number", "why"))
        assert whys["远楼"] == "far"
        assert set(whys.values()) == {"far", "full"}
        # And what would help: so many more households, in which grids.
        page = queries.chain_page(actor=town.actor("party_clerk"), community=town.communities[0].pk)
        assert sum(left for _grid, left, _n in page.wanted) == page.gap_doors == 98
        assert all(n == -(-left // 100) for _grid, left, n in page.wanted)
        shown = town.client("party_clerk").get(reverse("desk:contact-chain", args=[town.communities[0].pk]))
        most = sum(n for _grid, _left, n in page.wanted)
        assert f"至少还要 {most} 户先锋户" in shown.content.decode()
        PartyMember.objects.all().delete()
        assert planned(town).covered == 0
        assert set(Uncovered.objects.values_list("why", flat=True)) == {"nobody"}

    def test_committee_members_share_the_vanguard_households(self, town: Town, line: Line) -> None:
        clerk, pk = town.actor("party_clerk"), town.communities[0].pk
        for name in ("secretary", "clerk"):
            op.name_steward(
                actor=clerk, community=pk, account=town.people[name], level=Level.COMMITTEE, on=MONDAY.date()
            )
        with pytest.raises(op.StewardThere):
            op.name_steward(
                actor=clerk,
                community=pk,
                account=town.people["clerk"],
                level=Level.COMMITTEE,
                on=MONDAY.date(),
            )
        planned(town)
        page = queries.chain_page(actor=clerk, community=pk)
        assert sorted(n for _one, n, _doors in page.committee) == [1, 1]
        op.end_steward(actor=clerk, steward=page.committee[0][0].pk, on=MONDAY.date())
        planned(town)
        assert [n for _one, n, _d in queries.chain_page(actor=clerk, community=pk).committee] == [2]

    def test_nobody_outside_the_partys_line_plans_or_reads(self, town: Town, line: Line) -> None:
        planned(town)
        for name in ("leader", "secretary", "clerk", "worker", "dispatcher", "sysadmin", "auditor"):
            actor = town.actor(name)
            assert queries.chains_of(actor=actor) == []
            with pytest.raises(policies.NoSuchChain):
                queries.chain_page(actor=actor, community=town.communities[0].pk)
            with pytest.raises(policies.NoSuchChain):
                op.plan_contacts(actor=actor, at=MONDAY, community=town.communities[0].pk)
            assert town.client(name).get("/d/contacts/").status_code in (403, 404)

    def test_a_page_costs_the_same_however_much_it_shows(
        self, town: Town, line: Line, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        planned(town)
        actor = town.actor("party_clerk")
        with django_assert_max_num_queries(11):  # type: ignore[attr-defined]
            queries.chain_page(actor=actor, community=town.communities[0].pk)


def branches_print(phone: str) -> bytes:
    from linli.pillars.party.branches.policies import phone_print

    found = phone_print(phone)
    assert found is not None
    return found


def own_client(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestOwnPage:
    def test_a_word_goes_down_and_a_need_comes_up_as_a_case(self, town: Town, line: Line) -> None:
        planned(town)
        with clock.frozen(MONDAY + DAY):
            mine = own_client(resident(PHONE, MONDAY))
            desk = town.client("party_clerk")
            here = f"/d/contacts/{town.communities[0].pk}/"
            assert desk.post(f"{here}pass/", {"words": ""}).status_code == 422
            assert desk.post(f"{here}pass/", {"words": "周六停水，打 13800001111 问"}).status_code == 302
            page = mine.get("/party/")
            shown = page.content.decode()
            assert "周六停水" in shown
            assert "13800001111" not in shown
            assert "no-store" in page["Cache-Control"]
            passing = Vanguard.objects.get(member__phone_print=branches_print(PHONE)).community
            assert passing == town.communities[0]
            told = f"/party/told/{Passing.objects.get().pk}/"
            assert (mine.post(told).status_code, mine.post(told).status_code) == (302, 302)
            assert "1/2 户转告了" in desk.get(here).content.decode()
            form = {"key": "9d2c0a9e-6f0e-4f0a-9a55-0c1f6b0c5a01", "text": "三号楼二单元的灯坏了三天"}
            assert mine.post("/party/raise/", form).status_code == 302
            assert mine.post("/party/raise/", form).status_code == 302
            case = Report.objects.get().case
            assert (Raised.objects.get().case, case.area) == (case, town.grids[0])
            # The report says nothing of the chain to those who handle it.
            read = town.client("worker").get(f"/d/reports/{case.number}/").content.decode()
            assert "先锋" not in read
            assert "带上来 1 件" in desk.get(here).content.decode()

    def test_who_is_no_member_finds_nothing_and_says_nothing(self, town: Town, line: Line) -> None:
        planned(town)
        op.pass_down(
            actor=town.actor("party_clerk"), at=MONDAY, community=town.communities[0].pk, words="停水"
        )
        with clock.frozen(MONDAY):
            other = own_client(resident("13911112222", MONDAY))
            assert "这里没有您的登记" in other.get("/party/").content.decode()
            assert other.post(f"/party/told/{Passing.objects.get().pk}/").status_code == 404
            assert other.post("/party/raise/", {"text": "灯坏了"}).status_code == 404
            assert Client().get("/party/").status_code == 302

    def test_neighbours_know_only_if_the_person_agreed(self, town: Town, line: Line) -> None:
        planned(town)
        with clock.frozen(MONDAY):
            mine = own_client(resident(PHONE, MONDAY))
            assert mine.post("/party/known/", {"shown_name": "庄老师"}).status_code == 422  # without the box
            assert not KnownConsent.objects.exists()
            assert mine.post("/party/known/", {"shown_name": "庄老师", "agrees": "on"}).status_code == 302
            own = Vanguard.objects.get(member__phone_print=branches_print(PHONE))
            assert (own.shown_name, own.consents.get().agreed_to) == ("庄老师", rules.CONSENT)
            assert str(KnownForm.base_fields["agrees"].label) == rules.CONSENT
            assert mine.post("/party/known/", {"withdraw": "1"}).status_code == 302
            own.refresh_from_db()
            assert (own.shown_name, own.consents.get().withdrawn_at) == ("", MONDAY)
            desk = town.client("party_clerk").get(f"/d/contacts/{town.communities[0].pk}/").content.decode()
            assert "庄严肃" not in desk
            assert "不公开" in desk


class TestOnPaper:
    """Who has no account agrees on paper; somebody of their line writes it down, and takes it back when asked."""

    def written(self, town: Town, who: str = "party_clerk", **wrong: Any) -> Vanguard:
        own = Vanguard.objects.get(member__phone_print=branches_print(PHONE))
        form = {"vanguard": own.pk, "shown_name": "庄老师", "signed_on": MONDAY.date(), "paper": "3 号盒"}
        return op.write_consent(actor=town.actor(who), at=MONDAY, **(form | wrong))

    def test_stands_with_its_day_its_place_and_who_wrote_it_down(self, town: Town, line: Line) -> None:
        planned(town)
        refused: tuple[tuple[type[Refusal], dict[str, Any]], ...] = (
            (WordsMissing, {"shown_name": " "}),
            (WordsMissing, {"paper": ""}),
            (op.NotSignedYet, {"signed_on": MONDAY.date() + DAY}),
            (op.SignedLongAgo, {"signed_on": MONDAY.date() - (rules.PAPER_DAYS + 1) * DAY}),
            (policies.NoSuchChain, {"vanguard": 0}),
            *((policies.NoSuchChain, {"who": who}) for who in ("secretary", "leader", "clerk")),
        )
        for refusal, wrong in refused:
            with pytest.raises(refusal):
                self.written(town, **wrong)
        own = self.written(town, paper="3 号盒，电话 13812345678")
        made = own.consents.get()
        assert (made.agreed_to, made.signed_on) == (rules.CONSENT, MONDAY.date())
        assert made.written_by_id == town.actor("party_clerk").account_id
        assert "13812345678" not in made.paper
        with pytest.raises(IntegrityError), transaction.atomic():
            KnownConsent.objects.update(paper="")

    def test_taken_back_no_older_paper_brings_it_back(self, town: Town, line: Line) -> None:
        planned(town)
        own = self.written(town, signed_on=MONDAY.date() - DAY)
        with pytest.raises(policies.NoSuchChain):
            op.withdraw_consent(actor=town.actor("secretary"), at=MONDAY, vanguard=own.pk)
        op.withdraw_consent(actor=town.actor("party_clerk"), at=MONDAY, vanguard=own.pk)
        own.refresh_from_db()
        assert (own.shown_name, own.consents.get().withdrawn_at) == ("", MONDAY)
        with pytest.raises(op.TakenBackSince):
            self.written(town, signed_on=MONDAY.date() - DAY)
        self.written(town)  # signed anew
        # Their own word on the phone stands in place of the paper, and takes it back as well.
        op.be_known_no_more(account=resident(PHONE, MONDAY), at=MONDAY)
        assert not own.consents.filter(withdrawn_at=None).exists()

    def test_is_written_on_the_households_own_page(self, town: Town, line: Line) -> None:
        planned(town)
        own = Vanguard.objects.get(member__phone_print=branches_print(PHONE))
        here = f"/d/contacts/{town.communities[0].pk}/vanguards/{own.pk}/"
        with clock.frozen(MONDAY):
            clerk = town.client("party_clerk")
            page = clerk.get(here).content.decode()
            assert rules.CONSENT in page
            assert "庄严肃" not in page
            form = {"paper-shown_name": "庄老师", "paper-signed_on": "2026-11-16", "paper-paper": "3 号盒"}
            bad = clerk.post(f"{here}paper/", form)  # the box says that the sentence is on the paper
            assert (bad.status_code, "庄老师" in bad.content.decode()) == (422, True)
            assert clerk.post(f"{here}paper/", form | {"paper-agrees": "on"}).status_code == 302
            assert "3 号盒" in clerk.get(here).content.decode()
            assert clerk.post(f"{here}back/", {}).status_code == 302
            assert clerk.post(f"{here}back/", {}).status_code == 409
            assert town.client("leader").get(here).status_code == 403
            beside = f"/d/contacts/{town.communities[1].pk}/vanguards/{own.pk}/"
            assert clerk.get(beside).status_code == 404


class TestNeighbour:
    """Who lives behind a door that is linked, and may know by whom."""

    @pytest.fixture
    def neighbour(self, town: Town, line: Line) -> Account:
        planned(town)
        tie = Tie.objects.filter(vanguard__member__phone_print=branches_print(PHONE), first=0).earliest("pk")
        home = Household.objects.create(building=tie.building, stairwell=tie.stairwell, floor=1, room="102")
        account = resident("13911113333", MONDAY)
        Resident.objects.create(household=home, account=account, source="本人登记")
        return account

    def read(self, account: Account) -> str:
        home = home_of_account(account)
        assert home is not None
        client = own_client(account)
        response = client.get(f"/grid/{home.building.grid_id}/")
        assert "no-store" in response["Cache-Control"]
        return str(response.content.decode())

    def test_sees_the_name_while_the_household_agrees_and_not_a_moment_longer(
        self, town: Town, neighbour: Account
    ) -> None:
        with clock.frozen(MONDAY):
            own = resident(PHONE, MONDAY)
            assert "先锋户" not in self.read(neighbour)
            op.agree_to_be_known(account=own, at=MONDAY, shown_name="庄老师")
            page = self.read(neighbour)
            assert "庄老师" in page
            assert "庄严肃" not in page
            op.be_known_no_more(account=own, at=MONDAY)
            assert "先锋户" not in self.read(neighbour)
            # Who leaves the organisation is a vanguard household no more, whatever was agreed.
            op.agree_to_be_known(account=own, at=MONDAY, shown_name="庄老师")
            member = PartyMember.objects.get(phone_print=branches_print(PHONE))
            branches.leave_organisation(
                actor=town.actor("party_clerk"), at=MONDAY, member_id=member.pk, why=Left.MOVED
            )
            assert "先锋户" not in self.read(neighbour)

    def test_who_is_not_linked_sees_nothing_whatever_was_agreed(self, town: Town, neighbour: Account) -> None:
        with clock.frozen(MONDAY):
            op.agree_to_be_known(account=resident(PHONE, MONDAY), at=MONDAY, shown_name="庄老师")
            tie = Tie.objects.exclude(vanguard__member__phone_print=branches_print(PHONE)).latest("pk")
            shared = Tie.objects.filter(building=tie.building, stairwell=tie.stairwell).count() > 1
            other = resident("13911114444", MONDAY)
            home = Household.objects.create(
                building=tie.building, stairwell=tie.stairwell, floor=6, room="602" if shared else "102"
            )
            Resident.objects.create(household=home, account=other, source="本人登记")
            homeless = resident("13911115555", MONDAY)
            for account in (other, homeless):
                assert queries.neighbour_of(account, grid=tie.building.grid_id) == ""
            anyone = Client().get(f"/grid/{town.grids[0].pk}/").content.decode()
            assert "庄老师" not in anyone

    @given(st.integers(1, 30), st.integers(1, 12))
    def test_rooms_are_counted_from_the_ground_up_and_each_door_has_one_place(
        self, doors: int, floors: int
    ) -> None:
        each = -(-doors // floors)
        rooms = [(floor, f"{floor}{n:02d}") for floor in range(1, floors + 1) for n in range(1, each + 1)]
        places = [rules.door_of(floor, room, doors, floors) for floor, room in rooms]
        assert places[:doors] == list(range(doors))
        assert {rules.door_of(None, room, doors, floors) for _floor, room in rooms} == set(places)
        assert rules.door_of(1, "东户", doors, floors) is None
