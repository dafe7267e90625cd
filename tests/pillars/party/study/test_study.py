"""A plan that meetings fill; questions with a source; quizzes that tell an organisation totals and nobody's answers."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.base.people.actors import SYSTEM
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.operations import NotYourOrganisation
from linli.pillars.party.life import operations as life
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.study import operations as op
from linli.pillars.party.study import queries, rules
from linli.pillars.party.study.models import Question, Quiz, QuizAnswer
from linli.pillars.party.study.rules import TRUTH, Asked, QuestionKind, QuestionUnclear, Standing
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.life.doing import everybody, lively, on, planned
from tests.security.brought import as_csv
from tests.town import MONDAY, Town

K = QuestionKind
TODAY = MONDAY.date()
TRUE = Asked(K.TRUTH, "党员大会每季度开一次", TRUTH, (0,), "支部工作条例")
BOTH = Asked(
    K.MULTIPLE, "三会一课有", ("党员大会", "党课", "居民会"), (0, 1), "支部工作条例", "还有支委会、党小组会"
)


class TestRules:
    @pytest.mark.parametrize(
        ("said", "kind", "right"),
        [
            ({"right": "对"}, K.TRUTH, (0,)),
            ({"right": "×"}, K.TRUTH, (1,)),
            ({"kind": "判断题", "right": "错误"}, K.TRUTH, (1,)),
            ({"optionA": "甲", "optionB": "乙", "right": "b"}, K.SINGLE, (1,)),
            ({"kind": "多选", "options": "A. 甲\nB. 乙；C、丙", "right": "A、C"}, K.MULTIPLE, (0, 2)),
            ({"optionA": "甲", "optionB": "乙", "right": "B，A"}, K.MULTIPLE, (0, 1)),
        ],
    )
    def test_reads_a_row_as_people_write_it(
        self, said: dict[str, str], kind: K, right: tuple[int, ...]
    ) -> None:
        made = rules.question_of(2, {"words": "问什么", "source": "条例", **said})
        assert (made.kind, made.right) == (kind, right)

    @pytest.mark.parametrize(
        ("said", "column"),
        [
            ({"source": ""}, "source"),
            ({"words": ""}, "words"),
            ({"right": "也许"}, "right"),
            ({"kind": "单选", "optionA": "甲", "optionB": "乙", "right": "AB"}, "right"),
            ({"kind": "单选", "optionA": "甲", "right": "A"}, "options"),
            ({"optionA": "甲", "optionB": "甲", "right": "A"}, "options"),
            ({"optionA": "甲", "optionB": "乙", "right": "D"}, "right"),
        ],
    )
    def test_says_which_column_is_unclear(self, said: dict[str, str], column: str) -> None:
        with pytest.raises(QuestionUnclear) as told:
            rules.question_of(7, {"words": "问什么", "source": "条例", "right": "对", **said})
        assert told.value.data == {"row": 7, "column": column}

    def test_takes_letters_away_where_they_count_options_only(self) -> None:
        said = {"words": "先用什么", "source": "手册", "right": "A"}
        lettered = rules.question_of(2, {**said, "options": "A. AED\nB. B超"})
        plain = rules.question_of(2, {**said, "options": "AED\nB超"})
        assert lettered.options == plain.options == ("AED", "B超")

    @given(st.sets(st.integers(1, 500), min_size=1, max_size=40), st.integers(1, 60), st.integers(0, 9999))
    @settings(max_examples=40)
    def test_draws_the_same_for_everybody_and_nothing_twice(
        self, bank: set[int], count: int, seed: int
    ) -> None:
        drawn = rules.draw(bank, count, seed)
        assert drawn == rules.draw(sorted(bank, reverse=True), count, seed)
        assert len(set(drawn)) == len(drawn) == min(count, len(bank))
        assert set(drawn) <= bank

    @given(st.integers(2024, 2028), st.integers(1, 12), st.dates(date(2024, 1, 1), date(2028, 12, 31)))
    @settings(max_examples=40)
    def test_a_topic_is_late_only_when_its_month_is_over(self, year: int, month: int, today: date) -> None:
        since = date(2025, 5, 20)
        found = rules.topic_standing(year, month, today, since)
        assert (found is Standing.LATE) == ((2025, 5) <= (year, month) < (today.year, today.month))
        assert rules.topic_standing(year, month, today, since, is_filled=True) is Standing.DONE
        assert rules.topic_standing(year, month, today, None) is Standing.BEFORE


@pytest.mark.django_db
class TestPlan:
    def test_a_meeting_fills_the_plan_of_whoever_is_above(self, town: Town) -> None:
        branch = lively(town)
        top = Organisation.objects.get(superior=None)
        clerk, secretary = town.actor("party_clerk"), town.actor("party_secretary")
        given_ = {"actor": clerk, "organisation": top.pk, "year": 2026}
        life.set_habit(
            actor=clerk,
            organisation=branch.pk,
            since=date(2026, 9, 3),
            day=20,
            at_time=time(19),
            place="活动室",
        )
        topics = [
            (8, "八月的", ""),
            (9, "九月的", "读本"),
            (11, "支部工作条例", "条例全文"),
            (12, "十二月的", ""),
        ]
        op.lay_study_plan(**given_, aim="读原文", topics=topics)
        with pytest.raises(op.TopicThere):
            op.add_topic(**given_, month=11, title="支部工作条例")
        with pytest.raises(NotYourOrganisation):
            op.add_topic(actor=town.actor("leader"), organisation=branch.pk, year=2026, month=11, title="a")
        page = queries.study_page(actor=secretary, pk=branch.pk, at=MONDAY, year=2026)
        assert [row.standing for row in page.topics] == [
            Standing.BEFORE, Standing.LATE, Standing.NOW, Standing.AHEAD
        ]  # fmt: skip
        assert (page.is_own, page.done, page.due) == (False, 0, 2)
        assert queries.topic_now(branch, TODAY) == "支部工作条例"
        meeting = planned(town, branch, LifeKind.DAY, at=on(20))
        _before, late, now = queries.topics_to_fill(meeting)
        with pytest.raises(op.NotStudiedYet):
            op.fill_topics(actor=secretary, meeting=meeting.pk, topics=[now.pk])
        life.hold_meeting(
            actor=secretary, at=on(20, 21), meeting=meeting.pk, came=everybody(branch), agenda="学条例"
        )
        assert op.fill_topics(actor=secretary, meeting=meeting.pk, topics=[now.pk, late.pk]) == 2
        assert op.fill_topics(actor=secretary, meeting=meeting.pk, topics=[now.pk]) == 0
        row = next(r for r in queries.studies_of(actor=clerk, at=on(21)) if r.id == branch.pk)
        assert (row.done, row.due, row.late, row.plan_of) == (2, 2, (), str(top))
        other = next(r for r in queries.studies_of(actor=clerk, at=on(21)) if r.id != branch.pk)
        assert (other.done, other.due, other.late) == (0, 0, ())  # its life is not kept here
        with pytest.raises(op.TopicStudied):
            op.drop_topic(actor=clerk, topic=now.pk)
        # A plan of one's own takes the place of the one above; what that one asked is none of it.
        op.add_topic(actor=secretary, organisation=branch.pk, year=2026, month=11, title="自己的")
        with pytest.raises(op.NotInThePlan):
            op.fill_topics(actor=secretary, meeting=meeting.pk, topics=[now.pk])

    def test_a_meeting_without_its_quorum_fills_nothing(self, town: Town) -> None:
        branch = lively(town)
        secretary = town.actor("party_secretary")
        topic = op.add_topic(actor=secretary, organisation=branch.pk, year=2026, month=11, title="条例")
        meeting = planned(town, branch, LifeKind.GENERAL, at=on(12))
        life.hold_meeting(
            actor=secretary, at=on(12, 21), meeting=meeting.pk, came=everybody(branch)[:2], agenda="学"
        )
        op.fill_topics(actor=secretary, meeting=meeting.pk, topics=[topic.pk])
        page = queries.study_page(actor=secretary, pk=branch.pk, at=MONDAY, year=2026)
        assert page.topics[0].standing is Standing.NOW

    def test_a_list_costs_the_same_however_long(self, town: Town, django_assert_num_queries: object) -> None:
        lively(town)
        clerk = town.actor("party_clerk")
        top = Organisation.objects.get(superior=None)
        op.lay_study_plan(actor=clerk, organisation=top.pk, year=2026, topics=[(11, "条例", "")])
        with django_assert_num_queries(4):  # type: ignore[operator]
            assert len(queries.studies_of(actor=clerk, at=MONDAY)) == 3


def quiz_of(town: Town, branch: Organisation) -> Quiz:
    for asked in (TRUE, BOTH):
        op.add_question(actor=SYSTEM, organisation=branch.superior_id or 0, asked=asked)
    return op.draw_quiz(
        actor=town.actor("party_secretary"), at=MONDAY, organisation=branch.pk, title="条例", opens=TODAY,
        closes=TODAY + timedelta(days=7), count=2,
    )  # fmt: skip


@pytest.mark.django_db
class TestQuiz:
    def test_the_bank_takes_a_sheet_once(self, town: Town, tmp_path: Path) -> None:
        branch = lively(town)
        path = tmp_path / "a.csv"
        path.write_bytes(
            as_csv(
                [
                    ["街道题库"], ["题型", "题目", "A", "B", "C", "答案", "出处"],
                    ["单选", "主题党日几天一次", "每周", "每月", "每年", "B", "条例"],
                    ["单选", "主题党日几天一次", "每周", "每月", "每年", "B", "条例"],
                    ["判断", "没有出处", "", "", "", "对", ""],
                ],
                "utf-8",
            )
        )  # fmt: skip
        rows = op.questions_of_file(path)
        given_ = {"actor": town.actor("party_secretary"), "organisation": branch.pk, "rows": rows}
        new, same, refused = op.import_questions(**given_)
        assert (new, same, [one.row for one in refused]) == (1, 1, [5])
        assert op.import_questions(**given_)[:2] == (0, 2)
        with pytest.raises(op.BankTooSmall):
            op.draw_quiz(
                actor=SYSTEM, at=MONDAY, organisation=branch.pk, title="a", opens=TODAY, closes=TODAY, count=2
            )
        with pytest.raises(op.QuizBackward):
            op.draw_quiz(
                actor=SYSTEM, at=MONDAY, organisation=branch.pk, title="a", opens=TODAY,
                closes=TODAY - timedelta(days=1), count=1,
            )  # fmt: skip
        op.retire_question(actor=SYSTEM, at=MONDAY, question=Question.objects.get().pk)
        assert queries.bank_of(actor=SYSTEM, pk=branch.pk)[1] == []

    def test_a_member_answers_again_and_again_and_only_the_last_is_kept(self, town: Town) -> None:
        branch = lively(town)
        quiz = quiz_of(town, branch)
        asked = {one.question.kind: one.pk for one in quiz.asked.all()}
        me = resident("13800130000")
        with pytest.raises(op.AnswersMissing):
            op.answer_quiz(account=me, at=MONDAY, quiz=quiz.pk, chosen={asked["truth"]: [0]})
        for picked, right in (([0], 1), ([1, 0, 7], 2)):
            chosen = {asked["truth"]: [0], asked["multiple"]: picked}
            op.answer_quiz(account=me, at=MONDAY, quiz=quiz.pk, chosen=chosen)
            _quiz, _standing, rows = queries.own_quiz(account=me, pk=quiz.pk, at=MONDAY)
            assert sum(row.is_right for row in rows) == right
        assert QuizAnswer.objects.count() == 2
        with pytest.raises(op.QuizNotOpen):
            op.answer_quiz(account=me, at=MONDAY + timedelta(days=9), quiz=quiz.pk, chosen={})
        with pytest.raises(op.NoSuchStudy):
            op.answer_quiz(account=resident("13911112222"), at=MONDAY, quiz=quiz.pk, chosen={})
        assert len(queries.collect(me)["study"]) == 2

    def test_totals_tell_nobodys_answer(self, town: Town) -> None:
        branch = lively(town)
        quiz = quiz_of(town, branch)
        secretary = town.actor("party_secretary")
        asked = list(quiz.asked.select_related("question"))
        members = list(PartyMember.objects.filter(organisation=branch).order_by("pk"))

        def answer(n: int) -> None:
            QuizAnswer.objects.bulk_create(
                QuizAnswer(asked=one, member=members[n], chosen=one.question.right if n else [1])
                for one in asked
            )

        for n in range(4):
            answer(n)
        few = queries.quiz_page(actor=secretary, pk=quiz.pk, at=MONDAY)
        assert (few.answered, few.people, [row.right for row in few.asked]) == (4, 9, [None, None])
        answer(4)
        page = queries.quiz_page(actor=secretary, pk=quiz.pk, at=MONDAY)
        assert (page.answered, [row.right for row in page.asked]) == (5, [4, 4])
        # Half a year on the answers go and the totals are what they were.
        later = MONDAY + timedelta(days=7 + rules.KEPT_DAYS)
        assert op.forget_answers(actor=SYSTEM, at=later - timedelta(days=1)) == 0
        assert op.forget_answers(actor=SYSTEM, at=later) == 10
        old = queries.quiz_page(actor=secretary, pk=quiz.pk, at=later)
        assert (old.answered, [row.right for row in old.asked]) == (5, [4, 4])
        assert op.forget_answers(actor=SYSTEM, at=later) == 0

    def test_nobody_without_the_permission_reads_or_ends_a_quiz(self, town: Town) -> None:
        quiz = quiz_of(town, lively(town))
        for who in ("leader", "dispatcher"):
            with pytest.raises(op.NoSuchStudy):
                queries.quiz_page(actor=town.actor(who), pk=quiz.pk, at=MONDAY)
            with pytest.raises(op.NoSuchStudy):
                op.close_quiz(actor=town.actor(who), at=MONDAY, quiz=quiz.pk)
        op.close_quiz(actor=town.actor("party_secretary"), at=MONDAY, quiz=quiz.pk)
        quiz.refresh_from_db()
        assert quiz.closes_on == TODAY
