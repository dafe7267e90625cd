"""A whistle, a topic and a shop in a real browser, each from whoever begins it to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Entry, Supporter, Topic, Vote
from linli.pillars.governance.inspections import queries as shops
from linli.pillars.governance.inspections.models import Rectification
from linli.pillars.governance.whistles.models import Assessment, Call
from linli.pillars.service.enterprises.queries import link_of
from tests.base.files import samples
from tests.browser.axe import troubles
from tests.browser.people import LONG, desk_of, phone_of
from tests.pillars.governance.deliberation.doing import council, resident
from tests.pillars.governance.inspections.doing import shop
from tests.pillars.governance.whistles.doing import lamps, prepare
from tests.town import Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
NewPage = Callable[..., Any]


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def later() -> Iterator[Callable[[float], datetime]]:
    """Let days pass for the whole process, the server's threads too, with what the clock does in them."""

    def pass_until(days: float) -> datetime:
        clock.go_wrong(timedelta(days=days))
        at = clock.now()
        sweep(at)
        return at

    yield pass_until
    clock.go_wrong(timedelta())


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "door.jpg"
    path.write_bytes(samples.photo(size=(320, 200)))
    return path


def minute(at: datetime) -> str:
    return clock.local(at).strftime("%Y-%m-%dT%H:%M")


def send(page: Any, within: Any) -> None:
    """Press the button of a form and wait for the page that answers."""
    with page.expect_navigation():
        within.locator("button.btn").last.click()


def form_of(page: Any, path: str) -> Any:
    return page.locator(f'form[action$="{path}"]')


