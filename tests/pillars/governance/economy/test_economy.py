"""Indicators and key projects: lights follow from days and sums, corrections stay, a problem is a case with a clock."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from linli.base.flow import jobs as flow
from linli.base.flow.refusals import WordsMissing
from linli.kernel import clock
from linli.pillars.governance.economy import operations as op
from linli.pillars.governance.economy import queries, rules
from linli.pillars.governance.economy.models import EconomicTarget, EconomicValue, KeyProject, Spending
from linli.pillars.governance.economy.policies import NoSuchProject
from linli.pillars.governance.economy.rules import Facts, Light, What, Why
from tests.town import MONDAY, Town

TODAY = clock.local(MONDAY).date()
DAYS = st.integers(-400, 400)


def open_project(town: Town, who: str = "leader", **said: Any) -> KeyProject:
    given_: dict[str, Any] = {
        "office": town.office,
        "area": town.communities[0],
        "lead": town.sanitation,
        "name": "北广场改造",
        "words": "管网和广场。",
        "starts_on": TODAY - timedelta(days=100),
        "ends_on": TODAY + timedelta(days=100),
        "total_wan": 1000,
    } | said
    return op.open_project(actor=town.actor(who), at=MONDAY, **given_)


class TestLight:
    @given(DAYS, st.integers(1, 10**6), st.integers(0, 10**6), st.lists(DAYS, max_size=4))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    def test_more_money_never_worsens_and_a_step_reached_never_worsens(
        self, begun: int, total: int, spent: int, due: list[int]
    ) -> None:
        starts = TODAY + timedelta(days=begun)
        order = (Light.GREEN, Light.YELLOW, Light.RED)

        def shown(money: int, *, done: bool) -> int:
            steps = [(TODAY + timedelta(days=n), TODAY if done else None) for n in due]
            facts = Facts(starts, starts + timedelta(days=200), total, money, steps)
            light, reasons = rules.light(facts, TODAY)
            assert (light is Light.GREEN) == (not reasons)
            return order.index(light)

        assert shown(spent + 1, done=False) <= shown(spent, done=False)
        assert shown(spent, done=True) <= shown(spent, done=False)

    def test_names_every_reason_and_the_worst_wins(self) -> None:
        facts = Facts(
            TODAY - timedelta(days=100), TODAY + timedelta(days=100), 100, 30,
            [(TODAY - timedelta(days=31), None)], ["yellow"],
        )  # fmt: skip
        light, reasons = rules.light(facts, TODAY)
        assert light is Light.RED
        assert reasons == ((Why.MILESTONE_LATE, 31), (Why.MONEY_BEHIND, 20.0), (Why.PROBLEM_LATE, 1))
        ended = Facts(facts.starts_on, facts.ends_on, 100, 0, is_ended=True)
        assert rules.light(ended, TODAY) == (Light.ENDED, ())


def test_a_value_is_corrected_and_what_was_said_before_stays(town: Town) -> None:
    by = {"actor": town.actor("leader"), "office": town.office, "year": 2026, "what": What.REVENUE}
    with pytest.raises(op.NoTargetSet):
        op.report_value(**by, at=MONDAY, until_month=10, amount_wan=900, source="财政所")
    op.set_target(**by, amount_wan=1000, basis="区下达")
    for amount in (900, 950):
        op.report_value(**by, at=MONDAY, until_month=10, amount_wan=amount, source="财政所")
    (row,) = queries.targets_of(actor=town.actor("secretary"), year=2026)
    assert row.latest is not None
    assert (row.latest.amount_wan, row.completion) == (950, 95.0)
    assert EconomicValue.objects.count() == 2
    with pytest.raises(op.DaysOutOfOrder):
        op.report_value(**by, at=MONDAY, until_month=12, amount_wan=1, source="财政所")
    with pytest.raises(WordsMissing):
        op.set_target(**by, amount_wan=1, basis=" ")


def test_only_the_office_keeps_and_a_grid_worker_reads_nothing(town: Town) -> None:
    with pytest.raises(op.NotYourEconomy):
        open_project(town, "secretary")
    one = open_project(town)
    with pytest.raises(NoSuchProject):
        queries.project_page(actor=town.actor("worker"), pk=one.pk, today=TODAY)
    with pytest.raises(op.NotYourEconomy):
        op.end_project(actor=town.actor("secretary"), at=MONDAY, project=one.pk, words="完")
    assert queries.project_page(actor=town.actor("secretary"), pk=one.pk, today=TODAY).project == one


def test_a_problem_is_a_supervised_matter_and_its_card_shows_in_the_light(town: Town) -> None:
    one = open_project(town)
    actor = town.actor("leader")
    made = op.raise_problem(actor=actor, at=MONDAY, project=one.pk, asked="三家商户没签约\n周五前再去一次")
    assert made.case.kind == "governance.supervision"
    assert made.case.is_open
    assert made.case.resolve_by is not None
    late = MONDAY + timedelta(days=30)
    while flow.tick(made.case.number, late):
        pass
    row = queries.project_page(actor=actor, pk=one.pk, today=clock.local(late).date())
    assert (row.light, row.problems) == (Light.RED, 1)
    assert Why.PROBLEM_LATE in dict(row.reasons)
    op.end_project(actor=actor, at=MONDAY, project=one.pk, words="按期完成")
    with pytest.raises(op.ProjectOver):
        op.report_spending(actor=actor, at=MONDAY, project=one.pk, month=TODAY, amount_wan=1)


def test_money_of_a_month_is_replaced_not_added(town: Town) -> None:
    one = open_project(town)
    for amount in (100, 300):
        op.report_spending(
            actor=town.actor("leader"), at=MONDAY, project=one.pk, month=date(2026, 10, 9), amount_wan=amount
        )
    row = queries.project_page(actor=town.actor("leader"), pk=one.pk, today=TODAY)
    assert (row.spent, row.completion, Spending.objects.count()) == (300, 30.0, 2)


def _sheet(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["年度", "指标", "目标（万元）", "1 月到几月", "累计完成（万元）", "谁报的数"])
    for row in rows:
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class TestSheet:
    def test_goes_out_and_comes_in_again_changing_nothing(self, town: Town, tmp_path: Path) -> None:
        path = tmp_path / "in.xlsx"
        path.write_bytes(
            _sheet(
                (2026, "财政收入", 1000, 9, 800, "财政所"),
                ("2026年", "社零", "2,000", "10月", "1,500.4", "统计局"),
            )
        )
        by = {"actor": town.actor("leader"), "at": MONDAY, "office": town.office}
        assert op.import_values(**by, path=path) == 2
        assert op.import_values(**by, path=path) == 2
        assert (EconomicTarget.objects.count(), EconomicValue.objects.count()) == (2, 2)
        with clock.frozen(MONDAY):
            answer = town.client("leader").get("/d/economy/economy.xlsx")
        out = tmp_path / "out.xlsx"
        out.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
        rows = list(load_workbook(out).active.iter_rows(values_only=True))  # type: ignore[union-attr]
        assert {row[5] for row in rows[1:]} == {800, 1500}
        assert op.import_values(**by, path=out) == 2
        assert EconomicValue.objects.count() == 2

    @pytest.mark.parametrize(
        "row",
        [
            (2026, "GDP", 1, 9, 8, "x"), (2026, "财政收入", 1000, 13, 8, "x"), (1, "社零", 1, 1, 1, "x"),
            (2026, "社零", "无", 1, 1, "x"),
        ],
    )  # fmt: skip
    def test_one_row_that_is_unclear_and_nothing_is_taken(
        self, town: Town, tmp_path: Path, row: tuple[object, ...]
    ) -> None:
        path = tmp_path / "in.xlsx"
        path.write_bytes(_sheet((2026, "财政收入", 1000, 9, 800, "财政所"), row))
        with pytest.raises(op.EconomyRowUnclear) as said:
            op.import_values(actor=town.actor("leader"), at=MONDAY, office=town.office, path=path)
        assert said.value.data["row"] == 3
        assert not EconomicTarget.objects.exists()


class TestPages:
    def test_by_form_from_target_to_board(self, town: Town) -> None:
        with clock.frozen(MONDAY):
            leader = town.client("leader")
            said = {"office": town.office.pk, "year": 2026, "what": "revenue", "amount_wan": 1000}
            assert leader.post("/d/economy/target/", {**said, "basis": "区下达"}).status_code == 302
            wrong = leader.post("/d/economy/value/", {**said, "until_month": 12, "source": "财政所甲"})
            assert wrong.status_code == 422
            assert "财政所甲" in wrong.content.decode(), "what was typed is kept"
            leader.post(
                "/d/economy/value/", {**said, "until_month": 10, "amount_wan": 970, "source": "财政所"}
            )
            page = town.client("secretary").get("/d/economy/").content.decode()
            assert "97%" in page
            assert "定年度目标" not in page, "a community reads and sets nothing"
            one = open_project(town)
            url = f"/d/projects/{one.pk}/"
            assert (
                leader.post(f"{url}milestone/", {"name": "管网入地", "due_on": "2026-11-01"}).status_code
                == 302
            )
            assert leader.post(f"{url}spending/", {"month": "2026-10", "amount_wan": 250}).status_code == 302
            for wrong in ("x", "0001-01", "2026-13"):
                sent = {"month": wrong, "amount_wan": 250}
                assert leader.post(f"{url}spending/", sent).status_code == 422, wrong
            assert leader.post(f"{url}team/", {"unit": town.heating.pk, "task": "管网"}).status_code == 302
            assert leader.post(f"{url}problem/", {"asked": "商户没签约"}).status_code == 302
            step = one.milestones.get()
            page = leader.get(url).content.decode()
            assert "过了 15 天" in page
            assert "商户没签约" in page
            assert (
                leader.post(f"{url}reach/", {"milestone": step.pk, "done_on": "2026-11-16"}).status_code
                == 302
            )
            board = leader.get("/b/projects/").content.decode()
            assert "97" in board
            assert "北广场改造" in board
            hung = leader.get("/b/wall/projects/").content.decode()
            assert "北广场改造" in hung
            assert town.client("worker").get("/b/projects/").status_code == 404
            assert "重点项目由街道登记" in town.client("worker").get("/d/projects/").content.decode()

    def test_a_list_costs_the_same_for_one_and_for_many(self, town: Town) -> None:
        with clock.frozen(MONDAY):
            leader, counts = town.client("leader"), []
            for n in range(4):
                one = open_project(town, name=f"项目{n}")
                op.plan_milestone(actor=town.actor("leader"), project=one.pk, name="一", due_on=TODAY)
                op.raise_problem(actor=town.actor("leader"), at=MONDAY, project=one.pk, asked=f"卡住{n}")
                leader.get("/d/projects/")
                with CaptureQueriesContext(connection) as asked:
                    leader.get("/d/projects/")
                counts.append(len(asked))
            assert len(set(counts)) == 1, counts

    def test_a_file_that_is_no_sheet_is_refused_in_its_form(self, town: Town) -> None:
        with clock.frozen(MONDAY):
            answer = town.client("leader").post(
                "/d/economy/import/",
                {"office": town.office.pk, "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")},
            )
        assert answer.status_code == 422
        assert "没有找到表头" in answer.content.decode()
