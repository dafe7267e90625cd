"""Schemes: three answers with reasons, who fits only in one's own area, told once, gone by itself."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from itertools import product

import pytest

from linli.base.people.actors import ANYONE, SYSTEM
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.schemes import operations as op
from linli.pillars.service.schemes import policies, queries
from linli.pillars.service.schemes.models import Scheme, SchemeTold
from linli.pillars.service.schemes.policies import NoSuchScheme
from linli.pillars.service.schemes.rules import (
    Answer,
    BadCondition,
    Check,
    Condition,
    Known,
    Subject,
    Trait,
    judge,
    written,
)
from linli.pillars.service.schemes.texts import ANSWERS, SUBJECTS, reason, sentence
from tests.pillars.service.enterprises.doing import firm
from tests.pillars.service.schemes.doing import kept
from tests.town import IN_THIRD_GRID, MONDAY, Town

FITS, NOT, ASK = Answer.FITS, Answer.NOT, Answer.ASK
TODAY = date(2026, 11, 16)
SHOP = Condition(Subject.TRADE, ("H", "F"))
PLACES = {"东里社区": 7, "第1网格": 8}
TRAITS = {"首次创业": "first"}
ROWS = [rows for n in (0, 1, 2, 3) for rows in product(("H", "C", "?", "|H", "|C", "|?"), repeat=n)]


def one(subject: Subject, *values: str) -> Condition:
    return Condition(subject, values)


class TestRules:
    @pytest.mark.parametrize(
        ("condition", "fits", "fails"),
        [
            (one(Subject.TRADE, "H", "F"), Known(trade="F"), Known(trade="C")),
            (one(Subject.FORM, "sole"), Known(form="sole"), Known(form="company")),
            (one(Subject.SIZE, "micro"), Known(size="micro"), Known(size="large")),
            (one(Subject.TAXPAYER, "small"), Known(taxpayer="small"), Known(taxpayer="general")),
            (one(Subject.STAFF_LEAST, "3"), Known(staff_count=3), Known(staff_count=2)),
            (one(Subject.STAFF_MOST, "3"), Known(staff_count=3), Known(staff_count=4)),
            (one(Subject.STAFF_MOST, "0"), Known(staff_count=0), Known(staff_count=1)),
            (one(Subject.YOUNGER, "12"), Known(founded_date=date(2025, 11, 17)), Known(founded_date=date(2025, 11, 16))),
            (one(Subject.OLDER, "12"), Known(founded_date=date(2025, 11, 16)), Known(founded_date=date(2025, 11, 17))),
            (one(Subject.SINCE, "2026-01-01"), Known(founded_date=date(2026, 1, 1)), Known(founded_date=date(2025, 12, 31))),
            (one(Subject.CODE), Known(has_code=True), Known(has_code=False)),
            (one(Subject.TRAIT, "loan"), Known(traits={"loan": True}), Known(traits={"loan": False})),
            (one(Subject.NOT_TRAIT, "loan"), Known(traits={"loan": False}), Known(traits={"loan": True})),
        ],
    )  # fmt: skip
    def test_each_condition_has_three_answers_and_unknown_is_not_no(
        self, condition: Condition, fits: Known, fails: Known
    ) -> None:
        for known, answer in ((fits, FITS), (fails, NOT), (Known(), ASK)):
            verdict = judge([condition], known, TODAY)
            assert (verdict.answer, verdict.checks[0].answer) == (answer, answer)
            assert reason(verdict.checks[0], {})
        assert sentence(condition, {})

    def test_a_place_is_where_it_lies_or_above(self) -> None:
        here = one(Subject.AREA, "7")
        assert judge([here], Known(line=frozenset({1, 7, 8})), TODAY).answer is FITS
        assert judge([here], Known(line=frozenset({1, 9})), TODAY).answer is NOT

    def test_what_the_register_does_not_hold_is_always_asked(self) -> None:
        ask = Condition(Subject.ASK, words="去年没有被处罚")
        assert judge([ask], Known(trade="H"), TODAY).answer is ASK
        assert sentence(ask, {}) == "去年没有被处罚"

    def test_all_must_hold_and_an_alternative_saves(self) -> None:
        # "H" fits, "C" does not, "?" is unknown, "|" before it makes an alternative of it: an answer is what every way
        # of filling in the unknown leads to, and where they differ it has to be asked.
        for rows in ROWS:
            unknown = [i for i, row in enumerate(rows) if "?" in row]
            filled = (dict(zip(unknown, way, strict=True)) for way in product("HC", repeat=len(unknown)))
            later = {
                _together([row.replace("?", f.get(i, "?")) for i, row in enumerate(rows)]) for f in filled
            }
            assert _together(list(rows)) is (later.pop() if len(later) == 1 else ASK), rows

    def test_reads_what_people_type_and_names_what_it_does_not_know(self) -> None:
        how = {"places": PLACES, "traits": TRAITS}
        assert written(1, "trade", "住宿和餐饮业、F", **how).values == ("H", "F")
        assert written(1, "size", "微型，小型", **how).values == ("micro", "small")
        assert written(1, "younger", "３６个月", **how).values == ("36",)
        assert written(1, "since", "2026年1月1日", **how).values == ("2026-01-01",)
        assert written(1, "area", "东里社区 第1网格", **how).values == ("7", "8")
        assert written(1, "trait", "首次创业", **how).values == ("first",)
        assert written(1, "ask", "没有欠税", **how).words == "没有欠税"
        wrong = (
            ("trade", "开店"), ("trade", ""), ("size", "很小"), ("least", "几个"), ("since", "2026-02-30"),
            ("area", "西天"), ("trait", "好人"), ("ask", ""), ("most", "99999999"),
        )  # fmt: skip
        for subject, text in wrong:
            with pytest.raises(BadCondition):
                written(2, subject, text, **how)

    def test_every_code_has_words(self) -> None:
        assert {t.value for t in Subject} == set(SUBJECTS)
        assert {a.value for a in Answer} == set(ANSWERS)
        assert {t.value for t in Trait} <= set(queries.EnterpriseTrait.Code.values)


def _together(rows: list[str]) -> Answer:
    conditions = [Condition(Subject.TRAIT, (f"t{n}",), is_or="|" in row) for n, row in enumerate(rows)]
    known = {f"t{n}": "H" in row for n, row in enumerate(rows) if "?" not in row}
    return judge(conditions, Known(traits=known), TODAY).answer


@pytest.mark.django_db
class TestWhoFits:
    def test_everybody_of_ones_own_area_by_answer_and_nobody_else(self, town: Town) -> None:
        noodles, forge = firm(town, 1, trade="H"), firm(town, 2, trade="C")
        stall = firm(town, 3, trade="")
        firm(town, 4, trade="H", point=IN_THIRD_GRID)
        scheme = kept(town, SHOP)
        found = queries.who_fits(actor=town.actor("clerk"), scheme=scheme, at=MONDAY)
        answers = {row.id: row.verdict.answer for row in found.rows}
        assert answers == {noodles.pk: FITS, forge.pk: NOT, stall.pk: ASK}
        assert dict(found.counts) == {"fits": 1, "not": 1, "ask": 1, "told": 0}
        assert queries.who_fits(actor=town.actor("worker2"), scheme=scheme, at=MONDAY).rows == ()
        assert len(queries.who_fits(actor=town.actor("dispatcher"), scheme=scheme, at=MONDAY).rows) == 4

    def test_what_was_asked_decides_for_every_scheme(self, town: Town) -> None:
        shop = firm(town, trade="H")
        kept(town, SHOP, Condition(Subject.TRAIT, ("keeps",)))
        kept(town, Condition(Subject.NOT_TRAIT, ("keeps",)))
        clerk = town.actor("clerk")

        def answers() -> list[Answer]:
            return [fit.verdict.answer for fit in queries.fits_of(enterprise=shop, at=MONDAY)]

        assert answers() == [ASK, ASK]
        op.know_trait(actor=clerk, at=MONDAY, enterprise=shop, code="keeps", holds=True)
        assert answers() == [FITS, NOT]
        op.know_trait(actor=ANYONE, at=MONDAY, enterprise=shop, code="keeps", holds=False, by_link=True)
        assert answers() == [FITS, NOT]
        op.know_trait(actor=clerk, at=MONDAY, enterprise=shop, code="keeps", holds=None)
        assert answers() == [ASK, ASK]
        for actor in (town.actor("secretary2"), ANYONE, town.actor("stoker")):
            with pytest.raises(NoSuchEnterprise):
                op.know_trait(actor=actor, at=MONDAY, enterprise=shop, code="keeps", holds=True)

    def test_a_list_costs_the_same_however_long(
        self, town: Town, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        scheme = kept(town, SHOP)
        for number in range(5):
            firm(town, number + 1)
        actor = town.actor("dispatcher")
        with django_assert_num_queries(3):  # type: ignore[operator]
            assert len(queries.who_fits(actor=actor, scheme=scheme, at=MONDAY).rows) == 5


@pytest.mark.django_db
class TestTelling:
    def test_is_recorded_once_whoever_tells(self, town: Town) -> None:
        scheme, shop, other = kept(town, SHOP), firm(town, 1), firm(town, 2)
        tell = {"at": MONDAY, "scheme": scheme, "how": "visit"}
        first = op.tell_enterprises(actor=town.actor("clerk"), enterprise_ids=[shop.pk], **tell)
        assert (first.told, first.known) == (1, 0)
        again = op.tell_enterprises(
            actor=town.actor("dispatcher"), enterprise_ids=[shop.pk, other.pk], **tell
        )
        assert (again.told, again.known) == (1, 1)
        word = SchemeTold.objects.get(enterprise=shop)
        assert (word.by.username, word.how, word.at) == ("clerk", "visit", MONDAY)
        found = queries.who_fits(actor=town.actor("clerk"), scheme=scheme, at=MONDAY)
        assert found.counts["told"] == 2
        (row,) = queries.schemes_of(actor=town.actor("clerk"))
        assert row.told == 2
        (row,) = queries.schemes_of(actor=town.actor("worker3"))
        assert row.told == 0

    def test_reaches_only_ones_own_area(self, town: Town) -> None:
        scheme, shop = kept(town, SHOP), firm(town)
        for who in ("secretary2", "worker3"):
            with pytest.raises(NoSuchEnterprise):
                op.tell_enterprises(
                    actor=town.actor(who), at=MONDAY, scheme=scheme, enterprise_ids=[shop.pk], how="phone"
                )
        with pytest.raises(NoSuchScheme):
            op.tell_enterprises(
                actor=town.actor("stoker"), at=MONDAY, scheme=scheme, enterprise_ids=[shop.pk], how="phone"
            )
        assert not SchemeTold.objects.exists()


@pytest.mark.django_db
class TestRegister:
    def test_the_office_keeps_it_and_communities_read_it(self, town: Town) -> None:
        for who in ("clerk", "worker", "sysadmin", "stoker"):
            with pytest.raises(op.OfficeKeepsSchemes):
                kept(town, actor=town.actor(who))
        key = uuid.uuid4()
        scheme = kept(town, SHOP, key=key)
        assert kept(town, SHOP, key=key).pk == scheme.pk
        changed = kept(town, Condition(Subject.SIZE, ("micro",)), scheme=scheme, title="换了名字")
        assert (changed.pk, changed.title, changed.asks[0].subject) == (scheme.pk, "换了名字", Subject.SIZE)
        for days in ({"closes_date": TODAY - timedelta(days=1)}, {"opens_date": date(2026, 12, 1)}):
            with pytest.raises(op.SchemeDaysBackward):
                kept(town, **days)
        with pytest.raises(op.TooManyConditions):
            kept(town, *[SHOP] * 13)

    def test_who_reads_agrees_row_by_row(self, town: Town) -> None:
        scheme = kept(town)
        for name in town.people:
            actor = town.actor(name)
            seen = Scheme.objects.filter(policies.reachable(actor)).exists()
            assert seen == policies.reaches(actor, scheme) == (policies.reads_some(actor)), name

    def test_ends_by_itself_after_its_last_day_and_stays_readable(self, town: Town) -> None:
        scheme, lasting = kept(town, SHOP), kept(town, closes_date=None)
        shop = firm(town)
        last = MONDAY + timedelta(days=14)
        assert op.end_old(actor=SYSTEM, at=last) == 0
        assert queries.get_open(pk=scheme.pk, at=last).pk == scheme.pk
        with pytest.raises(NoSuchScheme):  # nobody waits for the job of the night
            queries.get_open(pk=scheme.pk, at=last + timedelta(days=1))
        assert op.end_old(actor=SYSTEM, at=last + timedelta(days=1)) == 1
        scheme.refresh_from_db()
        assert (scheme.end_reason, scheme.ended_at) == ("over", last + timedelta(days=1))
        clerk = town.actor("clerk")
        assert [row.id for row in queries.schemes_of(actor=clerk)] == [lasting.pk]
        assert [row.id for row in queries.schemes_of(actor=clerk, view="ended")] == [scheme.pk]
        with pytest.raises(op.SchemeEnded):
            op.tell_enterprises(actor=clerk, at=last, scheme=scheme, enterprise_ids=[shop.pk], how="visit")
        with pytest.raises(op.SchemeEnded):
            kept(town, scheme=scheme)

    def test_an_enterprise_that_has_gone_fits_nothing(self, town: Town) -> None:
        scheme, shop = kept(town), firm(town)
        enterprises.end_enterprise(actor=town.actor("clerk"), at=MONDAY, enterprise=shop, reason="closed")
        assert queries.who_fits(actor=town.actor("clerk"), scheme=scheme, at=MONDAY).rows == ()


def test_a_reason_is_given_for_each_answer_to_a_place() -> None:
    here = one(Subject.AREA, "7")
    assert reason(Check(here, FITS, "area"), {}) != reason(Check(here, NOT, "area"), {})
    assert sentence(here, {"7": "东里社区"}) == "在东里社区"
