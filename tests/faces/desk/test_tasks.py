"""Duties and tasks at the desk: a list from a sheet, a task from a department through the gate to a grid worker's phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.flow.models import Case
from linli.kernel import clock
from linli.pillars.governance.duties.models import Duty, DutyList
from linli.pillars.governance.duties.rules import HEADS, DutyKind
from tests.pillars.governance.duties.doing import line, publish
from tests.security.brought import as_csv
from tests.town import MONDAY, Town

As = Callable[..., Client]
GOOD = [
    ["基本", "1", "平安", "楼道排查", "", "", ""],
    ["收回", "1", "市场", "许可检查", "区市场监管局", "", ""],
]


def hand_in(client: Client, lines: list[list[str]], **more: Any) -> Any:
    sheet = SimpleUploadedFile("list.csv", as_csv([list(HEADS), *lines], "utf-8"))
    given = {"basis": "街办一号", "from_date": "2026-01-01", **more}
    return client.post("/d/duties/publish/", {"file": sheet, **given})


def press(client: Client, number: str, verb: str, **data: Any) -> Any:
    named = {f"{verb}-{name}": value for name, value in data.items()}
    return client.post(
        f"/d/tasks/{number}/{verb}/", {"seen": Case.objects.get(number=number).step_seq, **named}
    )


def test_a_list_comes_in_whole_and_goes_out_as_it_came(as_: As, town: Town) -> None:
    street = as_("leader")
    refused = hand_in(street, [*GOOD, ["不知道", "2", "", "巡看", "", "", ""]])
    assert refused.status_code == 422
    assert "第 4 行" in refused.content.decode()
    assert not DutyList.objects.exists()
    assert hand_in(street, GOOD).status_code == 302
    assert hand_in(street, GOOD).status_code == 302
    assert DutyList.objects.get().version == 1  # the same sheet makes no version
    page = street.get("/d/duties/?q=许可").content.decode()
    assert "许可检查" in page
    assert "楼道排查" not in page
    sheet = b"".join(street.get("/d/duties/duties.xlsx"))  # type: ignore[arg-type]
    table = list(openpyxl.load_workbook(BytesIO(sheet)).active.values)  # type: ignore[union-attr]
    assert table[0][:2] == ("类别", "序号")
    assert [row[3] for row in table[1:]] == ["楼道排查", "许可检查"]
    assert as_("secretary").get("/d/duties/publish/").status_code == 404
    assert "公布新版" not in as_("worker").get("/d/duties/").content.decode()


@pytest.mark.usefixtures("db")
def test_from_a_department_through_the_gate_to_a_grid(as_: As, town: Town) -> None:
    """The journey: refused by name without a ground, sent back with the line, admitted, done on a grid, ended by itself."""
    publish(town)
    department, street, worker = as_("sweeper"), as_("leader"), as_("worker")
    form = {"what": "看一遍楼道\n报数", "days": "20", "grounds": [town.communities[0].pk]}
    refused = department.post("/d/tasks/new/", form)
    assert refused.status_code == 422
    assert "没有依据，不能交给网格" in refused.content.decode()
    assert "看一遍楼道" in refused.content.decode()  # what was written stays
    taken_back = department.post("/d/tasks/new/", {**form, "duty": line(town, DutyKind.TAKEN_BACK).pk})
    assert taken_back.status_code == 422
    assert "“餐饮许可检查”，由区市场监管局办" in taken_back.content.decode()
    asked = department.post("/d/tasks/new/", {**form, "duty": line(town).pk})
    assert asked.status_code == 302, asked.context["form"].errors
    number = asked.headers["Location"].rstrip("/").rpartition("/")[2]
    assert number not in worker.get("/d/").content.decode()
    assert worker.get(f"/d/tasks/{number}/").status_code == 404
    until = clock.local(MONDAY + timedelta(days=20)).date().isoformat()
    assert press(street, number, "admit", until=until).status_code == 302
    assert number in worker.get("/d/").content.decode()  # it lies in the inbox like everything else
    shown = worker.get(f"/d/tasks/{number}/").content.decode()
    assert "楼道杂物排查" in shown  # its ground
    assert f"{until}，到期自动结束" in shown
    grid = town.grids[0].pk
    done = worker.post(f"/d/tasks/{number}/{grid}/answer-share/", {f"g{grid}-answer": "四处，劝走三处"})
    assert done.status_code == 302
    assert "四处，劝走三处" in department.get(f"/d/tasks/{number}/").content.decode()
    assert number not in worker.get("/d/").content.decode()
    listed = b"".join(department.get("/d/tasks/tasks.xlsx?view=running"))  # type: ignore[arg-type]
    row = next(
        r
        for r in openpyxl.load_workbook(BytesIO(listed)).active.values
        if r[0] == number  # type: ignore[union-attr]
    )
    assert row[6:8] == (2, 1)


@pytest.mark.usefixtures("db")
def test_sent_back_with_the_line_quoted(as_: As, town: Town) -> None:
    publish(town)
    department = as_("sweeper")
    form = {
        "what": "拍许可证",
        "days": "5",
        "grounds": [town.communities[0].pk],
        "outside_basis": "局里的通知",
    }
    number = department.post("/d/tasks/new/", form).headers["Location"].rstrip("/").rpartition("/")[2]
    quoted = Duty.objects.get(kind="taken_back")
    clerk = as_("dispatcher")
    assert (
        "准入</summary>" not in clerk.get(f"/d/tasks/{number}/").content.decode()
    )  # outside: a leader alone
    sent = press(clerk, number, "turn-away", duty=quoted.pk, answer="收回了，请局里自己来")
    assert sent.status_code == 302
    told = department.get(f"/d/tasks/{number}/").content.decode()
    assert "上级收回事项 1 餐饮许可检查（区市场监管局牵头）" in told
