"""From a row of a sheet to what was reported."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.clock import SHANGHAI
from linli.kernel.standards.hotline_sheets import COLUMNS, Field
from linli.pillars.governance.reports.rules import sheet
from linli.pillars.governance.reports.texts import ROW_FLAWS
from tests.town import MONDAY

HEADER = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数")


def draft(header: tuple[str, ...], *cells: object, **options: object) -> sheet.Draft:
    found = sheet.read_draft(2, cells, sheet.columns_of(header, {}), at=MONDAY, **options)  # type: ignore[arg-type]
    assert isinstance(found, sheet.Draft), found
    return found


def flaw(header: tuple[str, ...], *cells: object) -> str:
    found = sheet.read_draft(2, cells, sheet.columns_of(header, {}), at=MONDAY)
    assert isinstance(found, sheet.Flaw), found
    assert str(ROW_FLAWS[found.code]) % {**found.data}
    return found.code


class TestColumns:
    def test_are_found_by_the_names_hotlines_use(self) -> None:
        at = sheet.columns_of(HEADER, {}).at
        assert at == {
            Field.NUMBER: (0,),
            Field.NAME: (1,),
            Field.TITLE: (2,),
            Field.TIME: (3,),
            Field.TEXT: (4,),
        }

    def test_whatever_their_width_case_and_marks(self) -> None:
        at = sheet.columns_of(("* 诉求内容（必填）", "Ｃｒｅａｔｅｄ＿Ａｔ", " 诉 求 地 址 ：", None), {}).at
        assert at == {Field.TEXT: (0,), Field.TIME: (1,), Field.PLACE: (2,)}

    def test_the_more_telling_name_wins(self) -> None:
        assert sheet.columns_of(("内容", "留言详情"), {}).at[Field.TEXT] == (1,)

    def test_classes_are_taken_from_the_coarse_to_the_fine(self) -> None:
        assert sheet.columns_of(("一级分类", "二级分类", "三级分类"), {}).at[Field.CATEGORY] == (0, 1, 2)

    def test_those_given_go_first(self) -> None:
        at = sheet.columns_of(("内容", "备注", "时间"), {"text": "备注", "time": "#3"}).at
        assert at[Field.TEXT] == (1,)
        assert at[Field.TIME] == (2,)

    def test_are_named_below_a_title(self) -> None:
        rows = [("2019年诉求台账",), (None, "制表：中心"), ("编号", "内容", "时间"), ("1", "内容", "2019")]
        assert sheet.find_header(rows, {})[0] == 2  # type: ignore[index]
        assert sheet.find_header([("一级分类", "二级分类"), ("甲", "乙")], {}) is None
        assert sheet.find_header([("甲", "乙")], {"text": "丙"}) is None

    def test_no_name_means_two_things(self) -> None:
        names = [sheet.plain(name) for names in COLUMNS.values() for name in names]
        assert sorted(names) == sorted(set(names))


class TestDraft:
    def test_holds_what_the_row_says(self) -> None:
        found = draft(HEADER, 123456.0, " A0007 ", "路灯\n不亮", "2019/11/1 9:05", "一、\r\n二、\x00", 3)
        assert (found.number, found.name, found.title) == ("123456", "A0007", "路灯 不亮")
        assert found.text == "一、\n二、"
        assert found.filed_at == datetime(2019, 11, 1, 9, 5, tzinfo=SHANGHAI)

    def test_a_title_alone_is_the_message(self) -> None:
        found = draft(("标题", "内容"), "路灯不亮", None)
        assert (found.title, found.text) == ("", "路灯不亮")

    def test_a_title_too_long_goes_into_the_words(self) -> None:
        found = draft(("标题", "内容"), "长" * 121, "内容")
        assert (found.title, found.text) == ("", "长" * 121 + "\n内容")

    @pytest.mark.parametrize("clock", ["9:05", "09:05:00", time(9, 5), "上午9时5分"])
    def test_day_and_time_in_two_columns(self, clock: object) -> None:
        found = draft(("内容", "日期", "时间"), "甲", "2019/11/1", clock)
        assert found.filed_at == datetime(2019, 11, 1, 9, 5, tzinfo=SHANGHAI)

    def test_who_reports_wrongdoing_is_protected(self) -> None:
        assert draft(("内容", "性质"), "甲", "举报").is_confidential
        assert draft(("内容", "是否保密"), "甲", "是").is_confidential
        assert not draft(("内容", "性质"), "甲", "投诉/求助").is_confidential

    @pytest.mark.parametrize(
        ("written", "phone"),
        [
            ("138-0000-1234", "13800001234"),
            (13800001234, "13800001234"),
            ("０５３１ ８８８８８８８８（家）", "053188888888"),
            ("无", ""),
        ],
    )
    def test_takes_a_phone_where_there_is_one(self, written: object, phone: str) -> None:
        assert draft(("内容", "电话"), "甲", written).phone == phone

    def test_a_point_off_the_map_is_no_point(self) -> None:
        header = ("内容", "经度", "纬度")
        assert (draft(header, "甲", 117.0, "36.5").lon, draft(header, "甲", 0, 0).lon) == (117.0, None)
        assert draft(header, "甲", 39, -77).lat is None
        assert draft(header, "甲", "nan", "inf").lat is None

    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            (("1", "", "", "", ""), "no-text"),
            (("1", "", "", "", "长" * 32_768), "text-too-long"),
            (("1.23457E+17", "", "", "", "甲"), "number-mangled"),
            (("9" * 61, "", "", "", "甲"), "number-too-long"),
            (("1", "", "", "昨天", "甲"), "date-unreadable"),
            (("1", "", "", "3/4/2019", "甲"), "date-ambiguous"),
            (("1", "", "", MONDAY + timedelta(days=1), "甲"), "date-out-of-range"),
            (("1", "", "", "1950-01-01", "甲"), "date-out-of-range"),
        ],
    )
    def test_says_why_a_row_is_refused(self, cells: tuple[object, ...], code: str) -> None:
        assert flaw(HEADER, *cells) == code

    def test_an_answer_does_not_come_before_the_message(self) -> None:
        header = ("内容", "留言时间", "答复时间", "答复意见")
        assert flaw(header, "甲", "2019-11-02", "2019-11-01", "办了") == "answered-before-filed"

    @given(
        st.lists(
            st.one_of(
                st.text(max_size=60), st.floats(), st.integers(), st.datetimes(), st.none(), st.booleans()
            ),
            max_size=24,
        )
    )
    def test_any_row_is_a_draft_or_a_flaw(self, cells: list[object]) -> None:
        header = tuple(names[0] for names in COLUMNS.values())
        found = sheet.read_draft(2, cells, sheet.columns_of(header, {}), at=MONDAY)
        assert isinstance(found, sheet.Draft) or found.code in ROW_FLAWS
        if isinstance(found, sheet.Draft):
            assert found.text
            f"{found}".encode()


class TestClasses:
    NAMES = sheet.names_of(
        [
            ("facilities", "市政设施", "Public facilities", []),
            ("facilities.lamp", "路灯不亮", "Street lamp out", ["路灯", "灯不亮"]),
            ("traffic", "交通停车", "Traffic and parking", []),
            ("traffic.parking", "机动车乱停", "Cars", ["乱停车", "占道"]),
            ("streetscape.stall", "流动摊贩", "Stalls", ["占道"]),
        ]
    )

    @pytest.mark.parametrize(
        ("classes", "code"),
        [
            (("路灯不亮",), "facilities.lamp"),
            (("市政设施", "路灯"), "facilities.lamp"),
            (("交通运输", "说不清"), "traffic"),
            (("traffic.parking",), "traffic.parking"),
            (("占道",), ""),
            (("城乡建设",), ""),
            ((), ""),
        ],
    )
    def test_the_finest_class_that_is_known(self, classes: tuple[str, ...], code: str) -> None:
        assert sheet.category_of(classes, self.NAMES) == code


class TestCloses:
    def test_what_was_answered_or_says_so(self) -> None:
        header = ("内容", "答复意见", "状态")
        auto, opened, closed = sheet.StatePolicy
        for cells, expected in (
            (("甲", "办了", None), True),
            (("甲", None, "已办理"), True),
            (("甲", "在办", "办理中"), False),
            (("甲", None, "待回复"), False),
            (("甲", None, "不知所云"), False),
        ):
            found = draft(header, *cells)
            assert sheet.closes(found, auto) is expected
            assert not sheet.closes(found, opened)
            assert sheet.closes(found, closed)


def test_moments_are_in_utc() -> None:
    found = draft(("内容", "时间"), "甲", "2019-11-01")
    assert found.filed_at is not None
    assert found.filed_at.tzinfo is UTC
