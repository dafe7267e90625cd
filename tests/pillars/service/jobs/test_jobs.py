"""Jobs: words that shut nobody out, matches without a rank, consent that can be taken back, figures that add up."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.people import operations as people
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.models import Account, Deletion
from linli.base.people.queries import actor_for
from linli.base.people.subjects import Erasing
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs import operations as op
from linli.pillars.service.jobs import policies, queries
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker
from linli.pillars.service.jobs.policies import NoSuchPosting, NoSuchSeeker
from linli.pillars.service.jobs.rules import match
from linli.pillars.service.jobs.rules.fair import ARTICLES, Ground, shut_out
from linli.pillars.service.jobs.texts import GROUNDS, WHY
from tests.pillars.service.enterprises.doing import firm
from tests.town import MONDAY, Town

DAY = timedelta(days=1)
PHONE = "13800001234"
OFFER = op.Offer(
    "帮厨", "切菜、洗碗，早九点到下午六点", 2, 3000, 4200, "full", date(2026, 12, 10), skills=("cook",)
)


@pytest.fixture
def one(town: Town) -> Enterprise:
    return firm(town)


@pytest.fixture
def me() -> Account:
    code = people.ask_code(phone=PHONE, address="x", at=MONDAY).code
    return people.enter_code(phone=PHONE, code=code, address="x", language="zh-hans", at=MONDAY)


def shown(town: Town, one: Enterprise, **changes: Any) -> JobPosting:
    made = op.post_job(actor=town.actor("clerk"), at=MONDAY, enterprise=one, offer=replace(OFFER, **changes))
    return op.show_posting(actor=town.actor("dispatcher"), at=MONDAY, posting=made)


def looking(town: Town, number: int, **sought: Any) -> JobSeeker:
    return op.enrol_seeker(
        actor=town.actor("receptionist"),
        at=MONDAY,
        office=town.office,
        name=f"来人{number}",
        phone=f"1390000{number:04d}",
        sought=op.Sought(**{"skills": ("cook",), **sought}),
        grid=town.grids[0],
        has_signed=True,
    )


class TestFair:
    @pytest.mark.parametrize(
        ("words", "ground"),
        [
            ("招后厨，限男性", Ground.SEX),
            ("女士优先", Ground.SEX),
            ("要两名男工，男2名", Ground.SEX),
            ("已婚已育优先", Ground.MARRIAGE),
            ("入职三年内不怀孕", Ground.MARRIAGE),
            ("45岁以下", Ground.AGE),
            ("年龄 18-35 周岁", Ground.AGE),
            ("四十五岁以内", Ground.AGE),
            ("限本地户口", Ground.ORIGIN),
            ("外地人勿扰", Ground.ORIGIN),
            ("只招汉族", Ground.ETHNICITY),
            ("不要信教的", Ground.RELIGION),
            ("身体健康，无残疾", Ground.DISABILITY),
            ("乙肝勿扰", Ground.HEALTH),
        ],
    )
    def test_words_that_shut_somebody_out_are_found(self, words: str, ground: Ground) -> None:
        assert ground in {found.ground for found in shut_out(words)}, shut_out(words)

    @pytest.mark.parametrize(
        "words",
        [
            "年满18周岁，男女不限，性别不限",
            "会炒菜，有健康证，能上夜班",
            "每天工作 8 小时，25 元一小时，月休四天",
            "年龄不限，做过两年以上面点优先",
            "能说普通话，离家近的来问问",
        ],
    )
    def test_what_the_work_itself_asks_for_is_let_through(self, words: str) -> None:
        assert shut_out(words) == ()

    def test_every_ground_has_words_and_its_article(self) -> None:
        assert set(GROUNDS) == {g.value for g in Ground} == {g.value for g in ARTICLES}
        assert shut_out("限男性")[0].article == "3, 27"


class TestPosting:
    def test_nobody_sees_it_before_the_office_read_it(self, town: Town, one: Enterprise) -> None:
        key = uuid.uuid4()
        given = {"at": MONDAY, "enterprise": one, "offer": OFFER, "key": key}
        made = op.post_job(actor=ANYONE, by_link=True, **given)  # type: ignore[arg-type]
        assert op.post_job(actor=ANYONE, by_link=True, **given).pk == made.pk  # type: ignore[arg-type]
        assert queries.shown_postings(at=MONDAY) == []
        with pytest.raises(op.OfficeDecidesJobs):
            op.show_posting(actor=town.actor("secretary"), at=MONDAY, posting=made)
        with pytest.raises(NoSuchPosting):
            op.show_posting(actor=town.actor("sweeper"), at=MONDAY, posting=made)
        op.show_posting(actor=town.actor("dispatcher"), at=MONDAY, posting=made)
        assert [p.pk for p in queries.shown_postings(at=MONDAY)] == [made.pk]
        assert queries.shown_postings(at=MONDAY + 30 * DAY) == []
        # Other words are read again.
        op.post_job(
            actor=ANYONE,
            at=MONDAY,
            enterprise=one,
            offer=replace(OFFER, title="面点师"),
            posting=made,
            by_link=True,
        )
        assert queries.shown_postings(at=MONDAY) == []

    def test_what_discriminates_is_refused_or_needs_a_reason(self, town: Town, one: Enterprise) -> None:
        bad = replace(OFFER, asks="限女性")
        with pytest.raises(op.ShutsOut) as told:
            op.post_job(actor=ANYONE, at=MONDAY, enterprise=one, offer=bad, by_link=True)
        assert told.value.data["words"] == "限女性"
        made = op.post_job(actor=town.actor("clerk"), at=MONDAY, enterprise=one, offer=bad)
        desk = town.actor("dispatcher")
        with pytest.raises(op.StillShutsOut):
            op.show_posting(actor=desk, at=MONDAY, posting=made)
        back = op.send_posting_back(actor=desk, at=MONDAY, posting=made, reason="不能限性别")
        assert back.state == "sent_back"

    def test_wage_and_days_are_in_order_and_it_ends_by_itself(self, town: Town, one: Enterprise) -> None:
        clerk = town.actor("clerk")
        for wrong, refusal in (
            ({"wage_to": 100}, op.WageBackward),
            ({"until_date": date(2026, 11, 1)}, op.UntilPast),
            ({"until_date": date(2027, 12, 1)}, op.UntilPast),
        ):
            with pytest.raises(refusal):
                op.post_job(actor=clerk, at=MONDAY, enterprise=one, offer=replace(OFFER, **wrong))  # type: ignore[arg-type]
        made = shown(town, one)
        assert op.end_old(actor=SYSTEM, at=MONDAY + 30 * DAY) == 1
        made.refresh_from_db()
        assert made.state == "ended"


class TestSeeker:
    def test_comes_by_consent_once_and_leaves_nothing(self, town: Town, one: Enterprise, me: Account) -> None:
        actor = actor_for(me, MONDAY)
        with pytest.raises(op.JobConsentMissing):
            op.enrol_self(actor=actor, at=MONDAY, office=town.office, sought=op.Sought())
        on_paper = op.enrol_seeker(
            actor=town.actor("receptionist"),
            at=MONDAY,
            office=town.office,
            name="王小明",
            phone=PHONE,
            sought=op.Sought(("clean",)),
            has_signed=True,
        )
        own = op.enrol_self(
            actor=actor, at=MONDAY, office=town.office, sought=op.Sought(("cook",)), agrees=True
        )
        assert own.pk == on_paper.pk
        assert own.skills == ["cook"]
        match_ = op.ask_for(actor=actor, at=MONDAY, posting=shown(town, one))
        assert op.ask_for(actor=actor, at=MONDAY, posting=match_.posting).pk == match_.pk
        assert op.leave(actor=actor)
        assert not JobSeeker.objects.exists()
        match_.refresh_from_db()
        assert match_.seeker_id is None

    def test_is_forgotten_after_ninety_days_and_by_right(self, town: Town, me: Account) -> None:
        op.enrol_self(
            actor=actor_for(me, MONDAY), at=MONDAY, office=town.office, sought=op.Sought(), agrees=True
        )
        assert queries.collect(me)["job_seeker"][0]["phone"] == PHONE
        assert op.end_old(actor=SYSTEM, at=MONDAY + 90 * DAY) == 0
        assert op.erase(me, Erasing(actor=ANYONE, basis="asked", at=MONDAY)) == 1
        assert Deletion.objects.filter(subject="jobs.JobSeeker").count() == 1
        looking(town, 1)
        assert op.end_old(actor=SYSTEM, at=MONDAY + 91 * DAY) == 1

    def test_is_masked_and_seen_by_those_who_introduce(self, town: Town) -> None:
        looking(town, 1)
        rows, _more = queries.seekers_of(actor=town.actor("clerk"))
        assert rows[0].phone == "139****0001"
        every = list(JobSeeker.objects.all())
        for name in town.people:
            actor = town.actor(name)
            seen = set(JobSeeker.objects.filter(policies.reachable(actor)))
            assert seen == {s for s in every if policies.reaches(actor, s)}, name
        assert not queries.seekers_of(actor=town.actor("worker"))[0]
        with pytest.raises(op.SeekerKnown):
            looking(town, 1)


class TestMatch:
    def test_proposes_with_reasons_in_the_order_of_a_lot(self, town: Town, one: Enterprise) -> None:
        wanted = match.Wanted(7, frozenset({"cook"}), "full", 4000, (1, 2, 3))
        people_ = [
            match.Seeking(1, frozenset({"cook"}), frozenset({"full"}), 3000, (1, 2, 3)),
            match.Seeking(2, frozenset({"cook"}), frozenset(), None, (1, 2, 9)),
            match.Seeking(3, frozenset({"sew"}), frozenset({"full"}), None, ()),
            match.Seeking(4, frozenset({"cook"}), frozenset({"part"}), None, ()),
            match.Seeking(5, frozenset({"cook"}), frozenset(), 9000, ()),
        ]
        found = {p.id: p for p in match.propose(wanted, people_)}
        assert set(found) == {1, 2}
        assert found[1].reasons == ("skill", "hours", "wage", "grid")
        assert found[2].reasons == ("skill", "community")
        assert {r.value for r in match.Why} == set(WHY)
        many = [match.Seeking(n, frozenset({"cook"}), frozenset(), None, ()) for n in range(40)]
        firsts = {match.propose(replace(wanted, id=n), many)[0].id for n in range(30)}
        assert len(firsts) > 8  # nobody is always first
        assert not {"score", "rank", "points"} & set(match.Proposal.__slots__)

    def test_one_way_from_introduction_to_a_month_later(self, town: Town, one: Enterprise) -> None:
        posting, seeker, clerk = shown(town, one), looking(town, 1), town.actor("clerk")
        assert queries.posting_page(actor=clerk, pk=posting.pk, at=MONDAY).suggested[0].reasons[0] == "skill"
        made = op.introduce(actor=clerk, at=MONDAY, posting=posting, seeker=seeker)
        with pytest.raises(op.NotNext):
            op.introduce(actor=clerk, at=MONDAY, posting=posting, seeker=seeker)
        with pytest.raises(op.NotNext):
            op.follow_match(actor=clerk, at=MONDAY, match_id=made.pk, state="stayed")
        with pytest.raises(NoSuchPosting):
            op.follow_match(actor=town.actor("worker"), at=MONDAY, match_id=made.pk, state="hired")
        op.follow_match(actor=clerk, at=MONDAY, match_id=made.pk, state="hired")
        assert queries.matches_to_follow(actor=clerk, at=MONDAY + 29 * DAY) == []
        (waiting,) = queries.matches_to_follow(actor=clerk, at=MONDAY + 31 * DAY)
        assert (waiting.id, waiting.seeker_id, waiting.phone) == (made.pk, seeker.pk, "139****0001")
        op.follow_match(actor=clerk, at=MONDAY + 31 * DAY, match_id=made.pk, state="stayed")
        with pytest.raises(NoSuchSeeker):
            op.introduce(actor=clerk, at=MONDAY, posting=posting, seeker=JobSeeker(pk=99999))

    def test_figures_are_the_records_counted(self, town: Town, one: Enterprise) -> None:
        clerk, posting = town.actor("clerk"), shown(town, one)
        op.post_job(actor=clerk, at=MONDAY, enterprise=one, offer=OFFER)  # read by nobody yet
        for number in range(4):
            made = op.introduce(actor=clerk, at=MONDAY, posting=posting, seeker=looking(town, number))
            if number:
                op.follow_match(actor=clerk, at=MONDAY, match_id=made.pk, state="hired")
            if number > 1:
                state = "stayed" if number == 2 else "left"
                op.follow_match(actor=clerk, at=MONDAY + 31 * DAY, match_id=made.pk, state=state)
        day = date(2026, 11, 16)
        assert made.seeker is not None
        op.visit_seeker(actor=clerk, at=MONDAY, seeker=made.seeker, met=op.Met(day, "door", ["job"]))
        figures = {f.code: (f.count, f.of) for f in queries.figures_of(actor=clerk, first=day, last=day)}
        hired = JobMatch.objects.filter(hired_at__isnull=False).count()
        assert figures == {
            "postings": (1, 0), "places": (2, 0), "introduced": (4, 0), "hired": (hired, 4), "stayed": (1, 2),
            "enrolled": (4, 0), "met": (1, 0),
        }  # fmt: skip
        after = queries.figures_of(actor=clerk, first=day + DAY, last=day + DAY)
        assert {f.count for f in after} == {0}


class TestFind:
    def test_finds_in_plain_words(self, town: Town, one: Enterprise) -> None:
        cook = shown(town, one)
        care = shown(
            town, one, title="托管老师", duties="放学后照看孩子写作业", skills=("care",), hours="part"
        )
        guard = shown(town, one, title="夜间值班", duties="看大门", skills=("guard",), hours="night")
        for words, first in (
            ("会做饭，找个后厨的活", cook),
            ("带孩子，想找半天的", care),
            ("晚上也行，看门", guard),
            ("洗碗", cook),
        ):
            assert queries.find_postings(at=MONDAY, words=words)[0].pk == first.pk, words
        assert queries.find_postings(at=MONDAY, words="航天员") == []
