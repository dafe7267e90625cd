"""Who covers which building is drawn and said alike, gaps stand out, no home is told; who may not read knows whom to ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from linli.base.orgs.roles import Role
from linli.base.places.models import Building
from linli.kernel import clock
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts import policies, queries
from linli.pillars.party.contacts.models import Passing, Uncovered, Vanguard
from linli.pillars.party.contacts.rules import Level
from tests.pillars.party.branches.doing import Line
from tests.pillars.party.contacts.test_chain import line, planned
from tests.town import MONDAY, Town

__all__ = ["line"]


def read(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


class TestMap:
    def test_says_of_every_door_who_covers_it_or_why_nobody_does(self, town: Town, line: Line) -> None:
        clerk, pk = town.actor("party_clerk"), town.communities[0].pk
        op.name_steward(
            actor=clerk,
            community=pk,
            account=town.people["clerk"],
            level=Level.COMMITTEE,
            on=MONDAY.date(),
        )
        planned(town)
        Vanguard.objects.update(limit=60)
        made = planned(town)
        found = queries.chain_map(actor=clerk, community=pk)
        assert (found.doors, found.doors - found.left) == (made.doors, made.covered)
        for patch in found.patches:
            for house in patch.houses:
                assert sum(run.doors for run in house.runs) == house.doors
                assert house.left == sum(run.doors for run in house.runs if run.vanguard is None)
                assert all(run.why for run in house.runs if run.vanguard is None)
        one = next(iter(found.vanguards))
        covered = sum(run.doors for p in found.patches for h in p.houses for run in h.of(f"v{one}"))
        assert covered == sum(tie.doors for tie in Vanguard.objects.get(pk=one).ties.all())
        steward = next(iter(found.stewards))
        assert (
            sum(run.doors for p in found.patches for h in p.houses for run in h.of(f"s{steward}"))
            == made.covered
        )

    def test_the_page_draws_and_lists_the_same_and_tells_no_home(self, town: Town, line: Line) -> None:
        planned(town)
        Vanguard.objects.update(limit=60)
        planned(town)
        left = Uncovered.objects.select_related("building").first()
        assert left is not None
        with clock.frozen(MONDAY):
            clerk, here = town.client("party_clerk"), f"/d/contacts/{town.communities[0].pk}/map/"
            page = read(clerk.get(here))
            assert ("<svg" in page, "没人联系" in page, str(left.building) in page) == (True, True, True)
            assert all(name not in page for name in ("庄严肃", "易从容", "13900000000"))
            own = Vanguard.objects.first()
            assert own is not None
            assert "看全部" in read(clerk.get(f"{here}?who=v{own.pk}"))
            for odd in ("v999999", "s1", "x", "v", "9" * 40):
                assert clerk.get(f"{here}?who={odd}").status_code == 422
            assert clerk.get("/d/contacts/999999/map/").status_code == 404
            assert "map/" in read(clerk.get("/d/contacts/"))

    def test_without_a_plan_or_a_building_it_says_so(self, town: Town, line: Line) -> None:
        with clock.frozen(MONDAY):
            clerk, here = town.client("party_clerk"), f"/d/contacts/{town.communities[0].pk}/map/"
            assert clerk.get(here).status_code == 200
            Building.objects.filter(grid__parent=town.communities[0]).update(households_count=0)
            assert "还没有登记楼栋" in read(clerk.get(here))

    def test_nobody_without_the_permission_reads_it(self, town: Town, line: Line) -> None:
        planned(town)
        for name in ("leader", "secretary", "clerk", "worker", "dispatcher", "sysadmin", "auditor"):
            with pytest.raises(policies.NoSuchChain):
                queries.chain_map(actor=town.actor(name), community=town.communities[0].pk)

    def test_costs_the_same_however_much_it_shows(
        self, town: Town, line: Line, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        planned(town)
        with django_assert_max_num_queries(7):  # type: ignore[attr-defined]
            queries.chain_map(actor=town.actor("party_clerk"), community=town.communities[0].pk)


class TestPassing:
    def test_the_same_press_twice_is_one_word_and_later_it_is_another(self, town: Town, line: Line) -> None:
        planned(town)
        form = {"community": town.communities[0].pk, "words": "周六清理楼道"}
        for minutes, count in ((0, 1), (5, 1), (30, 2)):
            op.pass_down(actor=town.actor("party_clerk"), at=MONDAY + timedelta(minutes=minutes), **form)
            assert Passing.objects.count() == count
        for n in range(12):
            op.pass_down(
                actor=town.actor("party_clerk"),
                at=MONDAY + timedelta(days=1 + n),
                community=town.communities[0].pk,
                words=f"第 {n} 句",
            )
        page = queries.chain_page(actor=town.actor("party_clerk"), community=town.communities[0].pk)
        # The ten newest, the newest first.
        assert [row.words for row in page.passings] == [f"第 {n} 句" for n in range(11, 1, -1)]


class TestPapers:
    def test_a_worker_without_the_permission_reads_whom_to_hand_them_to(self, town: Town, line: Line) -> None:
        planned(town)
        one = Vanguard.objects.first()
        assert one is not None
        here = f"/d/contacts/{town.communities[0].pk}/vanguards/{one.pk}/paper/"
        with clock.frozen(MONDAY):
            told = town.client("secretary").post(here, {"paper-shown_name": "王老师"})
            # Nobody holds a post at the committee: the working committee's clerk takes them.
            clerk = town.people["party_clerk"].name
            assert (told.status_code, clerk in read(told), "信封" in read(told)) == (403, True, True)
            keeper = town.hire("keeper", Role.HANDLER, line.committee.unit)
            told = town.client("secretary").get("/d/contacts/")
            assert (keeper.name in read(told), clerk in read(told)) == (True, False)
            assert keeper.name in read(town.client("secretary").get(f"/d/party/{line.committee.pk}/"))
            # Whom it is no matter of reads whose page it is, and no name.
            assert keeper.name not in read(town.client("sweeper").get("/d/contacts/"))
        assert not any(one.consents.exists() for one in Vanguard.objects.all())

    def test_who_holds_a_post_at_a_branch_is_not_named(self, town: Town, line: Line) -> None:
        holder = town.hire("holder", Role.HANDLER, line.branch.unit)
        assert queries.taker_at(organisation=line.branch, at=MONDAY) is None
        taker = queries.taker_for(actor=town.actor("secretary"), at=MONDAY)
        assert taker is not None
        assert holder.name not in taker.names
        with clock.frozen(MONDAY):
            assert holder.name not in read(town.client("secretary").get(f"/d/party/{line.branch.pk}/"))
        assert PartyMember.objects.exists()
