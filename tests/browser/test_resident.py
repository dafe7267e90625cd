"""A resident's phone, for real: a photo, a place, a bad line, big letters, and no script at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.base.flow.models import Case, StepFile
from linli.base.people.actors import ANYONE
from linli.base.people.models import Account, Post
from linli.base.places.models import Building, Compound
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Category, Reporter
from tests.base.files import samples
from tests.browser.axe import troubles
from tests.browser.kept import wait_for_drafts
from tests.pillars.governance.reports.doing import bring
from tests.town import IN_FIRST_GRID, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
LON, LAT = IN_FIRST_GRID
WORDS = "三号楼东边下水井冒水"


@pytest.fixture
def town(live_server: Any) -> Town:
    town = build_town()
    town.office.phone = "053186010000"
    town.office.save()
    estate = Compound.objects.create(community=town.communities[0], name="康乐花园", lon=LON, lat=LAT)
    Building.objects.create(compound=estate, grid=town.grids[0], number="3号楼", lon=LON, lat=LAT)
    Post.objects.filter(account=town.people["worker"]).update(is_public=True)
    Account.objects.filter(username="worker").update(name="陈桂芳")
    Category.objects.filter(code="R01").update(
        words=["下水", "井盖"],
        questions=[{"code": "since", "words": "多久了？", "english": "", "kind": "text", "choices": []}],
    )
    return town


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "井.jpg"
    path.write_bytes(samples.photo(size=(1600, 1200)))
    return path


@pytest.fixture
def there(phone: Any) -> Any:
    """A phone that knows where it is."""
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"longitude": LON, "latitude": LAT})
    return phone


def file(**fields: Any) -> operations.Filed:
    given = {
        "actor": ANYONE,
        "at": clock.now() - timedelta(hours=1),
        "text": "井口冒水，臭得不行。",
        "lon": LON,
        "lat": LAT,
        "phone": "13800001234",
        "category": "R01",
    }
    return operations.file_report(**{**given, **fields})


def say(page: Any, words: str = WORDS) -> None:
    page.get_by_label("什么事").fill(words)


def send(page: Any) -> None:
    page.get_by_role("button", name="发出", exact=True).click()


def settle(town: Town, number: str) -> None:
    operations.settle_report(
        actor=town.actor("worker", clock.now()), number=number, at=clock.now(), answer="疏通了，换了井盖。"
    )


class TestReportAndFollow:
    def test_with_a_photo_and_the_phones_position(
        self, there: Any, live_server: Any, town: Town, photo: Path
    ) -> None:
        there.goto(live_server.url)
        there.get_by_role("link", name="我要反映").click()
        say(there, f"康乐花园{WORDS}")
        there.locator("[data-heard-here]", has_text="康乐花园3号楼").wait_for()
        there.set_input_files('input[name="photos"]', [str(photo)])
        there.locator(".ll-shot img").wait_for()
        there.get_by_role("button", name="用我的位置").click()
        there.locator("[data-said]", has_text="康乐花园3号楼附近").wait_for()
        there.locator("[data-kinds-here]").get_by_role("radio", name="下水道堵塞").check()
        there.get_by_label("多久了？").fill("三天了")
        send(there)
        there.get_by_role("heading", name="第1网格收到了").wait_for()
        case = Case.objects.get()
        assert (case.area, case.topic, case.place_words) == (town.grids[0], "R01", "康乐花园3号楼")
        assert case.report.answers == {"since": "三天了"}
        kept = StepFile.objects.get().file
        assert max(kept.width, kept.height) <= 1600

        there.get_by_role("link", name="看进度").click()
        there.get_by_role("heading", name="收到了，马上有人看").wait_for()
        assert there.get_by_role("img", name="您拍的照片").count() == 1
        settle(town, case.number)
        there.reload()
        there.get_by_text("疏通了，换了井盖。").first.wait_for()
        there.get_by_role("radio", name="没解决", exact=True).check()
        there.get_by_role("radio", name="不满意", exact=True).check()
        there.get_by_role("button", name="交评价").click()
        there.get_by_text("评价收到了。退回重办").wait_for()
        case.refresh_from_db()
        assert (case.state, case.holder) == ("accepted", town.communities[0])

    def test_me_too_keeps_the_photo(self, there: Any, live_server: Any, town: Town, photo: Path) -> None:
        first = file()
        there.goto(f"{live_server.url}/report/?category=R01")
        say(there)
        there.set_input_files('input[name="photos"]', [str(photo)])
        there.locator(".ll-shot img").wait_for()
        there.get_by_role("button", name="用我的位置").click()
        there.locator("[data-said]", has_text="康乐花园3号楼附近").wait_for()
        send(there)
        there.get_by_role("heading", name="附近有人反映过，是同一件吗？").wait_for()
        assert there.get_by_text("上次没写完的").count() == 0
        there.get_by_role("button", name="就是这件，我也遇到了").click()
        there.get_by_text("记上您了").wait_for()
        assert Case.objects.count() == 1
        assert first.report.reporters.count() == 2
        assert StepFile.objects.filter(step__verb="join").count() == 1

    def test_going_back_and_on_sends_the_photo_once(
        self, there: Any, live_server: Any, town: Town, photo: Path
    ) -> None:
        file()
        there.goto(f"{live_server.url}/report/?category=R01&lon={LON}&lat={LAT}")
        say(there)
        there.set_input_files('input[name="photos"]', [str(photo)])
        there.locator(".ll-shot img").wait_for()
        send(there)
        there.get_by_role("button", name="回去改一改").click()
        there.get_by_label("留着").wait_for()
        assert there.get_by_label("什么事").input_value() == WORDS
        send(there)
        there.get_by_role("button", name="不是同一件，单独发出").click()
        there.get_by_role("heading", name="收到了").wait_for()
        assert Case.objects.count() == 2
        assert StepFile.objects.count() == 1

    def test_a_mistake_keeps_words_and_photo(
        self, phone: Any, live_server: Any, town: Town, photo: Path
    ) -> None:
        phone.goto(f"{live_server.url}/report/")
        say(phone)
        phone.set_input_files('input[name="photos"]', [str(photo)])
        phone.locator(".ll-shot img").wait_for()
        phone.get_by_label("联系电话").fill("1381234")
        send(phone)
        phone.get_by_text("这个号码打不通").wait_for()
        assert phone.get_by_label("什么事").input_value() == WORDS
        # The page was changed for the answer; the phone puts its photos into it a moment later.
        phone.locator(".ll-shot img").wait_for()
        assert phone.locator(".ll-shot img").count() == 1
        phone.get_by_label("联系电话").fill("13800001234")
        send(phone)
        phone.get_by_role("heading", name="试验街道收到了").wait_for()
        assert StepFile.objects.count() == 1


class TestWithoutSignal:
    def test_is_sent_once_when_the_line_is_back(
        self, there: Any, live_server: Any, town: Town, photo: Path
    ) -> None:
        file()
        there.goto(f"{live_server.url}/report/?category=R01&lon={LON}&lat={LAT}")
        say(there)
        there.set_input_files('input[name="photos"]', [str(photo)])
        there.locator(".ll-shot img").wait_for()
        there.context.set_offline(True)
        send(there)
        there.get_by_text("存在手机里").first.wait_for()
        assert Case.objects.count() == 1
        there.context.set_offline(False)
        # Nobody is looking: it is not asked whether it is the same as the one nearby.
        there.get_by_text("已发出").wait_for(timeout=20_000)
        wait_for_drafts(there, [])
        assert Case.objects.count() == 2
        assert StepFile.objects.count() == 1
        there.goto(f"{live_server.url}/mine/")
        there.locator(".ll-mine", has_text=WORDS).wait_for()
        wait_for_drafts(there, [])
        assert there.locator("[data-drafts] .ll-row").count() == 0

    def test_a_page_that_was_lost_comes_back(self, phone: Any, live_server: Any, town: Town) -> None:
        phone.goto(f"{live_server.url}/report/")
        say(phone, "写到一半")
        wait_for_drafts(phone, ["writing"])
        phone.reload()
        phone.get_by_text("上次没写完的").wait_for()
        assert phone.get_by_label("什么事").input_value() == "写到一半"


class TestWithoutScript:
    def test_reports_joins_and_rates(
        self, new_page: Callable[..., Any], live_server: Any, town: Town, photo: Path
    ) -> None:
        page = new_page(scripts=False)
        page.goto(f"{live_server.url}/report/")
        say(page)
        page.get_by_label("在哪里").fill("康乐花园3号楼")
        page.set_input_files('input[name="photos"]', [str(photo)])
        send(page)
        # Without a script nothing could be proposed while they wrote: it is asked once, and may be left alone.
        page.get_by_role("heading", name="这是哪一类？").wait_for()
        send(page)
        page.get_by_role("heading", name="第1网格收到了").wait_for()
        case = Case.objects.get()
        assert case.area == town.grids[0]
        settle(town, case.number)
        page.get_by_role("link", name="看进度").click()
        page.get_by_role("radio", name="解决了", exact=True).check()
        page.get_by_role("radio", name="非常满意", exact=True).check()
        page.get_by_role("button", name="交评价").click()
        page.get_by_text("谢谢，评价收到了").wait_for()
        case.refresh_from_db()
        assert case.state == "closed"

    def test_the_list_around_says_what_the_map_would(
        self, new_page: Callable[..., Any], live_server: Any, town: Town
    ) -> None:
        publish(town, file())
        page = new_page(scripts=False)
        page.goto(f"{live_server.url}/around/")
        page.get_by_role("link", name="井口冒水").click()
        page.get_by_text("我也遇到了").click()
        page.get_by_role("button", name="记上我").click()
        page.get_by_text("记上您了").wait_for()


def publish(town: Town, filed: operations.Filed) -> str:
    number = filed.report.case.number
    operations.publish_report(
        actor=town.actor("secretary", clock.now()),
        number=number,
        at=clock.now(),
        title="井口冒水",
        text="三号楼东边",
    )
    return str(number)


def test_published_cases_are_on_the_map(phone: Any, live_server: Any, town: Town) -> None:
    publish(town, file())
    phone.goto(f"{live_server.url}/around/")
    phone.locator(".ll-around").scroll_into_view_if_needed()
    phone.locator(".ll-dotmark").click()
    phone.locator(".ll-popup").get_by_text("井口冒水").wait_for()
    phone.get_by_role("link", name="打开", exact=True).click()
    phone.get_by_role("heading", name="井口冒水").wait_for()


class TestElderView:
    def test_is_one_press_away_and_stays(self, phone: Any, live_server: Any, town: Town) -> None:
        phone.goto(live_server.url)
        phone.get_by_role("button", name="长辈版").click()
        phone.get_by_role("button", name="标准版").wait_for()
        assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        phone.get_by_role("link", name="我要反映").click()
        phone.get_by_label("什么事").wait_for()
        assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        small = phone.evaluate(
            """[...document.querySelectorAll("main button, main .btn, main input:not([type=hidden]), main select")]
            .filter((one) => one.offsetParent && !one.closest(".ll-live, .ll-pick, .ll-tick") && one.offsetHeight < 44)
            .map((one) => one.outerHTML.slice(0, 90))"""
        )
        assert small == []

    @pytest.mark.parametrize("size", ["large", "largest"])
    def test_nothing_is_cut_off(
        self, new_page: Callable[..., Any], live_server: Any, town: Town, size: str
    ) -> None:
        page = new_page(size=size)
        wide = {}
        for url in pages_of(town):
            page.goto(f"{live_server.url}{url}")
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if over > 0:
                wide[url] = over
        assert wide == {}


def pages_of(town: Town) -> list[str]:
    first = file(text="井口冒水" * 20 + "这里的名字很长很长很长", place_words="康乐花园三期东南角" * 5)
    asked, done, rated = (file(phone=f"1390000000{i}") for i in range(3))
    now, worker = clock.now(), town.actor("worker", clock.now())
    operations.ask_reporter(
        actor=worker, number=asked.report.case.number, at=now, question="是哪个单元？几楼？"
    )
    settle(town, done.report.case.number)
    settle(town, rated.report.case.number)
    operations.rate_report(
        actor=ANYONE,
        number=rated.report.case.number,
        at=clock.now(),
        solved=True,
        level=4,
        reporter=rated.reporter,
    )
    number = publish(town, first)
    links = [f"/r/{f.report.case.number}/{f.token}/" for f in (first, asked, done, rated)]
    return [
        "/", "/report/", "/mine/", "/find/", "/around/", "/around/?standing=done", f"/p/{number}/", "/grid/",
        "/grid/?q=康乐花园", f"/grid/{town.grids[0].pk}/", "/account/", "/account/login/", "/privacy/", "/help/",
        *links, f"{links[0]}receipt/",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    new_page: Callable[..., Any], live_server: Any, town: Town, width: int, theme: str
) -> None:
    page = new_page(width=width, theme=theme)
    page.context.add_cookies([{"name": "ll_grid", "value": str(town.grids[0].pk), "url": live_server.url}])
    assert looked_at(page, live_server.url, pages_of(town)) == {}


def test_axe_finds_nothing_in_english_and_for_somebody_logged_in(
    new_page: Callable[..., Any], live_server: Any, town: Town, client: Any
) -> None:
    account = Account.objects.create_user("r-1", None, name="", is_resident=True, phone="13800001234")
    client.force_login(account)
    page = new_page(lang="en")
    cookie = client.cookies["linli_session"].value
    page.context.add_cookies([{"name": "linli_session", "value": cookie, "url": live_server.url}])
    urls = [*pages_of(town), "/account/data/", "/account/notices/"]
    assert looked_at(page, live_server.url, urls) == {}


def test_axe_finds_nothing_in_what_forms_say_back(phone: Any, live_server: Any, town: Town) -> None:
    file()
    phone.goto(f"{live_server.url}/report/?category=R01&lon={LON}&lat={LAT}")
    phone.get_by_label("联系电话").fill("1")
    send(phone)
    phone.get_by_text("这个号码打不通").wait_for()
    assert troubles(phone, without=(".leaflet-container",)) == []
    phone.get_by_label("联系电话").fill("")
    say(phone)
    send(phone)
    phone.get_by_role("heading", name="附近有人反映过，是同一件吗？").wait_for()
    assert troubles(phone) == []


HOWEVER_IT_WENT = (
    "checking", "accepted", "dispatched", "disputed", "answered", "asked", "paused", "ledgered", "refused", "withdrawn",
    "merged", "closed",
)  # fmt: skip


@pytest.mark.parametrize("size", ["normal", "large"])
def test_axe_finds_nothing_however_a_report_went(
    new_page: Callable[..., Any], live_server: Any, town: Town, size: str
) -> None:
    urls = []
    for i, state in enumerate(HOWEVER_IT_WENT):
        number, _at = bring(town, state, phone=f"137000000{i:02}", is_confidential=i % 2 == 0)
        reporter = Reporter.objects.filter(report__case__number=number).earliest("pk")
        urls.append(f"/r/{number}/{operations.token_of(reporter)}/")
    assert looked_at(new_page(size=size), live_server.url, urls) == {}


def looked_at(page: Any, base: str, urls: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for url in urls:
        page.goto(f"{base}{url}")
        page.wait_for_timeout(200)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        bad = troubles(page, without=(".leaflet-container",)) + ([f"{wide} px too wide"] if wide > 0 else [])
        if bad:
            found[url] = bad
    return found
