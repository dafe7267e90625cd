"""An administrator keeps the house in a real browser: redraws a grid, and axe finds nothing on any page of it."""

import pytest
from django.urls import reverse

from linli.base.places import operations as places
from linli.base.places.models import MapVersion
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.models import StandardAnswer
from tests.browser.axe import troubles
from tests.town import Town, build_town

pytestmark = pytest.mark.django_db(transaction=True)

KEEPER = (
    "units", "grids", "grid-new", "grid-map", "grid-history", "catalogue", "catalogue-new", "limits", "limit-days",
    "answers", "answer-new", "accounts", "account-new", "limit-of-new", "messages", "hook-new",
)  # fmt: skip


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build_town()


def come_in(page, live_server, town: Town, name: str) -> None:
    """Give the page the session of somebody of the town."""
    client = town.client(name)
    cookies = [{"name": k, "value": v.value, "url": live_server.url} for k, v in client.cookies.items()]
    page.context.add_cookies(cookies)


class TestGridMap:
    def test_an_administrator_redraws_a_grid(self, desk, live_server, town: Town):
        come_in(desk, live_server, town, "sysadmin")
        before = places.live_shapes(town.office)
        desk.goto(f"{live_server.url}{reverse('desk:house-grid-map')}?grid={town.grids[0].pk}")
        corner = desk.locator(".ll-corner:not(.ll-corner-new)").nth(1)
        corner.wait_for()
        corner.focus()
        desk.keyboard.press("Shift+ArrowLeft")
        # The neighbour that shares the corner moved with it, and stands out too.
        assert desk.locator(".ll-grid-here").count() == desk.locator(".ll-grid-moved").count() == 1
        desk.get_by_label("为什么改").fill("沿泉港路改界")
        desk.get_by_role("button", name="先查一查").click()
        desk.get_by_text("可以发布").wait_for()
        # What comes back in the form is marked as changed again.
        desk.locator(".ll-grid-moved").wait_for()
        assert MapVersion.objects.count() == 1
        desk.get_by_role("button", name="发布", exact=True).click()
        desk.get_by_text("新的网格图从今天起用").wait_for()
        after = places.live_shapes(town.office)
        assert [pk for pk in after if after[pk] != before[pk]] == [g.pk for g in town.grids[:2]]
        assert places.check_map(office=town.office, shapes={}) == []

    def test_a_border_beyond_the_subdistrict_is_shown_and_kept(self, desk, live_server, town: Town):
        come_in(desk, live_server, town, "sysadmin")
        desk.goto(f"{live_server.url}{reverse('desk:house-grid-map')}?grid={town.grids[0].pk}")
        corner = desk.locator(".ll-corner:not(.ll-corner-new)").first
        corner.wait_for()
        corner.focus()
        desk.keyboard.press("Shift+ArrowLeft")
        desk.locator("[data-said]", has_text="画到街道外面去了").wait_for()
        desk.get_by_label("为什么改").fill("试试")
        desk.get_by_role("button", name="发布", exact=True).click()
        desk.get_by_role("alert").get_by_text("画到街道外面去了").wait_for()
        desk.locator("[data-said]", has_text="画到街道外面去了").wait_for()
        assert MapVersion.objects.count() == 1


class TestEveryPage:
    @pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
    def test_axe_finds_nothing(self, new_page, live_server, town: Town, width: int, height: int):
        reports.install_catalogue()
        answer = StandardAnswer.objects.create(office=town.office, title="供暖报修", text="打 96778。")
        page = new_page(width=width, height=height)
        come_in(page, live_server, town, "sysadmin")
        paths = [reverse(f"desk:house-{name}") for name in KEEPER]
        paths += [
            reverse("desk:house-unit", args=[town.heating.pk]),
            reverse("desk:house-grid", args=[town.grids[0].pk]),
            reverse("desk:house-catalogue-category", args=["R01"]),
            reverse("desk:house-limit", args=["settle"]),
            reverse("desk:house-answer", args=[answer.pk]),
        ]
        found = {}
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            found[path] = [*troubles(page), *([f"{wide} px too wide"] if wide > 0 else [])]
        for name, who in (
            ("audit", "auditor"),
            ("holders", "auditor"),
            ("security", "secadmin"),
            ("keys", "secadmin"),
            ("key-new", "secadmin"),
        ):
            come_in(page, live_server, town, who)
            page.goto(f"{live_server.url}{reverse(f'desk:house-{name}')}")
            found[name] = troubles(page)
        assert {path: told for path, told in found.items() if told} == {}
