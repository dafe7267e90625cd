"""Care: who may know whom, nothing of it in the clear, visits owed and paid, pairs, wishes, and an end."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.flow.models import Case
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people import operations as people
from linli.base.people.models import AccessLog, Resident
from linli.base.people.refusals import UnableToReveal
from linli.kernel.standards.care_groups import CARE_GROUPS, Level, Mark
from linli.pillars.service.care import operations as op
from linli.pillars.service.care import policies, queries, rules
from linli.pillars.service.care.models import CarePerson, Membership, Pair, Visit, Wish
from linli.pillars.service.care.operations import Ground
from linli.pillars.service.care.policies import NoSuchPerson
from tests.pillars.service.bulletins.doing import acting, resident
from tests.pillars.service.care.people import ALLOWANCE, ALONE, somebody
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERYBODY = ("worker", "worker2", "helper", "secretary", "secretary2", "clerk", "dispatcher", "leader", "volunteer",
             "sweeper", "sysadmin", "auditor", "civil", "other_section")  # fmt: skip


@pytest.fixture
def town(town: Town) -> Town:
    civil = add_unit(kind=UnitKind.OFFICE, name="公服办", parent=town.office, handles=["civil_affairs"])
    other = add_unit(kind=UnitKind.OFFICE, name="城管办", parent=town.office, handles=["sanitation"])
    town.hire("civil", Role.SECTION_STAFF, civil)
    town.hire("other_section", Role.SECTION_STAFF, other)
    return town


def listed(town: Town, who: str, **asked: object) -> list[queries.PersonRow]:
    return queries.people(actor=town.actor(who), at=MONDAY, view="all", **asked)[0]  # type: ignore[arg-type]


class TestWhoMayKnow:
    def test_one_row_and_many_agree_for_everybody(self, town: Town) -> None:
        somebody(town)
        somebody(town, ALLOWANCE, name="周有福", phone="13800003333")
        somebody(town, who="secretary2", grid=town.grids[2], name="孟老太", phone="")
        rows = CarePerson.objects.select_related("grid")
        for who in EVERYBODY:
            actor = town.actor(who)
            many = set(rows.filter(policies.reachable(actor)).values_list("pk", flat=True))
            assert many == {p.pk for p in rows if policies.reaches(actor, p)}, who

    def test_the_ground_knows_what_the_door_tells_and_no_more(self, town: Town) -> None:
        person = somebody(town, ALONE, ALLOWANCE)
        hidden = somebody(town, ALLOWANCE, name="周有福", phone="13800003333")
        assert {p.id for p in listed(town, "worker")} == {person.pk}
        assert [g.code for g in listed(town, "worker")[0].groups] == ["alone"]
        assert {p.id for p in listed(town, "clerk")} == {person.pk, hidden.pk}
        assert {g.code for p in listed(town, "civil") for g in p.groups} == {"alone", "allowance"}
        for who in (
            "worker2",
            "secretary2",
            "dispatcher",
            "leader",
            "sysadmin",
            "other_section",
            "volunteer",
        ):
            assert listed(town, who) == [], who

    def test_a_filter_tells_nobody_a_group_they_may_not_know(self, town: Town) -> None:
        somebody(town, ALONE, ALLOWANCE)
        assert listed(town, "worker", group="allowance") == []
        assert len(listed(town, "clerk", group="allowance")) == 1

    def test_who_is_visited_is_known_to_who_visits_without_the_reason(self, town: Town) -> None:
        person = somebody(town, ALLOWANCE, level="key")
        assert [(p.id, p.groups) for p in listed(town, "worker")] == [(person.pk, ())]
        with pytest.raises(NoSuchPerson):
            op.add_group(actor=town.actor("worker"), at=MONDAY, person_id=person.pk, ground=ALONE)

    def test_names_are_masked_and_shown_one_at_a_time_on_record(self, town: Town) -> None:
        person = somebody(town)
        row = listed(town, "worker")[0]
        assert "桂香" not in row.name
        shown = people.reveal(
            actor=town.actor("worker"), subject="care.CarePerson", id=person.pk, field="door",
            reason="上门探访", at=MONDAY,
        )  # fmt: skip
        assert shown == "1 单元 301"
        assert AccessLog.objects.filter(subject="care.CarePerson", is_success=True).count() == 1
        with pytest.raises(UnableToReveal):
            people.reveal(
                actor=town.actor("leader"), subject="care.CarePerson", id=person.pk, field="name",
                reason="我想看看", at=MONDAY,
            )  # fmt: skip
        assert AccessLog.objects.filter(subject="care.CarePerson", is_success=False).count() == 1

    def test_nothing_lies_in_the_clear(self, town: Town) -> None:
        person = somebody(town, ALLOWANCE, level="high")
        op.record_visit(
            actor=town.actor("worker"), at=MONDAY, person_id=person.pk, way="door", outcome="watch",
            found="腿脚不便",
        )  # fmt: skip
        with connection.cursor() as cursor:
            for table in ("careperson", "membership", "visit", "carenote"):
                cursor.execute(f"SELECT row_to_json(t)::text FROM care_{table} t")
                words = " ".join(text for (text,) in cursor.fetchall())
                assert words
                for secret in ("allowance", "低保", "腿脚", "摔过", "单元", "孙桂香", "13800002222"):
                    assert secret not in words, (table, secret)
        assert not Case.objects.exists()


class TestGrounds:
    def test_consent_is_told_where_a_group_asks_for_it(self, town: Town) -> None:
        for ground in (
            Ground("alone"),
            Ground("alone", "consent", " "),
            Ground("child", "guardian"),
            Ground("child", "consent", "孩子答应"),
        ):
            with pytest.raises(op.ConsentMissing):
                somebody(town, ground)
        assert not CarePerson.objects.exists()
        assert not Resident.objects.filter(source__startswith="关爱").exists()

    def test_every_group_has_a_purpose_a_ground_and_an_end(self) -> None:
        for group in CARE_GROUPS:
            assert all((group.purpose, group.purpose_en, group.kept_days > 0)), group.code
            assert group.ground.startswith("《"), group.code
            assert group.mark is Mark.NONE or group.sees == "community", group.code

    def test_twice_on_a_list_is_one_person(self, town: Town) -> None:
        assert somebody(town).pk == somebody(town, ALONE, ALLOWANCE).pk
        assert Membership.objects.count() == 2
        # A couple share a telephone.
        assert somebody(town, name="钱大爷").pk != CarePerson.objects.earliest("pk").pk
        assert Resident.objects.filter(source__startswith="关爱").count() == 2

    def test_the_database_keeps_one_living_membership(self, town: Town) -> None:
        person = somebody(town)
        row = Membership.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(
                person=person, group="alone", group_print=row.group_print, basis="duty", since=MONDAY.date()
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            CarePerson.objects.filter(pk=person.pk).update(level="high")


class TestVisits:
    def test_are_owed_by_level_and_paid_by_a_visit(self, town: Town) -> None:
        person = somebody(town, level="high")
        assert person.due_at == rules.interval_end(Level.HIGH, MONDAY)
        worker, key = town.actor("worker"), uuid.uuid4()
        late = MONDAY + 9 * DAY
        assert queries.people(actor=worker, at=late, view="late")[1] == 1
        assert queries.counts(actor=town.actor("secretary"), at=late, until=late)["late"] == 1
        for _again in range(2):
            made = op.record_visit(
                actor=worker, at=late, person_id=person.pk, way="door", outcome="well", key=key
            )
        assert Visit.objects.count() == 1
        assert made.owed_at == person.due_at
        person.refresh_from_db()
        assert person.due_at == rules.interval_end(Level.HIGH, late)
        assert queries.people(actor=worker, at=late, view="late")[1] == 0

    def test_not_reached_pays_nothing_off_and_trouble_is_told(self, town: Town) -> None:
        person = somebody(town, level="high")
        who = {"actor": town.actor("worker"), "at": MONDAY + DAY, "person_id": person.pk, "way": "phone"}
        op.record_visit(outcome="away", **who)
        before = person.due_at
        person.refresh_from_db()
        assert (person.due_at, person.seen_at) == (before, None)
        with pytest.raises(op.NothingFound):
            op.record_visit(outcome="help", **who)

    def test_a_change_is_owed_within_a_day_and_a_second_gives_no_delay(self, town: Town) -> None:
        person = somebody(town, level="general")
        who = {"actor": town.actor("worker"), "person_id": person.pk, "words": "刚出院"}
        assert op.note_change(at=MONDAY, **who).due_at == MONDAY + DAY
        assert op.note_change(at=MONDAY + 5 * HOUR, **who).due_at == MONDAY + DAY
        op.record_visit(
            actor=town.actor("helper"), at=MONDAY + 20 * HOUR, person_id=person.pk, way="door", outcome="well"
        )
        person.refresh_from_db()
        assert person.due_at is not None
        assert person.due_at > MONDAY + 80 * DAY

    def test_a_level_needs_a_person_a_reason_and_a_review(self, town: Town) -> None:
        person = somebody(town)
        who = {"at": MONDAY, "person_id": person.pk, "level": "key"}
        with pytest.raises(NoSuchPerson):
            op.set_level(actor=town.actor("worker"), reason="看着不好", **who)
        with pytest.raises(op.CareReasonMissing):
            op.set_level(actor=town.actor("clerk"), reason="嗯", **who)
        with pytest.raises(op.ReviewTooLate):
            op.set_level(
                actor=town.actor("clerk"), reason="看着不好", review_on=(MONDAY + 300 * DAY).date(), **who
            )
        op.set_level(actor=town.actor("clerk"), reason="看着不好", **who)
        later = MONDAY + 181 * DAY
        assert queries.people(actor=town.actor("clerk"), at=later, view="review")[1] == 1

    def test_an_office_comes_more_often_and_everybody_owed_hears_at_once(self, town: Town) -> None:
        person = somebody(town, level="general")
        with pytest.raises(op.NotYourGround):
            op.set_interval(
                actor=town.actor("clerk"), at=MONDAY, office=town.office, level="general", days=30, basis="x"
            )
        op.set_interval(
            actor=town.actor("sysadmin"),
            at=MONDAY,
            office=town.office,
            level="general",
            days=30,
            basis="通知",
        )
        person.refresh_from_db()
        assert person.due_at is not None
        assert person.due_at < MONDAY + 32 * DAY

    def test_no_column_could_hold_a_track_or_a_score(self) -> None:
        names = {f.name for m in (CarePerson, Visit, Pair) for f in m._meta.get_fields()}
        assert not names & {"lon", "lat", "point", "score", "points", "rank", "minutes", "photo", "distance"}


class TestPairs:
    def test_owe_once_a_month(self, town: Town) -> None:
        person = somebody(town, ALLOWANCE)
        clerk = town.actor("clerk")
        made = op.pair(actor=clerk, at=MONDAY, person_id=person.pk, unit=town.communities[0])
        with pytest.raises(op.PairedAlready):
            op.pair(actor=clerk, at=MONDAY, person_id=person.pk, unit=town.communities[0])
        assert made.due_on.isoformat() == "2026-11-30"
        assert queries.people(actor=clerk, at=MONDAY, view="pairs")[1] == 1
        op.record_visit(
            actor=clerk, at=MONDAY, person_id=person.pk, way="door", outcome="well", found="送了米面",
            pair_id=made.pk,
        )  # fmt: skip
        made.refresh_from_db()
        assert made.due_on.isoformat() == "2026-12-31"
        assert queries.people(actor=clerk, at=MONDAY, view="pairs")[1] == 0
        op.end_pair(actor=clerk, at=MONDAY, person_id=person.pk, pair_id=made.pk)
        assert queries.people(actor=clerk, at=MONDAY + 40 * DAY, view="pairs")[1] == 0


class TestWishes:
    def publish(self, town: Town, words: str = "想要一台收音机听戏") -> Wish:
        person = somebody(town)
        return op.publish_wish(actor=town.actor("clerk"), at=MONDAY, person_id=person.pk, words=words)

    def test_from_published_to_confirmed(self, town: Town) -> None:
        wish = self.publish(town)
        helper = resident("13800004444")
        assert [w.pk for w in queries.open_wishes(office=town.office)] == [wish.pk]
        op.take_wish(actor=acting(helper), at=MONDAY, wish_id=wish.pk)
        assert queries.open_wishes() == []
        with pytest.raises(op.WishGone):
            op.take_wish(actor=town.actor("clerk"), at=MONDAY, wish_id=wish.pk)
        with pytest.raises(op.WishGone):
            op.confirm_wish(actor=town.actor("clerk"), at=MONDAY, wish_id=wish.pk, is_fulfilled=True)
        op.fulfil_wish(actor=acting(helper), at=MONDAY, wish_id=wish.pk)
        with pytest.raises(NoSuchPerson):
            op.confirm_wish(actor=town.actor("leader"), at=MONDAY, wish_id=wish.pk, is_fulfilled=True)
        op.confirm_wish(actor=town.actor("clerk"), at=MONDAY, wish_id=wish.pk, is_fulfilled=False)
        assert Wish.objects.get().state == "open"
        op.take_wish(actor=acting(helper), at=MONDAY, wish_id=wish.pk)
        op.fulfil_wish(actor=acting(helper), at=MONDAY, wish_id=wish.pk)
        op.confirm_wish(actor=town.actor("clerk"), at=MONDAY, wish_id=wish.pk, is_fulfilled=True)
        assert Wish.objects.get().state == "confirmed"

    @pytest.mark.parametrize(
        "words", ["孙桂香想吃饺子", "给13800002222打电话", "住清泉路5号楼2单元301想修灯"]
    )
    def test_words_that_say_who_are_refused(self, town: Town, words: str) -> None:
        with pytest.raises(op.WishNamesSomebody):
            self.publish(town, words)

    def test_comes_back_when_nobody_kept_it(self, town: Town) -> None:
        wish = self.publish(town)
        op.take_wish(actor=acting(resident("13800004444")), at=MONDAY, wish_id=wish.pk)
        assert op.free_wishes(at=MONDAY + 13 * DAY) == 0
        assert op.free_wishes(at=MONDAY + 14 * DAY) == 1
        assert queries.open_wishes()[0].pk == wish.pk


@pytest.mark.django_db(transaction=True)
def test_a_wish_is_taken_by_one_of_many() -> None:
    town = build_town()
    person = somebody(town)
    wish = op.publish_wish(actor=town.actor("clerk"), at=MONDAY, person_id=person.pk, words="想要一副老花镜")
    names = ("worker", "worker2", "worker3", "helper", "secretary", "leader")
    won: list[str] = []
    gate = threading.Barrier(len(names))

    def press(name: str) -> None:
        try:
            actor = town.actor(name)
            gate.wait()
            op.take_wish(actor=actor, at=MONDAY, wish_id=wish.pk)
            won.append(name)
        except op.WishGone:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_the_list_asks_as_much_for_ten_as_for_one(town: Town, django_assert_num_queries: object) -> None:
    for n in range(10):
        somebody(town, name=f"孙桂{n}", phone=f"1380000200{n}", level="high")
    clerk = town.actor("clerk")
    with django_assert_num_queries(3):  # type: ignore[operator]
        rows, count = queries.people(actor=clerk, at=MONDAY, view="all")
    assert (len(rows), count) == (10, 10)