class TestWhistle:
    def test_three_departments_come_and_one_with_a_low_mark_does_it_again(
        self, new_page: NewPage, town: Town, live_server: Any
    ) -> None:
        prepare(town)
        base = live_server.url
        street = desk_of(new_page, town, "dispatcher", base)
        street.goto(f"{base}/d/whistles/new/")
        street.locator('[name="kind"][value="coordination"]').check(force=True)
        three = (("sweeper", town.sanitation), ("stoker", town.heating), ("lamplighter", lamps()))
        for _name, unit in three:
            street.locator("label.ll-tick", has_text=unit.name).first.click()
        street.fill('[name="asked"]', "管沟塌了，三家一起来。\n车进不去，路灯也灭了。")
        assert troubles(street) == []
        with street.expect_navigation():
            street.locator("form button.btn-primary", has_text="吹哨").click()
        street.wait_for_selector(".ll-calling")
        number = street.url.rstrip("/").rpartition("/")[2]
        assert street.locator(".ll-calling > section").count() == 3

        staff = {}
        for name, unit in three:
            # One of them stands on the spot with a phone.
            at = desk_of(
                new_page, town, name, base, **({"width": 390, "height": 844} if name == "stoker" else {})
            )
            staff[name] = at
            at.goto(f"{base}/d/whistles/{number}/")
            with at.expect_navigation():
                at.click('button[name="how"][value="spot"]')
            plan = form_of(at, f"/{unit.pk}/plan/")
            plan.locator(f'[name="plan-{unit.pk}-with_whom"]').fill("街道、三家")
            plan.locator(f'[name="plan-{unit.pk}-measure"]').fill("先围挡，后开挖")
            plan.locator(f'[name="plan-{unit.pk}-deadline"]').fill(minute(clock.now() + timedelta(days=2)))
            send(at, plan)
            answer = form_of(at, f"/{unit.pk}/feed-back/")
            answer.locator("textarea").first.fill("填好了")
            if name == "stoker":
                assert troubles(at) == []
            send(at, answer)
        assert Case.objects.get(number=number).state == "answered"

        def assess(unit: Any, mark: int, words: str = "") -> None:
            street.goto(f"{base}/d/whistles/{number}/")
            form = form_of(street, f"/{unit.pk}/assess/")
            for asked in ("timely", "handled", "result"):
                value = mark if asked == "result" else 3
                form.locator(f'[name="assess-{unit.pk}-{asked}"][value="{value}"]').check(force=True)
            form.locator(f'[name="assess-{unit.pk}-words"]').fill(words)
            send(street, form)

        assess(town.heating, 1)
        street.wait_for_selector(".ll-err, .ll-errors, [role=alert]")  # a poor mark says why
        assess(town.heating, 1, "没压实，一下雨又陷")
        assert Case.objects.get(number=number).state == "handling"
        again = staff["stoker"]
        again.reload()
        again.wait_for_selector("text=没压实")
        answer = form_of(again, f"/{town.heating.pk}/feed-back/")
        answer.locator("textarea").first.fill("重新压实了")
        send(again, answer)
        for _name, unit in three:
            assess(unit, 3)
        assert Case.objects.get(number=number).state == "closed"
        assert Assessment.objects.filter(is_low=True).get().of == town.heating
        street.goto(f"{base}/d/whistles/departments/")
        row = street.locator("tr", has_text=town.heating.name)
        row.wait_for()
        row.locator("a").last.click()
        street.wait_for_selector(f"text={number}")
        assert troubles(street) == []

    def test_is_claimed_from_both_sides(self, new_page: NewPage, town: Town, live_server: Any) -> None:
        prepare(town)
        lamps()
        base = live_server.url
        lamp = desk_of(new_page, town, "lamplighter", base, width=390, height=844)
        lamp.goto(f"{base}/d/whistles/claims/")
        lamp.locator("summary", has_text="写上我们愿意做的").click()
        lamp.fill('[name="words"]', "临时灯两盏，夜里一小时到")
        today = clock.local(clock.now()).date()
        lamp.fill('[name="from_date"]', today.isoformat())
        lamp.fill('[name="until_date"]', (today + timedelta(days=60)).isoformat())
        assert troubles(lamp) == []
        send(lamp, form_of(lamp, "/claims/offer/"))
        lamp.wait_for_selector("text=夜里一小时到")

        # The street takes the offer up, and puts up what is still to be done for whoever can do it.
        street = desk_of(new_page, town, "dispatcher", base)
        street.goto(f"{base}/d/whistles/claims/")
        street.locator("a.btn", has_text="请来").click()
        street.wait_for_selector('[name="asked"]')
        street.locator('[name="kind"][value="coordination"]').check(force=True)
        street.locator('[name="is_posted"]').check(force=True)
        street.fill('[name="asked"]', "半条街是黑的\n灯要临时的，沟还要人填。")
        with street.expect_navigation():
            street.locator("form button.btn-primary", has_text="吹哨").click()
        street.wait_for_selector(".ll-calling")
        number = street.url.rstrip("/").rpartition("/")[2]
        assert troubles(street) == []

        # A department that nobody called sees it on its phone and takes the ditch on.
        stoker = desk_of(new_page, town, "stoker", base, width=390, height=844)
        stoker.goto(f"{base}/d/whistles/claims/")
        stoker.locator("a", has_text="半条街是黑的").click()
        claim = form_of(stoker, "/claim-whistle/")
        claim.locator("textarea").fill("沟我们来填")
        assert troubles(stoker) == []
        send(stoker, claim)
        street.goto(f"{base}/d/whistles/{number}/")
        street.wait_for_selector("text=沟我们来填")
        calls = Call.objects.filter(whistle__case__number=number)
        assert {call.unit: (call.is_claimed, call.state) for call in calls} == {
            lamps(): (True, "signed"), town.heating: (True, "signed"),
        }  # fmt: skip


