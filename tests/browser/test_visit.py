"""A grid worker on a doorstep without signal: one visit, one case, one entry put right, once after the line is back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from linli.base.flow.models import Case
from linli.kernel import clock
from linli.pillars.governance.patrols.models import Patrol
from linli.pillars.governance.visits import operations as op
from linli.pillars.governance.visits.models import Change, Home, Visit
from tests.browser.chromium import come_under_worker
from tests.browser.line import Line
from tests.pillars.governance.patrols.doing import beat
from tests.pillars.governance.visits.doors import houses, lives
from tests.town import MONDAY, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]


def until(page: Any, holds: Callable[[], bool], why: str) -> None:
    for _ in range(150):
        if holds():
            return
        page.wait_for_timeout(200)
    pytest.fail(f"{why}: {Visit.objects.count()} visits, {Case.objects.count()} cases")


def test_a_visit_without_signal_opens_a_case_and_puts_an_entry_right_once(
    new_page: Callable[..., Any], line: Line
) -> None:
    town = build_town()
    door, other = houses(town)[:2]
    who = lives(door)
    op.start_plan(actor=town.actor("leader"), at=MONDAY, office=town.office)
    page = new_page(width=390, height=844)
    page.set_default_timeout(30_000)
    cookie = town.client("worker").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": line.url}])
    page.goto(f"{line.url}/d/visits/")
    come_under_worker(page)
    # The form of the door was opened on the stairs, while there was signal; then the line is cut.
    page.goto(f"{line.url}/d/visits/new/?target=home:{door.pk}")
    page.wait_for_load_state()
    line.cut()
    form = page.locator('form[data-draft="visit"]')
    form.get_by_label("说了什么").fill("说家里暖气不热。")
    form.locator("summary", has_text="有要办的事").click()
    form.get_by_label("要办的事").fill("暖气三天不热，请供热站来看。")
    form.locator("summary", has_text="登记的要改一项").click()
    form.get_by_label("登记要改的一项").select_option("phone")
    form.get_by_label("是哪一位").select_option(str(who.pk))
    form.locator('input[type="text"][name="phone"]').fill("139 0000 6666")
    form.locator('input[name="source"][value="self"]').check()
    form.evaluate("(form) => form.requestSubmit()")
    waiting = page.locator('[data-drafts="visit"] .ll-row')
    waiting.first.wait_for()
    # The next door: its page was never opened, the empty form is, and is about this door by its address.
    page.goto(f"{line.url}/d/visits/new/?target=home:{other.pk}#官园小区1号楼1单元301")
    form.get_by_label("去了哪里").wait_for()
    assert form.get_by_label("去了哪里").input_value() == "官园小区1号楼1单元301"
    assert form.get_by_label("说了什么").input_value() == ""
    form.get_by_label("说了什么").fill("都好。")
    form.evaluate("(form) => form.requestSubmit()")
    until(page, lambda: waiting.count() == 2, "the second visit is not kept")
    assert not Visit.objects.exists()

    line.restore()
    page.goto(f"{line.url}/d/visits/")
    page.wait_for_load_state()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, lambda: Visit.objects.count() == 2, "not all arrived")
    until(page, lambda: waiting.count() == 0, "what was sent still waits")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_load_state("networkidle")
    assert Visit.objects.count() == 2
    made = Visit.objects.get(home__household=door)
    change = Change.objects.get()
    assert (made.case, made.said) == (Case.objects.get(), "说家里暖气不热。")
    assert (change.was, change.now, change.source) == ("13800003333", "13900006666", "self")
    assert Home.objects.get(household=other).seen_on is not None


def test_a_road_of_todays_list_that_was_never_opened_opens_without_signal(
    new_page: Callable[..., Any], line: Line
) -> None:
    town = build_town()
    one = beat(town, looks=("井盖", "路灯"))
    page = new_page(width=390, height=844)
    page.set_default_timeout(30_000)
    cookie = town.client("worker").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": line.url}])
    page.goto(f"{line.url}/d/patrols/")
    come_under_worker(page)
    line.cut()
    page.get_by_role("link", name=one.name).click()
    form = page.locator('form[data-draft="walk"]')
    # The name and what is looked at came in the address; the form itself knows no road and nobody.
    form.get_by_text(one.name).wait_for()
    assert form.get_by_text("井盖、路灯").is_visible()
    assert form.get_by_label("哪天走的").input_value() == clock.local(clock.now()).date().isoformat()
    form.locator("summary", has_text="发现了问题").click()
    form.get_by_label("看见什么").fill("井盖松了，一踩就响。")
    form.get_by_role("button", name="记下，立一件").click()
    waiting = page.locator('[data-drafts="walk"] .ll-row')
    waiting.first.wait_for()
    assert one.name in waiting.first.inner_text()
    assert not Patrol.objects.exists()

    line.restore()
    page.goto(f"{line.url}/d/patrols/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, lambda: Patrol.objects.count() == 1, "the walk did not arrive")
    until(page, lambda: waiting.count() == 0, "what was sent still waits")
    assert (Patrol.objects.get().beat, Case.objects.get().title[:4]) == (one, "井盖松了")
