"""A unit reports in, claims a need, does it and is confirmed: in a real browser, the unit on its phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.pillars.party.partners.models import Project, ReportIn
from tests.browser.axe import troubles
from tests.browser.people import desk_of
from tests.town import Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server: Any) -> Town:
    built = build_town()
    college = add_unit(kind=UnitKind.PARTNER, name="职业学院", parent=built.office)
    built.hire("college", Role.HANDLER, college)
    return built


def press(page: Any, path: str, **fields: str) -> None:
    """Fill the form of a move and send it."""
    form = page.locator(f'form[action$="/{path}/"]')
    if not form.locator("button.btn").first.is_visible():
        form.locator("xpath=ancestor::details").locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f'[name="{path}-{name}"]')
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button.btn").last.click()


def test_a_unit_reports_in_claims_a_need_does_it_and_is_confirmed(
    new_page: Callable[..., Any], town: Town, live_server: Any
) -> None:
    base = live_server.url
    unit = desk_of(new_page, town, "college", base, width=390, height=844)
    unit.goto(f"{base}/d/partners/")
    unit.click("text=单位报到")
    unit.fill('[name="contact_name"]', "韩老师")
    unit.fill('[name="contact_phone"]', "13800001111")
    assert troubles(unit) == []
    with unit.expect_navigation():
        unit.locator("main button.btn-primary").click()
    assert ReportIn.objects.get().community == town.communities[0]

    desk = desk_of(new_page, town, "secretary", base)
    desk.goto(f"{base}/d/partners/new/")
    desk.select_option('[name="what"]', "talk")
    desk.fill('[name="title"]', "教老人用手机挂号")
    desk.fill('[name="served"]', "来学的老人")
    desk.fill('[name="words"]', "备十部手机，教两次，每次一个钟头")
    with desk.expect_navigation():
        desk.locator("main button.btn-primary").click()
    number = Project.objects.get().case.number

    unit.goto(f"{base}/d/partners/")
    with unit.expect_navigation():
        unit.click("text=教老人用手机挂号")
    press(unit, "claim", steps="备手机\n教两次")
    press(unit, "advance", note="十部手机备好了", milestone="备手机")
    unit.wait_for_selector("text=步骤 1/2")
    press(unit, "finish", answer="两次都教完了，来了二十三位")
    assert troubles(unit) == []

    desk.goto(f"{base}/d/partners/projects/{number}/")
    press(desk, "confirm", answer="老人说会挂了", served_count="23")
    desk.wait_for_selector("text=受益人说办到了")
    assert troubles(desk) == []
    case = Project.objects.get().case
    assert (case.state, case.is_open, case.is_answered) == ("closed", False, True)

    unit.goto(f"{base}/d/partners/?view=units")
    with unit.expect_navigation():
        unit.locator('main a[href*="/units/"]').first.click()
    unit.wait_for_selector("text=教老人用手机挂号")
    with unit.expect_download() as got:
        unit.click("text=年度反馈单")
    assert got.value.suggested_filename.endswith(".docx")
