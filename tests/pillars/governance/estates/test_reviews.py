"""A company's review: what counts, the score by its formula, households' levels, publicity, appeals and answers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.models import Assignment
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import ANYONE
from linli.base.people.models import Account, Household, Resident
from linli.base.places.models import Building, Compound
from linli.pillars.governance.appeals.operations import AppealAnswered
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries, rules
from linli.pillars.governance.estates.models import CompanyReview, OwnerVoice
from linli.pillars.governance.estates.rules import Criterion, ReviewPart, ReviewStage, Side
from linli.pillars.governance.reports import operations as reports
from tests.pillars.governance.estates.test_register import company, compound, sign
from tests.town import IN_FIRST_GRID, MONDAY, Town

TODAY = MONDAY.date()
DAY = timedelta(days=1)


class TestScore:
    @given(
        st.lists(
            st.tuples(st.integers(1, 40), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6
        )
    )
    def test_is_the_share_reached_of_what_counts_and_nothing_due_takes_nothing_away(
        self, given_parts: list[tuple[int, int, int]]
    ) -> None:
        parts = [
            ReviewPart(code, weight, min(n, of), of)
            for code, (weight, n, of) in zip(Criterion, given_parts, strict=False)
        ]
        score = rules.review_score(parts)
        counted = [part for part in parts if part.counts]
        if not counted:
            assert score is None
            return
        assert score is not None
        exact = 100 * sum(p.weight * p.n / p.of for p in counted) / sum(p.weight for p in counted)
        assert abs(float(score) - exact) <= 0.05 + 1e-9
        assert 0 <= score <= 100
        assert score == rules.review_score(counted)

    def test_four_households_say_nothing_of_a_company(self) -> None:
        assert not ReviewPart(Criterion.VOICES, 20, 4, 4).counts
        assert ReviewPart(Criterion.VOICES, 20, 4, 5).points == Decimal("16.0")

    def test_weights_make_a_hundred_and_a_period_is_over(self) -> None:
        rules.check_weights(rules.FIRST_WEIGHTS)
        with pytest.raises(rules.WeightsUneven):
            rules.check_weights({Criterion.SOLVED: 99})
        for begun, until in ((TODAY, TODAY), (TODAY - DAY, TODAY + DAY), (TODAY - 400 * DAY, TODAY)):
            with pytest.raises(rules.PeriodUnfit):
                rules.check_period(begun, until, TODAY)


pytestmark = pytest.mark.django_db


class Yard:
    """A compound with a company, a review of its last month, and households that may give their level."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.one: Compound = compound(town)
        self.company: Unit = company(town)
        sign(town, self.one, self.company)
        town.hire("pm", Role.HANDLER, self.company)
        self.one = Compound.objects.select_related("community", "manager").get(pk=self.one.pk)
        house = Building.objects.create(
            compound=self.one, grid=town.grids[0], number="1", households_count=9, lon=117.0, lat=36.0
        )
        self.doors = [
            Household.objects.create(building=house, stairwell=1, floor=n, room=f"{n}01") for n in range(1, 8)
        ]
        self.by: dict[str, Any] = {"actor": town.actor("secretary"), "at": MONDAY}
        self.review: CompanyReview = op.start_review(
            **self.by, compound=self.one, from_date=TODAY - 30 * DAY, until_date=TODAY
        )

    def resident(self, door: Household | None, name: str) -> Any:
        """Give somebody with an account who lives behind a door."""
        account = Account.objects.create_user(username=name, password=None, name=name, is_resident=True)
        self.town.people[name] = account
        Resident.objects.create(household=door, account=account, name=name, source="本人", since=TODAY)
        return self.town.actor(name)

    def case_of_theirs(self, days: int, due: int | None, ended: int | None) -> str:
        """Hand the company a case of the compound, due and ended so many days after it was given."""
        at = MONDAY - days * DAY
        lon, lat = IN_FIRST_GRID
        made = reports.file_report(actor=ANYONE, at=at, text="单元门的锁坏了，推不开。", lon=lon, lat=lat)
        Assignment.objects.create(
            case=made.report.case, unit=self.company, part="assist", given_at=at, due_at=at + due * DAY if due else None,
            ended_at=at + ended * DAY if ended else None, state="answered" if ended else "taken",
        )  # fmt: skip
        return str(made.report.case.number)

    def part(self, code: Criterion) -> tuple[int, int]:
        """Give the two numbers that records give now."""
        n, of = queries.evidence_of(self.review, MONDAY)[code.value]
        return n, of

    def publish(self, at: Any = MONDAY) -> CompanyReview:
        """Make the review public."""
        return op.publish_review(actor=self.by["actor"], at=at, review=self.review.pk, words="门岗做得住。")


