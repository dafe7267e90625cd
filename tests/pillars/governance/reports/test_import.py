"""A hotline's sheet becomes cases: each once, with its own time, by the same laws as any other."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case, CaseSearch, Step
from linli.base.flow.refusals import NotYourMove
from linli.base.flow.verify import verify_log
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.places.models import Compound
from linli.kernel.chinese import search_tokens
from linli.kernel.clock import SHANGHAI
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.operations import _import, _import_sheet
from linli.pillars.governance.reports.operations._import_read import understand
from linli.pillars.governance.reports.rules.sheet import ColumnsUnknown, StatePolicy
from linli.pillars.governance.reports.texts import reason_of
from tests.town import IN_FIRST_GRID, MONDAY, Town

ROOT = Path(__file__).parents[4]
REAL = next(
    (
        found
        for near in (ROOT.parent, ROOT.parent.parent)
        if (found := near / "shared" / "data" / "messages").exists()
    ),
    ROOT / "nowhere",
)

HEADER = (
    "工单编号",
    "来电人",
    "联系电话",
    "标题",
    "受理时间",
    "诉求内容",
    "问题类别",
    "诉求性质",
    "事发地址",
    "答复意见",
    "答复时间",
)


def write(path: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def take(town: Town, path: Path, at: datetime = MONDAY, **options: object) -> operations.SheetTaken:
    source = str(options.pop("source", "hotline"))
    return operations.import_sheet(
        actor=SYSTEM,
        at=at,
        path=path,
        office=town.office,
        source=source,
        options=operations.SheetOptions(**options),  # type: ignore[arg-type]
        reason_of=reason_of,
    )


LAMP = (
    "T1",
    "王*",
    "13800001234",
    "路灯不亮",
    "2026/11/12 9:05",
    "康乐花园三号楼东边路灯不亮。",
    "下水道堵塞",
    "投诉",
    "康乐花园",
    "",
    "",
)
SEWER = (
    "T2",
    "",
    "",
    "",
    "2026-11-10 8:00",
    "下水道堵了，请疏通。",
    "别的",
    "求助",
    "",
    "已疏通，谢谢。",
    "2026-11-11 15:00",
)


@pytest.fixture
def named(town: Town) -> Town:
    lon, lat = IN_FIRST_GRID
    Compound.objects.create(community=town.communities[0], name="康乐花园", lon=lon, lat=lat)
    return town


class TestARowBecomesACase:
    def test_with_its_time_words_class_place_and_clock(self, named: Town, tmp_path: Path) -> None:
        taken = take(named, write(tmp_path / "a.csv", LAMP, SEWER))
        assert (taken.imported, taken.skipped, taken.refused, taken.refused_at) == (2, 0, 0, None)
        lamp = Report.objects.select_related("case").get(source_number="T1")
        case = lamp.case
        assert case.filed_at == datetime(2026, 11, 12, 9, 5, tzinfo=SHANGHAI)
        assert case.number.startswith("20261112-")
        assert (case.title, lamp.text) == ("路灯不亮", "康乐花园三号楼东边路灯不亮。")
        assert (case.topic, lamp.category_id, lamp.nature) == ("R01", "R01", "complaint")
        assert (case.area, case.holder, case.lon) == (
            named.grids[0],
            named.grids[0],
            IN_FIRST_GRID[0],
        )
        assert (case.channel, case.is_open, case.state) == ("hotline", True, "received")
        assert case.resolve_by
        assert case.resolve_by > case.filed_at
        assert verify_log() == []

    def test_is_found_in_lists_search_phone_and_map(self, named: Town, tmp_path: Path) -> None:
        take(named, write(tmp_path / "a.csv", LAMP, SEWER))
        centre = named.actor("dispatcher")
        for filters, found in (
            (queries.Filters(order="filed"), 2),
            (queries.Filters(words="三号楼东边"), 1),
            (queries.Filters(words="疏通"), 1),
            (queries.Filters(phone="138 0000 1234"), 1),
            (queries.Filters(category="R01"), 1),
            (queries.Filters(channel="hotline", is_open=True), 1),
        ):
            assert queries.inbox(actor=centre, filters=filters).count == found
        points = queries.map_points(actor=centre, filters=queries.Filters(), box=(116, 35, 118, 37))
        assert len(points) == 1
        assert queries.inbox(actor=named.actor("secretary2"), filters=queries.Filters()).count == 0

    def test_that_was_answered_comes_in_closed_with_its_answer(self, town: Town, tmp_path: Path) -> None:
        take(town, write(tmp_path / "a.csv", SEWER))
        case = Case.objects.get()
        answered = datetime(2026, 11, 11, 15, tzinfo=SHANGHAI)
        assert (case.state, case.is_open, case.is_answered, case.end_reason) == ("closed", False, True, "")
        assert (case.closed_at, case.responded_at, case.settled_at) == (answered, answered, answered)
        steps = list(Step.objects.filter(case=case).select_related("words"))
        assert [(s.verb, s.before, s.after) for s in steps] == [
            ("file", "", "received"),
            ("carry_over", "received", "closed"),
        ]
        assert steps[1].words.answer == "已疏通，谢谢。"
        assert case.area == town.office
        report = Report.objects.get()
        assert (report.category, report.answers) == (None, {"来源分类": "别的"})

    def test_open_or_closed_as_the_office_says(self, town: Town, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", LAMP, SEWER)
        take(town, path, policy=StatePolicy.OPEN)
        assert Case.objects.filter(is_open=True).count() == 2
        note = Step.objects.get(case__report__source_number="T2").words.note
        assert note == "已疏通，谢谢。"
        take(town, path, policy=StatePolicy.CLOSED, source="old")
        old = Case.objects.filter(report__source="old").order_by("report__source_number")
        assert [(c.is_open, c.is_answered, c.end_reason) for c in old] == [
            (False, False, "history"),
            (False, True, ""),
        ]
        assert verify_log() == []

    def test_that_is_late_shows_its_card_at_once_and_wakes_nobody(self, town: Town, tmp_path: Path) -> None:
        take(town, write(tmp_path / "a.csv", LAMP), at=MONDAY + timedelta(days=60))
        case = Case.objects.get()
        assert (case.card, case.climb, case.next_tick_at) == ("red", 3, None)
        assert case.steps.get().data["card"] == "red"
        assert sweep(MONDAY + timedelta(days=61)) == 0

    def test_without_a_time_is_filed_now_or_refused(self, town: Town, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", ("路灯不亮",), header=("内容",))
        taken = take(town, path, takes_undated=False)
        assert (taken.imported, taken.refused) == (0, 1)
        taken = take(town, path)
        assert (taken.imported, taken.undated) == (1, 1)
        assert Case.objects.get().filed_at == MONDAY

    def test_goes_on_like_any_other(self, named: Town, tmp_path: Path) -> None:
        take(named, write(tmp_path / "a.csv", LAMP))
        number = Case.objects.get().number
        operations.accept_report(actor=named.actor("secretary"), number=number, at=MONDAY)
        operations.dispatch_report(
            actor=named.actor("dispatcher"), number=number, at=MONDAY, lead=named.sanitation
        )
        assert Case.objects.get().state == "dispatched"


class TestOnce:
    def test_the_same_sheet_again_changes_nothing(self, town: Town, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", LAMP, SEWER)
        take(town, path)
        again = take(town, path)
        assert (again.imported, again.skipped, again.refused) == (0, 2, 0)
        assert Case.objects.count() == 2

    def test_rows_without_numbers_count_by_what_they_say(self, town: Town, tmp_path: Path) -> None:
        path = write(
            tmp_path / "a.csv",
            ("路灯不亮", "2026-11-1"),
            ("路灯不亮", "2026-11-1"),
            ("灯", ""),
            header=("内容", "日期"),
        )
        assert take(town, path).imported == 3
        assert take(town, path).skipped == 3

    def test_a_number_used_for_something_else_is_refused(self, town: Town, tmp_path: Path) -> None:
        take(town, write(tmp_path / "a.csv", LAMP))
        other = ("T1", *LAMP[1:5], "另外一件事", *LAMP[6:])
        taken = take(town, write(tmp_path / "b.csv", other))
        assert (taken.imported, taken.skipped, taken.refused) == (0, 0, 1)
        assert take(town, write(tmp_path / "b.csv", other), source="别的系统").imported == 1

    def test_goes_on_where_it_was_stopped(
        self, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = [(f"T{i}", "", "", "", "2026-11-10", f"第{i}件", "", "", "", "", "") for i in range(25)]
        path = write(tmp_path / "a.csv", *rows)
        module = "linli.pillars.governance.reports.operations._import_sheet"
        monkeypatch.setattr(f"{module}.BATCH", 10)
        seen: list[int] = []

        def stop(done: int, total: int) -> None:
            seen.append(done)
            if len(seen) == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            operations.import_sheet(actor=SYSTEM, at=MONDAY, path=path, office=town.office, progress=stop)
        assert Case.objects.count() == 20
        taken = take(town, path)
        assert (taken.imported, taken.skipped) == (5, 20)

    def test_a_trial_says_what_would_be_made(self, town: Town, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", LAMP, SEWER, LAMP)
        taken = take(town, path, is_trial=True)
        assert (taken.imported, taken.skipped, taken.closed) == (2, 1, 1)
        assert Case.objects.count() == 0


class TestRefusals:
    def test_come_back_as_a_sheet_with_reasons(self, town: Town, tmp_path: Path) -> None:
        bad = [
            ("T3", "", "", "", "昨天", "=HYPERLINK(1)", *[""] * 5),
            ("1.2E+17", "", "", "", "", "甲", *[""] * 5),
        ]
        taken = take(town, write(tmp_path / "来件.csv", LAMP, *bad))
        assert (taken.imported, taken.refused) == (1, 2)
        assert taken.refused_at == tmp_path / "来件.refused.xlsx"
        sheet = openpyxl.load_workbook(taken.refused_at).active
        rows = list(sheet.values)
        assert rows[0][:3] == ("行", "原因", "工单编号")
        assert [row[0] for row in rows[1:]] == [3, 4]
        assert "昨天" in rows[1][1]
        assert sheet["H2"].data_type == "s"

    def test_a_corrected_sheet_of_refusals_can_be_taken_in(self, town: Town, tmp_path: Path) -> None:
        taken = take(town, write(tmp_path / "a.csv", (*LAMP[:4], "昨天", *LAMP[5:])))
        assert taken.refused_at
        book = openpyxl.load_workbook(taken.refused_at)
        book.active["G2"] = datetime(2026, 11, 12, 9, 5)
        book.save(taken.refused_at)
        assert take(town, taken.refused_at).imported == 1

    def test_a_sheet_without_words_is_refused_whole(self, town: Town, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", ("甲", "乙"), header=("一级分类", "二级分类"))
        with pytest.raises(ColumnsUnknown):
            take(town, path)
        assert take(town, path, given={"text": "二级分类"}).imported == 1

    def test_only_the_system_brings_in_history(self, town: Town) -> None:
        intake = operations.prepare_import(office=town.office)
        for actor in (ANYONE, town.actor("dispatcher"), town.actor("leader")):
            with pytest.raises(NotYourMove):
                operations.import_reports(actor=actor, at=MONDAY, intake=intake, drafts=[])

    def test_a_row_the_database_will_not_have_is_refused_alone(
        self, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE flow_case ADD CONSTRAINT no_x CHECK (title NOT LIKE '%坏%')")
        rows = [(f"T{i}", "", "", "", "2026-11-10", "坏" if i == 7 else "好", *[""] * 5) for i in range(20)]
        read = []
        monkeypatch.setattr(
            _import, "understand", lambda by, drafts: read.extend(drafts) or understand(by, drafts)
        )
        taken = take(town, write(tmp_path / "a.csv", *rows))
        assert (taken.imported, taken.refused) == (19, 1)
        assert len(read) == 20, "what was read once is not read again"

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(
            st.lists(
                st.one_of(
                    st.text(max_size=80), st.integers(), st.floats(), st.booleans(), st.none(),
                    st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)),
                    st.sampled_from(["=1+1", "是", "2026-11-1", "\x00", "举报", "长" * 40_000]),
                ),
                min_size=1, max_size=12,
            ),
            max_size=12,
        )
    )  # fmt: skip
    def test_any_sheet_is_taken_in_or_refused_row_by_row(
        self, town: Town, tmp_path: Path, rows: list[list[object]]
    ) -> None:
        path = tmp_path / "any.csv"
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            csv.writer(file).writerows([HEADER, *rows])
        try:
            taken = take(town, path, source=str(hash(str(rows))))
        except Refusal:
            return
        full = sum(any(c not in (None, "") for c in row) for row in rows)
        assert taken.imported + taken.skipped + taken.refused <= full
        assert verify_log() == []


def test_several_processes_make_what_one_makes(
    named: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_import_sheet, "BATCH", 20)
    rows = [
        (f"T{i}", "", "13800001234", "路灯不亮", "2026-11-12 9:05", said, "", "", "康乐花园", "", "")
        for i, said in enumerate(
            ["三号楼冒黑烟，快来人，电话13800004321", "我叫许桂莲，路灯坏了半个月", "请问怎么办居住证", ""]
            * 25
        )
    ]
    path = write(tmp_path / "a.csv", *rows)
    made: list[list[tuple[object, ...]]] = []
    for many, source in ((1, "one"), (2, "two")):
        taken = take(named, path, source=source, processes=many)
        assert taken.imported == 100 - taken.refused
        mine = Report.objects.filter(source=source).order_by("source_number")
        words = dict(CaseSearch.objects.values_list("case_id", "words"))
        made.append([])
        for one in mine.select_related("case"):
            found = set(words[one.case_id].replace("'", "").split()) - set(search_tokens(one.case.number))
            made[-1].append(
                (one.source_number, one.text, one.alarm, one.case.title, one.case.area_id, sorted(found))
            )
    assert made[0] == made[1]
    assert {row[2] for row in made[0]} == {"", "life"}
    assert verify_log() == []


def test_statements_do_not_grow_with_the_rows(
    town: Town, tmp_path: Path, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    rows = [(f"T{i}", "", "", "", f"2026-{1 + i % 10}-10", f"第{i}件", *[""] * 5) for i in range(300)]
    path = write(tmp_path / "a.csv", *rows)
    with django_assert_max_num_queries(33):
        assert take(town, path).imported == 300


@pytest.mark.skipif(not REAL.exists(), reason="the real messages are not here")
class TestRealSheets:
    """Counts only: their words are personal data."""

    def test_every_message_becomes_a_case(self, town: Town, tmp_path: Path) -> None:
        operations.install_catalogue()
        for name, rows, classed, closed in (
            ("labelled_raw_dev", 459, 459, 0),
            ("board_2026_dev", 800, 784, 534),
        ):
            path = REAL / f"{name}.csv"
            refused = tmp_path / "refused.xlsx"
            taken = take(town, path, source=name, refused_to=refused, at=datetime(2026, 11, 22, tzinfo=UTC))
            assert (taken.imported, taken.refused) == (rows, 0)
            assert (taken.classed, taken.closed) == (classed, closed)
            assert take(town, path, source=name, is_trial=True, refused_to=refused).skipped == rows
        assert queries.inbox(actor=town.actor("dispatcher"), filters=queries.Filters()).is_more_than_count
        assert verify_log() == []
