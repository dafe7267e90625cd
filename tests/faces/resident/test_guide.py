"""The guide: found by occasion, group or one's own words; a checklist by one's own situation; all without JavaScript."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM
from linli.pillars.service.catalog import operations
from linli.pillars.service.catalog.rules import firstday
from linli.pillars.service.catalog.rules.item import Choice, Line, Power, Question, Way
from linli.pillars.service.catalog.rules.search import index_of
from tests.pillars.service.catalog.items import ITEM
from tests.town import MONDAY, Town

MOST_QUERIES = 15


@pytest.fixture
def hall(town: Town) -> Town:
    """The town with two items: one of the first day and that of the tests."""
    wanted = [item for item in firstday.items() if item.code == "SB04"]
    operations.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([ITEM, *wanted], 1), publish=True
    )
    return town


def html(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_finds_by_ones_own_words(hall: Town, client: Client) -> None:
    page = html(client, "/guide/?q=八十岁老人给钱")
    assert ITEM.name.zh in page
    assert "社会保障卡" not in page


def test_says_what_to_do_when_nothing_is_found(hall: Town, client: Client) -> None:
    assert "没找到这样的事项" in html(client, "/guide/?q=qwerty")


def test_lists_by_occasion_and_group(hall: Town, client: Client) -> None:
    assert ITEM.name.zh in html(client, "/guide/?event=ageing")
    assert ITEM.name.zh not in html(client, "/guide/?group=pension")
    assert ITEM.name.zh in html(client, "/guide/?event=nonsense")


def test_an_item_says_all_of_it(hall: Town, client: Client) -> None:
    page = html(client, "/guide/T001/")
    for said in (
        "10 个工作日内",
        "法律规定最长 20 个工作日",
        "不收费",
        "年满 80 周岁",
        "身份证",
        "一寸照片",
        "1 次",
    ):
        assert said in page, said
    assert "委托书" in page.split("还有几样看您的情况")[1].split("</p>")[0]
    assert "Allowance for the very old" in html(client, "/guide/T001/", **{"accept-language": "en"})


def test_asks_step_by_step_then_lists_what_this_situation_needs(hall: Town, client: Client) -> None:
    first = html(client, "/guide/T001/list/")
    assert 'name="who"' in first
    assert 'name="card"' not in first
    second = html(client, "/guide/T001/list/?who=self")
    assert 'name="card"' in second
    assert "您要带的就这些" not in second
    done = html(client, "/guide/T001/list/?who=other")
    assert "您要带的就这些" in done
    assert "委托书" in done
    assert "银行卡" not in done
    assert "银行卡" in html(client, "/guide/T001/list/?who=self&card=no")


def test_the_list_prints_with_a_code_that_leads_back(hall: Town, client: Client) -> None:
    paper = html(client, "/guide/T001/list/?who=other&print=1")
    assert "<svg" in paper
    assert "委托书" in paper


def test_anything_else_had_from_home_is_found_and_done_together(town: Town, client: Client) -> None:
    items = [replace(ITEM, code=f"T{n:02}", name=Line(f"第{n}件事"), events=()) for n in range(1, 9)]
    other = Question("who", Line("谁办"), (Choice("a", Line("甲")), Choice("b", Line("乙"))))
    items += [
        replace(ITEM, code="T20", name=Line("问得不一样的事"), questions=(other,), materials=(), events=()),
        replace(ITEM, code="T21", name=Line("只能去窗口的事"), ways=(Way.WINDOW,), events=()),
        replace(ITEM, code="T22", name=Line("猫咪登记"), said=("给猫上户口",), events=()),
    ]
    operations.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([ITEM, *items], 1), publish=True
    )
    url = "/guide/T001/list/?who=other"
    page = html(client, url)
    assert "看全部能一起办的" in page
    for n in range(1, 9):
        assert f'name="with" value="T{n:02}">' in page
    assert 'value="T20"' not in page
    assert 'value="T21"' not in page
    found = html(client, f"{url}&look=1&find=给猫上户口")
    assert 'value="T22"' in found.split("找一找")[-1].split("看全部")[0]
    assert found.count('value="T22"') == 1
    assert "没找到能一起在手机上办的" in html(client, f"{url}&look=1&find=qwerty")
    both = html(client, f"{url}&with=T22&with=T20")
    assert 'value="T22" checked' in both
    assert "＋猫咪登记" in both
    many = html(client, url + "".join(f"&with=T{n:02}" for n in range(1, 9)))
    assert len(re.findall(r'name="with" value="T\d+" checked', many)) == 5
    assert "一次最多再加 5 件" in many


def test_an_item_that_is_not_offered_is_not_there(hall: Town, client: Client) -> None:
    operations.end_item(actor=SYSTEM, at=MONDAY, office=hall.office, code="T001")
    for url in ("/guide/T001/", "/guide/T001/list/", "/guide/NONE/"):
        assert client.get(url).status_code == 404


def test_asks_which_office_where_there_are_several(hall: Town, client: Client) -> None:
    other = add_unit(kind=UnitKind.SUBDISTRICT, name="另一街道", parent=hall.district, code="379901002")
    assert "您要到哪个街道办事" in html(client, "/guide/")
    assert ITEM.name.zh in html(client, f"/guide/?office={hall.office.pk}&q=高龄津贴")
    assert client.get(f"/guide/T001/?office={other.pk}").status_code == 404
    assert f"office={hall.office.pk}" in html(client, f"/guide/T001/?office={hall.office.pk}")
    asked = html(client, "/guide/T001/")
    assert hall.office.name in asked
    assert other.name not in asked
    client.cookies["ll_grid"] = str(hall.grids[0].pk)
    assert ITEM.name.zh in html(client, "/guide/?event=ageing")


def test_asks_the_database_little(hall: Town, client: Client, django_assert_max_num_queries: Any) -> None:
    for url in ("/guide/", "/guide/?q=老人", "/guide/T001/", "/guide/T001/list/?who=other&print=1"):
        client.get(url)
        with django_assert_max_num_queries(MOST_QUERIES, info=url):
            client.get(url)


ASKED = {
    "我想给老人办个补贴": "YL",
    "我妈八十了有没有钱": "YL01", "低保怎么办": "MZ01", "孩子刚出生要办啥": "WJ", "医保卡丢了": "SB04",
    "在外地看病怎么报销": "YB",
    "我失业了": "JY01", "又找到工作了要登记吗": "JY02", "想开个小饭店": "SH01", "我爸瘫痪在床": "YL04",
    "残疾证丢了": "CL02", "退伍回来": "TY01", "我爷爷去世了怎么办": "HS", "暂住证": "JZ01", "独生子女费": "WJ03",
    "糖尿病买药报销": "YB06", "没人做饭的老人吃饭": "YL05", "给老人家里装扶手": "YL06", "轮椅": "CL05", "家里着火了": "MZ03",
    "腿脚不方便能上门吗": "JZ03", "social security card": "SB", "help with rent": "ZF02",
}  # fmt: skip


def test_finds_what_people_say_among_those_of_the_first_day() -> None:
    index = index_of(firstday.items())
    found = {asked: [item.code for item in index.find(asked, 3)] for asked in ASKED}
    missed = {
        asked: found[asked]
        for asked, code in ASKED.items()
        if not any(c.startswith(code) for c in found[asked])
    }
    assert missed == {}
    assert index.find("你好") == ()


def test_says_of_which_items_the_law_sets_the_five_days_and_of_which_they_are_promised(
    town: Town, client: Client
) -> None:
    permit = replace(ITEM, code="T009", power=Power.PERMIT)
    operations.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=[(1, ITEM), (2, permit)], publish=True
    )
    law = "这是行政许可法第三十二条的规定"
    assert law in client.get("/guide/T009/").content.decode()
    page = client.get("/guide/T001/").content.decode()
    assert law not in page
    assert "对这一项是我们的承诺" in page
    assert "20 个工作日是规定的最长时间，10 个工作日是我们的承诺" in page
