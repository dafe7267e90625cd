"""The board on a wall, on a desk and on a phone: everything on it can be read, reached and unfolded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.browser.axe import troubles
from tests.town import IN_FIRST_GRID, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
WALL, PHONE = (1920, 1080), (390, 844)


@pytest.fixture
def town(live_server: Any) -> Town:
    town = build_town()
    now = clock.now()
    for i in range(3):
        filed = operations.file_report(
            actor=town.actor("worker", now - timedelta(hours=2)),
            at=now - timedelta(hours=2),
            text="三号楼东边下水井冒水",
            lon=IN_FIRST_GRID[0],
            lat=IN_FIRST_GRID[1],
            phone=f"1380000123{i}",
            category="R01",
        )
    operations.settle_report(
        actor=town.actor("worker", now), number=filed.report.case.number, at=now, answer="疏通了"
    )
    return town


@pytest.fixture
def leader(new_page: Callable[..., Any], live_server: Any, town: Town, client: Any) -> Callable[..., Any]:
    def make(size: tuple[int, int], theme: str = "light", lang: str = "zh-hans", **options: Any) -> Any:
        client.force_login(town.people["leader"], backend="django.contrib.auth.backends.ModelBackend")
        page = new_page(width=size[0], height=size[1], theme=theme, lang=lang, **options)
        cookie = client.cookies["linli_session"].value
        page.context.add_cookies([{"name": "linli_session", "value": cookie, "url": live_server.url}])
        return page

    return make


@pytest.mark.parametrize(
    ("size", "theme", "lang"), [(WALL, "light", "zh-hans"), (WALL, "dark", "en"), (PHONE, "light", "zh-hans")]
)
def test_axe_finds_nothing_and_nothing_runs_over(
    leader: Callable[..., Any], live_server: Any, size: tuple[int, int], theme: str, lang: str
) -> None:
    page = leader(size, theme, lang)
    page.goto(f"{live_server.url}/b/")
    assert troubles(page) == []
    over = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    assert over[0] <= 0
    if size == WALL:
        assert over[1] <= 0
        spilt = page.evaluate(
            """() => [...document.querySelectorAll(".ll-board .card")]
                .filter((card) => card.scrollHeight > card.clientHeight + 1)
                .map((card) => card.innerText.slice(0, 30))"""
        )
        assert spilt == []
    for url in ("/b/flow/?standing=doing", "/b/rates/response_rate/"):
        page.goto(f"{live_server.url}{url}")
        assert troubles(page) == []


def test_the_flow_is_a_table_too_and_both_lead_to_the_cases(
    leader: Callable[..., Any], live_server: Any
) -> None:
    page = leader(WALL)
    page.goto(f"{live_server.url}/b/")
    sheet = page.locator('[data-part="flow"]')
    sheet.get_by_text("看表").click()
    row = sheet.locator("tbody tr").first
    count = int(row.locator("a").inner_text())
    assert troubles(page) == []
    row.locator("a").click()
    page.get_by_text(f"共 {count} 件").wait_for()
    assert page.locator(".ll-row, .card-flush > a").count() == count


def _board_of(page: Any) -> str:
    return str(page.locator("[data-board]").get_attribute("data-board"))


def _until(page: Any, board: str) -> None:
    page.locator(f'[data-board="{board}"]').wait_for()


def test_a_wall_turns_stands_still_and_outlives_the_network(
    leader: Callable[..., Any], live_server: Any
) -> None:
    """By itself, by key and by button; without a line it goes on with what it has and says of when that is."""
    page = leader(WALL, "dark")
    page.clock.install()
    page.goto(f"{live_server.url}/b/wall/?seconds=30&show=today&show=flow&show=map")
    assert troubles(page) == []
    assert _board_of(page) == "today"
    page.evaluate("window.same = true")
    page.clock.fast_forward(30_000)
    _until(page, "flow")
    page.keyboard.press("ArrowRight")
    _until(page, "map")
    page.keyboard.press("ArrowLeft")
    _until(page, "flow")
    page.keyboard.press(" ")
    page.get_by_role("link", name="继续").wait_for()
    assert "paused=1" in page.url
    page.get_by_role("link", name="继续").click()
    page.get_by_role("link", name="暂停").wait_for()
    assert "paused" not in page.url
    cut = page.get_by_text("起连不上")
    assert cut.count() == 0
    page.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    _until(page, "map")
    cut.wait_for()
    assert troubles(page) == []
    assert page.locator("[data-board] svg").count()
    page.keyboard.press("ArrowRight")
    _until(page, "today")
    assert cut.is_visible()
    page.context.set_offline(False)
    cut.wait_for(state="hidden")
    assert page.evaluate("window.same")  # all this time the page was never left


def test_a_wall_whose_log_in_is_over_says_so_logs_in_again_and_goes_on(
    leader: Callable[..., Any], live_server: Any, town: Town
) -> None:
    """Nobody stands at a wall: it goes on with what it has, and whoever comes by finds a plain way in and the same board."""
    town.people["leader"].set_password("seven bright lanterns")
    town.people["leader"].save()
    page = leader(WALL)
    page.clock.install()
    page.goto(f"{live_server.url}/b/wall/?seconds=30&show=today&show=hot")
    page.context.clear_cookies(name="linli_session")
    page.clock.fast_forward(30_000)
    again = page.get_by_role("link", name="重新登录")
    again.wait_for()
    assert page.get_by_text("起登录过期了").count() == 1
    assert troubles(page) == []
    board = _board_of(page)
    again.click()
    page.get_by_label("用户名").fill("leader")
    page.get_by_label("密码").fill("seven bright lanterns")
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/b/wall/**")
    assert _board_of(page) == board
    assert "show=today" in page.url
    assert page.get_by_role("link", name="重新登录").count() == 0


def test_a_wall_that_can_be_touched_turns_by_a_swipe(leader: Callable[..., Any], live_server: Any) -> None:
    page = leader(WALL, touch=True)
    page.goto(f"{live_server.url}/b/wall/?seconds=600&show=today&show=flow&show=hot")
    hand = page.context.new_cdp_session(page)

    def swipe(start: tuple[int, int], end: tuple[int, int]) -> None:
        hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [_at(*start)]})
        for part in (1, 2, 3, 4):
            between = [a + (b - a) * part / 4 for a, b in zip(start, end, strict=True)]
            hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [_at(*between)]})
        hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe((1400, 500), (900, 520))
    _until(page, "flow")
    swipe((900, 500), (1400, 480))
    _until(page, "today")
    swipe((900, 500), (880, 500))  # a tap that slipped
    swipe((900, 300), (960, 800))  # up and down is no turning
    page.wait_for_timeout(300)
    assert _board_of(page) == "today"


def _at(x: float, y: float) -> dict[str, float]:
    return {"x": x, "y": y}


@pytest.mark.parametrize(("size", "theme"), [(WALL, "light"), (PHONE, "light")])
def test_everything_on_a_wall_fits_and_is_large(
    leader: Callable[..., Any], live_server: Any, size: tuple[int, int], theme: str
) -> None:
    page = leader(size, theme)
    for code in ("today", "flow", "hot", "map", "compare"):
        page.goto(f"{live_server.url}/b/wall/{code}/")
        assert troubles(page) == [], code
        over = page.evaluate(
            "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
        )
        assert over[0] <= 0, code
        if size == WALL:
            assert over[1] <= 0, code
            box = page.locator("[data-board]")
            assert box.evaluate("(one) => one.scrollHeight - one.clientHeight") <= 1, code
            small = page.evaluate(
                """() => [...document.querySelectorAll("[data-board] *")]
                    .filter((one) => !one.closest("svg"))
                    .filter((one) => [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
                    .filter((one) => one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 32)
                    .map((one) => one.innerText)"""
            )
            assert small == [], code
