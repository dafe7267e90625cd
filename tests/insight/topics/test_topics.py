"""What the job keeps, and what each reader sees of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE
from linli.insight.indicators import Scope
from linli.insight.topics import gathering, queries
from linli.insight.topics.jobs import gather_topics
from linli.insight.topics.models import Signal, Topic, TopicCase
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Topic as Proposed
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Reporter
from tests.base.language.messages import DAILY, FEE, PLANT
from tests.pillars.governance.reports.doing import file
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town, build_town

AT = MONDAY + timedelta(days=3)


def raise_(town: Town, text: str, number: int, **fields: object) -> str:
    given = {"phone": f"1390000{number:04d}", "category": "R03", **fields}
    return file(town, MONDAY + timedelta(hours=number % 40), text=text, **given).report.case.number


@pytest.fixture
def boiling(db: None) -> Town:
    """A hamlet where a plant boils in two grids, a fee in the other community, and daily life goes on."""
    town = build_town()
    for i, text in enumerate(PLANT):
        raise_(town, text, i, lon=IN_FIRST_GRID[0] + (0.01 if i % 2 else 0))
    for i, text in enumerate(FEE):
        raise_(town, text, 100 + i, lon=IN_THIRD_GRID[0], lat=IN_THIRD_GRID[1], category="R02")
    for i, text in enumerate(DAILY[:20]):
        raise_(town, text, 200 + i, category="")
    gathering.gather(office=town.office, at=AT)
    return town


def seen(town: Town, name: str = "leader", unit: object = None) -> list[queries.HotTopic]:
    ground = unit or town.office
    scope = Scope(town.actor(name), ground.path)  # type: ignore[attr-defined]
    return queries.topics(scope=scope, unit=ground, at=AT)  # type: ignore[arg-type]


def test_what_boils_is_ranked_with_its_place_its_kind_and_its_people(boiling: Town) -> None:
    plant, fee = seen(boiling)[:2]
    assert (plant.place, plant.category) == ("云杉苑", "私搭乱建")
    assert plant.cases >= len(PLANT) - 1
    assert plant.heat.people == plant.cases
    assert plant.heat.areas == 2
    assert plant.heat.waiting == plant.cases
    assert plant.is_new
    assert plant.weeks[-1] == plant.cases
    assert plant.heat.heat > fee.heat.heat
    assert fee.place == "丹枫里物业" or "丹枫里" in fee.place or "门禁卡" in "".join(fee.words)


def test_each_sees_what_is_theirs_counted_anew(boiling: Town) -> None:
    whole = {t.id: t for t in seen(boiling)}
    east = {t.id: t for t in seen(boiling, "secretary", boiling.communities[0])}
    west = {t.id: t for t in seen(boiling, "secretary2", boiling.communities[1])}
    assert east.keys().isdisjoint(west)
    assert east.keys() | west.keys() <= whole.keys()
    grid = seen(boiling, "worker", boiling.grids[0])
    assert all(t.cases < whole[t.id].cases for t in grid if t.id in whole and whole[t.id].heat.areas > 1)


def test_one_person_who_writes_every_day_stays_cold(boiling: Town) -> None:
    for i in range(12):
        raise_(boiling, f"鹤鸣广场广场舞喇叭震得玻璃响，第{i}天", 300, category="", phone="13700000001")
    gathering.gather(office=boiling.office, at=AT)
    hermit = next(t for t in seen(boiling) if "广场舞" in "".join(t.words) or "鹤鸣" in t.place)
    assert hermit.cases >= 10
    assert hermit.heat.people <= 2
    assert hermit.heat.heat < 4 < seen(boiling)[0].heat.heat


def test_who_joins_counts_as_a_person(boiling: Town) -> None:
    before = seen(boiling)[0]
    number = Case.objects.get(pk=before.case_ids[0]).number
    operations.join_report(actor=ANYONE, number=number, at=AT, note="我家也是", phone="13611112222")
    gathering.gather(office=boiling.office, at=AT)
    after = seen(boiling)[0]
    assert (after.id, after.cases, after.heat.people) == (before.id, before.cases, before.heat.people + 1)


def test_a_topic_keeps_its_number_while_it_grows(boiling: Town) -> None:
    before = {t.place: t.id for t in seen(boiling)}
    raise_(boiling, "云杉苑边上沥青厂今早又冒黑烟，焦糊味直冲屋里", 400)
    gathering.gather(office=boiling.office, at=AT)
    assert {t.place: t.id for t in seen(boiling)}["云杉苑"] == before["云杉苑"]


def test_gathering_twice_changes_nothing(boiling: Town) -> None:
    def kept() -> list[object]:
        return [*Topic.objects.order_by("pk").values(), *TopicCase.objects.order_by("pk").values()]

    before = kept()
    gathering.gather(office=boiling.office, at=AT)
    assert kept() == before


def test_nothing_kept_tells_who_wrote(boiling: Town) -> None:
    numbers = {p for row in TopicCase.objects.all() for p in row.people}
    assert numbers <= set(range(len(PLANT) + 1))
    prints = {bytes(p).hex() for p in Reporter.objects.values_list("phone_print", flat=True) if p}
    assert not any(p in str(row) for p in prints for row in TopicCase.objects.values())


def test_the_job_gathers_only_where_something_is_new(boiling: Town) -> None:
    with clock.frozen(AT):
        assert gather_topics(0) == 0
        raise_(boiling, "又来一件", 500)
        assert gather_topics(0) == 1


def test_signals_come_with_exactly_the_cases_of_the_ground(boiling: Town) -> None:
    rows = Signal.objects.filter(rule="repeated")
    assert {(row.area_id, row.category) for row in rows} >= {(boiling.grids[2].pk, "R02")}
    west = queries.calls(
        scope=Scope(boiling.actor("secretary2"), boiling.communities[1].path), unit=boiling.communities[1]
    )
    assert [(c.rule, c.count, c.cases) for c in west] == [("repeated", len(FEE), len(FEE))]


class TestPages:
    def test_the_ranking_opens_to_topics_and_these_to_cases(self, boiling: Town) -> None:
        client = boiling.client("leader")
        with clock.frozen(AT):
            page = client.get(reverse("boards:topics")).content.decode()
            for words in ("云杉苑·私搭乱建", "热度怎么算", "30 天里 3 件以上", "供暖季"):
                assert words in page
            topic = seen(boiling)[0]
            one = client.get(reverse("boards:topic", args=[topic.id])).content.decode()
            assert "热度怎么来的" in one
            for number in Case.objects.filter(pk__in=topic.case_ids).values_list("number", flat=True):
                assert number in one
            call = Signal.objects.filter(rule="repeated").first()
            assert call is not None
            assert client.get(reverse("boards:call", args=[call.pk])).status_code == 200

    def test_what_boils_is_put_before_everybody_with_its_cases(self, boiling: Town) -> None:
        client = boiling.client("leader")
        plant = next(t for t in seen(boiling) if t.category != "咨询政策")
        with clock.frozen(AT):
            page = client.get(reverse("boards:topic", args=[plant.id]))
            form = client.get(page.context["propose_url"])
            numbers = [case.number for case in form.context["cases"]]
            assert len(numbers) == len(plant.case_ids)
            unit = boiling.communities[0].pk
            given = {"unit": unit, "origin": "cases", "words": "违建怎么拆", "cases": numbers}
            assert client.post(reverse("desk:topic-new"), given).status_code == 302
            assert (
                boiling.client("dispatcher")
                .get(reverse("boards:topic", args=[plant.id]))
                .context["propose_url"]
                == ""
            )
        assert sorted(s.case.number for s in Proposed.objects.get().sources.all()) == sorted(numbers)

    def test_absent_and_forbidden_look_the_same(self, boiling: Town) -> None:
        fee = next(t for t in seen(boiling) if t.category == "咨询政策")
        with clock.frozen(AT):
            for name, status in (("leader", 200), ("secretary2", 200), ("secretary", 404), ("auditor", 404)):
                assert boiling.client(name).get(reverse("boards:topic", args=[fee.id])).status_code == status
            assert boiling.client("leader").get(reverse("boards:topic", args=[999_999])).status_code == 404
            assert boiling.client("leader").get(reverse("boards:call", args=[999_999])).status_code == 404
        assert Client().get(reverse("boards:topics")).status_code == 302

    def test_costs_the_same_however_much_boils(self, boiling: Town) -> None:
        client = boiling.client("leader")

        def cost() -> int:
            with clock.frozen(AT), CaptureQueriesContext(connection) as asked:
                client.get(reverse("boards:topics"))
            return len(asked)

        cost()  # the session is kept, the map is read: once
        before = cost()
        for i in range(6):
            raise_(boiling, f"海棠湾南门流浪猫{'一窝又一窝' * (i % 2)}翻垃圾袋", 600 + i, category="")
        gathering.gather(office=boiling.office, at=AT)
        assert cost() == before <= 15

    def test_nothing_boils_in_an_empty_office(self, town: Town) -> None:
        with clock.frozen(AT):
            page = town.client("leader").get(reverse("boards:topics"))
        assert page.status_code == 200
        assert "没有几个人同时说的事" in page.content.decode()


def test_the_case_page_says_which_hot_topic_it_belongs_to(
    boiling: Town, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    plant = seen(boiling)[0]
    mine = TopicCase.objects.filter(topic_id=plant.id, case__area=boiling.grids[0]).first()
    assert mine is not None
    around = f"/d/reports/{mine.case.number}/around/"
    with clock.frozen(AT):
        client = boiling.client("leader")
        client.get("/d/me/")  # the first request of a minute writes that the session is in use
        with django_assert_max_num_queries(17):  # one of them for the component it may name
            page = client.get(around).content.decode()
        url = reverse("boards:topic", args=[plant.id])
        assert f'href="{url}"' in page
        assert f"您看得到的有 {plant.cases} 件" in page
        assert client.get(url).status_code == 200
        # Who may open too few of its cases is not told that there is a topic: its page would not open either.
        TopicCase.objects.filter(topic_id=plant.id, case__area=boiling.grids[0]).exclude(pk=mine.pk).delete()
        worker = boiling.client("worker")
        assert url not in worker.get(around).content.decode()
        assert worker.get(url).status_code == 404