@pytest.fixture
def yard(town: Town) -> Yard:
    return Yard(town)


class TestEvidence:
    def test_counts_what_was_due_in_the_compound_and_the_period(self, yard: Yard) -> None:
        yard.case_of_theirs(20, due=3, ended=2)
        yard.case_of_theirs(20, due=3, ended=5)
        yard.case_of_theirs(10, due=3, ended=None)
        yard.case_of_theirs(2, due=9, ended=None)
        yard.case_of_theirs(40, due=3, ended=2)
        assert yard.part(Criterion.IN_TIME) == (1, 3), "not yet due and before the period do not count"
        assert yard.part(Criterion.TABLE) == (0, 0)
        op.record_sitting(
            **yard.by, compound=yard.one, held_on=TODAY - DAY, place="院里", sides=[Side.COMMUNITY, Side.COMPANY],
            agenda="电动车", settled="装棚",
        )  # fmt: skip
        assert yard.part(Criterion.TABLE) == (1, 1)

    def test_a_household_has_one_level_whoever_of_it_gives_it_and_only_while_open(self, yard: Yard) -> None:
        first, second = (yard.resident(yard.doors[0], name) for name in ("dad", "mum"))
        for actor, level in ((first, 1), (second, 4)):
            op.give_level(actor=actor, at=MONDAY, review=yard.review.pk, level=level)
        for door in yard.doors[1:5]:
            op.take_level(**yard.by, review=yard.review.pk, door=str(door), level=2)
        assert yard.part(Criterion.VOICES) == (1, 5)
        with pytest.raises(op.NotYourReview):
            op.give_level(actor=yard.resident(None, "guest"), at=MONDAY, review=yard.review.pk, level=5)
        with pytest.raises(rules.StrangeDoor):
            op.take_level(**yard.by, review=yard.review.pk, door="9 号楼", level=2)
        assert yard.publish().evidence["voices"] == [1, 5]
        with pytest.raises(op.ReviewNotOpen):
            op.give_level(actor=first, at=MONDAY, review=yard.review.pk, level=5)
        assert OwnerVoice.objects.count() == 5


class TestAppeal:
    def test_an_upheld_appeal_takes_its_cases_out_and_the_result_is_public_anew(self, yard: Yard) -> None:
        good, bad = yard.case_of_theirs(20, 3, 2), yard.case_of_theirs(20, 3, 5)
        assert yard.publish().score == Decimal("50.0")
        pm, later = yard.town.actor("pm"), MONDAY + 2 * DAY
        with pytest.raises(op.StrangeCase):
            op.appeal_review(actor=pm, at=later, review=yard.review.pk, words="不对", cases=["0"])
        with pytest.raises(op.NoSuchReview):
            op.appeal_review(actor=yard.by["actor"], at=later, review=yard.review.pk, words="不对")
        made = op.appeal_review(actor=pm, at=later, review=yard.review.pk, words="归供热", cases=[bad])
        assert later + 4 * DAY < made.answer_by < later + 12 * DAY
        page = queries.review_page(actor=pm, pk=yard.review.pk, at=MONDAY + 60 * DAY)
        assert page.stage is ReviewStage.APPEALED, "waiting settles nothing"
        with pytest.raises(op.NotToAppeal):
            op.appeal_review(actor=pm, at=later, review=yard.review.pk, words="还不对")
        with pytest.raises(op.OfficeMakesMethod):
            op.answer_appeal(
                actor=yard.by["actor"], at=later, review=yard.review.pk, answer="对", is_upheld=True
            )
        leader = yard.town.actor("leader")
        at = MONDAY + 3 * DAY
        op.answer_appeal(actor=leader, at=at, review=yard.review.pk, answer="对", is_upheld=True)
        page = queries.review_page(actor=leader, pk=yard.review.pk, at=at)
        assert (page.score, page.stage, [one.number for one in page.cases]) == (
            Decimal("100.0"), ReviewStage.PUBLIC, [good],
        )  # fmt: skip
        assert page.review.public_until == (at + 7 * DAY).date()
        assert (page.appeals[0].score_before, page.appeals[0].score_after) == (50, 100)

    def test_a_dismissed_one_changes_nothing_and_after_the_days_none_comes(self, yard: Yard) -> None:
        yard.case_of_theirs(20, 3, 5)
        yard.publish()
        pm, leader = yard.town.actor("pm"), yard.town.actor("leader")
        op.appeal_review(actor=pm, at=MONDAY, review=yard.review.pk, words="不对")
        op.answer_appeal(actor=leader, at=MONDAY, review=yard.review.pk, answer="超期了", is_upheld=False)
        with pytest.raises(AppealAnswered):
            op.answer_appeal(actor=leader, at=MONDAY, review=yard.review.pk, answer="嗯", is_upheld=True)
        with pytest.raises(op.NotToAppeal):
            op.appeal_review(actor=pm, at=MONDAY + 8 * DAY, review=yard.review.pk, words="不对")
        page = queries.review_page(actor=pm, pk=yard.review.pk, at=MONDAY + 8 * DAY)
        assert (page.stage, page.score) == (ReviewStage.SETTLED, 0)


