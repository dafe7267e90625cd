"""Assessment of units: never of persons, points within bounds, publicity before it stands, appeals answered."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.apps import apps
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.insight.appraisals import operations as op
from linli.insight.appraisals import queries, rules
from linli.insight.appraisals.models import AppraisalRound, AppraisalScheme
from linli.insight.appraisals.rules import Line, Parts, Whom, Why
from linli.insight.cited.figure import read_one
from linli.insight.spans import COUNTINGS
from linli.kernel import clock
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

NEXT = MONDAY + timedelta(days=7)
LATER = NEXT + timedelta(days=14)
LINES = (Line("answered", 60, 0, 100), Line("in_time", 40, 50, 100))
SHARES = st.builds(lambda a, b: Parts(min(a, b), max(a, b)), st.integers(0, 50), st.integers(0, 50))


class TestRules:
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(
        SHARES, SHARES, st.integers(1, 100), st.integers(1, 100), st.sampled_from([(), ("answered",), ("",)])
    )
    def test_a_result_lies_between_nothing_and_a_hundred_and_what_is_left_out_takes_no_part(
        self, one: Parts, two: Parts, first: int, second: int, shut: tuple[str, ...]
    ) -> None:
        lines = [Line("answered", first, 0, 100), Line("in_time", second, 100, 40)]
        told = {"answered": one, "in_time": two}
        made = rules.result_of(unit=1, lines=lines, told=told, least=5, excluded=shut)
        counted = [x for x in made.lines if x.why is Why.COUNTED]
        assert all(x.parts.below >= 5 and x.line.code not in shut for x in counted)
        assert (made.total is None) is (not counted)
        if made.total is not None:
            assert 0 <= made.total <= 100
            assert min(x.points for x in counted) - 0.1 <= made.total <= max(x.points for x in counted) + 0.1
        same = {"answered": first, "in_time": second}
        tried = rules.result_of(unit=1, lines=lines, told=told, least=5, excluded=shut, weights=same)
        assert tried == made, "the scheme's own weights, tried, change nothing"

    def test_more_of_what_is_good_never_takes_points_away(self) -> None:
        points = [rules.points_of(Line("answered", 1, 20, 90), share) for share in range(101)]
        assert points == sorted(points)
        assert (points[20], points[90]) == (0, 100)

    def test_a_scheme_that_cannot_be_computed_is_refused(self) -> None:
        with pytest.raises(rules.SchemeEmpty):
            rules.check([])
        for wrong in (Line("answered", 0, 0, 1), Line("answered", 101, 0, 1), Line("answered", 5, 7, 7)):
            with pytest.raises((rules.SchemeEmpty, rules.LineWrong)):
                rules.check([LINES[0], wrong])


class TestNobody:
    def test_no_person_and_no_grid_is_assessed_anywhere(self) -> None:
        fields = [
            f for model in apps.get_app_config("appraisals").get_models() for f in model._meta.get_fields()
        ]
        led = {f.related_model for f in fields if f.related_model is not None}
        own = set(apps.get_app_config("appraisals").get_models())
        assert led - own == {Unit, Case}, (
            "an assessment leads to units and appeals, to nothing that is a person"
        )
        assert UnitKind.GRID not in {kind for kinds in queries.KINDS.values() for kind in kinds}
        assert all(COUNTINGS[code].is_share for codes in queries.CODES.values() for code in codes), (
            "an amount would be a quota"
        )


@pytest.fixture
def scheme(town: Town) -> AppraisalScheme:
    """Give a published scheme of a street in whose first community three reports came."""
    for hour in range(3):
        file(town, MONDAY + timedelta(hours=hour), phone=f"1380000000{hour}", text=f"第{hour}件：路灯不亮。")
    leader = town.actor("leader")
    made = op.draft_scheme(
        actor=leader, office=town.office, name="社区考核办法", whom=Whom.COMMUNITY, basis="主任办公会", least=2,
        lines=LINES,
    )  # fmt: skip
    return op.publish_scheme(actor=leader, at=MONDAY, scheme=made.pk)


def opened(town: Town, scheme: AppraisalScheme) -> AppraisalRound:
    return op.open_round(
        actor=town.actor("leader", NEXT), scheme=scheme.pk, start=date(2026, 11, 16), until=date(2026, 11, 23)
    )


class TestRound:
    def test_from_draft_over_publicity_and_appeal_to_its_end(
        self, town: Town, scheme: AppraisalScheme
    ) -> None:
        row = opened(town, scheme)
        by = {"actor": town.actor("leader", NEXT), "at": NEXT, "appraisal": row.pk}
        first, second = town.communities
        found = {one.unit.pk: one.result for one in queries.results(row, NEXT)}
        assert found[second.pk].total is None, "where nothing was due there is nothing to assess"
        for line in found[first.pk].lines:
            figure = queries.figure_in(row, line.line.code)
            assert figure is not None
            one = read_one(figure, NEXT, first)
            assert (line.parts.above, line.parts.below) == (one.above, one.below), "the result is its rows"
        speaks = {"actor": town.actor("secretary", NEXT), "at": NEXT, "appraisal": row.pk, "unit": first}
        with pytest.raises(op.NoSuchRound):
            op.appeal_round(**speaks, words="还没公示。")
        shown = op.show_round(**by)
        assert shown.public_until == date(2026, 11, 30), "five working days"
        with pytest.raises(op.NotYourAppraisal):
            op.appeal_round(**{**speaks, "unit": second}, words="别人的事。")
        appeal = op.appeal_round(**speaks, code="answered", words="停电三天，打不通 13812345678。")
        assert "13812345678" not in appeal.words
        by["at"] = LATER
        with pytest.raises(op.AppealUnanswered):
            op.settle_round(**by)
        answered = op.answer_appeal(**by, appeal=appeal.pk, is_upheld=True, answer="属实，这一项不算。")
        assert answered.is_upheld
        row = queries.round_page(actor=town.actor("leader", LATER), pk=row.pk)
        lines = next(one.result.lines for one in queries.results(row, LATER) if one.unit == first)
        assert [line.why for line in lines if line.line.code == "answered"] == [Why.EXCLUDED]
        assert op.settle_round(**by).settled_at == LATER
        for again in (op.settle_round, op.show_round):
            with pytest.raises(op.RoundOver):
                again(**by)

    def test_what_was_made_public_stays_as_it_was(self, town: Town, scheme: AppraisalScheme) -> None:
        row = opened(town, scheme)
        op.show_round(actor=town.actor("leader", NEXT), at=NEXT, appraisal=row.pk)
        row.refresh_from_db()
        before = queries.results(row, NEXT)
        file(town, MONDAY + timedelta(hours=9), phone="13800000009", text="第四件：路灯不亮。")
        assert queries.results(row, LATER) == before

    def test_order_of_things(self, town: Town, scheme: AppraisalScheme) -> None:
        leader = town.actor("leader", MONDAY)
        with pytest.raises(op.SchemePublished):
            op.publish_scheme(actor=leader, at=MONDAY, scheme=scheme.pk)
        given = {"actor": leader, "office": town.office, "whom": Whom.COMMUNITY, "basis": "会", "least": 1}
        nxt = op.draft_scheme(**given, name=scheme.name, lines=LINES)
        assert nxt.version == 2
        with pytest.raises(op.SchemeNotPublished):
            op.open_round(actor=leader, scheme=nxt.pk, start=date(2026, 11, 1), until=date(2026, 11, 2))
        with pytest.raises(op.NotAssessable):
            op.draft_scheme(**given, name="数量", lines=[Line("visits", 50, 0, 100)])
        with pytest.raises(op.NotYourAppraisal):
            op.draft_scheme(**{**given, "actor": town.actor("secretary")}, name="x", lines=LINES)
        row = opened(town, scheme)
        with pytest.raises(op.DaysNotOver):
            op.show_round(actor=leader, at=MONDAY, appraisal=row.pk)
        with pytest.raises(op.UnitNotAssessed):
            op.exclude_unit(
                actor=leader, at=MONDAY, appraisal=row.pk, unit=town.grids[0], reason="网格不考核。"
            )


class TestPages:
    def test_by_form_from_scheme_to_answer(self, town: Town, scheme: AppraisalScheme) -> None:
        with clock.frozen(NEXT):
            leader, secretary = town.client("leader"), town.client("secretary")
            assert leader.post("/b/appraisals/", {"name": "x", "whom": "community"}).status_code == 422
            new = {"name": "部门办法", "whom": "department", "basis": "会上定的", "least": "3"}
            assert leader.post("/b/appraisals/", new).status_code == 422
            new |= {"weight_whistles_came": "100", "base_whistles_came": "60"}
            assert leader.post("/b/appraisals/", new).status_code == 302
            assert "按时报到" in leader.get("/b/appraisals/").content.decode()
            days = {"start": "2026-11-16", "last": "2026-11-22"}
            url = leader.post(f"/b/appraisals/schemes/{scheme.pk}/open/", days)["Location"]
            page = leader.get(url, {"w_answered": "1", "w_in_time": "99"}).content.decode()
            assert "照试的权重" in page
            assert AppraisalScheme.objects.get(pk=scheme.pk).lines.get(code="answered").weight == 60
            assert secretary.get(url).status_code == 404, "a draft is for who makes it"
            left = {"unit": town.communities[1].pk, "code": "", "words": "刚成立。"}
            assert leader.post(f"{url}exclude/", left).status_code == 302
            assert leader.post(f"{url}show/").status_code == 302
            assert leader.post(f"{url}settle/").status_code == 409
            page = secretary.get(url).content.decode()
            assert "刚成立" in page
            first = town.communities[0].pk
            rows = secretary.get(f"{url}units/{first}/answered/?part=below").content.decode()
            assert "路灯" in rows
            assert secretary.get(f"{url}units/{town.grids[0].pk}/answered/").status_code == 404
            assert secretary.get(f"{url}units/{first}/answered/export.xlsx").status_code == 200
            said = secretary.post(f"{url}appeal/", {"unit": first, "code": "", "words": "长" * 301})
            assert said.status_code == 422
            assert (
                secretary.post(f"{url}appeal/", {"unit": first, "code": "", "words": "不对。"}).status_code
                == 302
            )
            appeal = AppraisalRound.objects.get().appeals.get()
            assert (
                secretary.post(
                    f"{url}appeals/{appeal.pk}/answer/", {"is_upheld": "yes", "answer": "x"}
                ).status_code
                == 404
            )
            assert (
                leader.post(
                    f"{url}appeals/{appeal.pk}/answer/", {"is_upheld": "no", "answer": "核过了。"}
                ).status_code
                == 302
            )
            assert "核过了" in secretary.get(url).content.decode()
            assert town.client("worker").get(url).status_code == 404
            sheet = load_workbook(BytesIO(secretary.get(f"{url}sheet.xlsx").getvalue()), read_only=True)
            assert town.communities[0].name in {row[0] for row in sheet.active.values}
            paper = Document(BytesIO(leader.get(f"{url}paper.docx").content))
            assert "公示稿" in paper.paragraphs[0].text
