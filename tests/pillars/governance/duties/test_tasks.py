"""The list of duties by version, the gate before grid workers, and the laws of the loop for a task."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Assignment, Case
from linli.pillars.governance.duties import operations as op
from linli.pillars.governance.duties import queries, rules, texts
from linli.pillars.governance.duties.flow import TASK
from linli.pillars.governance.duties.models import Duty, DutyList, Task
from linli.pillars.governance.duties.rules import DutyKind, Line
from tests import deaths, kinds
from tests.pillars.governance.duties.doing import CALLS, LINES, PATHS, TASKS, ask, line, publish, rows
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db


class TestList:
    def test_every_version_stays_and_the_same_sheet_makes_none(self, town: Town) -> None:
        first = publish(town)
        assert publish(town).pk == first.pk
        changed = Line(DutyKind.COOPERATING, "1", "城市管理", "架空线整理", "区住建局", "发现、上报", "")
        extra = Line(DutyKind.BASIC, "2", "平安建设", "消防通道劝离", "", "", "")
        made, changes = op.publish_list(
            actor=town.actor("leader"),
            at=MONDAY,
            office=town.office,
            basis="二号",
            from_date=MONDAY.date(),
            rows=rows(LINES[0], changed, extra),
        )
        assert (made.version, len(changes.new), len(changes.changed), len(changes.gone)) == (2, 1, 1, 1)
        assert [d.lead for d in queries.duties_of(of=first) if d.kind == "cooperating"] == ["区通信中心"]
        found = queries.duties_of(of=made, by=queries.Narrowed(words="消防 劝离"))
        assert [d.number for d in found] == ["2"]
        assert not queries.is_in_force(line_of(first, "taken_back"), town.office)

    def test_the_database_keeps_what_was_published(self, town: Town) -> None:
        publish(town)
        for change in (
            lambda: Duty.objects.update(name="改了"),
            lambda: Duty.objects.all().delete(),
            lambda: DutyList.objects.update(basis="改了"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_one_row_that_is_none_keeps_the_whole_sheet_out(self, town: Town, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_text(
            "清泉街道清单,,,\n类别,序号,事项名称,牵头部门\n基本履职事项,1,楼道排查,\n,2,夜间巡看,\n配合,1,飞线整理,\n",
            "utf-8",
        )
        read = op.lines_of_file(path)
        assert [getattr(r.read, "number", "") for r in read[:2]] == [
            "1",
            "2",
        ]  # a merged first cell holds downward
        assert isinstance(read[2].read, rules.LeadMissing)
        with pytest.raises(op.RowsRefused):
            op.publish_list(
                actor=town.actor("leader"),
                at=MONDAY,
                office=town.office,
                basis="一号",
                from_date=MONDAY.date(),
                rows=read,
            )
        assert not DutyList.objects.exists()

    def test_only_the_office_itself_publishes(self, town: Town) -> None:
        for name in ("secretary", "sweeper", "sysadmin"):
            with pytest.raises(op.NotYourList):
                publish(town, who=name)


def line_of(of: DutyList, kind: str) -> Duty:
    return Duty.objects.get(list=of, kind=kind)


class TestGate:
    def test_without_a_basis_it_is_refused_by_name_and_by_the_database(self, town: Town) -> None:
        with pytest.raises(op.TaskWithoutBasis):
            ask(town, outside_basis=" ")
        number = ask(town)
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(case__number=number).update(duty=None)

    def test_what_superiors_took_back_is_sent_back_with_the_line(self, town: Town) -> None:
        with pytest.raises(op.DutyTakenBack) as told:
            ask(town, duty=line(town, DutyKind.TAKEN_BACK))
        assert told.value.data == {"number": "1", "name": "餐饮许可检查", "lead": "区市场监管局"}
        number = ask(town)
        CALLS["turn_away"](town, town.actor("dispatcher"), number, MONDAY)
        task = Task.objects.get(case__number=number)
        assert (task.quoted.name, task.case.is_open) == ("餐饮许可检查", False)  # type: ignore[union-attr]

    def test_a_line_the_list_lost_admits_nothing(self, town: Town) -> None:
        number = ask(town)
        publish(town, *LINES[1:])
        with pytest.raises(rules.DutyGone):
            CALLS["admit"](town, town.actor("leader"), number, MONDAY)

    def test_outside_the_list_a_leader_alone_and_a_month_at_most(self, town: Town) -> None:
        with pytest.raises(op.TaskTooLong):
            ask(town, outside_basis="区防汛 2 号令", days=31)
        number = ask(town, outside_basis="区防汛 2 号令", days=10)
        page = queries.task_page(actor=town.actor("dispatcher"), number=number, at=MONDAY)
        assert "admit" not in {m.verb for m in page.moves}
        with pytest.raises(op.TaskTooLong):
            op.admit_task(
                actor=town.actor("leader"), number=number, at=MONDAY, until=MONDAY + timedelta(days=40)
            )
        CALLS["admit"](town, town.actor("leader"), number, MONDAY)
        assert Case.objects.get(number=number).state == "admitted"

    def test_it_goes_to_the_grids_named_and_ends_by_itself(self, town: Town) -> None:
        number = ask(town)
        worker = town.actor("worker")
        assert not queries.waiting_for(actor=worker)
        CALLS["admit"](town, town.actor("dispatcher"), number, MONDAY)
        assert [row.number for row in queries.waiting_for(actor=worker)] == [number]
        assert not queries.waiting_for(actor=town.actor("worker3"))  # another community's
        CALLS["answer_share"](town, worker, number, MONDAY)
        assert not queries.waiting_for(actor=worker)
        sweep(MONDAY + timedelta(days=21))
        case = Case.objects.get(number=number)
        assert (case.state, case.end_reason) == ("ended", "run_out")
        assert not Assignment.objects.filter(case=case, state__in=Assignment.LIVE).exists()


class TestKind(kinds.Machines):
    kind, verbs, states, paths = TASKS, texts.VERBS, texts.STATES, PATHS


@pytest.mark.django_db(transaction=True)
def test_all_of_a_move_or_nothing() -> None:
    town = build_town()
    line(town)
    deaths.dies_whole(lambda: ask(town), TASKS.tables, least=4)
    number = ask(town)
    for said, name in (("admit", "leader"), ("answer_share", "worker"), ("end", "sweeper")):
        actor = town.actor(name)
        deaths.dies_whole(
            lambda said=said, actor=actor: CALLS[said](town, actor, number, MONDAY), TASKS.tables, 4
        )
    assert set(TASK.limits) == set(texts.SLOTS)
