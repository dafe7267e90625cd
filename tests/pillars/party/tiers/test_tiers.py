"""A round: evidence of records, their own word, a judgement within shares, days of publicity, plans of the last tier."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.refusals import DayElsewhen
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.kernel.standards import party_tiers as law
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.rules import Why
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.life import operations as life
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.tiers import operations as op
from linli.pillars.party.tiers import queries, rules
from linli.pillars.party.tiers.models import TierRating, TierRound
from linli.pillars.party.tiers.rules import Evidence, Grade, Stage, Tier
from tests.pillars.party.branches.doing import DAY
from tests.pillars.party.life.doing import everybody, lively, on, planned
from tests.town import MONDAY, Town

SHARES = {5: 10, 4: 40, 3: 30}


class TestRules:
    @given(st.lists(st.sampled_from([0, 3, 4, 5]), max_size=120), st.tuples(*[st.integers(0, 100)] * 3))
    def test_shares_are_upper_bounds_that_fall_through(
        self, stars: list[int], of: tuple[int, int, int]
    ) -> None:
        shares = dict(zip(rules.STARS, of, strict=True))
        caps = rules.caps(len(stars), shares)
        over = rules.over_cap(stars, len(stars), shares)
        fits = all(
            sum(one >= s for one in stars) <= sum(caps[t] for t in rules.STARS if t >= s) for s in rules.STARS
        )
        assert (over is None) == fits
        assert rules.over_cap([0] * len(stars), len(stars), shares) is None  # nobody has to be given any

    def test_the_shares_of_the_scheme(self) -> None:
        assert rules.caps(50, SHARES) == {5: 5, 4: 20, 3: 15}
        assert rules.caps(4, SHARES) == {5: 1, 4: 1, 3: 1}
        assert rules.over_cap([5] * 6 + [0] * 44, 50, SHARES) == (5, 5)
        assert rules.over_cap([4] * 25 + [0] * 25, 50, SHARES) is None  # five-star places left free

    @pytest.mark.parametrize(("n", "of", "met"), [(9, 10, True), (8, 10, False), (0, 0, True), (0, 1, False)])
    def test_a_criterion_is_met_from_its_share_on(self, n: int, of: int, met: bool) -> None:
        assert Evidence("life", n, of).is_met is met

    def test_every_criterion_has_a_share(self) -> None:
        assert tuple(law.LEAST) == rules.CRITERIA


def opened(town: Town) -> tuple[Organisation, TierRound]:
    branch = lively(town)
    top = Organisation.objects.get(superior=None)
    return branch, op.open_round(actor=town.actor("party_clerk"), at=MONDAY, organisation=top.pk, year=2026)


def rating_of(branch: Organisation) -> TierRating:
    return TierRating.objects.get(organisation=branch)


def judge_all(town: Town, tier: Tier = Tier.MIDDLE, stars: int = 0) -> None:
    for one in TierRating.objects.all():
        op.judge(
            actor=town.actor("party_clerk"),
            at=MONDAY,
            rating=one.pk,
            stars=stars,
            tier=tier,
            words="记录齐，活动少",
        )


@pytest.mark.django_db
class TestRound:
    def test_from_evidence_to_a_plan(self, town: Town) -> None:
        branch, made = opened(town)
        assert made.ratings.count() == 2  # the branch, and the one of the office; not the committee
        assert rating_of(branch).evidence["term"] == [1, 1]
        assert rating_of(branch).evidence["doors"] == [0, 1]
        meeting = planned(town, branch, LifeKind.DAY, at=on(16, 8))
        life.hold_meeting(
            actor=town.actor("party_secretary"), at=MONDAY, meeting=meeting.pk, came=everybody(branch), agenda="学",
            settled="干",
        )  # fmt: skip
        secretary, clerk = town.actor("party_secretary"), town.actor("party_clerk")
        said = op.rate_self(
            actor=secretary, at=MONDAY, rating=rating_of(branch).pk, met=["term", "x"], words="都做了"
        )
        assert said.self_met == ["term"]
        assert said.evidence["minutes"] == [1, 1]
        with pytest.raises(op.NotAllJudged):
            op.publish_round(actor=clerk, at=MONDAY, round=made.pk)
        with pytest.raises(op.NoSuchTierRating):
            op.judge(
                actor=secretary, at=MONDAY, rating=said.pk, stars=5, tier=Tier.ADVANCED, words="我们最好"
            )
        judge_all(town, stars=5)
        with pytest.raises(op.TooManyStars):
            op.publish_round(actor=clerk, at=MONDAY, round=made.pk)
        judge_all(town, Tier.BEHIND)
        with pytest.raises(op.NoPlanNeeded):
            op.lay_plan(actor=secretary, rating=said.pk, plan="每月开一次", until=date(2027, 3, 1))
        public = op.publish_round(actor=clerk, at=MONDAY, round=made.pk)
        assert (public.public_until - public.public_from).days == law.PUBLICITY_DAYS
        for late in (
            lambda: op.rate_self(actor=secretary, at=MONDAY, rating=said.pk, met=[], words="改口"),
            lambda: op.judge(
                actor=clerk,
                at=MONDAY,
                rating=said.pk,
                stars=0,
                tier=Tier.MIDDLE,
                words="改",
                grade=Grade.STRONG,
            ),
        ):
            with pytest.raises(op.TierRoundSettled):
                late()
        with pytest.raises(op.StillPublic):
            op.close_round(actor=clerk, at=MONDAY + timedelta(days=law.PUBLICITY_DAYS), round=made.pk)
        for odd in (date(1, 1, 1), date(2099, 12, 31)):
            with pytest.raises(DayElsewhen):
                op.lay_plan(actor=secretary, rating=said.pk, plan="每月开一次", until=odd)
        laid = op.lay_plan(actor=secretary, rating=said.pk, plan="每月开一次", until=date(2027, 3, 1))
        assert laid.plan_until == date(2027, 3, 1)
        closed = op.close_round(
            actor=clerk, at=MONDAY + timedelta(days=law.PUBLICITY_DAYS + 1), round=made.pk
        )
        assert closed.stage is Stage.CLOSED

    def test_a_year_that_is_over_is_looked_at_by_its_own_records(self, town: Town) -> None:
        branch = lively(town)  # its life is kept here since this November
        at = on(5, month=12)
        this, last = (queries.evidence_of([branch], at, year)[branch.pk]["life"] for year in (2026, 2025))
        assert (this, last) == ([0, 2], [0, 0])

    def test_an_objection_takes_it_back_and_it_is_public_anew(self, town: Town) -> None:
        _branch, made = opened(town)
        clerk = town.actor("party_clerk")
        with pytest.raises(op.TierRoundSettled):
            op.take_round_back(actor=clerk, at=MONDAY, round=made.pk, why="有异议")
        judge_all(town)
        op.publish_round(actor=clerk, at=MONDAY, round=made.pk)
        assert op.take_round_back(actor=clerk, at=MONDAY, round=made.pk, why="有异议").stage is Stage.OPEN
        judge_all(town, Tier.ADVANCED)
        assert op.publish_round(actor=clerk, at=MONDAY, round=made.pk).stage is Stage.PUBLIC

    def test_what_supervised_a_plan_ends_with_the_rating_that_was_taken_back(self, town: Town) -> None:
        branch, made = opened(town)
        clerk, leader = town.actor("party_clerk"), town.actor("leader")
        judge_all(town, Tier.BEHIND)
        op.publish_round(actor=clerk, at=MONDAY, round=made.pk)
        own = TierRating.objects.get(organisation=branch)
        op.lay_plan(
            actor=town.actor("party_secretary"), rating=own.pk, plan="每月十五号开", until=on(20).date()
        )
        matter = supervision.raise_supervision(
            actor=leader, at=MONDAY, office=town.office, why=Why.LISTED, asked="每月十五号开"
        ).case
        supervision.assign_supervision(actor=leader, number=matter.number, at=MONDAY, to=branch.unit)
        op.supervise_rating(actor=leader, rating=own.pk, case=matter)
        op.take_round_back(actor=clerk, at=MONDAY, round=made.pk, why="有人提了异议，重评")
        matter.refresh_from_db()
        assert (matter.state, matter.is_open, matter.end_reason) == ("dropped", False, "dropped")
        last = matter.steps.latest("id")
        assert (last.verb, last.words.answer) == ("drop", "有人提了异议，重评")
        told = Notice.objects.filter(case=matter, template="called_off").values_list(
            "account__username", flat=True
        )
        assert list(told) == ["party_secretary"]
        # Public again, with a plan again: supervised again.
        judge_all(town, Tier.BEHIND)
        op.publish_round(actor=clerk, at=MONDAY, round=made.pk)
        assert not queries.rating_page(actor=leader, pk=own.pk).is_watched

    def test_one_round_a_year_of_those_who_have_branches(self, town: Town) -> None:
        branch, made = opened(town)
        clerk = town.actor("party_clerk")
        with pytest.raises(op.TierRoundThere):
            op.open_round(actor=clerk, at=MONDAY, organisation=made.organisation_id, year=2026)
        with pytest.raises(op.NobodyToRate):
            op.open_round(actor=clerk, at=MONDAY, organisation=branch.pk, year=2026)
        assert [one.pk for one in queries.makers_for(actor=town.actor("party_secretary"))] == []

    def test_who_sees_what_before_and_after_it_is_public(self, town: Town) -> None:
        branch, made = opened(town)
        other = TierRating.objects.exclude(organisation=branch).get()
        own = rating_of(branch)
        secretary, community = town.actor("party_secretary"), town.actor("secretary")
        assert [r.pk for r in queries.round_page(actor=secretary, pk=made.pk, at=MONDAY).ratings] == [own.pk]
        with pytest.raises(op.NoSuchTierRating):
            queries.rating_page(actor=secretary, pk=other.pk)
        with pytest.raises(op.NoSuchTierRound):
            queries.round_page(actor=community, pk=made.pk, at=MONDAY)
        assert queries.rounds_of(actor=community) == []
        judge_all(town)
        op.publish_round(actor=town.actor("party_clerk"), at=MONDAY, round=made.pk)
        page = queries.rating_page(actor=community, pk=own.pk)
        assert (page.evidence, page.speaks, page.judges) == ((), False, False)
        assert page.rating.words == "记录齐，活动少"
        assert len(queries.rounds_of(actor=community)) == 1

    def test_evidence_of_many_asks_no_more_than_of_one(
        self, town: Town, django_assert_max_num_queries: object
    ) -> None:
        branch, _made = opened(town)
        for n in range(6):
            branches.found_organisation(
                actor=SYSTEM, kind=OrgKind.BRANCH, name=f"新{n}支部", superior=branch.superior,
                ground=town.communities[0], founded_on=DAY,
            )  # fmt: skip
        top = Organisation.objects.get(superior=None)
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert len(queries.evidence_of(queries.below(top), MONDAY, 2026)) == 8
