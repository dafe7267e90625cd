"""Bad ratings at the desk: answered by the unit, contested once, judged by another, released by the centre, exported."""

from __future__ import annotations

import io

import openpyxl
from django.urls import reverse

from linli.pillars.service.ratings.models import Rating
from tests.pillars.service.counters.hamlet import SmallHall
from tests.pillars.service.ratings.doing import rate
from tests.town import Town


def test_a_bad_rating_goes_through_the_desk(town: Town, small: SmallHall) -> None:
    bad = rate(town, 1, words="我电话 13800001234，没人理", phone="13800001234")
    assert bad.case is not None
    number = bad.case.number
    page, clerk, leader = (
        reverse("desk:rating", args=[number]),
        town.client("receptionist"),
        town.client("leader"),
    )
    shown = clerk.get(page).content.decode()
    assert "13800001234" not in shown
    assert "138****1234" in shown
    assert town.client("worker").get(page).status_code in (403, 404)
    assert clerk.post(f"{page}remedy/", {"remedy-answer": ""}).status_code == 422
    assert clerk.post(f"{page}call-back/", {"call-back-note": "道了歉"}).status_code == 302
    assert clerk.post(f"{page}appeal-rating/", {"appeal-rating-note": "不是我们窗口"}).status_code == 302
    judged = {"judge-appeal-counts": "yes", "judge-appeal-answer": "是我们的大厅。"}
    assert clerk.post(f"{page}judge-appeal/", judged).status_code == 403
    assert leader.post(f"{page}judge-appeal/", judged).status_code == 302
    assert clerk.post(f"{page}remedy/", {"remedy-answer": "明天起两个窗口。"}).status_code == 302
    bad.refresh_from_db()
    assert (bad.outcome, bad.appeal) == ("remedied", "upheld")
    asked = clerk.post(f"{page}phone/", {"reason": "再回一次电话"})
    assert "13800001234" in asked.content.decode()


def test_the_list_exports_what_it_shows_and_names_nobody(town: Town, small: SmallHall) -> None:
    rate(town, 1, words="等太久")
    rate(town, 5)
    clerk = town.client("receptionist")
    for part, count in (("open", 1), ("all", 2), ("appeal", 0), ("words", 1), ("bad", 1)):
        shown = clerk.get(reverse("desk:ratings"), {"part": part}).content.decode()
        assert shown.count('class="ll-no"') == count, part
        sheet = clerk.get(reverse("desk:ratings-export"), {"part": part})
        rows = list(openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.values)
        assert len(rows) >= count + 1
        assert not any("receptionist" in str(cell) for row in rows for cell in row)
    assert clerk.get(reverse("desk:ratings"), {"part": "nobody"}).status_code == 404


def test_words_are_released_by_the_centre_and_not_by_the_window(town: Town, small: SmallHall) -> None:
    made = rate(town, 4, words="小王办得快，电话 13800001234")
    url = reverse("desk:rating-show", args=[made.pk])
    assert town.client("receptionist").post(url, {"words": "好"}).status_code == 403
    assert town.client("dispatcher").post(url, {"words": made.words}).status_code == 302
    made.refresh_from_db()
    assert "13800001234" not in made.shown_words
    public = town.client("worker").get(reverse("resident:ratings")).content.decode()
    assert made.shown_words in public
    assert Rating.objects.get().words == "小王办得快，电话 13800001234"
