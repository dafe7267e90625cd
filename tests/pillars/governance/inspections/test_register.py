"""The register of shops: one enterprise, its doors, their plates, and who sees them."""

from __future__ import annotations

import uuid

import pytest

from linli.base.people.actors import ANYONE
from linli.kernel.standards.frontage import BY_CODE, LINES, Duty, ShopTrade, lines_for
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections import policies, queries
from linli.pillars.governance.inspections.models import Shop, ShopReport
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules.shops import (
    FrontUnusable,
    ShopNameless,
    ShopRecord,
    ShopTradeUnknown,
    record_of,
)
from linli.pillars.governance.inspections.texts import DUTIES
from linli.pillars.service.enterprises import operations as enterprises
from tests.pillars.governance.inspections.doing import shop
from tests.pillars.service.enterprises.doing import firm
from tests.town import IN_THIRD_GRID, MONDAY, Town


def test_every_line_of_a_list_says_its_basis_and_every_trade_has_one() -> None:
    assert len(BY_CODE) == len(LINES)
    assert all(line.basis.is_complete and line.points > 0 and line.days > 0 for line in LINES)
    assert set(DUTIES) == set(Duty) == {line.duty for line in LINES if line.duty}
    for trade in ShopTrade:
        assert {line.duty for line in lines_for(trade)} >= set(Duty)
    assert BY_CODE["K01"] in lines_for("catering")
    assert BY_CODE["K01"] not in lines_for("retail")


def test_a_row_of_a_sheet_is_read_or_refused() -> None:
    row = {"店招": "老周面馆", "经营种类": "小吃", "门前长度": "6米", "地址": "柳岸路 8 号"}
    assert record_of(row) == ShopRecord("老周面馆", "catering", "柳岸路 8 号", 6)
    for change, refusal in (
        ({"店招": ""}, ShopNameless),
        ({"经营种类": "火星"}, ShopTradeUnknown),
        ({"门前长度": "很长"}, FrontUnusable),
        ({"门前长度": "9999"}, FrontUnusable),
    ):
        with pytest.raises(refusal):
            record_of({**row, **change})


class TestRegister:
    def test_an_enterprise_has_doors_and_each_sign_once(self, town: Town) -> None:
        one = firm(town)
        first = shop(town, enterprise=one)
        shop(town, enterprise=one, sign="柳岸第1包子铺（后门）")
        assert (first.area, first.enterprise_id) == (town.grids[0], one.pk)
        with pytest.raises(op.ShopKnown):
            shop(town, enterprise=one)
        op.end_shop(actor=town.actor("clerk"), at=MONDAY, shop=first, reason="closed")
        assert shop(town, enterprise=one).pk != first.pk
        with pytest.raises(op.ShopEnded):
            op.end_shop(actor=town.actor("clerk"), at=MONDAY, shop=first, reason="closed")

    def test_without_a_place_of_its_own_it_lies_where_its_enterprise_lies(self, town: Town) -> None:
        one = firm(town, point=IN_THIRD_GRID)
        found = shop(town, enterprise=one, lon=None, lat=None, address="")
        assert (found.area, found.lon) == (town.grids[2], IN_THIRD_GRID[0])

    def test_is_kept_by_whose_ground_it_is(self, town: Town) -> None:
        one = firm(town)
        with pytest.raises(op.ShopElsewhere):
            shop(town, enterprise=one, by="worker3")
        shop(town, enterprise=one, by="worker")
        shop(town, 2, point=IN_THIRD_GRID)
        every = list(Shop.objects.select_related("area"))
        for name in town.people:
            actor = town.actor(name)
            seen = set(Shop.objects.filter(policies.reachable(actor)))
            assert seen == {row for row in every if policies.reaches(actor, row)}, name
        assert not Shop.objects.filter(policies.reachable(town.actor("sysadmin"))).exists()
        assert not Shop.objects.filter(policies.reachable(ANYONE)).exists()

    def test_a_plate_opens_one_shop_until_it_is_renewed_or_the_shop_goes(self, town: Town) -> None:
        one, other = shop(town), shop(town, 2)
        token = queries.token_of(one)
        assert queries.opened_by_plate(pk=one.pk, token=token) == one
        for pk, secret in ((other.pk, token), (one.pk, token[:-1]), (one.pk, "x"), (0, token)):
            with pytest.raises(NoSuchShop):
                queries.opened_by_plate(pk=pk, token=secret)
        renewed = op.renew_plate(actor=town.actor("worker"), shop=one)
        with pytest.raises(NoSuchShop):
            queries.opened_by_plate(pk=one.pk, token=token)
        fresh = queries.token_of(renewed)
        enterprises.end_enterprise(
            actor=town.actor("clerk"), at=MONDAY, enterprise=one.enterprise, reason="closed"
        )
        with pytest.raises(NoSuchShop):
            queries.opened_by_plate(pk=one.pk, token=fresh)


def test_a_report_about_a_shop_is_an_ordinary_report_in_its_grid(town: Town) -> None:
    one, key = shop(town), uuid.uuid4()
    filed = [
        op.report_shop(
            actor=ANYONE, at=MONDAY, shop=one, text="桌子摆到盲道上了", phone="13900000000", key=key
        )
        for _press in range(2)
    ]
    assert filed[0].report == filed[1].report
    case = filed[0].report.case
    assert (case.kind, case.area, case.lon) == ("governance.report", town.grids[0], one.lon)
    assert one.sign in case.place_words
    assert ShopReport.objects.get().shop == one
    (row,) = queries.reports_about(shop=one)
    assert (row.number, row.is_open) == (case.number, True)
