"""The parts say what they are given, escape what people wrote, and leave no gap where there is nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template

from linli.faces.parts import svg, words
from linli.faces.parts.shapes import (
    Area,
    Bar,
    Due,
    Fact,
    Move,
    Person,
    Place,
    Rate,
    Row,
    Rung,
    State,
    Step,
    Tag,
)
from linli.kernel import clock

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # Wednesday 12:00 in Shanghai
NASTY = "<script>alert(1)</script>"


def show(source, **context):
    loads = "{% load parts fields drawn i18n %}"
    with clock.frozen(NOON):
        return Template(loads + source).render(Context(context))


class TestState:
    def test_carries_shape_word_and_colour(self):
        html = show("{% state one %}", one=State("doing", "办理中"))
        assert 'data-s="doing"' in html
        assert "#s-doing" in html
        assert "办理中" in html

    def test_escapes(self):
        assert NASTY not in show("{% state 'new' word %}", word=NASTY)


class TestDue:
    def test_is_a_card_only_when_it_warns(self):
        assert "data-card" not in show("{% due one %}", one=Due("剩 3 天"))
        red = show("{% due one %}", one=Due("红牌·超 1 天", "red", NOON - timedelta(days=1)))
        assert 'data-card="red"' in red
        assert "昨天 12:00" in red

    def test_without_a_clock_leaves_nothing(self):
        assert show("{% due one %}", one=None) == ""


class TestWords:
    @pytest.mark.parametrize(
        ("hours", "said"),
        [
            (1, "今天 13:00"),
            (-24, "昨天 12:00"),
            (24, "明天 12:00"),
            (-240, "11-08 12:00"),
            (-9000, "2025-11-08"),
        ],
    )
    def test_a_moment_is_said_as_people_say_it(self, hours, said):
        assert words.when(NOON + timedelta(hours=hours), NOON).startswith(said)

    @pytest.mark.parametrize(
        ("minutes", "said"),
        [
            (0, "不到 1 分"),
            (40, "40 分"),
            (60, "1 小时"),
            (130, "2 小时 10 分"),
            (27 * 60, "1 天 3 小时"),
            (48 * 60, "2 天"),
            (20 * 24 * 60 + 300, "20 天"),
        ],
    )
    def test_a_span_takes_its_two_largest_units(self, minutes, said):
        assert words.span(timedelta(minutes=minutes)) == said

    def test_cards_come_from_the_engine(self):
        assert words.due(NOON + timedelta(hours=2), NOON, "yellow").words == "黄牌·剩 2 小时"
        assert words.due(NOON - timedelta(hours=2), NOON, "red").words == "红牌·超 2 小时"
        assert words.due(NOON + timedelta(hours=2), NOON).card == "none"

    def test_distances_are_rounded_to_what_can_be_known(self):
        assert words.distance(3) == "10 米"
        assert words.distance(118) == "120 米"
        assert words.distance(1240) == "1.2 公里"


class TestRow:
    def test_is_one_link_with_everything_in_it(self):
        row = Row(
            "/d/1/",
            "井盖坏了",
            State("new", "待签收"),
            None,
            ("1", "3 网格"),
            "王磊",
            (Tag("党建", "party"),),
        )
        html = show("{% row one 'main' %}", one=row)
        assert html.count("<a ") == 1
        assert 'hx-get="/d/1/"' in html
        assert "1·3 网格" in html
        assert "aria-current" not in html

    def test_what_has_no_place_beside_the_list_is_followed(self):
        row = Row("/d/1/", "井盖坏了", State("new", "待签收"))
        assert "hx-get" not in show("{% row one %}", one=row)
        assert "hx-get" not in show("{% row one 'main' %}", one=replace(row, is_whole=True))

    def test_escapes_what_people_wrote(self):
        html = show("{% row one %}", one=Row("/", NASTY, State("new", "x"), None, (NASTY,), NASTY))
        assert NASTY not in html


class TestMoves:
    def test_what_takes_away_sits_last_and_the_rest_folds(self):
        many = [Move("退回", "/b", kind="danger"), *(Move(f"办{index}", f"/{index}") for index in range(7))]
        html = show("{% moves many %}", many=many)
        assert html.index("办6") < html.index("退回")
        assert "<details" in html

    def test_nothing_open_leaves_nothing(self):
        assert show("{% moves many %}", many=[]).strip() == ""


class TestRate:
    def test_carries_both_numbers_and_a_way_to_the_cases(self):
        html = show(
            "{% rate one %}", one=Rate("解决率", 874, 958, "解决了", "回访", url="/b/cases/", before=90.1)
        )
        assert "91.2" in html
        assert "874" in html
        assert "看这 958 件" in html
        assert 'data-d="better"' in html
        assert "比上期高 1.1 点" in html

    def test_without_cases_there_is_no_rate(self):
        html = show("{% rate one %}", one=Rate("解决率", 0, 0, "解决了", "回访"))
        assert "%" not in html.split("ll-h")[1]
        assert "先不出率" in html

    def test_knows_that_less_can_be_better(self):
        assert Rate("退回率", 2, 10, "", "", before=30, more_is_better=False).direction == "better"
        assert Rate("退回率", 3, 10, "", "", before=30).direction == "same"


class TestOthers:
    def test_an_inside_step_is_marked(self):
        assert "内部" in show("{% steps many %}", many=[Step("new", "王磊", "备注", is_inside=True)])

    def test_a_fact_without_value_is_left_out(self):
        html = show("{% facts many %}", many=[Fact("电话", ""), Fact("地点", "6 号楼")])
        assert "电话" not in html
        assert "6 号楼" in html

    def test_a_person_has_no_button_without_a_number(self):
        assert "tel:" not in show("{% person one %}", one=Person("陈桂芳", "网格员"))

    def test_the_track_marks_where_the_case_is(self):
        html = show("{% track 2 %}")
        assert html.count('class="past"') == 2
        assert html.count('aria-current="step"') == 1

    def test_rating_preselects_nothing(self):
        assert "checked" not in show("{% rating %}")
        assert show("{% rating 'no' 2 %}").count(" checked") == 2


class Trial(forms.Form):
    words = forms.CharField(label="什么事", help_text="一句话")
    kind = forms.ChoiceField(label="哪一类", choices=[("a", "水")], widget=forms.RadioSelect)
    hide = forms.BooleanField(label="匿名", required=False)
    key = forms.CharField(widget=forms.HiddenInput)


class TestFields:
    def test_label_hint_and_error_belong_together(self):
        html = show("{% form one %}", one=Trial({"words": ""}))
        assert 'aria-describedby="id_words-hint id_words-error"' in html
        assert 'aria-invalid="true"' in html
        assert "请填：什么事。" in html
        assert "请选一个：哪一类。" in html
        assert '<a href="#id_words">什么事</a>' in html

    def test_what_was_typed_stays(self):
        assert NASTY not in show("{% form one %}", one=Trial({"words": NASTY}))
        assert "井盖" in show("{% form one %}", one=Trial({"words": "井盖"}))

    def test_what_may_stay_empty_says_so(self):
        class Free(forms.Form):
            phone = forms.CharField(label="电话", required=False)

        assert "（可不填）" in show("{% form one %}", one=Free())

    def test_a_hidden_field_that_fails_is_told_on_top(self):
        html = show("{% form one %}", one=Trial({"words": "x", "kind": "a"}))
        assert 'role="alert"' in html


SQUARE = ((117.0, 36.0), (117.01, 36.0), (117.01, 36.01), (117.0, 36.01))


class TestDrawn:
    def test_a_place_without_a_point_is_said_in_words(self):
        assert "没有定位" in show("{% map one %}", one=Place(None, None))

    def test_a_place_has_a_pin_and_its_grid(self):
        html = show(
            "{% map one %}", one=Place(117.005, 36.005, "6 号楼", (Area((SQUARE,), "3 网格", is_here=True),))
        )
        assert 'class="pin"' in html
        assert 'class="here"' in html
        assert "nan" not in html

    def test_a_lone_point_is_drawn_too(self):
        assert 'class="pin"' in show("{% map one %}", one=Place(117.005, 36.005))

    def test_classes_stay_at_round_figures(self):
        assert svg.classes([18.4, 3, 7]) == (5, 10, 15, 20)
        assert svg.classes([]) == (1, 2, 3, 4)
        assert [svg.class_of(value, (5, 10, 15, 20)) for value in (None, 0, 5, 14.9, 99)] == [0, 1, 2, 3, 5]

    def test_a_choropleth_has_a_legend_a_table_and_cards(self):
        areas = [Area((SQUARE,), "3 网格", 12.0, "12", red=2), Area((SQUARE,), "4 网格")]
        html = show("{% choropleth areas '每百户诉求' '= 件 ÷ 户' %}", areas=areas)
        assert "看表" in html
        assert "红牌" in html
        assert 'fill="url(#ll-m0)"' in html
        assert "没有数" in html

    def test_a_name_makes_way_for_the_cards_of_its_area(self):
        plain = show("{% choropleth areas 'x' %}", areas=[Area((SQUARE,), "东里", 1.0)])
        carded = show("{% choropleth areas 'x' %}", areas=[Area((SQUARE,), "东里", 1.0, red=2, yellow=1)])
        middle = plain.split('dy="9"')[0].rsplit('y="', 1)[1]
        assert carded.split('dy="9"')[0].rsplit('y="', 1)[1] != middle

    def test_no_grids_is_a_sentence(self):
        assert "还没有画网格" in show("{% choropleth areas '每百户诉求' %}", areas=[])

    def test_bars_start_at_zero(self):
        html = show("{% bars many %}", many=[Bar("水", 10), Bar("路", 5), Bar("无", 0)])
        assert 'width="200"' in html
        assert 'width="100"' in html
        assert 'width="0"' in html

    def test_the_ladder_says_who_watches(self):
        html = show(
            "{% ladder many %}",
            many=[Rung("快到期", 11, "承办人", "yellow"), Rung("3 天以上", 1, "街道主任")],
        )
        assert "快到期 11，承办人" in html

    def test_words_that_are_too_long_for_a_rung_go_on_below(self):
        many = [Rung("Overdue up to a day", 1, "Community secretary"), *(Rung("1–3 天", 1, "承办人"),) * 3]
        html = show("{% ladder many %}", many=many)
        assert ">Community</text>" in html
        assert ">secretary</text>" in html
        assert ">1–3 天</text>" in html

    def test_an_empty_rung_is_not_red(self):
        html = show("{% ladder many %}", many=[Rung("3 天以上", 0, "街道主任")])
        assert "c-r" not in html

    def test_the_middle_of_a_ring_without_area_is_its_mean(self):
        assert svg.middle_of(((0, 0), (2, 0))) == (1, 0)
        assert svg.middle_of(SQUARE) == pytest.approx((117.005, 36.005))
