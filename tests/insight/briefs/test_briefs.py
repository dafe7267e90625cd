"""Briefs: the days they are about, numbers that are figures and stay so, who writes and who reads, a file that opens."""

from __future__ import annotations

import re
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.insight.briefs import operations as op
from linli.insight.briefs import queries, rules
from linli.insight.briefs.models import Brief
from linli.insight.briefs.rules import BriefKind
from linli.insight.cited.behind import behind
from linli.insight.cited.figure import Measure, read_one
from linli.insight.cited.shapes import shape_of
from linli.insight.spans import COUNTINGS, Parts, Span, by_unit, figure_of
from linli.kernel import clock
from tests.office_suite import needs_suite, text_of
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

NEXT = MONDAY + timedelta(days=7)
"""The Monday after, when the week's brief is written."""


@pytest.fixture
def told(town: Town) -> Town:
    """Give a street with three reports on a Monday."""
    for hour in range(3):
        file(town, MONDAY + timedelta(hours=hour), phone=f"1380000000{hour}", text=f"第{hour}件：路灯不亮。")
    return town


def write(town: Town, kind: BriefKind = BriefKind.WEEKLY, who: str = "leader") -> Brief:
    day = clock.local(NEXT).date()
    return op.write_brief(actor=town.actor(who, NEXT), at=NEXT, office=town.office, kind=kind, day=day)


