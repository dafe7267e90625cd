"""Rounds through a hall: written once, of the place, by who works there; what was found is put right once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from linli.kernel import clock
from linli.pillars.service.counters import operations as op
from linli.pillars.service.counters import queries
from linli.pillars.service.counters.models import HallCheck, HallFinding
from linli.pillars.service.counters.rules import POINTS, Check
from linli.pillars.service.counters.texts import POINTS as WORDS
from tests.pillars.service.counters.hamlet import NOW, open_hall
from tests.town import Town

pytestmark = pytest.mark.django_db


def test_every_point_has_words_and_every_round_a_name() -> None:
    assert {point for points in POINTS.values() for point in points} == set(WORDS)
    assert {check.value for check in Check} == set(HallCheck.What.values)


def test_a_round_is_written_once_and_put_right_once(town: Town) -> None:
    hall, clerk, key = open_hall(town).hall, town.actor("xiaohe"), uuid.uuid4()
    by = {"actor": clerk, "at": NOW, "hall": hall, "what": "duty"}
    made = op.check_hall(**by, findings={"machines": "打印机卡纸"}, key=key)
    assert op.check_hall(**by, findings={"machines": "打印机卡纸"}, key=key).pk == made.pk
    finding = HallFinding.objects.get()
    op.mend_finding(actor=clerk, at=NOW + timedelta(minutes=9), hall=hall, finding=finding)
    with pytest.raises(op.MendedAlready):
        op.mend_finding(actor=clerk, at=NOW + timedelta(hours=1), hall=hall, finding=finding)
    ((row,),) = [one.findings for one in queries.checks_of(hall=hall, at=NOW + timedelta(days=1))]
    assert (row.point, row.mended_at, row.mended_by) == ("machines", NOW + timedelta(minutes=9), "xiaohe")
    assert queries.checks_of(hall=hall, at=NOW + timedelta(days=31)) == []


def test_is_refused_by_name(town: Town) -> None:
    hall = open_hall(town).hall
    by = {"at": NOW, "hall": hall}
    with pytest.raises(op.NotYourHall):
        op.check_hall(actor=town.actor("sweeper"), what="duty", findings={}, **by)
    with pytest.raises(op.NoSuchCheck):
        op.check_hall(actor=town.actor("xiaohe"), what="duty", findings={"sort": "乱"}, **by)
    with pytest.raises(op.NoSuchCheck):
        op.check_hall(actor=town.actor("xiaohe"), what="people", findings={}, **by)
    with pytest.raises(op.SayWhatIsWrong):
        op.check_hall(actor=town.actor("xiaohe"), what="duty", findings={"book": " "}, **by)
    assert not HallCheck.objects.exists()


def test_the_page_takes_a_round_in_and_its_sheet_has_the_same_lines(town: Town) -> None:
    hall, clerk = open_hall(town).hall, town.client("xiaohe")
    url = f"/d/hall/{hall.pk}/checks/"
    with clock.frozen(NOW):
        wrong = clerk.post(url, {"what": "tidy", "bad": ["set"], "note-set": ""})
        assert wrong.status_code == 422
        assert "请写看到什么" in wrong.content.decode()
        assert (
            clerk.post(url, {"what": "tidy", "bad": ["set"], "note-set": "空白表用完了"}).status_code == 302
        )
        assert "空白表用完了" in clerk.get(url).content.decode()
        finding = HallFinding.objects.get()
        clerk.post(f"{url}{finding.pk}/mend/")
        sheet = b"".join(clerk.get(f"{url}export.xlsx").streaming_content)  # type: ignore[attr-defined]
        assert town.client("leader").get(url).status_code == 200
        assert town.client("worker").get(url).status_code == 404
    finding.refresh_from_db()
    assert finding.mended_by == town.people["xiaohe"]
    assert sheet[:2] == b"PK"
