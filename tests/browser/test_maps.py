"""Maps in a real browser: the picker, the live map and the grid editor, with and without WebGL."""

import json

import pytest

from tests.browser.axe import troubles

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _for_developers(settings):
    settings.DEMO_MODE = True


class TestPicker:
    def open(self, page, live_server, **position):
        if position:
            page.context.grant_permissions(["geolocation"])
            page.context.set_geolocation(position)
        page.goto(f"{live_server.url}/parts/")
        page.evaluate(
            """() => {
                const box = document.querySelector('[data-map="pick"]');
                box.dataset.shapes = "/parts/samples/shapes.json";
                box.dataset.place = "/parts/sample-place/";
            }"""
        )
        page.route("**/parts/sample-place/**", lambda route: route.fulfill(json={"words": "滨河 2 网格"}))
        box = page.locator('[data-map="pick"]')
        box.scroll_into_view_if_needed()
        return box

    def place(self, page):
        return [float(page.locator(f"#id_sample-{name}").input_value() or 0) for name in ("lon", "lat")]

    def test_takes_the_phones_own_position(self, phone, live_server):
        box = self.open(phone, live_server, longitude=120.0062, latitude=31.0032)
        box.get_by_role("button", name="用我的位置").click()
        box.get_by_text("滨河 2 网格").wait_for()
        assert self.place(phone) == [120.0062, 31.0032]

    def test_takes_a_tap_and_the_keyboard(self, phone, live_server):
        box = self.open(phone, live_server)
        canvas = box.locator("[data-canvas]")
        box.locator("path.ll-grid").first.wait_for()
        canvas.click(position={"x": 120, "y": 150})
        first = self.place(phone)
        assert 119.9 < first[0] < 120.1
        assert 30.9 < first[1] < 31.1
        canvas.focus()
        phone.keyboard.press("ArrowRight")
        phone.wait_for_timeout(500)
        phone.keyboard.press("Enter")
        assert self.place(phone) != first

    def test_a_refused_position_is_said_in_words(self, phone, live_server):
        box = self.open(phone, live_server)
        box.get_by_role("button", name="用我的位置").click()
        box.get_by_text("手机没有给出位置").wait_for()
        assert self.place(phone) == [0, 0]


class TestLiveMap:
    def test_shows_cases_and_opens_one(self, desk, live_server):
        desk.goto(f"{live_server.url}/parts/layouts/map/")
        if not desk.evaluate("Boolean(document.createElement('canvas').getContext('webgl2'))"):
            pytest.skip("this Chromium draws no WebGL")
        desk.get_by_text("图上 60 件").wait_for(timeout=20_000)
        desk.locator(".ll-mapcount").first.wait_for(timeout=20_000)
        assert troubles(desk, without=(".maplibregl-canvas",)) == []

    def test_without_webgl_says_so_and_leaves_the_list(self, new_page, live_server):
        page = new_page(width=1440, height=900)
        page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        page.goto(f"{live_server.url}/parts/layouts/map/")
        page.get_by_text("这台机器画不了活地图").wait_for()


class TestGridEditor:
    @pytest.fixture
    def editor(self, desk, live_server):
        desk.goto(f"{live_server.url}/parts/layouts/grids/")
        desk.locator(".ll-corner:not(.ll-corner-new)").nth(3).wait_for()
        return desk

    def changed(self, page):
        value = page.locator("#id_sample-lon").input_value()
        return json.loads(value)["features"] if value else []

    def test_a_corner_moves_for_all_grids_that_share_it(self, editor):
        corner = editor.locator(".ll-corner:not(.ll-corner-new)").first
        corner.focus()
        editor.keyboard.press("ArrowRight")
        features = self.changed(editor)
        assert len(features) == 4
        assert all(len(feature["geometry"]["coordinates"][0]) == 5 for feature in features)

    def test_undo_takes_it_back(self, editor):
        editor.locator(".ll-corner:not(.ll-corner-new)").first.focus()
        editor.keyboard.press("ArrowRight")
        editor.get_by_role("button", name="退一步").click()
        assert self.changed(editor) == []

    def test_dragging_the_middle_of_a_side_adds_a_corner(self, editor):
        middle = editor.locator(".ll-corner-new").first
        box = middle.bounding_box()
        editor.mouse.move(box["x"] + 11, box["y"] + 11)
        editor.mouse.down()
        editor.mouse.move(box["x"] + 31, box["y"] + 41, steps=4)
        editor.mouse.up()
        features = self.changed(editor)
        assert sorted(len(feature["geometry"]["coordinates"][0]) for feature in features) == [6, 6]

    def test_a_new_grid_is_drawn_corner_by_corner(self, editor):
        editor.get_by_role("button", name="画新网格").click()
        box = editor.locator("[data-canvas]").bounding_box()
        for x, y in ((300, 100), (420, 110), (400, 220), (300, 100)):
            editor.mouse.click(box["x"] + x, box["y"] + y)
            editor.wait_for_timeout(350)
        assert [feature["id"] for feature in self.changed(editor)] == ["new"]

    def test_axe_finds_nothing(self, editor):
        assert "\n".join(troubles(editor)) == ""
