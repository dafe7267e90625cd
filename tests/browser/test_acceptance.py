"""The hall's whole journey in a real browser: booked without an account, taken in by keyboard, supplied from home, rated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.base.flow import operations as flow
from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.rules import Delivery, Outcome
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters.models import Hall, Ticket
from linli.pillars.service.ratings.models import Rating
from tests.base.files import samples
from tests.browser.axe import troubles
from tests.browser.chromium import press
from tests.browser.people import LONG, desk_of
from tests.pillars.service.catalog.items import ITEM
from tests.pillars.service.counters.hamlet import SmallHall, open_hall
from tests.town import MONDAY, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def small(town: Town) -> SmallHall:
    """A hall that is open whenever this runs, today and tomorrow, and does what the guide offers."""
    small = open_hall(town)
    # Slots of ten minutes all around the clock, so that a time soon after now can be booked and come to today.
    Hall.objects.update(opens=time(0), closes=time(23, 59), slot_minutes=10, walk_in_percent=0)
    today = clock.local(clock.now()).date()
    for day in (today, today + timedelta(days=1)):
        flow.set_calendar_day(office=town.office, day=day, kind="work", basis="测试")
    small.a.groups = [ITEM.group]
    small.a.save()
    # What is decided the same day, without publicity or a survey.
    item = replace(ITEM, time=replace(ITEM.time, specials=()))
    catalog.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([item], 1), publish=True
    )
    return small


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card.jpg"
    path.write_bytes(samples.photo(size=(320, 200)))
    return path


def test_books_brings_papers_is_told_once_supplies_from_home_gets_a_decision_and_rates(
    new_page: Callable[..., Any], town: Town, small: SmallHall, live_server: Any, card: Path
) -> None:
    if clock.local(clock.now()).hour >= 23:
        pytest.skip("no time of today is left to book")
    base = live_server.url
    phone = new_page()
    phone.set_default_timeout(LONG)

    # From the list of papers to a time at the hall, without an account.
    phone.goto(f"{base}/guide/T001/list/?who=self&card=no")
    phone.click("text=约个时间去大厅办")
    phone.wait_for_selector(".ll-slots")
    assert "银行卡" in phone.inner_text("main")
    assert troubles(phone) == []
    phone.locator("label.ll-slot").last.click()
    phone.fill('[name="phone"]', "13800001234")
    phone.fill('[name="name"]', "王春")
    phone.click("button.btn-primary")
    phone.wait_for_selector(".ll-booking-code")
    assert troubles(phone) == []
    booked = Appointment.objects.get()
    assert booked.code in phone.inner_text("main")

    phone.click("text=我到大厅了")
    phone.wait_for_selector("text=看轮到谁了")
    phone.click("text=看轮到谁了")
    phone.wait_for_selector(".ll-ticket")
    ticket = Ticket.objects.get()
    assert (ticket.source, ticket.matter) == ("booked", "T001")

    # At the window, by keyboard alone: call, take in, tick, told once what is missing.
    counters.sit_down(actor=town.actor("receptionist"), at=clock.now(), window=small.windows[0])
    window = desk_of(new_page, town, "receptionist", base)
    window.goto(f"{base}/d/hall/{small.hall.pk}/window/1/")
    press(window, "n")
    window.locator(".ll-at-window").get_by_text(ticket.code).wait_for()
    press(window, "s")
    window.get_by_text("正在办").first.wait_for()
    press(window, "a")
    window.wait_for_selector('[name="name"]')
    window.keyboard.type("王春")
    window.keyboard.press("Tab")
    window.keyboard.type("13800001234")
    for code in ("s-who", "s-card"):
        window.locator(f'[name="{code}"]').first.wait_for(state="attached")
        window.locator(f'[name="{code}"]').first.focus()
        with window.expect_response(lambda answer: answer.request.method == "POST"):
            window.keyboard.press("Space")
        window.wait_for_timeout(500)
    window.locator('[name="got"][value="id"]').focus()
    window.keyboard.press("Space")
    assert troubles(window) == []
    window.locator('button[value="tell"]').focus()
    window.keyboard.press("Enter")
    window.wait_for_url("**/d/applications/*/")
    application = Application.objects.select_related("case").get()
    number = application.case.number
    ticket.refresh_from_db()
    assert (application.case.state, ticket.state, ticket.outcome) == ("correcting", "finished", "told")

    # From home, by the link of the receipt.
    phone.goto(f"{base}/a/{number}/{op.token_of(application)}/")
    phone.wait_for_selector("#supply")
    for field in phone.locator("#supply input[type=file]").all():
        field.set_input_files(str(card))
    phone.wait_for_selector("#supply .ll-shot img")
    phone.click("#supply button.btn-primary")
    phone.wait_for_selector("text=收到了，窗口接着看")

    # Decided and delivered by those whose it is; read and rated on the phone.
    clerk, leader = town.actor("receptionist"), town.actor("leader")
    given: dict[str, Any] = {"number": number, "at": clock.now()}
    op.accept_application(actor=clerk, **given)
    op.review_application(actor=clerk, proposal=Outcome.APPROVED, note="材料齐", **given)
    op.approve_application(actor=leader, answer="准予。", **given)
    application.refresh_from_db()
    if application.case.state == "approved":
        op.deliver_application(actor=clerk, way=Delivery.WINDOW, receiver="王春", **given)
    phone.reload()
    phone.click("text=评一评这件事")
    phone.locator("label", has_text="非常满意").first.click()
    phone.click("text=交评价")
    phone.wait_for_selector(".ll-stars")
    assert Rating.objects.get().level == 5
