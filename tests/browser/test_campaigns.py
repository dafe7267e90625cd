"""The campaign of 93 shops in a real browser: its list, doors on a phone without signal, and two mornings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.base.flow.jobs import sweep
from linli.kernel import clock
from linli.pillars.governance.campaigns.models import Campaign, Decision, Target, TargetPhoto
from tests.base.files import samples
from tests.browser.axe import troubles
from tests.browser.people import LONG, desk_of
from tests.security.brought import as_csv
from tests.town import Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
SHOPS = 93


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def a_night() -> Iterator[Callable[[], None]]:
    """Let a day pass for the whole process, the server's threads too, with what the clock does in it."""

    def pass_one() -> None:
        clock.go_wrong(timedelta(days=1))
        sweep(clock.now())

    yield pass_one
    clock.go_wrong(timedelta())


def send(page: Any, form: Any) -> None:
    with page.expect_navigation():
        form.locator("button.btn").last.click()


def form_of(page: Any, path: str) -> Any:
    return page.locator(f'form[action$="{path}"]')


def test_from_the_list_to_what_became_of_yesterdays_decision(
    new_page: Callable[..., Any], town: Town, live_server: Any, a_night: Callable[[], None], tmp_path: Path
) -> None:
    base = live_server.url
    street = desk_of(new_page, town, "leader", base)
    street.goto(f"{base}/d/campaigns/new/")
    street.fill('[name="name"]', "摩配市场搬迁")
    street.fill('[name="basis"]', "街办二号文")
    street.fill('[name="steps"]', "签协议，5天\n腾空，5天，要照片")
    street.locator("label.ll-tick", has_text=town.sanitation.name).first.click()
    assert troubles(street) == []
    send(street, street.locator("main form").last)
    rows = [["名称", "地址"], *([f"{n} 号摊", f"市场 {n} 号"] for n in range(1, SHOPS + 1))]
    path = tmp_path / "93.csv"
    path.write_bytes(as_csv(rows, "utf-8"))
    street.set_input_files('[name="file"]', str(path))
    send(street, street.locator('form:has([name="file"])'))
    street.wait_for_selector(".ll-fig")
    assert Target.objects.count() == SHOPS
    one, first = Campaign.objects.get(), Target.objects.get(order=1)
    second = Target.objects.get(order=2)

    # A party on the phone: one door goes its whole way, the last step without signal; another is stuck.
    phone = desk_of(new_page, town, "sweeper", base, width=390, height=844)
    here = f"{base}/d/campaigns/doors/{first.pk}/"
    phone.goto(here)
    assert troubles(phone) == []
    send(phone, form_of(phone, f"/doors/{first.pk}/advance/"))
    first.refresh_from_db()
    assert first.step == 1
    empty = tmp_path / "empty.jpg"
    empty.write_bytes(samples.photo(size=(320, 200)))
    phone.goto(here)
    phone.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    done = form_of(phone, f"/doors/{first.pk}/advance/")
    done.locator('input[type="file"]').set_input_files(str(empty))
    done.locator("textarea").fill("空了")
    done.locator("button.btn").last.click()
    phone.locator("[role=status]", has_text="有信号就自动发出").first.wait_for(timeout=LONG)
    assert Target.objects.get(pk=first.pk).ended_at is None
    phone.context.set_offline(False)
    phone.locator("#notes", has_text="已发出").wait_for(timeout=LONG)
    assert Target.objects.get(pk=first.pk).outcome == "done"
    assert TargetPhoto.objects.count() == 1
    phone.goto(f"{base}/d/campaigns/doors/{second.pk}/")
    stuck = form_of(phone, f"/doors/{second.pk}/stick/")
    phone.locator("details", has=stuck).locator("summary").click()
    stuck.locator("textarea").fill("租约没到期")
    stuck.locator("select").select_option(str(town.office.pk))
    send(phone, stuck)

    # The morning: what moved, what is stuck, who decides; what is decided lies with the party at once.
    street.goto(f"{base}/d/campaigns/{one.pk}/morning/")
    assert troubles(street) == []
    sheet = street.locator("main").inner_text()
    assert "1 / 93" in sheet
    assert "租约没到期" in sheet
    decide = form_of(street, "/morning/decide/")
    decide.locator('[name="what"]').fill("租约的事今天谈下来")
    decide.locator('[name="to"]').select_option(str(town.sanitation.pk))
    decide.locator('[name="target"]').select_option(str(second.pk))
    send(street, decide)
    send(street, form_of(street, "/morning/hold/"))
    number = Decision.objects.get().case.number
    phone.goto(f"{base}/d/campaigns/decisions/{number}/")
    answer = form_of(phone, f"/{number}/answer/")
    answer.locator("textarea").fill("谈好了，月底走")
    send(phone, answer)

    a_night()
    street.goto(f"{base}/d/campaigns/{one.pk}/morning/")
    sheet = street.locator("main").inner_text()
    assert "谈好了，月底走" in sheet
    assert "上次会以后没有动的" in sheet
    street.get_by_role("link", name="租约的事今天谈下来").click()
    street.wait_for_url(f"**/decisions/{number}/")
    send(street, form_of(street, f"/{number}/confirm/"))
    assert Decision.objects.get().case.state == "done"
