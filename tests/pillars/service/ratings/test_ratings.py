"""好差评: one rating each, by whoever came and never by staff; a bad one is owed an answer, and can be contested."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.flow import asking
from linli.base.flow.models import Case, Step
from linli.base.people import queries as people_queries
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.subjects import Erasing, collected, erased
from linli.insight import ratings as figures
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.ratings import operations as op
from linli.pillars.service.ratings import policies, queries, rules
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.ratings.rules import Given, Mark
from linli.pillars.service.ratings.texts import STATES, VERBS
from linli.pillars.service.rights import operations as rights
from tests.kinds import Machines
from tests.pillars.service.applications.doing import bring
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.counters.hamlet import NOW, open_small_hall
from tests.pillars.service.ratings.doing import DAY, HOUR, KIND, PATHS, rate, visit
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


class TestKind(Machines):
    kind, verbs, states, paths = KIND, VERBS, STATES, PATHS
    inner = frozenset({"change"})
    before: ClassVar = {"judge_appeal": (("receptionist", "appeal_rating"),)}


def by(town: Town, name: str, rating: Rating, at: Any = NOW) -> dict[str, Any]:
    assert rating.case is not None
    return {"actor": town.actor(name), "number": rating.case.number, "at": at}


class TestRateVisit:
    def test_one_visit_is_rated_once_and_a_slip_can_be_put_right_for_half_an_hour(self, town: Town) -> None:
        ticket, key = visit(town), uuid.uuid4()
        rate = lambda level, at, **more: op.rate_visit(  # noqa: E731
            actor=ANYONE, at=at, ticket=ticket, given=Given(level), **more
        )
        made = rate(5, NOW, key=key)
        assert rate(5, NOW, key=key).pk == made.pk
        changed = rate(4, NOW + timedelta(minutes=20))
        assert (changed.pk, changed.level, changed.first_level) == (made.pk, 4, 5)
        with pytest.raises(rules.RatedAlready):
            rate(1, NOW + timedelta(minutes=31))
        assert Rating.objects.get().level == 4

    def test_two_phones_at_once_make_one(self, town: Town) -> None:
        ticket = visit(town)
        op.rate_visit(actor=ANYONE, at=NOW, ticket=ticket, given=Given(4))
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(
                office=town.office,
                unit=town.office,
                ticket=ticket,
                level=4,
                first_level=4,
                rated_at=NOW,
                way="qr",
            )

    @pytest.mark.parametrize("name", ["receptionist", "leader", "worker", "sysadmin", "dispatcher"])
    def test_staff_never_rate_for_nobody(self, town: Town, name: str) -> None:
        ticket = visit(town)
        with pytest.raises(op.StaffMayNotRate):
            op.rate_visit(actor=town.actor(name), at=NOW, ticket=ticket, given=Given(5))
        bad = rate(town, 1)
        op.remedy_rating(**by(town, "leader", bad), answer="改了")
        with pytest.raises(op.StaffMayNotRate):
            op.confirm_rating(actor=town.actor(name), at=NOW, rating=bad, solved=True)
        with pytest.raises(op.StaffMayNotRate):
            op.rate_visit(actor=SYSTEM, at=NOW, ticket=ticket, given=Given(5))

    def test_what_has_not_ended_is_not_rated_nor_what_ended_long_ago(self, town: Town) -> None:
        small = open_small_hall(town.office)
        waiting = counters.take_ticket(actor=SYSTEM, at=NOW, hall=small.hall, kind=small.a)
        with pytest.raises(rules.NotToRateYet):
            op.rate_visit(actor=ANYONE, at=NOW, ticket=waiting, given=Given(5))
        counters.leave_ticket(actor=ANYONE, at=NOW, ticket=waiting)
        with pytest.raises(rules.NotToRateYet):
            op.rate_visit(actor=ANYONE, at=NOW, ticket=waiting, given=Given(1))
        with pytest.raises(rules.TooLateToRate):
            op.rate_visit(actor=ANYONE, at=NOW + 31 * DAY, ticket=visit(town), given=Given(1))

    def test_whoever_waited_in_vain_until_the_doors_closed_may_say_so(self, town: Town) -> None:
        small = open_small_hall(town.office)
        ticket = counters.take_ticket(actor=SYSTEM, at=NOW, hall=small.hall, kind=small.a)
        counters.close_days(actor=SYSTEM, at=NOW + 9 * HOUR)
        assert op.rate_visit(actor=ANYONE, at=NOW + DAY, ticket=ticket, given=Given(1)).case is not None

    @pytest.mark.parametrize("level", [0, 6])
    def test_there_are_five_levels(self, town: Town, level: int) -> None:
        with pytest.raises(op.NotARating):
            op.rate_visit(actor=ANYONE, at=NOW, ticket=visit(town), given=Given(level))

    def test_only_the_marks_of_where_it_was_are_kept(self, town: Town) -> None:
        made = rate(town, 3, marks=(Mark.SPEED, Mark.GUIDE))
        assert made.marks == ["speed"]
        assert made.phone is None

    def test_the_database_takes_no_rating_away(self, town: Town) -> None:
        made = rate(town, 1)
        for sql in (
            "DELETE FROM ratings_rating",
            "UPDATE ratings_rating SET level = 5",
            "UPDATE ratings_rating SET is_counted = false",
            "UPDATE ratings_rating SET first_level = 5, changed_at = now()",
        ):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        made.refresh_from_db()
        assert (made.level, made.is_counted) == (1, True)


class TestBadRating:
    def test_is_owed_to_by_the_unit_that_did_the_work_within_five_working_days(self, town: Town) -> None:
        case = Case.objects.select_related("holder").get(pk=rate(town, 2, words="站了半天没人理").case_id)
        assert case.holder == town.office
        assert case.resolve_by is not None
        assert (case.resolve_by - case.filed_at).days == 7
        assert case.title == "不满意：社保医保"
        assert "没人理" not in str(Step.objects.filter(case=case).values_list("data", flat=True))

    @pytest.mark.parametrize("level", [3, 4, 5])
    def test_a_good_one_is_owed_nothing(self, town: Town, level: int) -> None:
        assert rate(town, level).case is None
        assert not Case.objects.exists()

    def test_put_right_within_minutes_it_goes_and_the_other_way_it_comes(self, town: Town) -> None:
        ticket = visit(town)
        op.rate_visit(actor=ANYONE, at=NOW, ticket=ticket, given=Given(1))
        op.rate_visit(actor=ANYONE, at=NOW, ticket=ticket, given=Given(2))
        assert Case.objects.get().state == "received"
        op.rate_visit(actor=ANYONE, at=NOW, ticket=ticket, given=Given(5))
        case = Case.objects.get()
        assert (case.state, case.end_reason) == ("withdrawn", "changed")
        other = visit(town)
        op.rate_visit(actor=ANYONE, at=NOW, ticket=other, given=Given(5))
        assert op.rate_visit(actor=ANYONE, at=NOW, ticket=other, given=Given(2)).case is not None

    def test_nobody_can_go_and_ask_for_a_better_one(self, town: Town) -> None:
        ticket = visit(town)
        bad = op.rate_visit(actor=ANYONE, at=NOW, ticket=ticket, given=Given(1, phone=PHONE))
        op.call_back_rating(**by(town, "receptionist", bad), note="请她改")
        with pytest.raises(rules.RatedAlready):
            op.rate_visit(actor=ANYONE, at=NOW, ticket=ticket, given=Given(5))

    def test_not_solved_comes_back_once_and_the_stars_stay(self, town: Town) -> None:
        bad = rate(town, 1)
        for turn in (1, 2):
            op.remedy_rating(**by(town, "receptionist", bad, NOW + turn * HOUR), answer="改了")
            op.confirm_rating(actor=ANYONE, at=NOW + turn * HOUR, rating=bad, solved=False)
            case = Case.objects.get()
            assert (case.state, case.is_open) == (("contacted", True), ("closed", False))[turn - 1]
        bad.refresh_from_db()
        assert (bad.level, bad.solved, bad.outcome) == (1, False, "remedied")


class TestAppeal:
    def test_the_rater_is_told_somebody_else_judges_and_only_then_it_does_not_count(self, town: Town) -> None:
        bad = rate(town, 1, phone=PHONE)
        town.hire("dispatcher2", *_post(town))
        op.appeal_rating(**by(town, "receptionist", bad), note="那天的窗口不是我们")
        assert "appeal_rating" in {told.verb for told in queries.told_to_rater(bad)}
        assert all(not told.answer for told in queries.told_to_rater(bad))
        bad.refresh_from_db()
        assert bad.is_counted
        with pytest.raises(asking.AlreadyAsked):
            op.appeal_rating(**by(town, "receptionist", bad), note="再申诉")
        op.note_rating(**by(town, "dispatcher", bad), note="我看过了")
        with pytest.raises(op.OwnAppeal):
            op.judge_appeal(**by(town, "dispatcher", bad), counts=False, answer="不算")
        op.judge_appeal(**by(town, "dispatcher2", bad), counts=False, answer="评的是另一个大厅。")
        bad.refresh_from_db()
        assert (bad.is_counted, bad.appeal) == (False, "overturned")
        assert queries.told_to_rater(bad)[-1].answer == "评的是另一个大厅。"
        with pytest.raises(rules.AppealedAlready):
            op.appeal_rating(**by(town, "receptionist", bad), note="又来")
        # Whatever came of the appeal, whoever rated is still owed an answer.
        assert Case.objects.get().is_open

    def test_upheld_it_goes_on_counting(self, town: Town) -> None:
        bad = rate(town, 2)
        op.appeal_rating(**by(town, "receptionist", bad), note="不实")
        op.judge_appeal(**by(town, "leader", bad), counts=True, answer="录像里确实等了很久。")
        bad.refresh_from_db()
        assert (bad.is_counted, bad.appeal) == (True, "upheld")


def _post(town: Town) -> Any:
    from linli.base.orgs.roles import Role

    return Role.DISPATCHER, town.office


class TestRateMatter:
    def test_one_matter_is_rated_once_by_its_own_link(self, town: Town) -> None:
        me = resident(PHONE)
        actor = people_queries.actor_for(me, MONDAY)
        case = rights.file_request(actor=actor, at=MONDAY, what="export").case
        found, none = queries.matter_by_link(number=case.number, token=op.matter_token(case))
        assert (found, none) == (case, None)
        made = op.rate_matter(
            actor=ANYONE, at=NOW, case=case, given=Given(2, (Mark.EASE, Mark.ATTITUDE), "找半天")
        )
        assert made.marks == ["ease"]
        with pytest.raises(queries.UnknownRating):
            queries.matter_by_link(number=case.number, token="x" * 20)
        assert collected(me)["ratings"][0]["words"] == "找半天"
        erased(me, Erasing(actor=SYSTEM, basis="asked", at=NOW))
        made.refresh_from_db()
        assert (made.words, made.level) == ("", 2)

    def test_whoever_applied_rates_what_was_decided_and_their_words_go_with_them(self, town: Town) -> None:
        number, at = bring(town, "delivered")
        case = Case.objects.get(number=number)
        made = op.rate_matter(actor=ANYONE, at=at, case=case, given=Given(1, (Mark.SPEED,), "跑了三趟"))
        assert made.case is not None
        assert (made.unit, made.item) == (case.holder, case.application.item.code)
        assert case.application.item.name in made.case.title
        assert queries.path_to_rate(case).startswith(f"/rate/{number}/")
        me = resident(PHONE)
        case.application.account = me
        case.application.save(update_fields=["account"])
        erased(me, Erasing(actor=SYSTEM, basis="asked", at=at + DAY))
        made.refresh_from_db()
        assert (made.words, made.level) == ("", 1)

    def test_a_kind_that_is_not_rated_and_one_that_has_not_ended(self, town: Town) -> None:
        bad = rate(town, 1)
        assert bad.case is not None
        with pytest.raises(op.NotARating):
            op.rate_matter(actor=ANYONE, at=NOW, case=bad.case, given=Given(1))


class TestWhoSees:
    def test_one_row_and_many_rows_agree(self, town: Town) -> None:
        rate(town, 1)
        rate(town, 5)
        every = list(Rating.objects.select_related("unit"))
        for name in town.people:
            actor = town.actor(name)
            assert set(Rating.objects.filter(policies.reachable(actor))) == {
                r for r in every if policies.reaches(actor, r)
            }, name

    def test_the_window_does_not_learn_of_somebody_who_wants_to_stay_unknown(self, town: Town) -> None:
        bad = rate(town, 1, phone=PHONE, is_anonymous=True)
        assert bad.case is not None
        page = queries.rating_page(actor=town.actor("receptionist"), number=bad.case.number, at=NOW)
        assert (page.visit, page.phone) == ("", "")
        assert queries.find_rater(town.actor("receptionist"), bad.pk, "phone") is None
        page = queries.rating_page(actor=town.actor("dispatcher"), number=bad.case.number, at=NOW)
        assert (page.visit, page.phone) == ("A001", "138****1234")
        found = queries.find_rater(town.actor("dispatcher"), bad.pk, "phone")
        assert found is not None
        assert found.value == PHONE

    def test_the_number_is_forgotten_a_month_after(self, town: Town) -> None:
        bad = rate(town, 1, phone=PHONE)
        op.remedy_rating(**by(town, "leader", bad), answer="改了")
        op.confirm_rating(actor=ANYONE, at=NOW, rating=bad, solved=True)
        assert op.forget_phones(actor=SYSTEM, at=NOW + 29 * DAY) == 0
        assert op.forget_phones(actor=SYSTEM, at=NOW + 31 * DAY) == 1
        bad.refresh_from_db()
        assert bad.phone is None

    def test_words_are_released_by_the_centre_masked_and_not_by_the_window(self, town: Town) -> None:
        made = rate(town, 4, words=f"谢谢，我电话 {PHONE}")
        with pytest.raises(op._answer.NotYoursToShow):  # type: ignore[attr-defined]
            op.show_words(actor=town.actor("receptionist"), at=NOW, rating=made, words="谢谢")
        op.show_words(actor=town.actor("leader"), at=NOW, rating=made, words=made.words)
        assert [PHONE in one.words for one in queries.shown_words(office=town.office)] == [False]
        op.show_words(actor=town.actor("leader"), at=NOW, rating=made, words="")
        assert queries.shown_words(office=town.office) == []


class TestFigures:
    def test_every_figure_is_what_the_rows_say(self, town: Town) -> None:
        for level in (5, 5, 4, 3):
            rate(town, level)
        answered, contested, open_still = (rate(town, level) for level in (2, 1, 1))
        op.explain_rating(**by(town, "leader", answered), answer="按规定要本人来")
        op.confirm_rating(actor=ANYONE, at=NOW, rating=answered, solved=True)
        op.appeal_rating(**by(town, "receptionist", contested), note="不实")
        op.judge_appeal(**by(town, "leader", contested), counts=False, answer="不实")
        assert open_still.case is not None
        rows = figures.of_office(town.office)
        counted = {
            one.indicator.code: (one.above, one.below, one.left_out)
            for one in figures.rating_figures(rows=rows, at=NOW + HOUR)
        }
        assert counted == {
            "good_rate": (4, 6, 1),
            "bad_answered_rate": (1, 2, 5),
            "bad_in_time_rate": (1, 1, 6),
            "bad_solved_rate": (1, 1, 6),
        }
        assert figures.by_level(rows=rows, at=NOW + HOUR) == {5: 2, 4: 1, 3: 1, 2: 1, 1: 1}
        lines, hidden = figures.by_kind(rows=rows, at=NOW + HOUR)
        assert ([(one.name, one.count, one.good) for one in lines], hidden) == ([("社保医保", 6, 4)], 0)

    def test_groups_in_which_somebody_could_be_recognised_are_not_shown(self, town: Town) -> None:
        rate(town, 5)
        assert figures.by_kind(rows=figures.of_office(town.office), at=NOW + HOUR) == ([], 1)
