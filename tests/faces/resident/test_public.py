"""Finding a report again, what everybody may see, and the grid page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from linli.base.files.operations import keep_file
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports import operations as op
from linli.pillars.governance.reports.models import Category
from tests.base.files import samples
from tests.faces.resident.stories import Filing, Story
from tests.town import MONDAY, Town


class TestFind:
    def find(self, client: Client, number: str, proof: str) -> Any:
        return client.post("/find/", {"number": number, "proof": proof})

    def test_by_phone_or_by_code(self, client: Client, story: Story) -> None:
        for proof in ("138 0000 1234", "+8613800001234", story.filed.token, " ".join(story.filed.token)):
            assert self.find(client, story.number, proof).url == story.url
        wide = story.number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        assert self.find(client, wide, story.filed.token).url == story.url

    def test_wrong_number_phone_and_code_are_told_alike(self, client: Client, story: Story) -> None:
        said = {
            re.sub(r'value="[^"]*"', "", self.find(client, *pair).content.decode())
            for pair in (
                (story.number, "13900009999"),
                ("20261116-9999", "13800001234"),
                (story.number, "0" * 26),
            )
        }
        assert len(said) == 1
        assert "对不上" in said.pop()

    def test_a_phone_never_opens_what_is_confidential(self, client: Client, town: Town, file: Filing) -> None:
        hidden = Story(town, file(is_confidential=True))
        assert self.find(client, hidden.number, "13800001234").status_code == 422
        assert self.find(client, hidden.number, hidden.filed.token).url == hidden.url

    def test_trying_numbers_is_slowed_down(self, client: Client, story: Story) -> None:
        codes = [self.find(client, story.number, f"1390000{i:04d}").status_code for i in range(10)]
        assert codes[:8] == [422] * 8
        assert codes[8:] == [429] * 2

    @pytest.mark.parametrize("number", ["", "x", "9" * 400, "'; --", "20261116"])
    def test_odd_numbers_are_told(self, client: Client, story: Story, number: str) -> None:
        assert self.find(client, number, "x").status_code == 422


class TestPublic:
    @pytest.fixture
    def public(self, story: Story) -> Story:
        story.by("secretary", op.publish_report, title="3 号楼下水", text="井口冒水", answer="")
        return story

    def test_only_what_staff_published_is_there(self, client: Client, public: Story) -> None:
        page = client.get(f"/p/{public.number}/").content.decode()
        assert "井口冒水" in page
        assert "臭得不行" not in page
        assert "13800001234" not in page
        assert "3 号楼下水" in client.get("/around/").content.decode()

    def test_shows_about_where_when_and_of_which_kind(self, client: Client, public: Story) -> None:
        page = client.get(f"/p/{public.number}/").content.decode()
        assert "大概在这里" in page
        assert 'class="pin"' in page
        assert "</time> 反映" in page
        Category.objects.filter(code="R01").update(name_en="Blocked sewer")
        client.cookies["linli_language"] = "en"
        assert "Blocked sewer" in client.get(f"/p/{public.number}/").content.decode()

    def test_its_point_shows_a_place_and_not_a_door(self, client: Client, public: Story) -> None:
        (feature,) = client.get("/around/points/?box=116,35,118,37").json()["features"]
        assert feature["geometry"]["coordinates"] == [117.005, 36.005]
        assert client.get("/around/points/?box=1,2").status_code == 400
        assert client.get("/around/points/?box=nan,nan,nan,nan").status_code == 400

    def test_the_map_is_narrowed_as_the_list_is(self, client: Client, public: Story, town: Town) -> None:
        """A map beside the list of ended cases, or of another community, draws no other points."""

        def drawn(**narrowed: object) -> int:
            asked = {"box": "116,35,118,37", **narrowed}
            return len(client.get("/around/points/", asked).json()["features"])

        own = Case.objects.get(number=public.number).area.path
        communities = Unit.objects.filter(kind=UnitKind.COMMUNITY)
        assert {drawn(unit=one.pk) for one in communities if own.startswith(one.path)} == {1}
        assert {drawn(unit=one.pk) for one in communities if not own.startswith(one.path)} == {0}
        assert (drawn(standing="open"), drawn(standing="done")) == (1, 0)

    def test_taken_off_is_gone(self, client: Client, public: Story) -> None:
        public.by("secretary", op.unpublish_report, 2, note="有人脸")
        assert client.get(f"/p/{public.number}/").status_code == 404
        assert client.post(f"/p/{public.number}/join/", {}).status_code == 404

    def test_me_too(self, client: Client, public: Story) -> None:
        answer = client.post(f"/p/{public.number}/join/", {"phone": "13900001234", "words": "5 号楼也是"})
        assert answer.status_code == 302
        assert public.filed.report.reporters.count() == 2
        assert "5 号楼也是" not in client.get(f"/p/{public.number}/").content.decode()

    def test_a_bad_phone_keeps_the_words(self, client: Client, public: Story) -> None:
        answer = client.post(f"/p/{public.number}/join/", {"phone": "110", "words": "5 号楼也是"})
        assert answer.status_code == 422
        assert "5 号楼也是" in answer.content.decode()

    def test_photos_only_where_staff_chose_them(self, client: Client, town: Town, file: Filing) -> None:
        shown, hidden = (
            keep_file(actor=ANYONE, data=samples.photo(size=(50 + i, 50)), name="", at=MONDAY)
            for i in range(2)
        )
        story = Story(town, file(files=[shown, hidden]))
        story.by("secretary", op.publish_report, title="井", text="冒水", files=[shown.pk])
        page = client.get(f"/p/{story.number}/").content.decode()
        assert f"/photos/{shown.pk}/" in page
        assert f"/photos/{hidden.pk}/" not in page
        assert client.get(f"/p/{story.number}/photos/{shown.pk}/small/").status_code == 200
        assert client.get(f"/p/{story.number}/photos/{hidden.pk}/small/").status_code == 404

    def test_filters_and_pages(self, client: Client, public: Story, town: Town) -> None:
        other = town.communities[1].pk
        assert "3 号楼下水" in client.get(f"/around/?unit={town.communities[0].pk}").content.decode()
        assert "3 号楼下水" not in client.get(f"/around/?unit={other}").content.decode()
        assert "3 号楼下水" not in client.get("/around/?standing=done").content.decode()
        for odd in (
            "?before=x",
            "?before=-1",
            "?unit=x",
            "?standing=x",
            "?before=" + "9" * 30,
        ):
            assert client.get(f"/around/{odd}").status_code == 200, odd


class TestGrids:
    def test_says_who_serves_and_whom_to_ring(self, client: Client, town: Town) -> None:
        page = client.get(f"/grid/{town.grids[0].pk}/").content.decode()
        assert "陈桂芳" in page
        assert "053186010000" in page
        assert "053186019999" in page
        assert "grid_leader" not in page.replace("data-", "")

    def test_is_found_by_the_estate_and_remembered(self, client: Client, town: Town) -> None:
        url = f"/grid/{town.grids[0].pk}/"
        assert url in client.get("/grid/?q=棉纺厂宿舍").content.decode()
        client.post(f"{url}mine/")
        assert "陈桂芳" in client.get("/").content.decode()
        client.post(f"{url}mine/", {"forget": "1"})
        assert "陈桂芳" not in client.get("/").content.decode()

    def test_a_unit_that_is_no_grid_is_no_grid_page(self, client: Client, town: Town) -> None:
        assert client.get(f"/grid/{town.office.pk}/").status_code == 404
        assert client.post(f"/grid/{town.office.pk}/mine/").status_code == 404

    @pytest.mark.parametrize("cookie", ["x", "-1", "9" * 30, "0", "1; DROP"])
    def test_an_odd_cookie_is_no_crash(self, client: Client, town: Town, cookie: str) -> None:
        client.cookies["ll_grid"] = cookie
        client.cookies["ll_mine"] = cookie
        for url in ("/", "/report/", "/mine/", "/account/"):
            assert client.get(url).status_code == 200
