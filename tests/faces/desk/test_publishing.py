"""Before a report goes public staff see what is hidden, and can hide more."""

from __future__ import annotations

import re

from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.operations import dispatch_report
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

TEXT = "我叫张三丰，住3号楼2单元501室，电话13800004321。老于家饭馆油烟太大。"


def page_of(town: Town, who: str, number: str, path: str = "") -> str:
    answer = town.client(who).get(f"/d/reports/{number}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_will_be_hidden_is_marked_beside_what_the_public_reads(town: Town) -> None:
    number = file(town, text=TEXT).report.case.number
    page = page_of(town, "dispatcher", number, "publish/")
    marked = re.findall(r"<mark[^>]*>([^<]+)</mark><small[^>]*> → ([^<]+?) </small>", page)
    assert marked == [("张三丰", "张*"), ("2单元501室", "***"), ("13800004321", "138****4321")]


def test_words_named_by_hand_are_hidden_too(town: Town) -> None:
    report = file(town, text=TEXT).report
    client = town.client("dispatcher")
    page = client.get(f"/d/reports/{report.case.number}/publish/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    given = {
        **fields,
        "title": "饭馆油烟",
        "text": "老于家饭馆油烟太大。",
        "public_answer": "",
        "hide": "老于家、饭馆",
    }
    answer = client.post(f"/d/reports/{report.case.number}/publish/", given)
    assert answer.status_code == 302, answer.content.decode()
    kept = Report.objects.get()
    assert (kept.is_published, kept.public_title, kept.public_text) == (True, "***油烟", "******油烟太大。")


def test_who_asked_for_secrecy_is_not_betrayed_by_their_words(town: Town) -> None:
    report = file(town, text=TEXT, is_confidential=True).report
    number = report.case.number
    dispatch_report(actor=town.actor("dispatcher"), number=number, at=MONDAY, lead=town.sanitation)
    handler = page_of(town, "sweeper", number)
    assert "张三丰" not in handler
    assert "13800004321" not in handler
    assert "老于家饭馆" in handler
    assert "张三丰" in page_of(town, "dispatcher", number)
