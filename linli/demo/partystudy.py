"""Study in the demo town: the working committee's plan, a bank of questions about the rules for branches, a quiz.

Meetings of partylife fill the plan; those who answer are drawn, and what each answered is nobody's to read.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from linli.base.people.models import Account
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.life.models import LifeMeeting
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.study import operations as op
from linli.pillars.party.study import queries
from linli.pillars.party.study.models import Quiz
from linli.pillars.party.study.rules import TRUTH, Asked, QuestionKind

K = QuestionKind
RULES: Final = "中国共产党支部工作条例（试行）"
AIM: Final = "读原文，每月一题；学了要在网格里用上。"
TITLE: Final = "支部工作条例答题"
ANSWERED: Final = 26
TOPICS: Final = (
    "支部的组织设置", "三会一课怎么开", "主题党日怎么过", "组织生活会和民主评议", "党支部委员会", "联系群众的一户联十户",
    "居民小区里的党支部", "流动党员怎么参加组织生活", "在职党员双报到", "把支部建在网格上", "支部工作条例", "一年学习回头看",
)  # fmt: skip
QUESTIONS: Final = (
    Asked(K.SINGLE, "正式党员几人以上应当成立党支部？", ("2 人", "3 人", "5 人", "7 人"), (1,), RULES,
          "凡是有正式党员 3 人以上的，都应当成立党支部。"),
    Asked(K.SINGLE, "党支部党员人数一般不超过多少人？", ("30 人", "50 人", "80 人", "100 人"), (1,), RULES,
          "人多了分设，或者设党总支。"),
    Asked(K.SINGLE, "社区的党支部委员会每届任期几年？", ("2 年", "3 年", "4 年", "5 年"), (3,), RULES,
          "村和社区 5 年，其他基层单位一般 3 年。"),
    Asked(K.SINGLE, "党员大会一般多久召开一次？", ("每月", "每季度", "每半年", "每年"), (1,), RULES),
    Asked(K.SINGLE, "支部委员会会议一般多久召开一次？", ("每周", "每月", "每季度", "每半年"), (1,), RULES),
    Asked(K.SINGLE, "组织生活会每年至少开几次？", ("1 次", "2 次", "4 次", "12 次"), (0,), RULES,
          "一般安排在第四季度。"),
    Asked(K.SINGLE, "联合党支部覆盖的单位一般不超过几个？", ("3 个", "5 个", "8 个", "10 个"), (1,), RULES),
    Asked(K.SINGLE, "正式党员不足 7 人的党支部，怎么设职务？",
          ("设委员会", "设一名书记，必要时设一名副书记", "设三名委员", "不设书记"), (1,), RULES),
    Asked(K.MULTIPLE, "“三会一课”包括哪些？",
          ("党员大会", "支部委员会会议", "党小组会", "党课", "居民代表会议"), (0, 1, 2, 3), RULES,
          "居民代表会议是居民自治的会。"),
    Asked(K.MULTIPLE, "哪些人要参加组织生活？", ("普通党员", "党员领导干部", "流动党员", "入党申请人"), (0, 1, 2), RULES,
          "党员领导干部带头参加所在支部的组织生活。"),
    Asked(K.TRUTH, "党支部每月相对固定一天开展主题党日。", TRUTH, (0,), RULES),
    Asked(K.TRUTH, "党员外出流动，就不用参加组织生活了。", TRUTH, (1,), RULES,
          "可以就近参加当地的组织生活。"),
    Asked(K.TRUTH, "没有表决权的预备党员，不用来开党员大会。", TRUTH, (1,), RULES,
          "预备党员来开会，可以讨论，不参加表决。"),
)  # fmt: skip


def _top() -> Organisation:
    return Organisation.objects.get(kind=OrgKind.WORKING_COMMITTEE.value, closed_on=None)


def _lay(company: Company, at: datetime) -> None:
    """Lay the plan of the year, fill the bank, and draw a quiz that is open for some weeks."""
    clerk, top, today = company.actor("zuzhi"), _top(), clock.local(at).date()
    topics = [(n, title, "支部工作条例、街道党工委学习资料") for n, title in enumerate(TOPICS, 1)]
    op.lay_study_plan(actor=clerk, organisation=top.pk, year=today.year, aim=AIM, topics=topics)
    op.import_questions(actor=clerk, organisation=top.pk, rows=list(enumerate(QUESTIONS, 2)))
    if not Quiz.objects.exists():
        op.draw_quiz(
            actor=clerk, at=at, organisation=top.pk, title=TITLE, opens=today, closes=today + timedelta(days=40), count=10
        )  # fmt: skip


def _fill(company: Company, at: datetime) -> None:
    """Write down what meetings of all members studied."""
    clerk, today = company.actor("zuzhi"), clock.local(at).date()
    held = LifeMeeting.objects.filter(
        parts__kind__in=[LifeKind.DAY.value, LifeKind.STUDY.value], held_at__gte=at - timedelta(days=25)
    ).select_related("organisation__unit")
    for n, meeting in enumerate(held):
        topics = [one.pk for one in queries.topics_to_fill(meeting) if _months(today, one.month) <= n % 3 + 1]
        op.fill_topics(actor=clerk, meeting=meeting.pk, topics=topics)


def _months(today: date, month: int) -> int:
    return today.month - month


def _answer(company: Company, at: datetime) -> None:
    """Let some answer on their phones, and the one with an account."""
    quiz = Quiz.objects.get(title=TITLE)
    asked, rng = list(quiz.asked.select_related("question")), Random(TITLE)
    members = PartyMember.objects.filter(until=None, organisation__kind=OrgKind.GRID_BRANCH.value)
    phones = [one.phone for one in members.order_by("pk")[: ANSWERED * 3 : 3]]
    for account in (company.settled.accounts["lijuan"], *(Account(phone=phone) for phone in phones)):
        chosen = {
            one.pk: one.question.right if rng.random() < 0.8 else [rng.randrange(len(one.question.options))]
            for one in asked
        }
        op.answer_quiz(account=account, at=at, quiz=quiz.pk, chosen=chosen)


ACTS: Final = (Act(300, _lay), Act(255, _fill), Act(60, _answer))
