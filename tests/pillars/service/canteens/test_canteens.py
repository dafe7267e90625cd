"""Canteens: no order beyond the places, no meal twice by one key, no subsidy beyond the week, closed is closed."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account, Resident
from linli.base.people.subjects import Erasing, collected, erased
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import operations as op
from linli.pillars.service.canteens import policies, queries
from linli.pillars.service.canteens.models import Canteen, Eater, Meal, Menu, Order
from linli.pillars.service.canteens.policies import NoSuchCanteen
from tests.pillars.service.bulletins.doing import acting, resident
from tests.pillars.service.canteens.kitchen import elder, kitchen, menu, rule, serve
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 16)
NOON = MONDAY + 3 * HOUR


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Do things at once; a refusal is an answer too."""
    gate, answers = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait()
            answers.append(job())
        except Refusal as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def canteen(town: Town) -> Canteen:
    rule(town)
    return kitchen(town)


class TestWho:
    def test_one_and_many_agree(self, town: Town, canteen: Canteen) -> None:
        for who in (
            "clerk",
            "secretary",
            "secretary2",
            "worker",
            "leader",
            "dispatcher",
            "sysadmin",
            "receptionist",
        ):
            actor = town.actor(who)
            many = set(Canteen.objects.filter(policies.reachable(actor)).values_list("pk", flat=True))
            assert many == {
                c.pk for c in Canteen.objects.select_related("community") if policies.reaches(actor, c)
            }
            assert bool(many) == (who in ("clerk", "secretary")), who

    def test_only_from_sixty_on_and_a_class_needs_its_proof(self, town: Town, canteen: Canteen) -> None:
        with pytest.raises(op.TooYoung):
            elder(town, born=date(1966, 11, 17))
        with pytest.raises(op.ProofMissing):
            elder(town, ground="")
        with pytest.raises(op.NoSuchRule):
            elder(town, subsidy="Z")
        assert elder(town).number == "100001"
        assert elder(town, 2).number == "100002"
        assert elder(town).number == "100001"

    def test_nothing_personal_lies_in_the_clear(self, town: Town, canteen: Canteen) -> None:
        elder(town)
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(t)::text FROM canteens_eater t")
            words = cursor.fetchone()[0]
        assert not [secret for secret in ("1951", "孙", "1380001", "证明") if secret in words]