class TestMethod:
    def test_a_new_version_leaves_what_began_as_it_was(self, yard: Yard) -> None:
        office, leader = yard.town.office, yard.town.actor("leader")
        new = {Criterion.IN_TIME: 60, Criterion.SOLVED: 40}
        told = {"actor": leader, "at": MONDAY, "office": office, "basis": "街道办〔2026〕8 号"}
        made = op.write_method(**told, weights=new, publicity_days=10)
        assert (made.version, made.weights["voices"]) == (2, 0)
        assert yard.review.method.version == 1
        with pytest.raises(op.ReviewThere):
            op.start_review(**yard.by, compound=yard.one, from_date=TODAY - 30 * DAY, until_date=TODAY)
        again = op.start_review(**yard.by, compound=yard.one, from_date=TODAY - 20 * DAY, until_date=TODAY)
        assert again.method == made
        with pytest.raises(op.OfficeMakesMethod):
            op.write_method(**{**told, "actor": yard.by["actor"]}, weights=new, publicity_days=10)

    def test_only_a_compound_with_a_company_is_looked_at(self, yard: Yard) -> None:
        with pytest.raises(op.NoCompany):
            op.start_review(
                **yard.by,
                compound=compound(yard.town, "新里小区"),
                from_date=date(2026, 1, 1),
                until_date=TODAY,
            )


class TestPages:
    def test_everybody_reads_what_is_public_and_nobody_what_a_household_gave(self, yard: Yard) -> None:
        yard.resident(yard.doors[0], "dad")
        neighbour = yard.town.client("dad")
        url = f"/estates/{yard.one.pk}/"
        assert "打分" in neighbour.get(url).content.decode()
        assert neighbour.post(f"{url}level/", {"level": "2"}).status_code == 302
        assert OwnerVoice.objects.get().level == 2
        assert "门岗做得住" not in Client().get(url).content.decode()
        yard.publish()
        told = Client().get(url).content.decode()
        assert "门岗做得住" in told
        assert "0 / 1" in told, "counts, and not who"
        assert neighbour.post(f"{url}level/", {"level": "5"}, follow=True).status_code == 200
        assert OwnerVoice.objects.get().level == 2

    def test_desk_goes_from_method_to_answer_with_refusals_in_their_forms(
        self, yard: Yard, django_assert_max_num_queries: Any
    ) -> None:
        desk, pm, leader = (yard.town.client(name) for name in ("secretary", "pm", "leader"))
        case = yard.case_of_theirs(20, 3, 5)
        url = f"/d/estates/reviews/{yard.review.pk}/"
        assert desk.post(f"{url}publish/", {"publish-words": ""}).status_code == 422
        assert desk.post(f"{url}level/", {"level-door": "没有这户", "level-level": "3"}).status_code == 422
        assert desk.post(f"{url}publish/", {"publish-words": "还行。"}).status_code == 302
        assert case in pm.get(url).content.decode()
        given = {"appeal-words": "不归我们", "appeal-cases": [case]}
        assert pm.post(f"{url}appeal/", given).status_code == 302
        assert (
            desk.post(f"{url}answer/", {"answer-answer": "好", "answer-is_upheld": "yes"}).status_code == 403
        )
        assert yard.one.name in leader.get("/d/estates/reviews/?view=appealed").content.decode()
        assert (
            leader.post(f"{url}answer/", {"answer-answer": "好", "answer-is_upheld": "yes"}).status_code
            == 302
        )
        weights = {code.value: 0 for code in Criterion} | {"basis": "一号", "publicity_days": 7}
        assert leader.post("/d/estates/reviews/", weights | {"solved": 90}).status_code == 422
        assert leader.post("/d/estates/reviews/", weights | {"solved": 100}).status_code == 302
        assert b"".join(leader.get("/d/estates/reviews/reviews.xlsx"))[:2] == b"PK"  # type: ignore[arg-type]
        with django_assert_max_num_queries(40):
            assert leader.get(url).status_code == 200
