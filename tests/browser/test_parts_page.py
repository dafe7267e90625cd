"""The parts in a real browser: reachable for everybody, never wider than the phone, alive with their scripts."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.axe import troubles

LAYOUTS = ["resident", "desk", "wide", "board", "paper", "trouble"]
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _for_developers(settings):
    settings.DEMO_MODE = True


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


class TestEverybody:
    @pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"size": "large"}, {"lang": "en"}], ids=str)
    def test_axe_finds_nothing_in_any_part(self, new_page, live_server, look):
        page = new_page(**look)
        page.goto(f"{live_server.url}/parts/")
        assert "\n".join(troubles(page)) == ""

    @pytest.mark.parametrize("name", LAYOUTS)
    def test_axe_finds_nothing_in_any_layout(self, new_page, live_server, name):
        for width, theme in ((390, "light"), (1440, "dark")):
            page = new_page(width=width, height=900, theme=theme)
            page.goto(f"{live_server.url}/parts/layouts/{name}/?roles&long")
            assert "\n".join(troubles(page)) == ""

    @pytest.mark.parametrize("size", ["normal", "large", "largest"])
    def test_nothing_is_wider_than_the_phone(self, new_page, live_server, size):
        page = new_page(size=size)
        for path in ("/parts/", *(f"/parts/layouts/{name}/?roles&long" for name in LAYOUTS)):
            page.goto(live_server.url + path)
            assert too_wide(page) <= 0, path

    def test_the_pages_work_without_a_script(self, new_page, live_server):
        page = new_page(scripts=False)
        page.goto(f"{live_server.url}/parts/layouts/resident/")
        page.get_by_role("button", name="长辈版").click()
        assert page.locator("html").get_attribute("data-size") == "large"
        page.get_by_role("button", name="标准版").click()
        assert page.locator("html").get_attribute("data-size") is None


class TestLook:
    def test_theme_and_size_change_without_a_reload_and_stay(self, desk, live_server):
        desk.goto(f"{live_server.url}/parts/")
        desk.evaluate("window.sameStill = true")
        desk.get_by_text("样子").click()
        desk.get_by_role("button", name="深色").click()
        desk.get_by_role("button", name="特大字").click()
        assert desk.evaluate("window.sameStill")
        root = desk.locator("html")
        assert root.get_attribute("data-bs-theme") == "dark"
        desk.reload()
        assert root.get_attribute("data-bs-theme") == "dark"
        assert root.get_attribute("data-size") == "largest"


class TestPhotos:
    @pytest.fixture
    def big(self, tmp_path):
        path = tmp_path / "井盖.jpeg"
        Image.effect_noise((600, 400), 60).resize((3000, 2000)).save(path, quality=97)
        return path

    def test_are_made_small_before_they_are_sent(self, phone, live_server, big):
        phone.goto(f"{live_server.url}/parts/")
        field = phone.locator("#id_sample-photos")
        field.set_input_files(big)
        phone.locator(".ll-shot img").wait_for()
        held = field.evaluate(
            """async (input) => {
                const file = input.files[0];
                const picture = await createImageBitmap(file);
                const start = Array.from(new Uint8Array(await file.slice(0, 3).arrayBuffer()));
                const { name, type, size } = file;
                return { name, type, size, start, width: picture.width, height: picture.height };
            }"""
        )
        assert (held["width"], held["height"]) == (1600, 1067)
        assert held["type"] == "image/jpeg"
        assert held["name"] == "井盖.jpg"
        assert bytes(held["start"]) == b"\xff\xd8\xff"
        assert held["size"] < big.stat().st_size

    def test_can_be_taken_away_again_and_are_counted(self, phone, live_server, big):
        phone.goto(f"{live_server.url}/parts/")
        field = phone.locator("#id_sample-photos")
        field.set_input_files([big, big])
        phone.get_by_role("button", name="去掉第 1 张").click()
        assert phone.locator(".ll-shot").count() == 1
        assert field.evaluate("(input) => input.files.length") == 1

    def test_what_is_no_photo_is_refused_in_words(self, phone, live_server, tmp_path):
        phone.goto(f"{live_server.url}/parts/")
        paper = tmp_path / "病历.pdf"
        paper.write_bytes(b"%PDF-1.4")
        phone.locator("#id_sample-photos").set_input_files(paper)
        assert phone.get_by_text("“病历.pdf”不是照片").is_visible()
        assert phone.locator(".ll-shot").count() == 0

    def test_open_in_place_and_close_with_a_key(self, phone, live_server):
        phone.goto(f"{live_server.url}/parts/")
        phone.locator(".ll-photos a").first.click()
        expect(phone.locator("dialog.ll-lightbox")).to_be_visible()
        phone.keyboard.press("Escape")
        expect(phone.locator("dialog.ll-lightbox")).to_have_count(0)


class TestKeys:
    def test_walk_the_list_and_open_the_help(self, desk, live_server):
        desk.goto(f"{live_server.url}/parts/layouts/desk/")
        rows = desk.locator(".ll-rows .ll-row")
        desk.keyboard.press("j")
        assert rows.nth(1).evaluate("(row) => row === document.activeElement")
        desk.keyboard.press("k")
        assert rows.nth(0).evaluate("(row) => row === document.activeElement")
        desk.keyboard.press("?")
        assert desk.locator("#keys").is_visible()
        assert troubles(desk, within="#keys") == []
        desk.keyboard.press("Escape")
        desk.keyboard.press("/")
        assert desk.get_by_role("searchbox").evaluate("(box) => box === document.activeElement")
        desk.keyboard.type("jjk")
        assert desk.get_by_role("searchbox").input_value() == "jjk"