class TestTopic:
    def test_from_a_residents_proposal_to_its_review_by_phone_and_paper(
        self, new_page: NewPage, town: Town, live_server: Any, later: Callable[[float], datetime]
    ) -> None:
        base, community = live_server.url, town.communities[0]
        seats = council(town)
        zhang, li, wang = (resident(f"139000000{n}0", clock.now()) for n in range(3))
        phone = phone_of(new_page, zhang, base)
        phone.goto(f"{base}/topics/new/")
        phone.select_option('[name="unit"]', str(community.pk))
        phone.fill('[name="words"]', "楼道里的电动车往哪里停\n每层都有")
        assert troubles(phone) == []
        with phone.expect_navigation():
            phone.click("button.btn-primary")
        number = Topic.objects.get().case.number

        office = desk_of(new_page, town, "secretary", base)

        def fill(verb: str, **fields: str) -> None:
            """Fill the form of a verb and send it."""
            office.goto(f"{base}/d/topics/{number}/")
            form = form_of(office, f"/{number}/{verb}/")
            if not form.locator("button.btn").first.is_visible():
                form.locator("xpath=ancestor::details").locator("summary").click()
            for name, value in fields.items():
                field = form.locator(f'[name="{verb}-{name}"]')
                kind = field.first.evaluate("e => e.type || e.tagName")
                if kind in ("radio", "checkbox"):
                    form.locator(f'[name="{verb}-{name}"][value="{value}"]').check(force=True)
                elif kind == "select-one":
                    field.select_option(value)
                else:
                    field.fill(value)
            send(office, form)
            assert office.locator(".ll-err").count() == 0, office.inner_text("main")

        fill("post", title="电动车往哪里停", text="楼道里停了不少电动车，请大家附议。")
        neighbour = phone_of(new_page, li, base)
        neighbour.goto(f"{base}/topics/{number}/")
        with neighbour.expect_navigation():
            neighbour.click("text=我附议")
        assert Supporter.objects.count() == 2
        note = "不到十个人，安全的事，两委研究过"
        fill(
            "accept-topic", title="电动车往哪里停", text="楼道里停了不少电动车。", committee=str(seats.pk),
            track="quick", rule="parties", note=note,
        )  # fmt: skip
        for name, who in (("住户甲", "13900000000"), ("住户乙", "13900000010"), ("住户丙", "")):
            fill("name-party", kind="stakeholder", name=name, stands_for="二单元", phone=who)
        fill("record-minutes", minutes="大家赞成建棚，离窗三米。")
        fill("open-vote", question="同意在楼前建车棚吗", closes_at=minute(clock.now() + timedelta(days=1)))
        assert Entry.objects.count() == 6

        # One on the phone, one on paper read by two people, the rest by hand.
        phone.goto(f"{base}/topics/{number}/")
        phone.locator("label.ll-tick", has_text="不同意").click()
        assert troubles(phone) == []
        with phone.expect_navigation():
            phone.locator("button", has_text="投票").click()
        phone.wait_for_selector("text=已经投过了")
        office.goto(f"{base}/d/topics/{number}/roll/")
        office.locator("li", has_text="住户丙").locator("a.btn").click()
        office.wait_for_load_state()
        take = form_of(office, "/take/")
        take.locator('[name="take-via"][value="paper"]').check(force=True)
        take.locator('[name="take-choice"][value="0"]').check(force=True)
        send(office, take)
        clerk = desk_of(new_page, town, "clerk", base)
        clerk.goto(f"{base}/d/topics/{number}/roll/")
        clerk.locator("li", has_text="住户丙").locator("a.btn").click()
        clerk.wait_for_load_state()
        check = form_of(clerk, "/check/")
        check.locator('[name="check-choice"][value="0"]').check(force=True)
        assert troubles(clerk) == []
        send(clerk, check)
        office.goto(f"{base}/d/topics/{number}/roll/")
        with office.expect_navigation():
            office.locator("a.btn", has_text="开会举手").click()
        assert troubles(office) == []
        for name in ("赵委员", "钱代表", "孙警官"):
            line = office.locator("fieldset", has_text=name)
            line.locator("label", has_text="同意").first.click()
        send(office, form_of(office, "/roll/hands/"))
        assert office.inner_text("main").count("投了（现场）") == 3
        assert {e.label for e in Entry.objects.filter(mark=None)} == {"住户乙"}
        for page in (phone, office):
            page.goto(f"{base}/{'d/' if page is office else ''}topics/{number}/")
            assert "没有通过" not in page.inner_text("main")
        assert "封着" in office.inner_text("main")

        later(1.01)
        vote = Vote.objects.get()
        assert vote.counted_at is not None
        office = desk_of(new_page, town, "secretary", base)
        office.goto(f"{base}/d/topics/{number}/")
        office.wait_for_selector("text=通过")
        fill("publish-result", resolution="楼前建车棚，离窗三米。", days="7")
        at = later(9)
        office = desk_of(new_page, town, "secretary", base)
        fill(
            "assign-duty", unit=str(town.sanitation.pk), what="清出场地", until=minute(at + timedelta(days=9))
        )
        handler = desk_of(new_page, town, "sweeper", base)
        handler.goto(f"{base}/d/topics/{number}/")
        done = form_of(handler, "/finish-duty/")
        done.locator("textarea").first.fill("清出来了，棚子建好了。")
        send(handler, done)
        assert Case.objects.get(number=number).state == "carried"
        phone = phone_of(new_page, zhang, base)
        phone.goto(f"{base}/topics/{number}/")
        phone.locator("label.ll-tick", has_text="办到了").first.click()
        phone.locator("label.ll-tick", has_text="非常满意").first.click()
        assert troubles(phone) == []
        with phone.expect_navigation():
            phone.click("text=评好了")
        fill("close-topic", answer="车棚建好了，谢谢大家。")
        phone.reload()
        phone.wait_for_selector("text=办结")
        assert Supporter.objects.exclude(level=None).count() == 1
        assert wang.pk not in set(Entry.objects.exclude(account=None).values_list("account", flat=True))


