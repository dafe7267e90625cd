"""The hall in a real browser: a walk-in by keyboard from the guide desk to the end, live at the window and on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.conf import settings

from linli.base.flow import operations as flow
from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.applications.models import Application
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.counters import operations
from linli.pillars.service.counters.models import Hall, Ticket
from tests.browser.axe import troubles
from tests.browser.chromium import press
from tests.pillars.service.catalog.items import ITEM
from tests.pillars.service.counters.hamlet import SmallHall, open_hall
from tests.town import MONDAY, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
LONG = 60_000
"""As long as a machine with much else to do may take for a page."""


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def small(town: Town) -> SmallHall:
    """A hall that is open whenever this runs: all day, and today is a working day of its office."""
    small = open_hall(town)
    Hall.objects.update(opens=time(0), closes=time(23, 59, 59))
    flow.set_calendar_day(office=town.office, day=clock.local(clock.now()).date(), kind="work", basis="测试")
    return small


@pytest.fixture
def as_(town: Town, new_page: Callable[..., Any], live_server: Any) -> Callable[..., Any]:
    """A page of somebody who is logged in."""

    def opened(name: str, **look: Any) -> Any:
        page = new_page(**{"width": 1440, "height": 900, **look})
        page.set_default_timeout(LONG)
        value = town.client(name).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )
        return page

    return opened


def test_a_walk_in_is_handled_by_keyboard_and_everybody_sees_it(
    as_: Any, new_page: Any, town: Town, small: SmallHall, live_server: Any
) -> None:
    here = f"{live_server.url}/d/hall/{small.hall.pk}/"
    operations.sit_down(actor=town.actor("xiaohe"), at=clock.now(), window=small.windows[0])
    window = as_("xiaohe")
    window.goto(f"{here}window/1/")
    screen = new_page(width=1920, height=1080)
    screen.set_default_timeout(LONG)
    screen.goto(f"{live_server.url}/hall/{small.hall.pk}/screen/")
    assert troubles(screen) == []

    desk = as_("receptionist")
    desk.goto(f"{here}guide/")
    desk.keyboard.type("我妈的养老金")
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="社保医保").wait_for()
    press(desk, "y")
    desk.keyboard.press("Enter")
    desk.locator(".ll-drawn").get_by_text("A001").wait_for()
    assert troubles(desk) == []
    ticket = Ticket.objects.get()
    assert ticket.has_priority

    window.locator(".ll-halves").get_by_text("A001").wait_for()  # nobody reloaded it
    press(window, "n")
    window.locator(".ll-code-big").get_by_text("A001").wait_for()
    screen.locator("[data-call]").get_by_text("A001").wait_for()
    press(window, "s")
    window.get_by_text("正在办", exact=True).wait_for()
    assert troubles(window) == []
    press(window, "1")
    window.get_by_text("没有人在等您办的事").wait_for()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == ("finished", "done")


class _Typist:
    """A clerk who has no mouse: every key is pressed here, and counted. Chinese costs what its letters cost."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)
        self.count += 1

    def type(self, words: str, strokes: int = 0) -> None:
        self.page.keyboard.type(words)
        self.count += strokes or len(words)

    def answer(self, key: str) -> None:
        """Choose, and wait for the list of papers that follows from it."""
        self.page.evaluate("document.activeElement.setAttribute('data-goes', '')")
        self.press(key)
        # Not the answer but what it puts there: a key between the two would be lost on what goes.
        self.page.locator("[data-goes]").wait_for(state="detached")
        # What came listens once it has settled, twenty milliseconds later: no hand is that quick.
        self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added").first.wait_for(
            state="detached"
        )

    def stands_on(self, selector: str) -> None:
        """Wait until the focus is there, where a person would see it come."""
        self.page.locator(f"{selector}:focus").wait_for()


def test_from_the_hall_to_the_receipt_without_a_mouse(
    as_: Any, town: Town, small: SmallHall, live_server: Any
) -> None:
    """A walk-in, from the hall's page to 受理 and its receipt: no click and no focus but by keys."""
    small.a.groups = [ITEM.group]
    small.a.save()
    catalog.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([ITEM], 1), publish=True
    )
    ticket = operations.take_ticket(actor=SYSTEM, at=clock.now(), hall=small.hall, kind=small.a)
    page = as_("receptionist")
    hand = _Typist(page)
    page.goto(f"{live_server.url}/d/hall/{small.hall.pk}/")
    hand.press("1")  # sits down
    page.get_by_role("heading", name="1 号窗口").wait_for()
    hand.press("n")
    page.locator(".ll-at-window").get_by_text(ticket.code).wait_for()
    hand.press("s")
    page.get_by_text("正在办").first.wait_for()
    hand.press("a")
    hand.stands_on("#q")
    hand.type("老人补贴", 16)
    page.locator("#hits .ll-hit").first.wait_for()
    hand.press("Enter")
    hand.stands_on('[name="name"]')
    hand.type("王春", 9)
    hand.press("Tab")
    hand.type("13800001234")
    hand.press("Alt+2")
    hand.stands_on("#s-who-self")
    hand.answer("Space")
    hand.stands_on("#s-who-self")  # what was loaded anew did not take the focus away
    hand.press("Tab")
    hand.stands_on("#s-card-yes")
    hand.answer("Space")
    hand.stands_on("#s-card-yes")
    page.locator("#got-bank").wait_for(state="detached")
    hand.press("g")
    assert page.locator('[name="got"]:checked').count() == page.locator('[name="got"]').count() == 2
    assert troubles(page) == []
    hand.press("Control+Enter")
    page.wait_for_url("**/d/applications/*/")
    application = Application.objects.select_related("case").get()
    assert application.case.state == "accepted"
    page.get_by_role("link", name="受理回执 P").wait_for()
    hand.press("p")
    page.get_by_role("heading", name="受理回执").wait_for()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == ("finished", "accepted")
    # Two minutes are what a walk-in may take: at two keys a second half a minute of them is typing.
    print(f"{hand.count} keys")
    assert hand.count <= 60


def test_a_phone_follows_its_number_and_survives_a_lost_line(
    new_page: Any, town: Town, small: SmallHall, live_server: Any
) -> None:
    phone = new_page(width=390, height=844)
    phone.set_default_timeout(LONG)
    phone.goto(f"{live_server.url}/hall/{small.hall.pk}/")
    assert troubles(phone) == []
    phone.get_by_text("社保医保").click()
    phone.get_by_role("button", name="取号").click()
    phone.get_by_role("heading", name="A001").wait_for()
    assert troubles(phone) == []
    phone.context.set_offline(True)
    by = {"actor": town.actor("xiaohe"), "at": clock.now()}
    operations.sit_down(window=small.windows[0], **by)
    operations.call_next(window=small.windows[0], **by)
    phone.context.set_offline(False)
    phone.get_by_text("请到 1 号窗口").wait_for()
