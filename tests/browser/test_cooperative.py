"""A cooperative's resolution and the meeting that carried it, in a real browser: each leads to the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from linli.kernel import clock
from linli.pillars.governance.assemblies.models import Assembly, MeetingRule
from tests.browser.axe import troubles
from tests.browser.people import desk_of
from tests.pillars.governance.cooperative.doing import with_register
from tests.town import Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


def send(page: Any, form: Any) -> None:
    with page.expect_navigation():
        form.locator("button.btn").last.click()


def test_a_meeting_is_set_held_and_linked_to_what_it_carried(
    new_page: Callable[..., Any], town: Town, live_server: Any
) -> None:
    base = live_server.url
    resolution = with_register(town).resolutions.filter(topic__isnull=False).latest("pk")
    desk = desk_of(new_page, town, "secretary", base)
    desk.goto(f"{base}/d/assemblies/")
    desk.locator("details.ll-fold summary").click()
    desk.select_option('[name="body"]', "delegates")
    desk.fill('[name="name"]', "股民代表大会")
    desk.select_option('[name="each"]', "half")
    desk.fill('[name="basis"]', "合作社章程：每半年一次")
    desk.fill('[name="from_date"]', f"{clock.local(clock.now()).year}-01-01")
    send(desk, desk.locator("details.ll-fold form"))
    rule = MeetingRule.objects.get()
    here = f"{base}/d/assemblies/{rule.pk}/"
    desk.goto(here)
    desk.locator("details.ll-fold summary").first.click()
    desk.fill('[name="held_on"]', clock.local(clock.now()).date().isoformat())
    desk.fill('[name="place"]', "党群服务中心")
    desk.fill('[name="came"]', "3")
    desk.fill('[name="agenda"]', "听收支，看登记。")
    desk.fill('[name="settled"]', "提交表决。")
    send(desk, desk.locator("details.ll-fold form").first)
    assert Assembly.objects.get().came == 3

    # What it voted on is said later, from a phone; the resolution tells its meeting.
    phone = desk_of(new_page, town, "secretary", base, width=390, height=844)
    phone.goto(here)
    assert troubles(phone) == []
    form = phone.locator('form:has([name="what"][value="topics"])')
    phone.locator('details:has([name="what"][value="topics"]) summary').click()
    form.locator("label.ll-tick").first.click()
    send(phone, form)
    assert Assembly.objects.get().topics.get() == resolution.topic
    with phone.expect_navigation():
        phone.locator(f'a[href$="/d/cooperatives/resolutions/{resolution.pk}/"]').click()
    assert troubles(phone) == []
    assert phone.locator(f'a[href$="/d/assemblies/{rule.pk}/"]').count() == 1
    for path in ("/d/cooperatives/", f"/d/cooperatives/{resolution.cooperative_id}/", "/d/assemblies/"):
        for page in (desk, phone):
            page.goto(f"{base}{path}")
            assert troubles(page) == []
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, path
