import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import chinese


class TestNumerals:
    @given(st.integers(0, 9999))
    def test_read_what_they_write(self, number: int) -> None:
        assert chinese.numeral_to_int(chinese.int_to_numeral(number)) == number

    @pytest.mark.parametrize(
        ("numeral", "number"),
        [
            ("十", 10),
            ("二十三", 23),
            ("一百零五", 105),
            ("一百一十", 110),
            ("两千零一", 2001),
            ("一二〇一", 1201),
            ("零", 0),
            ("廿三", 23),
            ("卅", 30),
            ("三万五千", 35_000),
            ("一亿二千万", 120_000_000),
            ("壹佰贰拾", 120),
            ("幺零二", 102),
        ],
    )
    def test_read_every_way_of_saying_it(self, numeral: str, number: int) -> None:
        assert chinese.numeral_to_int(numeral) == number

    @pytest.mark.parametrize(
        ("number", "numeral"),
        [(10, "十"), (15, "十五"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (2001, "二千零一")],
    )
    def test_write_as_people_say_it(self, number: int, numeral: str) -> None:
        assert chinese.int_to_numeral(number) == numeral

    @pytest.mark.parametrize("wrong", ["", "楼", "十百", "二三十", "万", "五廿"])
    def test_refuse_nonsense(self, wrong: str) -> None:
        with pytest.raises(ValueError, match="numeral"):
            chinese.numeral_to_int(wrong)
        with pytest.raises(ValueError, match="numeral"):
            chinese.int_to_numeral(10_000)


class TestAddress:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("三号楼二单元五零一室", "3号楼2单元501室"),
            ("３号楼 ２单元—501", "3号楼2单元-501"),
            ("文化东路八十八号", "文化东路88号"),
            ("二十三号院", "23号院"),
            ("经10路与纬二路交叉口", "经十路与纬二路交叉口"),
            ("十六里河街道", "十六里河街道"),
            ("二环东路一百零五号", "二环东路105号"),
            ("五里沟", "五里沟"),
            ("十百号", "十百号"),
        ],
    )
    def test_is_stored_in_one_spelling(self, typed: str, stored: str) -> None:
        assert chinese.normalise_address(typed) == stored
        assert chinese.normalise_address(stored) == stored


class TestSearch:
    def test_cuts_into_characters_pairs_words_and_numbers(self) -> None:
        assert chinese.search_tokens("路灯不亮 A3区") == [
            "路",
            "路灯",
            "灯",
            "灯不",
            "不",
            "不亮",
            "亮",
            "a3",
            "区",
        ]
        assert chinese.search_tokens("") == []

    def test_asks_for_pairs(self) -> None:
        assert chinese.query_tokens("路灯坏") == ["路灯", "灯坏"]
        assert chinese.query_tokens("灯") == ["灯"]
        assert chinese.search_query("路灯坏 3号楼") == "'路灯' & '灯坏' & '3' & '号楼'"
        assert chinese.search_query(" ,。'&|!") == ""

    @pytest.mark.parametrize(
        ("query", "text"), [("三号楼", "幸福里3号楼漏水"), ("３号楼", "三号楼"), ("WIFI", "没有wifi信号")]
    )
    def test_spellings_find_each_other(self, query: str, text: str) -> None:
        assert set(chinese.query_tokens(query)) <= set(chinese.search_tokens(text))

    @given(st.text(max_size=60), st.integers(0, 30), st.integers(1, 30))
    def test_finds_every_stretch_of_chinese(self, text: str, start: int, length: int) -> None:
        han = "".join(char for char in chinese.normalise(text) if "一" <= char <= "鿿")
        stretch = han[start : start + length]
        assert set(chinese.query_tokens(stretch)) <= set(chinese.search_tokens(han)) or any(
            char in "〇零一二三四五六七八九十百千两俩幺廿卅" for char in han
        )

    def test_cuts_endless_words_alike_on_both_sides(self) -> None:
        assert (
            chinese.search_tokens("x" * 5000)
            == chinese.query_tokens("x" * 5000)
            == ["x" * chinese.LONGEST_WORD]
        )

    @given(st.text(max_size=80))
    def test_never_lets_a_quote_into_the_query(self, text: str) -> None:
        assert chinese.search_query(text).replace("' & '", "").count("'") in (0, 2)


class TestWidths:
    def test_half_width_keeps_every_place(self) -> None:
        assert chinese.half_width("３号楼，Ａ（１）　x") == "3号楼,A(1) x"
        assert len(chinese.half_width("３㎡①")) == 3
