"""What may be an emergency is said where cases are read, and asked of whoever may decide."""

from __future__ import annotations

import re

import pytest

from linli.base.flow.models import Case
from linli.kernel import clock
from tests.pillars.governance.reports import doing
from tests.town import MONDAY, Town

FIRE = "三号楼四楼窗户往外冒浓烟"


@pytest.fixture(autouse=True)
def _now() -> object:
    with clock.frozen(MONDAY):
        yield


def test_the_inbox_says_so(town: Town) -> None:
    doing.file(town, text=FIRE)
    assert "像是急事" in town.client("dispatcher").get("/d/?view=all").content.decode()


@pytest.mark.parametrize("address", ["/d/reports/{}/", "/d/dispatch/{}/"])
def test_page_and_queue_quote_the_words_and_one_press_decides(town: Town, address: str) -> None:
    number = doing.file(town, text=FIRE).report.case.number
    client = town.client("dispatcher")
    page = client.get(address.format(number)).content.decode()
    assert "冒浓烟" in page
    form = page[page.index("像是急事：") : page.index("不是急事")]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = client.post(f"/d/reports/{number}/reclassify/", {**fields, "urgent": "yes"})
    assert answer.status_code == 302
    assert Case.objects.get(number=number).is_urgent
    page = client.get(f"/d/reports/{number}/").content.decode()
    assert "像是急事" not in page
    assert "定为紧急" in page  # the history says who decided


def test_whoever_may_not_decide_is_not_asked(town: Town) -> None:
    number = doing.file(town, text=FIRE).report.case.number
    assert "不是急事" not in town.client("leader").get(f"/d/reports/{number}/").content.decode()


def test_the_words_of_a_proposal_are_not_those_that_are_hidden(town: Town) -> None:
    number = doing.file(
        town, text="我叫王建国，住3号楼2单元501，家里着火了，电话13812345678", is_confidential=True
    ).report.case.number
    page = town.client("grid_leader").get(f"/d/reports/{number}/").content.decode()
    assert "13812345678" not in page
