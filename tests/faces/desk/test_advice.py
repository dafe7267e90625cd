"""Advice on a draft answer: while typing, and without a script; answers that pleased before."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from linli.base.people.actors import ANYONE
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Report
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

PROMISE = "环卫所 11 月 16 日看过下水井，将尽快疏通。电话 0531-86000001。"
GOOD = "环卫所 11 月 16 日疏通了三号楼的下水井。再堵请打 0531-86000001。"
NOW = MONDAY + timedelta(days=2)


def advice(client: Client, number: str, draft: str) -> str:
    with clock.frozen(NOW):
        answer = client.post(
            f"/d/reports/{number}/advice/", {"answer": draft}, headers={"HX-Request": "true"}
        )
    assert answer.status_code == 200
    return answer.content.decode()


def test_says_what_is_lacking_and_in_which_sentence(town: Town) -> None:
    number = file(town).report.case.number
    said = advice(town.client("worker"), number, PROMISE)
    assert "答应了，没说日子" in said
    assert "<q>环卫所 11 月 16 日看过下水井，将尽快疏通。</q>" in said
    assert advice(town.client("worker"), number, GOOD).strip() == ""
    assert advice(town.client("worker"), number, "").strip() == ""


def test_only_those_who_see_the_case_may_ask(town: Town) -> None:
    number = file(town).report.case.number
    assert town.client("worker3").post(f"/d/reports/{number}/advice/", {"answer": "x"}).status_code == 404
    assert town.client("worker").get(f"/d/reports/{number}/advice/").status_code == 405


def test_stands_beside_the_form_without_a_script(town: Town) -> None:
    number = file(town).report.case.number
    url = f"/d/reports/{number}/settle/"
    client = town.client("worker")
    with clock.frozen(NOW):
        page = client.get(url).content.decode()
        assert f'hx-post="/d/reports/{number}/advice/"' in page
        assert "发出前看一眼" not in page
        looked = client.post(url, {"answer": PROMISE, "preview": "1"}).content.decode()
    assert "发出前看一眼" in looked
    assert "答应了，没说日子" in looked


def test_a_person_decides(town: Town) -> None:
    number = file(town).report.case.number
    operations.settle_report(actor=town.actor("worker"), number=number, at=NOW, answer="已收悉。")
    assert Report.objects.get().case.state in ("callback", "settled", "answered", "closed")


class TestAnswersThatPleased:
    def rated(self, town: Town, text: str, answer: str, level: int, phone: str) -> str:
        number = file(town, text=text, phone=phone).report.case.number
        operations.settle_report(
            actor=town.actor("worker"), number=number, at=MONDAY + timedelta(hours=1), answer=answer
        )
        operations.rate_report(
            actor=ANYONE,
            number=number,
            at=MONDAY + timedelta(hours=2),
            solved=level > 2,
            level=level,
            as_reporter=True,
        )
        return number

    def test_the_likest_case_comes_first_masked_and_only_if_it_pleased(self, town: Town) -> None:
        self.rated(town, "东门雨水篦子让树叶堵了", "清了树叶。", 5, "13900000001")
        best = self.rated(town, "三号楼下水井冒水", f"{GOOD}反映人手机 13812345678。", 5, "13900000002")
        self.rated(town, "三号楼下水井又冒水", "不归我们管。", 1, "13900000003")
        number = file(town, text="3号楼的下水井冒臭水").report.case.number
        with clock.frozen(NOW):
            page = town.client("worker").get(f"/d/reports/{number}/settle/").content.decode()
            borrowed = town.client("worker").get(f"/d/reports/{number}/settle/?like={best}").content.decode()
        assert "以前让人满意的答复" in page
        assert page.index(f"?like={best}") < page.index("清了树叶")
        assert "13812345678" not in page
        assert "不归我们管" not in page
        assert "环卫所 11 月 16 日疏通了三号楼的下水井。" in borrowed.split("</textarea>")[0]

    def test_nothing_of_what_one_may_not_open(self, town: Town) -> None:
        self.rated(town, "三号楼下水井冒水", GOOD, 5, "13900000002")
        number = file(town, text="下水井冒水", lon=117.025).report.case.number
        with clock.frozen(NOW):
            page = town.client("worker3").get(f"/d/reports/{number}/settle/").content.decode()
        assert "以前让人满意的答复" not in page
