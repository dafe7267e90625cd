"""Doors are owed visits by a plan; a visit is written once; a change keeps what it was; a diary is its writer's."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from linli.base.people.models import Resident
from linli.base.people.subjects import Erasing
from linli.kernel.standards.visit_plans import CHANGES_KEPT_DAYS, KEPT_DAYS, Use
from linli.pillars.governance.visits import operations as op
from linli.pillars.governance.visits import policies, queries
from linli.pillars.governance.visits.models import Change, DiaryPage, Home, Visit
from linli.pillars.governance.visits.operations import Met
from linli.pillars.governance.visits.policies import NoSuchHome
from tests.pillars.governance.visits.doors import houses, lives, visit
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def begun(town: Town) -> list[Home]:
    houses(town)
    op.start_plan(actor=town.actor("leader"), at=MONDAY, office=town.office)
    return list(Home.objects.select_related("household").order_by("household"))


class TestPlan:
    def test_lists_every_door_once_and_the_night_adds_new_ones(self, town: Town) -> None:
        homes = begun(town)
        assert len(homes) == 6
        assert op.enrol_all(at=MONDAY) == 0
        homes[0].delete()
        assert op.enrol_all(at=MONDAY) == 1

    def test_is_the_offices(self, town: Town) -> None:
        for name in ("worker", "secretary", "sweeper"):
            with pytest.raises(op.NotYourPlan):
                op.start_plan(actor=town.actor(name), at=MONDAY, office=town.office)
        with pytest.raises(op.DayTooFull):
            op.start_plan(actor=town.actor("leader"), at=MONDAY, office=town.office, day_doors=31)

    def test_own_days_reckon_what_is_owed_anew_and_are_never_more(self, town: Town) -> None:
        home = begun(town)[0]
        visit(town, home.household)
        home.refresh_from_db()
        assert home.due_on == TODAY + timedelta(days=182)
        who = {"actor": town.actor("dispatcher"), "at": MONDAY, "office": town.office, "use": "own"}
        op.set_days(**who, days=60, basis="街道通知")  # type: ignore[arg-type]
        home.refresh_from_db()
        assert home.due_on == TODAY + timedelta(days=60)
        with pytest.raises(op.LessOften):
            op.set_days(**who, days=183, basis="")  # type: ignore[arg-type]
        op.set_days(**who, days=0, basis="")  # type: ignore[arg-type]
        assert op.days_of(town.office)[Use.OWN] == 182


class TestVisit:
    def test_is_one_however_often_it_is_sent(self, town: Town) -> None:
        door, key = houses(town)[0], uuid.uuid4()
        first = visit(town, door, key=key)
        assert visit(town, door, key=key, outcome="away") == first
        assert Visit.objects.count() == 1
        with pytest.raises(NoSuchHome):
            visit(town, door, key=key, who="helper")

    def test_nobody_met_pays_nothing_off(self, town: Town) -> None:
        home = begun(town)[0]
        visit(town, home.household, outcome="away")
        assert Home.objects.get(pk=home.pk).due_on == home.due_on
        visit(town, home.household)
        assert Home.objects.get(pk=home.pk).seen_on == TODAY

    def test_is_of_the_day_it_was_made_and_never_of_tomorrow(self, town: Town) -> None:
        door = houses(town)[0]
        before = MONDAY - timedelta(days=3)
        assert visit(town, door, happened_at=before).at == before
        for odd in (MONDAY + timedelta(hours=1), MONDAY - timedelta(days=15)):
            assert visit(town, door, happened_at=odd).at == MONDAY
        # A visit that arrives late does not undo a later one.
        assert Home.objects.get(household=door).seen_on == TODAY

    def test_is_by_whoever_serves_the_door(self, town: Town) -> None:
        door = houses(town)[0]
        for name in ("worker2", "secretary2", "leader", "sweeper"):
            with pytest.raises(NoSuchHome):
                visit(town, door, who=name)
        assert visit(town, door, who="secretary").area == town.grids[0]

    def test_says_what_is_to_be_done(self, town: Town) -> None:
        with pytest.raises(op.NothingNoted):
            visit(town, houses(town)[0], outcome="help")

    def test_has_no_column_for_a_place_of_the_worker(self) -> None:
        names = {field.name for field in Visit._meta.get_fields()}
        assert not names & {"lon", "lat", "point", "position", "track", "minutes", "duration", "photo"}


class TestPutRight:
    def put(self, town: Town, made: Visit, what: str, **given: object) -> Change:
        return op.put_right(
            actor=town.actor("worker"),
            at=MONDAY,
            visit=made,
            what=what,
            source="self",
            **given,  # type: ignore[arg-type]
        )

    def test_a_number_keeps_what_it_was_and_who_said_so(self, town: Town) -> None:
        door = houses(town)[0]
        who = lives(door)
        made = visit(town, door)
        for _again in range(2):
            change = self.put(town, made, "phone", phone="13900004444", resident_id=who.pk)
        assert (change.was, change.now, change.source) == ("13800003333", "13900004444", "self")
        who.refresh_from_db()
        assert (who.phone, who.source[:10]) == ("13900004444", "2026-11-16")
        assert Change.objects.count() == 1

    def test_how_a_home_is_lived_in_changes_when_it_is_owed(self, town: Town) -> None:
        home = begun(town)[0]
        self.put(town, visit(town, home.household), "use", use="rented")
        home.refresh_from_db()
        assert (home.use, home.due_on) == ("rented", TODAY + timedelta(days=30))
        with pytest.raises(op.NothingToPutRight):
            self.put(town, visit(town, home.household), "use", use="rented")

    def test_somebody_moves_in_and_out_again(self, town: Town) -> None:
        door = houses(town)[0]
        self.put(town, visit(town, door), "moved_in", name="周平", phone="13700001111")
        who = Resident.objects.get()
        assert (who.household, who.name) == (door, "周平")
        change = self.put(town, visit(town, door), "moved_out", resident_id=who.pk)
        who.refresh_from_db()
        assert (who.household, who.name, who.erased_at) == (None, "", MONDAY)
        assert change.was == "周平 13700001111"

    def test_is_about_this_door_only(self, town: Town) -> None:
        here, there = houses(town)[0], houses_second(town)
        who = lives(there)
        with pytest.raises(op.WhoseIsIt):
            self.put(town, visit(town, here), "phone", phone="13900004444", resident_id=who.pk)

    def test_is_never_altered(self, town: Town) -> None:
        home = begun(town)[0]
        change = self.put(town, visit(town, home.household), "use", use="vacant")
        with pytest.raises(DatabaseError), transaction.atomic():
            Change.objects.filter(pk=change.pk).update(source="paper")


def houses_second(town: Town):  # type: ignore[no-untyped-def]
    from linli.base.people.models import Household

    return Household.objects.order_by("-pk").first()


class TestDay:
    def test_whoever_is_owed_longest_is_in_it_house_by_house(self, town: Town) -> None:
        begun(town)
        op.start_plan(actor=town.actor("leader"), at=MONDAY, office=town.office, day_doors=3)
        late = MONDAY + timedelta(days=400)
        rows, metres = queries.day_way(actor=town.actor("worker"), at=late)
        doors = [door for row in rows for door in row.doors]
        owed = list(Home.objects.filter(household__building__grid=town.grids[0]).order_by("due_on", "pk")[:3])
        assert {d.id for d in doors} == {home.household_id for home in owed}
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert metres == sum(row.metres for row in rows) or abs(metres - sum(r.metres for r in rows)) <= len(
            rows
        )

    def test_reads_nobody_elses_doors(self, town: Town) -> None:
        begun(town)
        late = MONDAY + timedelta(days=400)
        for name in ("worker", "worker2", "secretary", "secretary2", "leader", "sweeper"):
            actor = town.actor(name)
            shown = {row.id for row in queries.doors(actor=actor, at=late, view="all")[0]}
            every = Home.objects.select_related("household__building__grid")
            assert shown == {home.household_id for home in every if policies.reaches(actor, home)}, name

    def test_words_find_a_door_of_ones_own_ground(self, town: Town) -> None:
        door = houses(town)[0]
        worker = town.actor("worker")
        for words in ("官园小区1号楼1单元101", "官园小区 1 1单元101室", "官园小区1栋1 单元101"):
            assert queries.household_by_words(actor=worker, words=words) == door, words
        assert queries.household_by_words(actor=town.actor("worker3"), words="官园小区1号楼1单元101") is None
        assert queries.household_by_words(actor=worker, words="官园小区") is None


def test_coverage_counts_doors_of_grids_for_who_answers_for_them(town: Town) -> None:
    home = begun(town)[0]
    visit(town, home.household)
    rows = queries.coverage(actor=town.actor("leader"), at=MONDAY)
    assert [(row.grid, row.doors, row.seen) for row in rows] == [("第1网格", 4, 1), ("第2网格", 2, 0)]
    assert [row.grid for row in queries.coverage(actor=town.actor("worker2"), at=MONDAY)] == ["第2网格"]
    assert queries.coverage(actor=town.actor("sweeper"), at=MONDAY) == ()


class TestDiary:
    def page(self, town: Town, who: str = "worker") -> DiaryPage:
        return op.write_page(actor=town.actor(who), at=MONDAY, words="今天聊得很好。", key=uuid.uuid4())

    def test_nobody_else_reads_it_whatever_their_post(self, town: Town) -> None:
        page = self.page(town)
        for name in town.people:
            actor = town.actor(name)
            seen = page in queries.shared_pages(actor=actor) or page in queries.pages(actor=actor)[0]
            assert seen == policies.reads_page(actor, page) == (name == "worker"), name
            if name != "worker":
                for verb in (op.keep_to_oneself, op.throw_away):
                    with pytest.raises(op.NoSuchPage):
                        verb(actor=actor, page_id=page.pk)
                with pytest.raises(op.NoSuchPage):
                    op.share_page(actor=actor, at=MONDAY, page_id=page.pk)

    def test_shared_is_read_in_her_community_and_not_above(self, town: Town) -> None:
        page = op.share_page(actor=town.actor("worker"), at=MONDAY, page_id=self.page(town).pk)
        readers = {name for name in town.people if policies.reads_page(town.actor(name), page)}
        assert readers == {"worker", "worker2", "grid_leader", "helper", "secretary", "clerk"}
        assert [p.pk for p in queries.shared_pages(actor=town.actor("clerk"))] == [page.pk]
        op.keep_to_oneself(actor=town.actor("worker"), page_id=page.pk)
        assert queries.shared_pages(actor=town.actor("clerk")) == []

    def test_stays_its_writers_and_sealed(self, town: Town) -> None:
        from django.db import connection

        page = self.page(town)
        with pytest.raises(DatabaseError), transaction.atomic():
            DiaryPage.objects.filter(pk=page.pk).update(owner=town.people["clerk"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT words FROM visits_diarypage")
            assert "聊得".encode() not in bytes(cursor.fetchone()[0])


class TestAsk:
    def ask(self, town: Town):  # type: ignore[no-untyped-def]
        from linli.base.people.actors import ANYONE

        return op.ask_visit(
            actor=ANYONE,
            at=MONDAY,
            grid=town.grids[0],
            text="想请网格员来一趟，说说楼道的事。",
            phone="13800001234",
        ).report.case

    def test_is_an_ordinary_case_that_a_visit_answers_once(self, town: Town) -> None:
        case = self.ask(town)
        assert case.holder == town.grids[0]
        assert [r.number for r in queries.open_asks(actor=town.actor("worker"), at=MONDAY)] == [case.number]
        assert queries.open_asks(actor=town.actor("worker3"), at=MONDAY) == []
        made = visit(town, houses(town)[0])
        op.answer_ask(actor=town.actor("worker"), visit=made, number=case.number)
        assert queries.open_asks(actor=town.actor("worker"), at=MONDAY) == []
        with pytest.raises(NoSuchHome):
            op.answer_ask(
                actor=town.actor("worker"), visit=visit(town, made.home.household), number=case.number
            )  # type: ignore[union-attr]


def test_what_is_old_is_forgotten_and_who_asks_is_forgotten_at_once(town: Town) -> None:
    from linli.base.people import erasures
    from linli.base.people.actors import SYSTEM

    door = houses(town)[0]
    who = lives(door)
    who.account = town.hire("zhou", "counter_clerk", town.office)  # type: ignore[arg-type]
    who.save()
    made = visit(town, door, said="问了暖气")
    right = TestPutRight()
    right.put(town, made, "phone", phone="13900004444", resident_id=who.pk)
    kept = Change.objects.get()
    before = Change.objects.filter(pk=kept.pk).values("was", "now").get()
    assert op.erase(who.account, Erasing(SYSTEM, "asked", MONDAY)) == 1
    assert op.erase(who.account, Erasing(SYSTEM, "asked", MONDAY)) == 0
    kept.refresh_from_db()
    assert (kept.was, kept.now, kept.what) == ("", "", "phone")
    # A backup of the day before brings the values back: what the journal holds takes them away again, once.
    erasures_since, _last = erasures.since(0)
    Change.objects.filter(pk=kept.pk).update(**before)
    assert erasures.carry_out_again([e for e in erasures_since if e.subject == op.SUBJECT], MONDAY) == 1
    kept.refresh_from_db()
    assert (kept.was, kept.now) == ("", "")
    kept.delete()
    right.put(town, visit(town, door), "phone", phone="13900005555", resident_id=who.pk)
    later = MONDAY + timedelta(days=CHANGES_KEPT_DAYS + 1)
    assert op.forget_old(actor=SYSTEM, at=later)["changes"] == 1
    assert op.forget_old(actor=SYSTEM, at=MONDAY + timedelta(days=KEPT_DAYS + 1))["visits"] == 1
    assert Visit.objects.get(pk=made.pk).said == ""


def test_an_enterprise_lies_on_ones_ground_or_is_not_written_down(town: Town) -> None:
    with pytest.raises(op.NotYourDoors):
        op.record_visit(
            actor=town.actor("sweeper"),
            at=MONDAY,
            key=uuid.uuid4(),
            met=Met(area=town.grids[0]),
            outcome="well",
        )
