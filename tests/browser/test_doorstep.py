"""A grid worker on the doorstep: no line, a log-in that ends, somebody quicker. Nothing is lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from linli.base.flow.models import Case, StepFile
from linli.base.people.actors import ANYONE
from linli.kernel import clock
from linli.pillars.governance.patrols.models import Patrol
from linli.pillars.governance.reports import operations
from tests.base.files import samples
from tests.browser.chromium import lose_signal
from tests.pillars.governance.patrols.doing import beat
from tests.town import IN_FIRST_GRID, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]

LONG = 30_000
"""A slow machine under load takes its time."""


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def phone_of(town: Town, new_page: Callable[..., Any], live_server: Any) -> Callable[[str], Any]:
    """The phone of somebody who is logged in."""

    def opened(name: str) -> Any:
        page = new_page(width=390, height=844)
        log_in(page, town, name, live_server)
        page.set_default_timeout(LONG)
        return page

    return opened


def log_in(page: Any, town: Town, name: str, live_server: Any) -> None:
    cookie = town.client(name).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


def file(**fields: Any) -> str:
    lon, lat = IN_FIRST_GRID
    given = {
        "actor": ANYONE,
        "at": clock.now() - timedelta(hours=1),
        "text": "楼顶搭了一间彩钢房。",
        "lon": lon,
        "lat": lat,
        "phone": "13800001234",
        "category": "R03",
    }
    return operations.file_report(**{**given, **fields}).report.case.number  # type: ignore[arg-type]


def send_all(page: Any) -> None:
    """The page asks again when told to; the worker behind it may have been quicker."""
    for _ in range(60):
        page.wait_for_timeout(500)
        if page.locator("[data-drafts] .ll-row").count() == 0:
            return
        # Pressed if it is there: it may go between looking and pressing.
        button = page.locator("[data-drafts] button", has_text="现在就发")
        button.evaluate_all("all => all.forEach((one) => one.click())")
    raise AssertionError("the draft still waits")


def photo() -> dict[str, Any]:
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": samples.photo()}


class TestVerifyingOnTheSpot:
    def test_without_signal_from_before_the_form_is_opened(
        self, phone_of: Any, town: Town, live_server: Any
    ) -> None:
        number = file()
        assert Case.objects.get().state == "checking"
        page = phone_of("worker")
        with page.expect_response(f"**/{number}/confirm/"):
            page.goto(f"{live_server.url}/d/reports/{number}/")
        page.wait_for_timeout(300)
        lose_signal(page)
        page.get_by_role("link", name="属实").click()
        page.get_by_label("现场看到什么").fill("看了，确实搭了一间。")
        page.locator('#move input[type="file"]').set_input_files(photo())
        page.get_by_role("button", name="属实").click()
        page.locator("#move [role=status]", has_text="有信号就自动发出").wait_for()
        assert Case.objects.get().state == "checking"
        page.context.set_offline(False)
        page.locator("#notes", has_text="已发出").wait_for()
        case = Case.objects.get()
        assert case.state == "accepted"
        assert case.steps.filter(verb="confirm").count() == 1
        assert StepFile.objects.filter(step__case=case, step__verb="confirm").count() == 1

    def test_the_answer_of_the_server_is_lost(self, phone_of: Any, town: Town, live_server: Any) -> None:
        """The step was made, but the phone never heard: it asks again and nothing is done twice."""
        number = file()
        page = phone_of("worker")
        page.goto(f"{live_server.url}/d/reports/{number}/confirm/")
        sent: list[str] = []

        def lose_the_first(route: Any) -> None:
            if route.request.method == "POST" and not sent:
                sent.append(number)
                route.fetch(max_redirects=0)
                route.abort()
            else:
                route.continue_()

        page.context.route(f"**/{number}/confirm/", lose_the_first)
        page.get_by_label("现场看到什么").fill("看了，确实搭了一间。")
        page.get_by_role("button", name="属实").click()
        page.locator("#main [role=status]", has_text="有信号就自动发出").wait_for()
        assert Case.objects.get().state == "accepted"
        page.goto(f"{live_server.url}/d/")
        send_all(page)
        assert Case.objects.get().steps.filter(verb="confirm").count() == 1


class TestSomebodyWasFaster:
    def test_the_words_stay_and_the_second_press_counts(
        self, phone_of: Any, town: Town, live_server: Any
    ) -> None:
        number = file(category="R01")
        page = phone_of("worker")
        page.goto(f"{live_server.url}/d/reports/{number}/settle/")
        operations.note_report(
            actor=town.actor("secretary", clock.now()), number=number, at=clock.now(), note="我问过物业。"
        )
        words = page.get_by_label("写给居民：怎么办好的")
        words.fill("疏通好了，冲了两遍。")
        page.get_by_role("button", name="发出并等评价").click()
        page.get_by_text("先办了一步").wait_for()
        assert words.input_value() == "疏通好了，冲了两遍。"
        page.get_by_role("button", name="发出并等评价").click()
        page.get_by_text("办结，现在由").wait_for()
        assert Case.objects.get().state == "callback"


class TestLogIn:
    def test_a_draft_waits_for_the_next_log_in_of_its_writer(
        self, phone_of: Any, town: Town, live_server: Any
    ) -> None:
        page = phone_of("worker")
        page.goto(f"{live_server.url}/d/new/")
        page.get_by_label("看见什么").fill("楼道堆了纸箱。")
        page.get_by_label("在哪里").fill("官园小区 4 号楼")
        Session.objects.all().delete()
        page.get_by_role("button", name="记下", exact=True).click()
        page.locator("#notes", has_text="登录过期了").wait_for()
        assert page.locator("#notes").get_by_role("link", name="去登录").is_visible()
        assert not Case.objects.exists()
        # Somebody else takes the phone: the draft is not shown to them and not sent in their name.
        log_in(page, town, "worker2", live_server)
        page.goto(f"{live_server.url}/d/")
        page.get_by_role("heading", name="收件箱").wait_for()
        page.wait_for_timeout(1_500)
        assert page.locator("[data-drafts] .ll-row").count() == 0
        assert not Case.objects.exists()
        log_in(page, town, "worker", live_server)
        page.goto(f"{live_server.url}/d/")
        page.locator("#notes", has_text="已发出").wait_for()
        step = Case.objects.get().steps.get(seq=1)
        assert step.actor == town.people["worker"]


class TestOwnCasesAhead:
    """The list was opened with signal; the case was not. Below, in the cellar, both the case and its form open."""

    def test_opens_from_the_page_and_back_to_the_list(
        self, phone_of: Any, town: Town, live_server: Any
    ) -> None:
        number = file()
        page = phone_of("worker")
        with page.expect_response(f"**/{number}/confirm/"):
            page.goto(f"{live_server.url}/d/")
        page.wait_for_timeout(300)
        lose_signal(page)
        row = page.locator(".ll-rows .ll-row[hx-get]", has_text=number)
        row.click()
        page.locator("#main h1", has_text="彩钢房").wait_for()
        page.locator("#main header").get_by_role("link", name="收件箱").click()
        row.wait_for()
        row.click()
        page.get_by_role("link", name="属实").click()
        page.get_by_label("现场看到什么").fill("看了，确实搭了一间。")
        page.get_by_role("button", name="属实").click()
        page.locator("#move [role=status]", has_text="有信号就自动发出").wait_for()
        assert Case.objects.get().state == "checking"
        # The phone's own way back leads to the list too, without asking the line.
        page.go_back()
        row.wait_for()
        page.context.set_offline(False)
        page.locator("#notes", has_text="已发出").wait_for()
        case = Case.objects.get()
        assert (case.state, case.steps.filter(verb="confirm").count()) == ("accepted", 1)

    def test_leaves_nothing_on_the_phone(self, phone_of: Any, town: Town, live_server: Any) -> None:
        number = file()
        page = phone_of("worker")
        with page.expect_response(f"**/{number}/confirm/"):
            page.goto(f"{live_server.url}/d/")
        page.wait_for_timeout(300)
        kept = page.evaluate(
            """async () => {
                const names = await caches.keys();
                const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
                return JSON.stringify([keys.flat().map((one) => one.url), {...localStorage}, {...sessionStorage}]);
            }"""
        )
        assert number not in kept
        assert "彩钢房" not in kept

    def test_is_for_those_on_the_ground(self, phone_of: Any, town: Town, live_server: Any) -> None:
        file(category="R01", is_urgent=True)
        for name, is_for in (("worker", True), ("dispatcher", False)):
            page = town.client(name).get("/d/").content.decode()
            assert ("data-ahead-rows" in page) == is_for


class TestOnARoad:
    def test_a_walk_is_written_down_without_signal_and_stands_once(
        self, phone_of: Any, town: Town, live_server: Any
    ) -> None:
        """Two things found on one walk wait on the phone and become two reports; the walk is one."""
        one = beat(town)
        page = phone_of("worker")
        page.goto(f"{live_server.url}/d/patrols/{one.pk}/")
        lose_signal(page)
        for words in ("井盖松了，一踩就响。", "路灯杆歪了。"):
            if not page.get_by_label("看见什么").is_visible():
                page.get_by_text("发现了问题").click()
            page.get_by_label("看见什么").fill(words)
            page.get_by_role("button", name="记下，立一件").click()
            page.locator("[data-drafts] .ll-row", has_text=words).wait_for()
        assert not Patrol.objects.exists()
        page.context.set_offline(False)
        send_all(page)
        assert Patrol.objects.count() == 1
        assert Case.objects.filter(kind="governance.report").count() == 2
