"""Moments as people and their spreadsheets write them."""

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.clock import SHANGHAI
from linli.kernel.words import clean, clean_line
from linli.kernel.written_dates import AmbiguousDateError, Order, UnreadableDateError, read_moment


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type]


NINE_FIVE = local(2019, 11, 1, 9, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2019/11/1 9:05", "2019-11-01 09:05:00", "2019.11.1 9:05", "2019年11月1日 9时5分", "2019年11月1日9点05分",
        "2019年11月1日 上午9:05", "2019/11/1 上午 9:05", "19/11/1 9:05", "２０１９／１１／１　９：０５", "2019-11-01T09:05",
        "2019-11-01T09:05:00+08:00", "2019-11-01T01:05:00Z", "2019/11/1 9:05:00 AM", "2019年11月1日星期五 9:05",
        "2019/11/1(周五) 9:05", "2019-11-01 09:05:00.000", "201911010905", "20191101090500", "43770.378472222",
        43770.378472222222, 1572570300, 1572570300000, datetime(2019, 11, 1, 9, 5), NINE_FIVE,
        " 2019-11-1 9:5 ", "'2019/11/1 9:05",
    ],
)  # fmt: skip
def test_says_five_past_nine(written: object) -> None:
    assert read_moment(written) == NINE_FIVE


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2019-11-01", local(2019, 11, 1)),
        (date(2019, 11, 1), local(2019, 11, 1)),
        (20191101, local(2019, 11, 1)),
        ("2019年11月1号", local(2019, 11, 1)),
        ("43770", local(2019, 11, 1)),
        ("98-3-4", local(1998, 3, 4)),
        ("2019/11/1 下午3:05", local(2019, 11, 1, 15, 5)),
        ("2019/11/1 3:05 PM", local(2019, 11, 1, 15, 5)),
        ("2019/11/1 12:05 AM", local(2019, 11, 1, 0, 5)),
        ("2019/11/1 中午12:30", local(2019, 11, 1, 12, 30)),
        ("2019/11/1 晚上8点", local(2019, 11, 1, 20)),
        ("2019-12-31 24:00", local(2020, 1, 1)),
        ("11/28/2019", local(2019, 11, 28)),
        ("28.11.2019 7:00", local(2019, 11, 28, 7)),
        ("3/3/2019", local(2019, 3, 3)),
    ],
)
def test_reads_what_has_one_meaning(written: object, moment: datetime) -> None:
    assert read_moment(written) == moment


def test_does_not_guess_between_two_meanings() -> None:
    with pytest.raises(AmbiguousDateError):
        read_moment("3/4/2019")
    assert read_moment("3/4/2019", Order.MONTH_FIRST) == local(2019, 3, 4)
    assert read_moment("3/4/2019", Order.DAY_FIRST) == local(2019, 4, 3)
    assert read_moment("3/4/19", Order.DAY_FIRST) == local(2019, 4, 3)
    assert read_moment("2019/3/4", Order.DAY_FIRST) == local(2019, 3, 4)


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "昨天", "2019-13-01", "2019-02-30", "2019/11/1 25:00", "2019/11/1 9:60", "0", 7, -1, 1e300, float("inf"),
        float("nan"), True, "2019", "1/1", "100-1-1", "2019-1-1 9:05 9:06", "9:05", "0000-01-01", "x" * 500,
        "99999999999999", "=NOW()", "#N/A", None,
    ],
)  # fmt: skip
def test_refuses_what_is_no_moment(written: object) -> None:
    with pytest.raises((UnreadableDateError, AmbiguousDateError)):
        read_moment(written)


@given(
    st.one_of(
        st.text(max_size=40), st.floats(), st.integers(), st.dates(), st.datetimes(), st.booleans(), st.none()
    )
)
def test_any_cell_gives_a_moment_or_a_refusal(written: object) -> None:
    with contextlib.suppress(UnreadableDateError, AmbiguousDateError):
        assert read_moment(written).tzinfo is UTC


@given(st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2069, 12, 31)))
def test_reads_back_what_excel_writes(at: datetime) -> None:
    at = at.replace(microsecond=0)
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    meant = at.replace(tzinfo=SHANGHAI).astimezone(UTC)
    assert read_moment(serial) == meant
    assert read_moment(f"{at:%Y}/{at.month}/{at.day} {at.hour}:{at:%M:%S}") == meant
    assert read_moment(f"{at.year}年{at.month}月{at.day}日 {at.hour}时{at.minute}分{at.second}秒") == meant


class TestClean:
    def test_takes_out_what_cannot_be_kept(self) -> None:
        assert clean("a\x00b\x07\r\nc\ud800\u200b") == "ab\nc"
        assert clean("\u3000 甲\n\n\n\n乙 ") == "甲\n\n乙"
        assert clean_line(" 甲\n乙\t丙 ") == "甲 乙 丙"

    @given(st.text())
    def test_is_fit_to_keep_and_done_in_one_go(self, text: str) -> None:
        done = clean(text)
        assert clean(done) == done
        done.encode()
        assert "\x00" not in done
