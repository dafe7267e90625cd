"""The till and the book of a day-care centre on a line that is cut: closed and opened again, everything is there once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from linli.pillars.service.canteens.models import Meal, Stay
from tests.browser.chromium import come_under_worker
from tests.browser.line import Line
from tests.pillars.service.canteens.kitchen import elder, kitchen, rule
from tests.town import build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
KEPT = "没有信号。这条已存在手机里"


def until(page: Any, holds: Callable[[], bool], why: str) -> None:
    for _ in range(150):
        if holds():
            return
        page.wait_for_timeout(200)
    pytest.fail(f"{why}: {Meal.objects.count()} meals, {Stay.objects.count()} days")


def write(page: Any, name: str, value: str, *, by: str = "number") -> None:
    """Choose what is done, type the card number and send."""
    form = page.locator(f'form[data-draft="{name}"]')
    form.locator(f'input[name="{by}"]').first.wait_for()
    form.locator('input[name="number"]').fill(value)
    form.evaluate("(form) => form.requestSubmit()")


def test_meals_and_days_are_kept_through_the_cut_and_stand_once(
    new_page: Callable[..., Any], line: Line
) -> None:
    town = build_town()
    rule(town)
    kitchen(town)
    kitchen(town, name="东里日间照料", kind="day_care")
    eaters = [elder(town, n) for n in range(4)]
    page = new_page(width=1024, height=768)
    cookie = town.client("clerk").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": line.url}])
    page.goto(f"{line.url}/d/daycare/")
    page.goto(f"{line.url}/d/till/")
    come_under_worker(page)

    line.cut()
    waiting = page.locator('[data-drafts="meal"] .ll-row')
    for n in (0, 1):
        write(page, "meal", eaters[n].number)
        until(page, lambda n=n: waiting.count() == n + 1, "the meal is not kept")  # type: ignore[misc]
    # The tablet is put down and taken up again: the till opens from its shell, and what waits is still there.
    page.goto(f"{line.url}/d/till/")
    waiting.first.wait_for()
    assert waiting.count() == 2
    assert not page.get_by_text(eaters[0].resident.name).count()
    write(page, "meal", eaters[2].number)
    until(page, lambda: waiting.count() == 3, "the meal from the shell is not kept")
    page.goto(f"{line.url}/d/daycare/")
    write(page, "stay", eaters[3].number, by="what")
    page.locator('[data-drafts="stay"] .ll-row').wait_for()
    assert (Meal.objects.count(), Stay.objects.count()) == (0, 0)

    line.restore()
    page.goto(f"{line.url}/d/till/")
    page.wait_for_load_state()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, lambda: (Meal.objects.count(), Stay.objects.count()) == (3, 1), "not all arrived")
    until(page, lambda: waiting.count() == 0, "what was sent still waits")
    page.reload()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator('form[data-draft="meal"]').wait_for()
    page.wait_for_load_state("networkidle")
    assert sorted(Meal.objects.values_list("eater", flat=True)) == sorted(one.pk for one in eaters[:3])
    assert Stay.objects.get().eater == eaters[3]
    # Each was written down when it was served, the first before the last.
    assert list(Meal.objects.order_by("at").values_list("eater", flat=True)) == [e.pk for e in eaters[:3]]