class TestOrders:
    def test_are_never_more_than_places_and_free_again_when_cancelled(
        self, town: Town, canteen: Canteen
    ) -> None:
        there = menu(town, canteen, TODAY + DAY)
        clerk = town.actor("clerk")
        made = [
            op.order_meal(
                actor=clerk, at=MONDAY, menu_id=there.pk, eater_id=elder(town, n).pk, channel="call"
            )
            for n in range(3)
        ]
        with pytest.raises(op.SoldOut):
            op.order_meal(
                actor=clerk, at=MONDAY, menu_id=there.pk, eater_id=elder(town, 4).pk, channel="call"
            )
        again = op.order_meal(
            actor=clerk, at=MONDAY, menu_id=there.pk, eater_id=elder(town, 0).pk, channel="call"
        )
        assert again.pk == made[0].pk
        for _twice in range(2):
            op.cancel_order(actor=clerk, at=MONDAY, order_id=made[0].pk)
        op.order_meal(actor=clerk, at=MONDAY, menu_id=there.pk, eater_id=elder(town, 4).pk, channel="call")
        assert Menu.objects.get().ordered == Order.objects.filter(cancelled_at=None).count() == 3
        with pytest.raises(op.TooLateToOrder):
            op.cancel_order(actor=clerk, at=MONDAY + DAY + HOUR, order_id=made[1].pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            Menu.objects.update(ordered=4)

    def test_are_for_oneself_or_a_parent_who_agreed(self, town: Town, canteen: Canteen) -> None:
        there, eater = menu(town, canteen, TODAY + DAY), elder(town)
        son = resident("13900005555")
        who = {"at": MONDAY, "menu_id": there.pk, "eater_id": eater.pk, "channel": "page"}
        for actor in (acting(son), town.actor("secretary2"), town.actor("leader")):
            with pytest.raises(op.NotYoursToOrder):
                op.order_meal(actor=actor, **who)
        op.let_family_order(actor=town.actor("clerk"), at=MONDAY, eater_id=eater.pk, account=son)
        assert op.order_meal(actor=acting(son), **who).by == son
        op.let_family_order(actor=town.actor("clerk"), at=MONDAY, eater_id=eater.pk, account=None)
        with pytest.raises(op.NotYoursToOrder):
            op.cancel_order(actor=acting(son), at=MONDAY, order_id=Order.objects.get().pk)


class TestTill:
    def test_the_same_key_is_the_same_meal_and_a_second_is_asked(self, town: Town, canteen: Canteen) -> None:
        eater, key = elder(town), uuid.uuid4()
        first = serve(town, canteen, eater, NOON, key=key)
        assert (first.subsidy_fen, first.own_fen, first.payer) == (300, 900, "区财政")
        assert serve(town, canteen, eater, NOON + DAY, key=key).pk == first.pk
        with pytest.raises(op.EatenAlready):
            serve(town, canteen, eater, NOON)
        serve(town, canteen, eater, NOON, is_second=True)
        assert Meal.objects.count() == 2

    def test_a_week_has_so_many_subsidies_and_a_counter_entry_gives_one_back(
        self, town: Town, canteen: Canteen
    ) -> None:
        eater = elder(town)
        meals = [serve(town, canteen, eater, NOON + n * DAY) for n in range(6)]
        assert [m.subsidy_fen for m in meals] == [300] * 5 + [0]
        op.correct_meal(
            actor=town.actor("clerk"),
            at=NOON + 6 * DAY,
            meal_id=meals[0].pk,
            reason="打错了人",
            key=uuid.uuid4(),
        )
        assert serve(town, canteen, eater, NOON + 6 * DAY).subsidy_fen == 300
        assert serve(town, canteen, eater, NOON + 7 * DAY).subsidy_fen == 300

    def test_what_comes_late_from_a_till_counts_for_its_own_day(self, town: Town, canteen: Canteen) -> None:
        late = serve(town, canteen, elder(town), NOON + 2 * DAY, served_at=NOON)
        assert late.day == TODAY
        for moment in (NOON - 4 * DAY, NOON + HOUR):
            with pytest.raises(op.NotThisDay):
                serve(town, canteen, elder(town), NOON, served_at=moment)

    def test_is_open_to_who_works_there(self, town: Town, canteen: Canteen) -> None:
        for who in ("secretary2", "worker", "leader"):
            with pytest.raises(NoSuchCanteen):
                op.serve_meal(
                    actor=town.actor(who), at=NOON, canteen_id=canteen.pk, number=elder(town).number, meal="lunch",
                    key=uuid.uuid4(),
                )  # fmt: skip
        with pytest.raises(op.NoSuchEater):
            op.serve_meal(
                actor=town.actor("clerk"), at=NOON, canteen_id=canteen.pk, number="999999", meal="lunch",
                key=uuid.uuid4(),
            )  # fmt: skip


class TestMonth:
    def test_adds_up_closes_once_and_lets_nothing_in(self, town: Town, canteen: Canteen) -> None:
        clerk, eater = town.actor("clerk"), elder(town)
        meals = [serve(town, canteen, eater, NOON + n * DAY) for n in range(3)]
        november, december = date(2026, 11, 1), date(2026, 12, 1)
        found = queries.month_of(canteen=canteen, month=november)
        assert [(s.code, s.meals, s.price, s.subsidy, s.own) for s in found.sums] == [
            ("B", 3, 3600, 900, 2700)
        ]
        who = {"actor": clerk, "canteen_id": canteen.pk, "month": november}
        with pytest.raises(op.MonthClosed):
            op.close_month(at=NOON, **who)
        first_of_december = NOON + 15 * DAY
        closed = op.close_month(at=first_of_december, **who)
        assert (closed.meals, closed.price_fen, closed.subsidy_fen) == (3, 3600, 900)
        with pytest.raises(op.MonthClosed):
            op.close_month(at=first_of_december, **who)
        # Served on the last of November, told by the till in December; and a mistake found then.
        late = serve(town, canteen, eater, first_of_december, served_at=first_of_december - DAY)
        key = uuid.uuid4()
        for _twice in range(2):
            back = op.correct_meal(
                actor=clerk, at=first_of_december, meal_id=meals[0].pk, reason="打错了人", key=key
            )
        assert (late.month, back.month, back.price_fen) == (december, december, -1200)
        with pytest.raises(op.NothingToCorrect):
            op.correct_meal(
                actor=clerk, at=first_of_december, meal_id=meals[0].pk, reason="再冲一次", key=uuid.uuid4()
            )
        assert queries.month_of(canteen=canteen, month=november).sums == found.sums
        assert len(list(queries.book_rows(canteen=canteen, month=december))) == 2

    def test_the_database_keeps_the_book(self, town: Town, canteen: Canteen) -> None:
        made = serve(town, canteen, elder(town), NOON)
        op.close_month(actor=SYSTEM, at=NOON + 20 * DAY, canteen_id=canteen.pk, month=date(2026, 11, 1))
        for change in (
            lambda: Meal.objects.update(price_fen=0, subsidy_fen=0, own_fen=0),
            lambda: Meal.objects.all().delete(),
            lambda: Meal.objects.update(month=date(2026, 12, 1)),
            lambda: Meal.objects.create(
                canteen=canteen, day=TODAY, meal="lunch", price_fen=1, subsidy_fen=0, own_fen=1, month=made.month,
                at=NOON, key=uuid.uuid4(),
            ),
            lambda: canteen.settlements.all().delete(),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_who_only_stands_at_the_till_closes_nothing(self, town: Town, canteen: Canteen) -> None:
        from linli.base.orgs.roles import Role

        town.hire("cashier", Role.COUNTER_CLERK, town.communities[0])
        made = serve(town, canteen, elder(town), NOON)
        cashier = town.actor("cashier")
        with pytest.raises(NoSuchCanteen):
            op.correct_meal(actor=cashier, at=NOON, meal_id=made.pk, reason="打错了人", key=uuid.uuid4())
        with pytest.raises(NoSuchCanteen):
            op.close_month(actor=cashier, at=NOON + 20 * DAY, canteen_id=canteen.pk, month=date(2026, 11, 1))


@pytest.mark.django_db(transaction=True)
def test_tills_at_once_give_each_key_one_meal_and_a_week_no_subsidy_too_many() -> None:
    town = build_town()
    rule(town, per_week=2)
    canteen, eater, key = kitchen(town), elder(town), uuid.uuid4()
    clerk = town.actor("clerk")

    def job(one: uuid.UUID) -> Callable[[], object]:
        return lambda: op.serve_meal(
            actor=clerk,
            at=NOON,
            canteen_id=canteen.pk,
            number=eater.number,
            meal="lunch",
            key=one,
            is_second=True,
        )

    answers = at_once([job(key), job(key), job(key), *(job(uuid.uuid4()) for _n in range(5))])
    assert not [a for a in answers if isinstance(a, Refusal)]
    assert Meal.objects.count() == 6
    assert Meal.objects.filter(subsidy_fen__gt=0).count() == 2


@pytest.mark.django_db(transaction=True)
def test_orders_at_once_never_pass_the_places() -> None:
    town = build_town()
    rule(town)
    canteen = kitchen(town)
    there, clerk = menu(town, canteen, TODAY + DAY), town.actor("clerk")
    people = [elder(town, n).pk for n in range(7)]
    answers = at_once(
        [
            lambda pk=pk: op.order_meal(actor=clerk, at=MONDAY, menu_id=there.pk, eater_id=pk, channel="call")  # type: ignore[misc]
            for pk in people
        ]
    )
    assert sum(isinstance(a, op.SoldOut) for a in answers) == 4
    assert Menu.objects.get().ordered == 3


class TestAbsence:
    def come(self, town: Town, canteen: Canteen, eater: Eater, days: range) -> None:
        for n in days:
            at = NOON - n * DAY
            Meal.objects.create(
                canteen=canteen, eater=eater, day=at.date(), meal="lunch", price_fen=1, subsidy_fen=0, own_fen=1,
                month=at.date().replace(day=1), at=at, key=uuid.uuid4(),
            )  # fmt: skip

    def test_only_who_agreed_is_asked_after_and_only_by_their_community(
        self, town: Town, canteen: Canteen
    ) -> None:
        asked, silent, other = elder(town, 1, wants_alert=True), elder(town, 2), elder(town, 3)
        for eater in (asked, silent):
            self.come(town, canteen, eater, range(3, 11))
        self.come(town, canteen, other, range(1, 11))
        found = queries.missed(actor=town.actor("clerk"), at=NOON)
        assert [m.id for m in found] == [asked.pk]
        assert "孙桂1" not in found[0].name
        for who in ("secretary2", "leader", "dispatcher", "worker"):
            assert queries.missed(actor=town.actor(who), at=NOON) == []
        # Their community hears of it by day, once a day, without a name; a colleague elsewhere does not.
        assert op.alert_missed(actor=SYSTEM, at=NOON - timedelta(hours=8)) == 0
        assert [op.alert_missed(actor=SYSTEM, at=NOON) for _again in range(2)] == [2, 0]
        told = Notice.objects.filter(template="elder_missed")
        assert {row.account.username for row in told if row.account} == {"clerk", "secretary"}
        assert {row.data["count"] for row in told} == {"1"}
        assert op.alert_missed(actor=SYSTEM, at=NOON + DAY) == 2
        op.answer_absence(actor=town.actor("clerk"), at=NOON, eater_id=asked.pk, words="去女儿家了")
        assert queries.missed(actor=town.actor("clerk"), at=NOON) == []
        assert op.alert_missed(actor=SYSTEM, at=NOON + DAY) == 0


class TestForgetting:
    def test_a_person_reads_and_erases_all_and_the_book_keeps_its_sums(
        self, town: Town, canteen: Canteen
    ) -> None:
        account = resident("13800010001")
        Account.objects.filter(pk=account.pk).update(name="孙桂1")
        eater = elder(town)
        serve(town, canteen, eater, NOON)
        before = queries.month_of(canteen=canteen, month=date(2026, 11, 1)).sums
        found = collected(account)
        assert found["canteen"][0]["number"] == eater.number
        assert len(found["meals"]) == 1
        erased(account, Erasing(SYSTEM, "asked", NOON))
        assert not Eater.objects.exists()
        assert Meal.objects.get().eater is None
        assert queries.month_of(canteen=canteen, month=date(2026, 11, 1)).sums == before

    def test_who_left_is_forgotten_after_three_years(self, town: Town, canteen: Canteen) -> None:
        eater = elder(town)
        op.end_eater(actor=town.actor("clerk"), at=NOON, eater_id=eater.pk)
        with pytest.raises(op.NoSuchEater):
            serve(town, canteen, eater, NOON)
        assert op.forget_old(actor=SYSTEM, at=NOON + 1094 * DAY) == 0
        assert op.forget_old(actor=SYSTEM, at=NOON + 1095 * DAY) == 1
        assert Resident.objects.get(pk=eater.resident_id).name == ""
