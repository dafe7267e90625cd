"""A branch secretary plans and closes a month's life in a real browser, counting what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from linli.base.notices.models import Notice
from linli.kernel import clock
from linli.pillars.party.life.models import Habit, LifeMeeting, LifePart
from linli.pillars.party.venues.models import RoomBooking
from tests.browser.axe import troubles
from tests.browser.chromium import come_under_worker
from tests.browser.line import Line
from tests.browser.people import desk_of
from tests.pillars.party.life.doing import lively
from tests.pillars.party.venues.doing import centre, room
from tests.town import Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
NewPage = Callable[..., Any]
#: What a person takes for one press, and for one typed sign, in seconds: both on the slow side.
PRESS, SIGN = 4.0, 0.5
TEN_MINUTES = 600


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    """Let time pass for the whole process, the server's threads too."""
    yield clock.go_wrong
    clock.go_wrong(timedelta())


class Hands:
    """Does what a person does at a page, and counts it."""

    def __init__(self, page: Any) -> None:
        self.page, self.presses, self.signs = page, 0, 0

    def press(self, where: Any, *, leaves: bool = False) -> None:
        self.presses += 1
        if leaves:
            with self.page.expect_navigation():
                where.click()
        else:
            where.click()

    def write(self, where: Any, words: str) -> None:
        self.presses += 1
        self.signs += len(words)
        where.fill(words)

    @property
    def seconds(self) -> float:
        """How long a slow person takes for that, without thinking."""
        return self.presses * PRESS + self.signs * SIGN


def test_a_secretary_plans_and_closes_a_month_well_within_ten_minutes(
    new_page: NewPage, town: Town, live_server: Any, later: Callable[[timedelta], None]
) -> None:
    branch = lively(town, members=9)
    today = clock.local(clock.now()).date()
    Habit.objects.filter(organisation=branch).update(since=today.replace(day=1), day=min(today.day, 28))
    page = desk_of(new_page, town, "party_secretary", live_server.url)
    hands = Hands(page)
    page.goto(f"{live_server.url}/d/")
    hands.press(page.locator('.ll-rail a[href="/d/party/life/"]'), leaves=True)  # straight to the own branch
    assert troubles(page) == []
    picked = page.locator('.ll-plan input[type="checkbox"]:checked').count()
    assert picked >= 2
    for n, words in enumerate(("研究入户安排", "学条例第三章")):
        hands.write(page.locator('.ll-plan input[name$="-topic"]').nth(n), words)
    # Each at an hour that is still to come on this machine's clock: the proposal's own day, tomorrow if that is past.
    tomorrow = (today + timedelta(days=1)).isoformat()
    for box in page.locator('.ll-plan input[type="date"]').all():
        if box.input_value():
            box.fill(tomorrow)
    hands.press(page.locator("button", has_text="就这么定"), leaves=True)
    made = LifeMeeting.objects.count()
    assert made == 2  # the committee's, and one for all
    for n in range(made):
        hands.press(page.locator('.ll-list a[href*="/life/meetings/"]').nth(n), leaves=True)
        hands.press(page.locator("button", has_text="通知要来的人"), leaves=True)
        hands.press(page.locator(f'a[href$="/party/life/{branch.pk}/"]').first, leaves=True)
    assert Notice.objects.count() == 9 + 3
    later(timedelta(days=2))
    for n in range(made):
        page.goto(f"{live_server.url}/d/party/life/{branch.pk}/")
        hands.press(page.locator('.ll-list a[href*="/life/meetings/"]').first, leaves=True)
        if n == 0:
            assert troubles(page) == []
        hands.press(page.locator('.ll-signing input[type="checkbox"]').last)  # one did not come
        hands.write(page.locator('[name="agenda"]'), "学习条例第三章，每人说一条体会，对照入户台账查了漏项。")
        hands.write(page.locator('[name="settled"]'), "下周分两组入户，书记牵头，月底前报网格。")
        hands.press(page.locator("button", has_text="开完了，记下"), leaves=True)
    assert LifePart.objects.filter(is_valid=True).count() == picked
    hands.press(page.locator('a[href$="/ledger/"]'), leaves=True)
    assert troubles(page) == []
    print(f"{hands.presses} presses, {hands.signs} signs: {hands.seconds:.0f} s by hand")
    assert hands.seconds < TEN_MINUTES / 2


def test_without_a_network_a_form_stays_as_it_was_written(
    new_page: NewPage, town: Town, live_server: Any
) -> None:
    one = room(centre(town, days=[1, 2, 3, 4, 5, 6, 7]))
    phone = new_page()
    phone.goto(f"{live_server.url}/venues/rooms/{one.pk}/")
    given = {"title": "合唱队排练", "count": "8", "phone": "13800001111"}
    for name, words in given.items():
        phone.fill(f"[name={name}]", words)
    button = phone.locator("main form .btn-primary")
    phone.context.set_offline(True)
    button.click()
    phone.get_by_text("您写的还在").wait_for()
    assert {name: phone.input_value(f"[name={name}]") for name in given} == given
    phone.context.set_offline(False)
    button.click()
    phone.wait_for_url("**/v/**")
    assert RoomBooking.objects.get().title == given["title"]


def test_a_form_stays_as_it_was_written_where_the_signal_is_only_said_to_be_there(
    new_page: NewPage, line: Line
) -> None:
    town = build_town()
    one = room(centre(town, days=[1, 2, 3, 4, 5, 6, 7]))
    given = {"title": "合唱队排练", "count": "8", "phone": "13800001111"}
    phone = new_page()
    phone.goto(f"{line.url}/venues/rooms/{one.pk}/")
    come_under_worker(phone)
    for name, words in given.items():
        phone.fill(f"[name={name}]", words)
    here, button = phone.url, phone.locator("main form .btn-primary")
    label = button.inner_text()
    line.cut()
    assert phone.evaluate("navigator.onLine")
    button.click()
    phone.get_by_text("没有等到回音").wait_for()
    assert (phone.url, button.inner_text()) == (here, label)
    assert {name: phone.input_value(f"[name={name}]") for name in given} == given
    line.restore()
    phone.wait_for_timeout(1000)
    assert not RoomBooking.objects.exists()  # nothing is sent by itself
    button.click()
    phone.wait_for_url("**/v/**")
    assert [booking.title for booking in RoomBooking.objects.all()] == [given["title"]]