class TestShop:
    def test_is_found_by_its_plate_put_right_and_looked_at_again(
        self, new_page: NewPage, town: Town, live_server: Any, photo: Path
    ) -> None:
        base, one = live_server.url, shop(town, at=clock.now())
        # A passer-by scans the plate that the desk printed.
        desk = desk_of(new_page, town, "clerk", base)
        desk.goto(f"{base}/d/shops/plates/?one={one.pk}")
        assert desk.locator(".ll-plates svg").count() == 1
        passer = new_page()
        passer.set_default_timeout(LONG)
        passer.goto(f"{base}{shops.plate_of(one)}")
        assert troubles(passer) == []
        with passer.expect_navigation():
            passer.click("text=反映这家店")
        passer.fill('[name="text"]', "桌子摆到人行道上了")
        with passer.expect_navigation():
            passer.locator("form button.btn-primary").last.click()
        if passer.locator('button[name="sure"]').count():
            with passer.expect_navigation():
                passer.click('button[name="sure"]')
        report = Case.objects.get(kind="governance.report")

        # The grid worker sees it on the shop's page, looks by the list and leaves an order.
        worker = desk_of(new_page, town, "worker", base, width=390, height=844)
        worker.goto(f"{base}/d/shops/{one.pk}/")
        worker.wait_for_selector(f"text={report.number}")
        worker.goto(f"{base}/d/shops/{one.pk}/check/")
        worker.locator('[name="line-C01"][value="ok"]').check(force=True)
        worker.locator('[name="line-O01"][value="bad"]').check(force=True)
        worker.set_input_files("input[type=file]", str(photo))
        worker.wait_for_selector(".ll-shot img")
        assert troubles(worker) == []
        worker.locator("button.btn-primary", has_text="记下").click()
        worker.wait_for_url("**/d/orders/*/")
        order = Rectification.objects.get()
        number = order.case.number

        # The merchant answers by the shop's own link, with a photo; no account.
        merchant = new_page()
        merchant.set_default_timeout(LONG)
        merchant.goto(f"{base}{link_of(one.enterprise)}shop/{one.pk}/")
        own = form_of(merchant, f"/{number}/answer/")
        own.locator("textarea").fill("桌子收回店里了")
        own.locator("input[type=file]").set_input_files(str(photo))
        merchant.wait_for_selector(".ll-shot img")
        assert troubles(merchant) == []
        send(merchant, own)
        assert Case.objects.get(number=number).state == "answered"

        # It waits in the inbox of whoever ordered it. Looked at again: once not good enough, then good.
        worker.goto(f"{base}/d/")
        worker.locator("a.ll-row", has_text=number).click()
        worker.wait_for_url(f"**/d/orders/{number}/")
        worker.wait_for_selector("text=桌子收回店里了")
        assert worker.locator("main").count() == 1, "a page of its own, not one within the list"
        for verb, words, state in (
            ("fail-check", "还有一张在外面", "ordered"),
            ("answer", "店家当面收了", "answered"),
            ("pass-check", "看过，都收了", "closed"),
        ):
            worker.goto(f"{base}/d/orders/{number}/")
            form = form_of(worker, f"/{verb}/")
            form.locator("xpath=ancestor::details").locator("summary").click()
            form.locator("textarea").fill(words)
            send(worker, form)
            assert Case.objects.get(number=number).state == state
        merchant.reload()
        merchant.wait_for_selector("text=看过，都收了")
        assert Account.objects.filter(posts=None).count() == 0
