"""What it adds up to, in a browser: coloured map, comparison, assessment, briefs, open data, circles, forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from linli.base.places.models import Building, Facility, Road
from linli.insight.appraisals import operations as appraisals
from linli.insight.appraisals.models import AppraisalRound
from linli.insight.appraisals.rules import Whom
from linli.insight.briefs import operations as briefs
from linli.insight.briefs.rules import BriefKind
from linli.insight.forms.models import AskedForm
from linli.insight.opendata import operations as opendata
from linli.kernel import clock
from linli.kernel.clock import local
from linli.pillars.governance.reports.operations import file_report
from tests.browser.axe import troubles
from tests.browser.people import desk_of
from tests.insight.appraisals.test_appraisals import LINES
from tests.insight.forms.templates.making import xlsx
from tests.town import IN_FIRST_GRID, IN_SECOND_GRID, IN_THIRD_GRID, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def town(live_server: Any) -> Town:
    """Give a street with streets, homes, a canteen, a park, and a week of reports; a scheme, a brief, an open set."""
    town = build_town()
    now = clock.now()
    for n, (lon, lat) in enumerate((*[IN_FIRST_GRID] * 6, *[IN_SECOND_GRID] * 2, IN_THIRD_GRID)):
        file_report(
            actor=town.actor("worker", now - timedelta(days=1, hours=n)),
            at=now - timedelta(days=1, hours=n),
            text="三号楼东边下水井冒水",
            lon=lon,
            lat=lat,
            phone=f"138000012{n:02}",
            category="R01",
        )
    for grid, (lon, lat) in zip(town.grids, (IN_FIRST_GRID, IN_SECOND_GRID, IN_THIRD_GRID), strict=True):
        Building.objects.create(grid=grid, number="1号楼", households_count=40, lon=lon, lat=lat)
    line = {"type": "LineString", "coordinates": [[117.0, 36.005], [117.03, 36.005]]}
    Road.objects.create(office=town.office, name="柳岸路", line=line)
    for kind, name, lon in (("canteen", "柳岸食堂", 117.007), ("park", "柳岸公园", 117.0145)):
        Facility.objects.create(
            area=town.grids[0], kind=kind, name=name, hours="7:00–19:00", lon=lon, lat=36.0051
        )
    leader = town.actor("leader", now)
    scheme = appraisals.draft_scheme(
        actor=leader, office=town.office, name="社区考核办法", whom=Whom.COMMUNITY, basis="会上定的", least=3, lines=LINES
    )  # fmt: skip
    appraisals.publish_scheme(actor=leader, at=now, scheme=scheme.pk)
    today = local(now).date()
    appraisals.open_round(actor=leader, scheme=scheme.pk, start=today - timedelta(days=7), until=today)
    briefs.write_brief(actor=leader, at=now, office=town.office, kind=BriefKind.WEEKLY, day=today)
    opendata.publish_set(actor=leader, office=town.office, code="facilities", at=now)
    return town


def look(page: Any, url: str) -> None:
    """Hold a page to what every page owes: axe finds nothing, nothing runs over."""
    page.goto(url)
    assert troubles(page) == [], url
    assert page.evaluate(WIDE) <= 0, url


def test_every_page_of_figures_is_read_by_all_and_leads_to_its_rows(
    new_page: Callable[..., Any], town: Town, live_server: Any
) -> None:
    base = live_server.url
    round_ = AppraisalRound.objects.get()
    paths = (
        "/b/map/?days=month", "/b/map/?days=month&code=answered", "/b/compare/", "/b/compare/filed/",
        "/b/appraisals/", f"/b/appraisals/{round_.pk}/", "/b/briefs/", "/d/circles/?kind=canteen",
        "/d/open/",
    )  # fmt: skip
    for look_ in ({}, {"width": 390, "height": 844, "theme": "dark"}):
        page = desk_of(new_page, town, "leader", base, **look_)
        for path in paths:
            look(page, f"{base}{path}")

    # From the map to the rows of a grid by the keyboard's way, the list, and by a press on the map itself.
    desk = desk_of(new_page, town, "leader", base)
    desk.goto(f"{base}/b/map/?days=month")
    desk.get_by_label("看哪个数").select_option("filed")
    desk.get_by_label("看哪些天").select_option("year")
    desk.get_by_role("button", name="看图").click()
    desk.wait_for_url("**code=filed**")
    first = desk.locator("tbody tr").first
    number = first.locator("td").nth(1).inner_text().split()[0]
    first.locator("td a").first.click()
    desk.get_by_text("怎么数的").wait_for()
    assert desk.locator(".ll-fig").inner_text().startswith(number)
    assert desk.locator("tbody tr").count() == int(number)
    desk.go_back()
    desk.locator('svg.ll-map a[href*="/b/spans/"]').first.click()
    desk.get_by_text("怎么数的").wait_for()

    # A brief: a number in a sentence leads to its rows.
    desk.goto(f"{base}/b/briefs/")
    desk.locator('a[href*="/b/briefs/"]').filter(has_text="周").first.click()
    assert troubles(desk) == []
    desk.locator('a[href$="/figures/filed/"]').first.click()
    desk.get_by_text("怎么数的").wait_for()
    assert troubles(desk) == []


def test_somebody_finds_what_is_within_a_walk_and_nothing_of_the_place_is_kept(
    new_page: Callable[..., Any], town: Town, live_server: Any
) -> None:
    base = live_server.url
    for size, pace in (("normal", ""), ("large", "older")):
        phone = new_page(
            size=size, geolocation={"longitude": 117.005, "latitude": 36.005}, permissions=["geolocation"]
        )
        look(phone, f"{base}/walk/")
        assert phone.locator('[name="pace"]').input_value() == pace
        phone.get_by_role("button", name="用我的位置").click()
        phone.wait_for_function("document.querySelector('[name=lon]').value !== ''")
        phone.get_by_role("button", name="看看走得到什么").click()
        phone.get_by_text("柳岸食堂").wait_for()
        assert phone.url == f"{base}/walk/"
        assert troubles(phone) == []
        assert phone.evaluate(WIDE) <= 0
        near = phone.locator(
            "section", has=phone.get_by_role("heading", name="5 分钟以内", exact=True)
        ).inner_text()
        assert "柳岸食堂" in near
        assert "柳岸公园" not in near
    for path in ("/open/", f"/open/{town.office.pk}/facilities/"):
        look(phone, f"{base}{path}")


def test_a_form_fills_itself_is_put_right_asked_for_its_gaps_and_goes_back(
    new_page: Callable[..., Any], town: Town, live_server: Any, tmp_path: Any
) -> None:
    base = live_server.url
    rows = [["网格情况统计表"], ["社区", "网格（个）", "驻点数", "持证人数"], ["东里社区"], ["西里社区"]]
    paper = tmp_path / "网格情况统计表.xlsx"
    paper.write_bytes(xlsx(rows, boxed="A2:D4", merge=["A1:D1"]))
    desk = desk_of(new_page, town, "leader", base)
    for nth in (1, 2):
        look(desk, f"{base}/d/forms/new/")
        desk.set_input_files('[name="file"]', str(paper))
        desk.fill('[name="asked_by"]', "区民政局")
        if nth == 1:
            desk.context.set_offline(True)
            desk.get_by_role("button", name="收进来填").click()
            desk.get_by_text("没连上").wait_for()
            assert desk.locator('[name="asked_by"]').input_value() == "区民政局", "nothing typed is lost"
            desk.context.set_offline(False)
        desk.get_by_role("button", name="收进来填").click()
        desk.wait_for_url("**/d/forms/*/")
        form = AskedForm.objects.latest("pk")
        if nth == 2:
            assert form.shape_id == AskedForm.objects.earliest("pk").shape_id, "asked twice it is known again"
        assert troubles(desk) == []
        assert desk.evaluate(WIDE) <= 0
        assert desk.locator("table").first.inner_text().count("2") >= 1
        if nth == 1:
            desk.locator("details", has=desk.locator('[name="heading"]')).locator("summary").click()
            desk.select_option('[name="heading"]', "驻点数")
            box = desk.locator("form", has=desk.locator('[name="heading"]'))
            box.locator("select").nth(1).select_option("service_centres")
            box.locator("button").last.click()
            desk.get_by_text("记下了，下次再要这张表也照这样认").wait_for()
        phone = desk_of(new_page, town, "leader", base, width=390, height=844)
        look(phone, f"{base}/d/forms/{form.pk}/")
        with desk.expect_download() as got:
            desk.locator(f'a[href$="/d/forms/{form.pk}/file/"]').first.click()
        sheet = load_workbook(BytesIO(got.value.path().read_bytes())).worksheets[0]
        assert [sheet.cell(r, 2).value for r in (3, 4)] == [2, 1]
        assert [sheet.cell(r, 3).value for r in (3, 4)] == [0, 0], (
            "what a heading means is kept for the next time"
        )
        assert [sheet.cell(r, 4).value for r in (3, 4)] == [None, None], (
            "nobody knows it: it is asked, never guessed"
        )
    desk.get_by_role("button", name="报出去了").click()
    desk.get_by_text("记下了：这张表报出去了").wait_for()
