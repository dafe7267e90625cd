"""Jobs at the desk: read before shown, introduced with reasons, followed up, exported masked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker, SeekerVisit
from tests.faces.desk.conftest import NOW
from tests.pillars.service.enterprises.doing import firm
from tests.town import Town

As = Callable[[str], Client]
POSTING: dict[str, Any] = {
    "title": "帮厨", "duties": "切菜洗碗", "places": 2, "wage_from": 3000, "wage_to": 4000, "hours": "full",
    "skills": ["cook"], "until_date": "2026-12-10", "key": "0d5f4a3e-93a5-4c0b-8a1c-6f7f1f6f3a55",
}  # fmt: skip
SEEKER: dict[str, Any] = {"name": "赵师傅", "phone": "13900001111", "skills": ["cook"], "has_signed": "on"}


def sheet_of(answer: Any) -> str:
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return str([row for page in book.worksheets for row in page.iter_rows(values_only=True)])


def test_from_an_offer_to_somebody_hired(town: Town, as_: As) -> None:
    one, clerk, desk = firm(town), as_("clerk"), as_("dispatcher")
    assert f"/d/jobs/for/{one.pk}/" in clerk.get(f"/d/enterprises/{one.pk}/").content.decode()
    bad = clerk.post(f"/d/jobs/for/{one.pk}/", {**POSTING, "wage_to": 1})
    assert bad.status_code == 422
    for _press in range(2):
        assert clerk.post(f"/d/jobs/for/{one.pk}/", {**POSTING, "asks": "45岁以下"}).status_code == 302
    posting = JobPosting.objects.get()
    page = desk.get(f"/d/jobs/{posting.pk}/").content.decode()
    assert "45岁以下" in page
    assert "限了年龄" in page
    assert f"/d/jobs/{posting.pk}/show/" not in clerk.get(f"/d/jobs/{posting.pk}/").content.decode()
    assert desk.post(f"/d/jobs/{posting.pk}/show/", {"reason": ""}).status_code == 422
    assert desk.post(f"/d/jobs/{posting.pk}/back/", {"reason": ""}).status_code == 422
    assert desk.post(f"/d/jobs/{posting.pk}/back/", {"reason": "年龄不能写"}).status_code == 302
    clerk.post(f"/d/jobs/for/{one.pk}/{posting.pk}/", POSTING)
    assert desk.post(f"/d/jobs/{posting.pk}/show/").status_code == 302
    assert clerk.post("/d/jobs/seekers/", {**SEEKER, "has_signed": ""}).status_code == 422
    assert clerk.post("/d/jobs/seekers/", SEEKER).status_code == 302
    assert clerk.post("/d/jobs/seekers/", SEEKER).status_code == 409
    seeker = JobSeeker.objects.get()
    page = clerk.get(f"/d/jobs/{posting.pk}/").content.decode()
    assert "会做" in page
    assert "赵师傅" not in page
    clerk.post(f"/d/jobs/{posting.pk}/introduce/", {"seeker": seeker.pk})
    made = JobMatch.objects.get()
    assert "139****1111" in clerk.get(f"/d/jobs/{posting.pk}/").content.decode()
    assert "帮厨" in clerk.get("/d/jobs/?view=follow").content.decode()
    clerk.post(f"/d/jobs/matches/{made.pk}/", {"state": "hired", "back": "follow"})
    assert clerk.post(f"/d/jobs/matches/{made.pk}/", {"state": "introduced"}).status_code == 409
    assert "录用 1" in clerk.get("/d/jobs/?view=shown").content.decode()
    assert "帮厨" in sheet_of(clerk.get("/d/jobs/jobs.xlsx?view=shown"))
    masked = sheet_of(clerk.get("/d/jobs/seekers/seekers.xlsx"))
    assert "139****1111" in masked
    assert "13900001111" not in masked


def test_a_number_is_seen_for_a_reason_and_gone_on_request(town: Town, as_: As) -> None:
    clerk = as_("clerk")
    clerk.post("/d/jobs/seekers/", SEEKER)
    pk = JobSeeker.objects.get().pk
    path = f"/d/jobs/seekers/{pk}/reveal/phone/"
    assert "13900001111" not in clerk.post(path, {"reason": ""}).content.decode()
    assert "13900001111" in clerk.post(path, {"reason": "问他去不去"}).content.decode()
    assert AccessLog.objects.filter(subject="jobs.JobSeeker").count() == 1
    assert as_("worker").get(path).status_code == 403
    assert as_("stoker").get("/d/jobs/seekers/").status_code == 403
    clerk.post(f"/d/jobs/seekers/{pk}/forget/")
    assert not JobSeeker.objects.exists()


def test_trainings_come_and_go(town: Town, as_: As, client: Client) -> None:
    clerk = as_("clerk")
    given = {
        "title": "面点班",
        "summary": "学做面点",
        "place": "街道二楼",
        "contact": "街道",
        "starts_date": "2026-12-01",
    }
    assert clerk.post("/d/jobs/trainings/", {**given, "starts_date": "2020-01-01"}).status_code == 422
    assert clerk.post("/d/jobs/trainings/", given).status_code == 302
    assert "面点班" in client.get("/jobs/").content.decode()
    page = clerk.get("/d/jobs/trainings/").content.decode()
    clerk.post(
        page.partition('action="/d/jobs/trainings/')[2].partition('"')[0].join(("/d/jobs/trainings/", ""))
    )
    assert "面点班" not in client.get("/jobs/").content.decode()


def test_whoever_looks_for_work_is_gone_to_with_what_fits_and_asked_again(town: Town, as_: As) -> None:
    one, clerk, desk = firm(town), as_("clerk"), as_("dispatcher")
    clerk.post(f"/d/jobs/for/{one.pk}/", POSTING)
    posting = JobPosting.objects.get()
    desk.post(f"/d/jobs/{posting.pk}/show/")
    clerk.post("/d/jobs/seekers/", SEEKER)
    seeker = JobSeeker.objects.get()
    here = f"/d/jobs/seekers/{seeker.pk}/"
    # Not yet; two weeks after they came somebody ought to ask.
    assert here not in clerk.get("/d/jobs/seekers/?view=ask").content.decode()
    with clock.frozen(NOW + timedelta(days=14)):
        assert here in clerk.get("/d/jobs/seekers/?view=ask").content.decode()
        page = clerk.get(here).content.decode()
        assert "帮厨" in page
        assert "赵师傅" not in page
        given = {"way": "door", "on": "2026-11-30", "key": "5d5f4a3e-93a5-4c0b-8a1c-6f7f1f6f3a55"}
        assert clerk.post(f"{here}visit/", given).status_code == 422
        given |= {"brought": ["job", "policy"], "posting": str(posting.pk)}
        assert clerk.post(f"{here}visit/", {**given, "on": "2026-12-30"}).status_code == 422
        for _press in range(2):
            assert clerk.post(f"{here}visit/", given).status_code == 302
        visit = SeekerVisit.objects.get()
        assert (visit.brought, visit.posting, visit.by) == (["policy", "job"], posting, town.people["clerk"])
        assert here not in clerk.get("/d/jobs/seekers/?view=ask").content.decode()
        assert "送岗位" in clerk.get(here).content.decode()
        assert "2026-12-30" in sheet_of(clerk.get("/d/jobs/seekers/seekers.xlsx"))
        assert as_("worker").get(here).status_code == 403
        # Who waits for a word is named, masked, with the way to the number; the sheet says the same.
        clerk.post(f"/d/jobs/{posting.pk}/introduce/", {"seeker": seeker.pk})
        assert here in clerk.get("/d/jobs/?view=follow").content.decode()
        assert "139****1111" in sheet_of(clerk.get("/d/jobs/jobs.xlsx?view=follow"))
        clerk.post(f"/d/jobs/matches/{JobMatch.objects.get().pk}/", {"state": "hired"})
        seeker.refresh_from_db()
        assert seeker.ask_on is None
        clerk.post(f"{here}forget/")
    # Leaving leaves a count and no person.
    visit.refresh_from_db()
    assert visit.seeker is None
