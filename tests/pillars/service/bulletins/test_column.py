"""The column of companies: they say it, a community reads it first, residents read whose words they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from linli.base.flow.refusals import NoSuchCase, NotYourMove, WordsMissing
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.kernel import clock
from linli.pillars.party.partners import operations as partners
from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins import policies, queries
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.bulletins.rules import BulletinKind
from tests.pillars.service.bulletins.doing import DAY, HOUR, by, content
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
TITLE = "周三起给老人送菜上门"


@pytest.fixture
def shop(town: Town) -> Unit:
    """A company of the area that reported in to the first community, with who writes for it; and another company."""
    made = add_unit(kind=UnitKind.PARTNER, name="惠民超市", parent=town.office)
    town.hire("shopkeeper", Role.HANDLER, made)
    town.hire("other", Role.HANDLER, add_unit(kind=UnitKind.PARTNER, name="别家", parent=town.office))
    partners.report_unit_in(
        actor=town.actor("shopkeeper"), at=MONDAY, unit=made, community=town.communities[0],
        contact_name="联络员", contact_phone="13800000009",
    )  # fmt: skip
    return made


def written(town: Town, shop: Unit, who: str = "shopkeeper", **fields: Any) -> str:
    said = content(kind=BulletinKind.COLUMN, title=TITLE, **fields)
    made = op.draft_bulletin(
        actor=town.actor(who), at=MONDAY, unit=shop, content=said, targets=[town.communities[0]],
        community=town.communities[0],
    )  # fmt: skip
    return made.case.number


def handed_in(town: Town, shop: Unit) -> str:
    number = written(town, shop)
    op.submit_bulletin(**by(town, "shopkeeper", number))
    return number


class TestColumn:
    def test_is_shown_once_the_community_read_it_and_taken_back_with_a_reason(
        self, town: Town, shop: Unit
    ) -> None:
        number = handed_in(town, shop)
        row = Bulletin.objects.get()
        assert (row.case.state, row.case.holder, row.case.area) == (
            "submitted", town.communities[0], town.communities[0],
        )  # fmt: skip
        for who in ("shopkeeper", "other", "secretary2"):
            with pytest.raises((NotYourMove, NoSuchCase)):
                op.approve_bulletin(**by(town, who, number))
        op.approve_bulletin(**by(town, "secretary", number))
        shown = queries.shown_bulletins(at=MONDAY + HOUR, grid=town.grids[0], kind="column")
        assert [(one.title, one.unit) for one in shown] == [(TITLE, "惠民超市")]
        assert queries.shown_bulletins(at=MONDAY + HOUR, grid=town.grids[2], kind="column") == ()
        with pytest.raises(WordsMissing):
            op.withdraw_bulletin(answer="", **by(town, "shopkeeper", number))
        op.withdraw_bulletin(answer="送完了", **by(town, "shopkeeper", number))
        assert queries.shown_bulletins(at=MONDAY + HOUR, kind="column") == ()
        page = Client().get(f"/bulletins/{number}/").content.decode()
        assert "送完了" in page

    def test_goes_back_with_a_reason_and_is_put_right(self, town: Town, shop: Unit) -> None:
        number = handed_in(town, shop)
        op.send_bulletin_back(note="打折是广告，不登", **by(town, "secretary", number))
        row = Bulletin.objects.get()
        assert (row.case.state, row.case.holder) == ("drafted", shop)
        better = content(kind=BulletinKind.COLUMN, title="给老人送菜")
        op.revise_bulletin(content=better, targets=[town.grids[0]], **by(town, "shopkeeper", number))
        with pytest.raises(op.NotYourColumn):
            op.revise_bulletin(content=content(), targets=[town.grids[0]], **by(town, "shopkeeper", number))
        op.submit_bulletin(**by(town, "shopkeeper", number))
        op.approve_bulletin(**by(town, "secretary", number))
        assert Bulletin.objects.get().case.state == "published"

    def test_is_for_companies_of_the_area_and_only_that_for_them(self, town: Town, shop: Unit) -> None:
        with pytest.raises(op.NotYoursToWrite):
            written(town, shop, "other")
        with pytest.raises(op.NotYoursToWrite):
            written(town, town.sanitation, "sweeper")
        for unit, who, kind, community in (
            (shop, "shopkeeper", BulletinKind.POLICY, town.communities[0]),
            (shop, "shopkeeper", BulletinKind.COLUMN, None),
            (shop, "shopkeeper", BulletinKind.COLUMN, town.grids[0]),
            (town.communities[0], "clerk", BulletinKind.COLUMN, None),
        ):
            with pytest.raises(op.NotYourColumn):
                op.draft_bulletin(
                    actor=town.actor(who), at=MONDAY, unit=unit, content=content(kind=kind),
                    targets=[town.communities[0]], community=community,
                )  # fmt: skip
        with pytest.raises(op.BeyondYourGround):
            op.draft_bulletin(
                actor=town.actor("shopkeeper"), at=MONDAY, unit=shop,
                content=content(kind=BulletinKind.COLUMN), targets=[town.communities[1]],
                community=town.communities[0],
            )  # fmt: skip

    def test_no_office_lets_it_be_shown_unread(self, town: Town) -> None:
        for by_whom, at_once in (("nobody", False), ("community", True)):
            with pytest.raises(op.ReadFirst):
                op.choose_approval(
                    office=town.office, kind="column", level="community", by=by_whom, at_once=at_once
                )
        op.choose_approval(office=town.office, kind="column", level="community", by="street", at_once=False)

    def test_other_companies_and_handlers_see_none_of_it_before(self, town: Town, shop: Unit) -> None:
        number = handed_in(town, shop)
        seen = {
            who
            for who in town.people
            if Bulletin.objects.filter(policies.reachable(town.actor(who)), case__number=number).exists()
        }
        assert {"shopkeeper", "secretary", "clerk"} <= seen
        assert seen.isdisjoint({"other", "sweeper", "stoker", "worker", "secretary2", "sysadmin"})


class TestPages:
    @pytest.fixture
    def now(self) -> Iterator[None]:
        with clock.frozen(MONDAY):
            yield

    def test_a_company_writes_a_secretary_reads_a_resident_sees_whose_words(
        self, now: None, town: Town, shop: Unit
    ) -> None:
        desk = town.client("shopkeeper")
        page = desk.get("/d/bulletins/new/").content.decode()
        assert "企业专栏" in page
        assert "停水停电" not in page
        form = {
            "unit": f"{shop.pk}-{town.communities[0].pk}", "kind": "column", "title": TITLE, "summary": "",
            "targets": [f"u{town.communities[0].pk}"], "valid_from": "2026-11-16T09:00",
            "valid_until": "2026-11-30T22:00",
        }  # fmt: skip
        refused = desk.post("/d/bulletins/new/", form)
        assert (refused.status_code, TITLE in refused.content.decode()) == (422, True)
        made = desk.post("/d/bulletins/new/", form | {"summary": "在服务台登记。"})
        assert made.status_code == 302
        here = made.headers["Location"]
        assert desk.post(f"{here}submit/").status_code == 302
        assert desk.post(f"{here}approve/").status_code in (403, 404, 409)
        secretary = town.client("secretary")
        assert TITLE in secretary.get("/d/bulletins/?view=review").content.decode()
        assert secretary.post(f"{here}approve/").status_code == 302
        number = Bulletin.objects.get().case.number
        listed = Client().get("/bulletins/?kind=column").content.decode()
        assert (TITLE in listed, "惠民超市" in listed) == (True, True)
        assert "共建单位说的话" in Client().get(f"/bulletins/{number}/").content.decode()
        assert desk.post(f"{here}withdraw/", {"withdraw-words": "送完了"}).status_code == 302
        assert TITLE not in Client().get("/bulletins/?kind=column").content.decode()

    def test_who_reported_in_nowhere_is_told_to(self, now: None, town: Town, shop: Unit) -> None:
        assert "先到社区报到" in town.client("other").get("/d/bulletins/new/").content.decode()

    def test_it_goes_away_by_itself(self, town: Town, shop: Unit) -> None:
        number = handed_in(town, shop)
        op.approve_bulletin(**by(town, "secretary", number))
        assert queries.shown_bulletins(at=MONDAY + 15 * DAY, kind="column") == ()