class TestDays:
    @given(st.sampled_from(list(BriefKind)), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
    @settings(max_examples=50)
    def test_a_brief_is_about_days_that_are_over_and_the_period_before_ends_where_it_begins(
        self, kind: BriefKind, day: date
    ) -> None:
        start, until = rules.period_of(kind, day)
        assert start < until <= day
        assert rules.before(start, until, kind) < start
        if rules.is_due(kind, day):
            assert rules.period_of(kind, day - timedelta(days=1))[0] != start or kind is BriefKind.ANNUAL


class TestNumbers:
    def test_every_number_is_its_figure_and_its_rows(self, told: Town) -> None:
        for kind in BriefKind:
            brief = write(told, kind)
            assert brief.words
            for hit in rules.TOKEN.finditer(brief.words):
                plain = hit[2].removesuffix(rules.ABOVE).removesuffix(rules.BELOW)
                figure = queries.figure_in(brief=brief, code=plain)
                assert figure is not None
                one = read_one(figure, NEXT, told.office)
                said = hit[1].rstrip("%").replace(",", "")
                meant = {rules.ABOVE: one.above, rules.BELOW: one.below}.get(
                    hit[2][len(plain) :], one.value or 0
                )
                assert said == str(meant)
                shown = behind(
                    figure=figure, part="above", shape=shape_of(figure, NEXT), actor=SYSTEM, at=NEXT,
                    office=told.office,
                )  # fmt: skip
                assert len(shown.lines) == one.above
            bare = re.sub(r"1 号|\d+ 月", "", rules.TOKEN.sub("", brief.words))
            assert not any(char.isdigit() for char in bare), bare
        assert "[3](filed)" in Brief.objects.get(kind="weekly").words
        hot = Brief.objects.get(kind="hot")
        assert f"[3](spot_{told.communities[0].pk}_r01)" in hot.words, (
            "three of a kind in a community in a week boil"
        )

    def test_every_figure_there_may_be_is_counted_and_listed_for_street_and_community(
        self, told: Town
    ) -> None:
        week = Span(date(2026, 11, 16), date(2026, 11, 23))
        for code in (*COUNTINGS, "kind_r01", f"spot_{told.communities[0].pk}_r01"):
            figure = figure_of(code, week)
            assert figure is not None
            shared = by_unit(figure, NEXT)
            for unit in (told.office, told.communities[0]):
                one = read_one(figure, NEXT, unit)
                shape = shape_of(figure, NEXT)
                part = behind(figure=figure, part="above", shape=shape, actor=SYSTEM, at=NEXT, office=unit)
                assert figure.measure is Measure.SUM or part.counts["above"] == one.above, code
                assert figure.measure is Measure.SUM or shared.get(unit.pk, Parts(0, 0)).above == one.above, (
                    code
                )
        for code in ("no-such", "spot_r01", "spot_x_r01", "spot_²_r01"):
            assert figure_of(code, week) is None

    def test_words_change_and_numbers_do_not(self, told: Town) -> None:
        brief = write(told)
        by = {"actor": told.actor("leader", NEXT), "at": NEXT, "brief": brief.pk}
        edited = op.edit_brief(**by, words="## 这一周\n收到 [3](filed) 件，都是路灯。请打 13812345678。")
        assert "[3](filed)" in edited.words
        assert "13812345678" not in edited.words, "a telephone number is masked"
        with pytest.raises(rules.NumberNotOfFigure):
            op.edit_brief(**by, words="收到 [2](filed) 件。")
        with pytest.raises(rules.NoSuchFigure):
            op.edit_brief(**by, words="收到 [3](made-up) 件。")
        with pytest.raises(op.BriefTooLong):
            op.edit_brief(**by, words="长" * (rules.MOST_WORDS + 1))

    def test_what_somebody_wrote_survives_counting_anew(self, told: Town) -> None:
        brief = write(told)
        by = {"actor": told.actor("leader", NEXT), "at": NEXT, "brief": brief.pk}
        op.edit_brief(**by, words="我写的：收到 [3](filed) 件。")
        file(told, MONDAY + timedelta(hours=9), phone="13800000009", text="第四件：路灯不亮。")
        assert op.recount_brief(**by).words == "我写的：收到 [4](filed) 件。"
        assert write(told).words == "我写的：收到 [4](filed) 件。", "the schedule and the form keep it too"
        assert "我写的" not in op.recount_brief(**by, is_afresh=True).words

    @given(st.text(alphabet="[]()0123456789%,.:-_abcm件数 \n#", max_size=120), st.integers(0, 99))
    @settings(max_examples=80)
    def test_no_text_says_another_number_of_a_figure_than_it_has(self, text: str, n: int) -> None:
        numbers = {"a": f"{n}", "a-m01": "7%", "b:above": "1,000"}
        fresh = rules.renewed(text, numbers)
        try:
            rules.check(fresh, numbers)
        except rules.NoSuchFigure:
            assert rules.tokens_of(text) - set(numbers)
        joined = "".join(p.words for _shape, line in rules.lines_of(text) for p in line)
        assert len(joined) <= len(text)


class TestSending:
    def test_goes_to_who_reads_it_once_and_stays_as_it_was(self, told: Town) -> None:
        brief = write(told)
        assert not queries.briefs_of(actor=told.actor("secretary", NEXT)), "a draft is for who writes it"
        sent = op.send_brief(actor=told.actor("leader", NEXT), at=NEXT, brief=brief.pk)
        assert sent.sent_count == Notice.objects.filter(template="brief_sent").count() > 0
        assert [one.pk for one in queries.briefs_of(actor=told.actor("secretary", NEXT))] == [brief.pk]
        assert not queries.briefs_of(actor=told.actor("worker", NEXT))
        with pytest.raises(op.BriefSent):
            op.send_brief(actor=told.actor("leader", NEXT), at=NEXT, brief=brief.pk)
        with pytest.raises(op.BriefSent):
            write(told)

    def test_a_community_writes_none(self, told: Town) -> None:
        with pytest.raises(op.NotYourBrief):
            write(told, who="secretary")
        with pytest.raises(op.NotYourBrief):
            op.plan_briefs(actor=told.actor("clerk"), office=told.office, kinds=[], hour=7)

    def test_is_written_by_itself_once_and_never_sent(self, told: Town) -> None:
        kinds = [BriefKind.DAILY, BriefKind.WEEKLY, BriefKind.MONTHLY]
        op.plan_briefs(actor=told.actor("leader"), office=told.office, kinds=kinds, hour=7)
        assert op.write_due(at=NEXT - timedelta(hours=3)) == 0, "at six nothing is due"
        assert op.write_due(at=NEXT) == 2, "a Monday has its morning sheet and the week's brief"
        assert op.write_due(at=NEXT + timedelta(minutes=15)) == 0
        assert not Brief.objects.filter(sent_at__isnull=False).exists()
        assert Notice.objects.filter(template="brief_ready").count() == 2


class TestPages:
    def test_from_writing_to_sending_by_form(self, told: Town) -> None:
        with clock.frozen(NEXT):
            leader = told.client("leader")
            assert leader.post("/b/briefs/", {"kind": "weekly"}).status_code == 302
            brief = Brief.objects.get()
            url = f"/b/briefs/{brief.pk}/"
            with CaptureQueriesContext(connection) as asked:
                page = leader.get(url).content.decode()
            assert len(asked) <= 8
            assert f"{url}figures/filed/" in page
            assert "路灯" in leader.get(f"{url}figures/filed/").content.decode()
            assert leader.get(f"{url}figures/filed/export.xlsx").status_code == 200
            assert leader.get(f"{url}figures/nothing/").status_code == 404
            assert leader.post(f"{url}recount/").status_code == 302
            wrong = leader.post(f"{url}edit/", {"words": "收到 [9](filed) 件，我写的。"})
            assert wrong.status_code == 422
            assert "我写的" in wrong.content.decode()
            assert told.client("secretary").get(url).status_code == 404
            assert told.client("worker").get("/b/briefs/").status_code == 404
            assert leader.post("/b/briefs/plan/", {"kinds": ["daily"], "hour": "7"}).status_code == 302
            assert leader.post("/b/briefs/plan/", {"kinds": ["x"], "hour": "3"}).status_code == 422
            assert leader.post(f"{url}send/").status_code == 302
            assert "发出" in told.client("secretary").get(url).content.decode()
            assert told.client("secretary").post(f"{url}edit/", {"words": "x"}).status_code == 404
            assert leader.post(f"{url}recount/").status_code == 409

    def test_the_file_has_its_sentences_links_and_charts(self, told: Town) -> None:
        brief = write(told)
        with clock.frozen(NEXT):
            answer = told.client("leader").get(f"/b/briefs/{brief.pk}/brief.docx")
        paper = Document(BytesIO(answer.content))
        text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
        assert "居民反映" in text
        assert "收到 3 件" in text
        links = {rel.target_ref for rel in paper.part.rels.values() if rel.is_external}
        assert any(link.endswith("/figures/filed/") for link in links)
        with zipfile.ZipFile(BytesIO(answer.content)) as packed:
            charts = [name for name in packed.namelist() if name.startswith("word/charts/")]
            assert len(charts) == len(brief.charts) > 0
            for name in charts:
                ElementTree.fromstring(packed.read(name))

    @needs_suite
    def test_an_office_suite_opens_it_with_every_sentence(self, told: Town, tmp_path: Path) -> None:
        with clock.frozen(NEXT):
            answer = told.client("leader").get(f"/b/briefs/{write(told).pk}/brief.docx")
        assert "收到 3 件；办结 0 件" in text_of(answer.content, "brief.docx", tmp_path)
