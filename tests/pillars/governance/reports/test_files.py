"""Who may open which photo of a report."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.files.models import StoredFile
from linli.base.files.operations import keep_file
from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports import operations, queries
from tests.base.files import samples
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
LON, LAT = IN_FIRST_GRID
HOUR = timedelta(hours=1)


def photo() -> StoredFile:
    return keep_file(actor=ANYONE, data=samples.photo(size=(60, 40)), name="", at=MONDAY)


class Scene:
    """A report with a photo of the first, one of somebody who joined, one in a note and one with the answer."""

    def __init__(self) -> None:
        self.town: Town = build_town()
        self.given, self.noted, self.joined, self.after = photo(), photo(), photo(), photo()
        filed = operations.file_report(
            actor=ANYONE,
            at=MONDAY,
            text="楼道堆物",
            lon=LON,
            lat=LAT,
            phone="13800001234",
            files=[self.given],
        )
        self.number, self.token = filed.report.case.number, filed.token
        worker = self.town.actor("worker")
        operations.note_report(
            actor=worker, number=self.number, at=MONDAY + HOUR, note="现场", files=[self.noted]
        )
        second = operations.join_report(
            actor=ANYONE, number=self.number, at=MONDAY + 2 * HOUR, phone="13900001234", files=[self.joined]
        )
        self.second = second.token
        operations.settle_report(
            actor=worker, number=self.number, at=MONDAY + 3 * HOUR, answer="已清理", files=[self.after]
        )

    def seen_with(self, token: str) -> set[int]:
        files = (self.given, self.noted, self.joined, self.after)
        shown = {
            f.pk for f in files if queries.file_for_reporter(number=self.number, token=token, file_id=f.pk)
        }
        page = queries.follow_page(number=self.number, token=token)
        assert {f.id for step in page.steps for f in step.files} <= shown
        return shown


@pytest.fixture
def scene() -> Scene:
    return Scene()


class TestStaff:
    def test_who_sees_the_case_sees_its_files(self, scene: Scene) -> None:
        for name in ("worker", "secretary", "dispatcher"):
            actor = scene.town.actor(name)
            assert queries.file_for_staff(actor=actor, number=scene.number, file_id=scene.noted.pk)

    @pytest.mark.parametrize("name", ["worker3", "secretary2", "stoker", "sysadmin", "auditor"])
    def test_nobody_else_does(self, scene: Scene, name: str) -> None:
        actor = scene.town.actor(name)
        assert not queries.file_for_staff(actor=actor, number=scene.number, file_id=scene.given.pk)

    def test_a_file_opens_only_under_its_own_case(self, scene: Scene) -> None:
        other = operations.file_report(
            actor=ANYONE, at=MONDAY, text="别的事", lon=LON, lat=LAT
        ).report.case.number
        assert not queries.file_for_staff(
            actor=scene.town.actor("worker"), number=other, file_id=scene.given.pk
        )

    def test_the_case_page_lists_them(self, scene: Scene) -> None:
        page = queries.case_page(actor=scene.town.actor("worker"), number=scene.number, at=MONDAY + 4 * HOUR)
        ids = [f.id for step in reversed(page.steps) for f in step.files]
        assert ids == [scene.given.pk, scene.noted.pk, scene.joined.pk, scene.after.pk]
        assert page.steps[0].files[0].is_photo


class TestReporter:
    def test_sees_what_they_gave_and_what_came_with_the_answer(self, scene: Scene) -> None:
        assert scene.seen_with(scene.token) == {scene.given.pk, scene.after.pk}

    def test_who_joined_does_not_see_the_photo_of_who_was_first(self, scene: Scene) -> None:
        assert scene.seen_with(scene.second) == {scene.joined.pk, scene.after.pk}

    def test_a_wrong_secret_opens_nothing(self, scene: Scene) -> None:
        given = {"number": scene.number, "token": "x" * 26, "file_id": scene.given.pk}
        assert queries.file_for_reporter(**given) is None


class TestPublic:
    def test_shows_only_what_staff_chose_while_it_is_published(self, scene: Scene) -> None:
        def shown() -> set[int]:
            files = (scene.given, scene.noted, scene.joined, scene.after)
            return {f.pk for f in files if queries.file_for_anybody(number=scene.number, file_id=f.pk)}

        assert shown() == set()
        centre = scene.town.actor("dispatcher")
        given = {
            "actor": centre,
            "number": scene.number,
            "title": "楼道堆物",
            "text": "楼道堆物",
            "answer": "已清理",
        }
        operations.publish_report(**given, at=MONDAY + 4 * HOUR, files=[scene.after.pk])
        assert shown() == {scene.after.pk}
        operations.unpublish_report(actor=centre, number=scene.number, at=MONDAY + 5 * HOUR, note="有人脸")
        assert shown() == set()
        operations.publish_report(**given, at=MONDAY + 6 * HOUR)
        assert shown() == set()
