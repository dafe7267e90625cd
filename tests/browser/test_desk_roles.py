"""Every page of the desk as every role sees it: axe finds nothing, nothing is wider than its screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from linli.base.people.actors import ANYONE
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.browser.axe import troubles
from tests.town import IN_FIRST_GRID, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]

LONG_NAME = "东城街道清泉路与滨河西街交叉口老年人日间照料和康复护理服务中心筹备组"
LONG_WORDS = "https://example.cn/" + "a" * 90 + " 从去年冬天起反映过很多次" * 8

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
#: Who looks, with which eyes, at which pages and at which of the cases below. Together: every page, every state.
LOOKS: tuple[tuple[str, dict[str, Any], str, tuple[int, ...]], ...] = (
    ("worker", {**PHONE, "size": "large"}, "/ ?view=to_verify map/ new/ notices/", (0, 1, 2, 3, 4, 5)),
    ("grid_leader", {**PHONE, "theme": "dark"}, "/ new/", (1, 4)),
    ("secretary", {**PHONE, "lang": "en"}, "/ dispatch/ phone/ me/ rights/", (0, 4)),
    ("clerk", DESK, "/", (2,)),
    ("receptionist", {**DESK, "size": "large"}, "/ phone/ phone/?channel=counter rights/", (0, 5)),
    ("sweeper", {**DESK, "theme": "dark"}, "/ ?view=watched notices/", (1, 2, 3)),
    ("leader", {**DESK, "lang": "en"}, "?view=all map/ me/", (3, 5)),
    ("volunteer", PHONE, "/ me/", ()),
    ("sysadmin", PHONE, "/ me/", ()),
    ("auditor", DESK, "/", ()),
)


@pytest.fixture
def town(live_server: Any) -> Town:
    made = build_town()
    made.grids[0].name = LONG_NAME
    made.grids[0].save()
    return made


def in_every_state(town: Town) -> list[str]:
    """One case for each way a case page can look: new, dispatched to two, returned, waiting, rated badly, merged."""
    at = clock.now() - timedelta(hours=3)
    lon, lat = IN_FIRST_GRID
    centre, worker = town.actor("dispatcher", at), town.actor("worker", at)
    sweeper, leader = town.actor("sweeper", at), town.actor("leader", at)

    def file(n: int, text: str = "下水井冒水。") -> str:
        given = {"actor": ANYONE, "at": at, "text": text, "lon": lon, "lat": lat, "name": "李桂兰"}
        filed = operations.file_report(**given, phone=f"1380000000{n}", category="R01")  # type: ignore[arg-type]
        return filed.report.case.number

    new, two, back, paused, rated, merged = (
        file(n, LONG_WORDS if n == 0 else "下水井冒水。") for n in range(6)
    )
    operations.dispatch_report(
        actor=centre, number=two, at=at, lead=town.sanitation, assists=[town.heating], note="当天联系。"
    )
    operations.dispatch_report(actor=centre, number=back, at=at, lead=town.sanitation)
    operations.send_report_back(actor=sweeper, number=back, at=at, note="应归市政。")
    operations.dispatch_report(actor=centre, number=paused, at=at, lead=town.sanitation)
    operations.take_report(actor=sweeper, number=paused, at=at)
    until = at + timedelta(days=20)
    operations.ask_pause(actor=sweeper, number=paused, at=at, until=until, note="等配件。")
    operations.grant_pause(actor=leader, number=paused, at=at, answer="等配件到。")
    operations.settle_report(actor=worker, number=rated, at=at, answer="疏通了。")
    operations.rate_report(actor=centre, number=rated, at=at, solved=False, level=1, words="又冒了。")
    operations.merge_report(actor=centre, number=merged, at=at, into=new, note="同一口井。")
    return [new, two, back, paused, rated, merged]


@pytest.mark.parametrize(("name", "look", "pages", "cases"), LOOKS, ids=[one[0] for one in LOOKS])
def test_axe_finds_nothing_on_any_page(
    town: Town,
    new_page: Callable[..., Any],
    live_server: Any,
    name: str,
    look: dict[str, Any],
    pages: str,
    cases: tuple[int, ...],
) -> None:
    numbers = in_every_state(town)
    page = new_page(**look)
    cookie = town.client(name).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(30_000)
    urls = [f"/d/{one.removeprefix('/')}" for one in pages.split()]
    urls += [f"/d/reports/{numbers[one]}/" for one in cases]
    urls += [f"/d/reports/{numbers[0]}/{verb}/" for verb in ("settle", "around") if 0 in cases]
    found: dict[str, list[str]] = {}
    for url in urls:
        page.goto(f"{live_server.url}{url}")
        page.wait_for_timeout(200)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        bad = troubles(page, without=(".maplibregl-map",)) + ([f"{wide} px too wide"] if wide > 0 else [])
        if bad:
            found[url] = bad
    assert found == {}
