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
    def make(size: tuple[int, int], theme: str = "light", lang: str = "zh-hans") -> Any:
        client.force_login(town.people["leader"], backend="django.contrib.auth.backends.ModelBackend")
        page = new_page(width=size[0], height=size[1], theme=theme, lang=lang)
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
