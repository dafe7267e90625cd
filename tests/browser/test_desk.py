"""The desk in a real browser: by keyboard, by thumb, without signal; and nothing that axe finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.browser.axe import troubles
from tests.browser.chromium import press
from tests.town import IN_FIRST_GRID, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def as_(town: Town, new_page: Callable[..., Any], live_server: Any) -> Callable[..., Any]:
    """A page of somebody who is logged in."""

    def opened(name: str, **look: Any) -> Any:
        client = town.client(name)
        page = new_page(**{"width": 1440, "height": 900, **look})
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return opened


def file(text: str = "三号楼东边下水井冒水，臭得不行。", *, hours: float = 1, **fields: Any) -> str:
    lon, lat = IN_FIRST_GRID
    given = {
        "actor": ANYONE,
        "at": clock.now() - timedelta(hours=hours),
        "text": text,
        "lon": lon,
        "lat": lat,
        "phone": "13800001234",
        "name": "李桂兰",
        "category": "R01",
    }
    return operations.file_report(**{**given, **fields}).report.case.number  # type: ignore[arg-type]


def state(number: str) -> str:
    return Case.objects.get(number=number).state


class TestKeyboard:
    def test_walks_the_list_opens_a_case_and_answers(self, as_: Any, town: Town, live_server: Any) -> None:
        first = file("第一件：路灯不亮。", hours=3)
        second = file("第二件：井盖坏了。", hours=2, phone="13900000002")
        page = as_("worker")
        page.goto(f"{live_server.url}/d/")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.textContent").find("第一件") >= 0
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="第二件：井盖坏了").wait_for()
        assert page.url.startswith(f"{live_server.url}/d/reports/{second}/")
        assert page.locator(".ll-row[aria-current]").inner_text().find("第二件") >= 0
        assert page.get_by_text("第一件").first.is_visible()
        page.get_by_role("link", name="当场办结").click()
        words = page.get_by_label("写给居民：怎么办好的")
        words.fill("井盖换好了，请您看看。")
        press(page, "Control+Enter")
        page.get_by_text("办结，现在由").wait_for()
        assert state(second) == "callback"
        assert state(first) == "received"

    def test_finds_with_a_slash(self, as_: Any, town: Town, live_server: Any) -> None:
        file("路灯不亮。")
        file("井盖坏了。", phone="13900000002")
        page = as_("dispatcher")
        page.goto(f"{live_server.url}/d/?view=all")
        page.keyboard.press("/")
        page.keyboard.type("井盖")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=%E4%BA%95%E7%9B%96**")
        assert page.locator(".ll-row").count() == 1
        page.go_back()
        assert page.url.endswith("view=all")


class TestJourneys:
    def test_the_centre_dispatches_to_two_departments(self, as_: Any, town: Town, live_server: Any) -> None:
        number = file(lon=None, lat=None, area=town.office)
        other = file("还有一件。", lon=None, lat=None, area=town.office, phone="13900000002", hours=0.5)
        page = as_("dispatcher")
        page.goto(f"{live_server.url}/d/dispatch/")
        page.get_by_role("heading", name="三号楼东边下水井冒水").wait_for()
        assert page.get_by_label("主办", exact=True).input_value() == str(town.sanitation.pk)
        page.get_by_label("找协办单位").fill("供热")
        page.keyboard.press("Enter")
        assert page.get_by_role("checkbox", name="供热站").is_checked()
        assert not page.get_by_role("checkbox", name="东里社区").is_visible()
        page.get_by_label("交代几句").fill("请当天联系居民。")
        press(page, "Control+Enter")
        page.get_by_role("heading", name="还有一件").wait_for()
        assert other in page.url
        case = Case.objects.get(number=number)
        assert case.state == "dispatched"
        assert {s.unit for s in case.assignments.all()} == {town.sanitation, town.heating}

    def test_return_and_the_first_receiver_rule(self, as_: Any, town: Town, live_server: Any) -> None:
        number = file()
        centre = town.actor("dispatcher", clock.now())
        operations.dispatch_report(actor=centre, number=number, at=clock.now(), lead=town.heating)
        page = as_("stoker")
        page.goto(f"{live_server.url}/d/reports/{number}/")
        page.locator(".ll-moves").get_by_text("更多").click()
        page.get_by_role("link", name="退回", exact=True).click()
        page.get_by_label("为什么不归我们、该归谁").fill("不归供热，应归环卫。")
        page.get_by_role("button", name="退回").click()
        page.get_by_text("退回，现在由").wait_for()
        assert state(number) == "accepted"
        operations.dispatch_report(actor=centre, number=number, at=clock.now(), lead=town.sanitation)
        operations.send_report_back(
            actor=town.actor("sweeper", clock.now()), number=number, at=clock.now(), note="应归市政"
        )
        leader = as_("leader")
        leader.goto(f"{live_server.url}/d/reports/{number}/")
        leader.get_by_role("link", name="裁定", exact=True).click()
        leader.get_by_label("主办", exact=True).select_option(str(town.sanitation.pk))
        leader.get_by_label("裁定的理由").fill("环卫所牵头。")
        leader.get_by_role("button", name="裁定").click()
        leader.get_by_text("裁定，现在由").wait_for()
        sweeper = as_("sweeper")
        sweeper.goto(f"{live_server.url}/d/reports/{number}/")
        sweeper.get_by_role("link", name="签收", exact=True).wait_for()
        assert sweeper.get_by_role("link", name="退回", exact=True).count() == 0

    def test_unhappy_at_callback_reopens_one_level_up(self, as_: Any, town: Town, live_server: Any) -> None:
        number = file()
        operations.settle_report(
            actor=town.actor("worker", clock.now()), number=number, at=clock.now(), answer="掏了一下。"
        )
        page = as_("dispatcher")
        page.goto(f"{live_server.url}/d/reports/{number}/")
        page.get_by_label("没解决").check()
        page.get_by_label("非常不满意").check()
        page.get_by_label("居民怎么说的").fill("第二天又冒水了。")
        page.get_by_role("button", name="记回访").click()
        page.get_by_text("评价，现在由").wait_for()
        case = Case.objects.get(number=number)
        assert (case.state, case.holder, case.reopened_count) == ("accepted", town.communities[0], 1)

    def test_merge_and_undo(self, as_: Any, town: Town, live_server: Any) -> None:
        one = file()
        two = file("下水井又冒水了。", phone="13900000002", hours=0.5)
        page = as_("secretary")
        page.goto(f"{live_server.url}/d/reports/{two}/")
        page.get_by_role("link", name="并到这件").click()
        page.get_by_label("怎么看出是同一件").fill("同一口井。")
        assert page.get_by_label("并到哪一件").input_value() == one
        page.get_by_role("button", name="并案").click()
        page.get_by_text("这件并到了").wait_for()
        page.get_by_role("link", name="撤销并案").click()
        page.get_by_label("为什么").fill("看了，是两口井。")
        page.get_by_role("button", name="撤销并案").click()
        page.get_by_text("撤销并案，现在由").wait_for()
        assert state(two) == "received"

    def test_a_call_is_taken_by_keyboard_alone(self, as_: Any, town: Town, live_server: Any) -> None:
        earlier = file()
        page = as_("receptionist")
        page.goto(f"{live_server.url}/d/phone/")
        page.keyboard.type("13800001234")
        page.keyboard.press("Tab")
        page.get_by_text("这个电话以前反映过").wait_for()
        assert page.locator("#caller").get_by_text(earlier).is_visible()
        page.keyboard.type("李桂兰")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("下水道堵塞，一楼返水。")
        page.keyboard.press("Alt+3")
        page.keyboard.type("下水")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == "R01"
        page.keyboard.press("Space")
        page.keyboard.press("Alt+4")
        page.keyboard.type("官园小区")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "area"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Alt+1")
        assert page.evaluate("document.activeElement.value") == "13800001234"
        page.keyboard.press("Control+Enter")
        page.get_by_role("heading", name="记下了").wait_for()
        case = Case.objects.exclude(number=earlier).get()
        assert page.get_by_text(case.number).first.is_visible()
        assert (case.topic, case.area, case.channel) == ("R01", town.grids[0], "phone")


class TestThePhone:
    def test_one_pane_at_a_time(self, as_: Any, town: Town, live_server: Any) -> None:
        file()
        page = as_("worker", width=390, height=844)
        page.goto(f"{live_server.url}/d/")
        page.locator(".ll-row").first.click()
        page.get_by_role("heading", name="三号楼东边下水井冒水").wait_for()
        assert not page.locator("#rows").is_visible()
        page.get_by_role("link", name="收件箱").first.click()
        page.locator(".ll-row").first.wait_for()

    def test_notes_down_without_signal_and_sends_once(self, as_: Any, town: Town, live_server: Any) -> None:
        page = as_("worker", width=390, height=844)
        page.context.grant_permissions(["geolocation"])
        page.context.set_geolocation({"longitude": IN_FIRST_GRID[0], "latitude": IN_FIRST_GRID[1]})
        page.goto(f"{live_server.url}/d/new/")
        page.get_by_label("看见什么").fill("楼道堆了纸箱，走不开人。")
        page.get_by_role("button", name="用我的位置").click()
        page.locator("[data-said]", has_text="第1网格").wait_for()
        page.get_by_label("当场办好了").check()
        page.get_by_label("怎么办好的").fill("当场清走了，跟住户说好了。")
        page.context.set_offline(True)
        page.get_by_role("button", name="记下", exact=True).click()
        # The row itself: the page says the same words as a hint before anything is sent.
        page.locator("[data-drafts] .ll-row").wait_for()
        assert not Case.objects.exists()
        page.context.set_offline(False)
        page.get_by_text("已发出").wait_for(timeout=20_000)
        case = Case.objects.get()
        assert (case.area, case.channel, case.is_open) == (town.grids[0], "grid", False)
        page.goto(f"{live_server.url}/d/?view=all")
        assert page.locator("[data-drafts] .ll-row").count() == 0

    def test_a_reload_in_the_middle_loses_nothing(self, as_: Any, town: Town, live_server: Any) -> None:
        page = as_("worker", width=390, height=844)
        page.goto(f"{live_server.url}/d/new/")
        page.get_by_label("看见什么").fill("写到一半。")
        page.wait_for_timeout(1_500)
        page.reload()
        page.get_by_text("上次没写完的").wait_for()
        assert page.get_by_label("看见什么").input_value() == "写到一半。"


PAGES = (
    "",
    "?view=all&q=飞碟",
    "dispatch/",
    "phone/",
    "phone/?channel=chat",
    "new/",
    "notices/",
    "me/",
    "map/",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    as_: Any, town: Town, live_server: Any, width: int, theme: str
) -> None:
    number = file()
    centre = town.actor("dispatcher", clock.now())
    operations.dispatch_report(
        actor=centre, number=number, at=clock.now(), lead=town.sanitation, assists=[town.heating]
    )
    waiting = file("还有一件。", lon=None, lat=None, area=town.office, phone="13900000002")
    page = as_("dispatcher", width=width, height=844, theme=theme)
    urls = [f"/d/{name}" for name in PAGES]
    urls += [f"/d/reports/{number}/", f"/d/reports/{number}/recall/", f"/d/reports/{waiting}/dispatch/"]
    urls += [
        f"/d/reports/{waiting}/{verb}/" for verb in ("settle", "split", "relocate", "reclassify", "publish")
    ]
    found: dict[str, list[str]] = {}
    for url in urls:
        page.goto(f"{live_server.url}{url}")
        page.wait_for_timeout(250)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        bad = troubles(page, without=(".maplibregl-map",)) + ([f"{wide} px too wide"] if wide > 0 else [])
        if bad:
            found[url] = bad
    assert found == {}
