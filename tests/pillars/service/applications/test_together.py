"""Several matters in one intake, and papers handed in before: each paper asked once, and used only as far as it may be."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from linli.base.files.operations import keep_file
from linli.base.people.actors import ANYONE, Actor, ActorKind
from linli.base.people.models import AccessLog, Account
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications import queries
from linli.pillars.service.applications.models import Application, Joint, Reuse, ReuseStop
from linli.pillars.service.applications.rules import Applicant, Channel, GivenPaper
from linli.pillars.service.catalog.rules.item import Line, Material, Need
from tests.base.files import samples
from tests.pillars.service.applications.doing import item, offer
from tests.town import MONDAY, Town

ID = "11010519491231002X"
WHO = Applicant("李秀英", "13800001234", ID)
SECOND = {
    "name": Line("搭棚许可"),
    "materials": (
        Material("id", Line("身份证")),
        Material("sketch", Line("草图")),
        Material("photo", Line("照片"), need=Need.LATER),
    ),
}


def parts(town: Town, **fields: Any) -> list[op.Part]:
    return [op.Part(offer(town)), op.Part(offer(town, item("T04", **{**SECOND, **fields})))]


def scan() -> Any:
    return keep_file(actor=ANYONE, data=samples.photo(size=(64, 40)), name="", at=MONDAY)


def together(town: Town, key: uuid.UUID | None = None, **papers: GivenPaper) -> list[Application]:
    made = op.submit_together(
        actor=town.actor("receptionist"),
        at=MONDAY,
        office=town.office,
        parts=parts(town),
        applicant=WHO,
        channel=Channel.WINDOW,
        papers=papers,
        key=key,
    )
    return [one.application for one in made]


class TestTogether:
    def test_each_is_a_case_of_its_own_and_a_shared_paper_came_in_once(self, town: Town) -> None:
        key, photo = uuid.uuid4(), scan()
        first, second = together(
            town, key, id=GivenPaper([photo], 1, True), plan=GivenPaper(), sketch=GivenPaper()
        )
        assert [a.pk for a in together(town, key, id=GivenPaper())] == [first.pk, second.pk]
        assert Application.objects.count() == 2
        assert first.case_id != second.case_id
        assert Joint.objects.get().first_id == first.pk
        states = [{p.code: p.state for p in a.papers.all()} for a in (first, second)]
        assert states[0] == {"id": "received", "plan": "received", "photo": "missing", "licence": "shared"}
        assert states[1] == {"id": "received", "sketch": "received", "photo": "missing"}
        assert [f.pk for f in queries.files_of(second)[second.papers.get(code="id").pk]] == [photo.pk]
        assert queries.own_file(application=second, file_id=photo.pk) == photo
        assert [a.pk for a in queries.joined_with(second)] == [first.pk]

    def test_each_goes_to_its_specialist_who_sees_the_shared_paper_only_if_handed(self, town: Town) -> None:
        photo = scan()
        first, second = together(
            town, id=GivenPaper([photo]), plan=GivenPaper(), sketch=GivenPaper(), photo=GivenPaper()
        )
        by = {"actor": town.actor("receptionist"), "at": MONDAY}
        for one, lead, papers in (
            (first, town.sanitation, ["plan"]),
            (second, town.heating, ["id", "sketch"]),
        ):
            op.accept_application(number=one.case.number, **by)
            op.dispatch_application(number=one.case.number, lead=lead, papers=papers, **by)
        sees = {
            (who, one.pk): queries.paper_file(actor=town.actor(who), number=one.case.number, file_id=photo.pk)
            for who in ("sweeper", "stoker")
            for one in (first, second)
        }
        assert [key for key, file in sees.items() if file is not None] == [("stoker", second.pk)]
        page = queries.application_page(actor=town.actor("stoker"), number=second.case.number, at=MONDAY)
        assert page.joined == ()

    def test_what_is_supplied_to_one_is_supplied_to_the_other(self, town: Town) -> None:
        first, second = together(town, id=GivenPaper(), plan=GivenPaper(), sketch=GivenPaper())
        done = op.supply_together(
            application=first,
            actor=ANYONE,
            at=MONDAY,
            papers={"photo": GivenPaper([scan()])},
            as_applicant=True,
        )
        assert done == 2
        assert second.papers.get(code="photo").state == "received"
        assert second.papers.get(code="photo").reuse.source.application_id == first.pk


def accepted(town: Town, **fields: Any) -> Application:
    photo = scan()
    made = op.submit_application(
        actor=town.actor("receptionist"),
        at=MONDAY,
        office=town.office,
        item=offer(town),
        applicant=WHO,
        channel=Channel.WINDOW,
        papers={"id": GivenPaper([photo]), "plan": GivenPaper(), "photo": GivenPaper()},
        **fields,
    )
    op.accept_application(actor=town.actor("receptionist"), number=made.number, at=MONDAY)
    return made.application


def again(town: Town, source: int, at: Any = MONDAY, **fields: Any) -> Application:
    consent = fields.pop("reuse_consent", False)
    given: dict[str, Any] = {
        "actor": town.actor("receptionist", at), "at": at, "office": town.office, "channel": Channel.WINDOW,
        "item": offer(town, item("T05", **{**SECOND, **fields})), "applicant": WHO, "reuse_consent": consent,
        "papers": {"id": GivenPaper(source=source)},
    }  # fmt: skip
    return op.submit_application(**given).application


class TestReuse:
    def test_the_window_finds_what_the_same_card_brought_and_the_look_and_the_use_are_logged(
        self, town: Town
    ) -> None:
        before = accepted(town)
        clerk = town.actor("receptionist")
        here = op.look_up_papers(actor=clerk, at=MONDAY, office=town.office, id_number=ID)
        # The plan of a stall is of a kind that nobody said stays good.
        assert set(here) == {"id", "photo"}
        assert here["id"].number == before.case.number
        op.look_up_papers(actor=clerk, at=MONDAY, office=town.office, id_number=ID)
        looks = AccessLog.objects.filter(what=AccessLog.What.LOOKED_UP, subject="applications.Paper")
        assert looks.count() == 1
        made = again(town, here["id"].paper_id)
        assert made.papers.get(code="id").state == "received"
        used = AccessLog.objects.get(what=AccessLog.What.REVEALED, subject="applications.Paper")
        assert (used.subject_id, used.field) == (here["id"].paper_id, "id")
        assert bytes(used.person_print or b"") == bytes(before.id_print or b"")

    def test_not_anothers_nor_one_too_old_nor_an_office_of_its_own_accord(self, town: Town) -> None:
        before = accepted(town)
        source = before.papers.get(code="id").pk
        for wrong in (before.papers.get(code="photo").pk, source + 999):
            with pytest.raises(op.NotOnHand):
                again(town, wrong)
        late = MONDAY + timedelta(days=366)
        assert queries.papers_on_hand(office=town.office, at=late, id_number=ID) == {}
        with pytest.raises(op.NotOnHand):
            again(town, source, late)
        assert queries.papers_on_hand(office=town.office, at=MONDAY, id_number="110105194912310011") == {}
        assert queries.papers_on_hand(office=town.communities[0], at=MONDAY, id_number=ID) == {}

    def test_for_another_purpose_somebody_agrees_first(self, town: Town) -> None:
        source = accepted(town).papers.get(code="id").pk
        with pytest.raises(op.NoReuseConsent):
            again(town, source, group="elders")
        made = again(town, source, group="elders", reuse_consent=True)
        assert Reuse.objects.get(paper__application=made).has_consent

    def test_consent_taken_back_is_heeded_at_once_also_at_the_window(self, town: Town) -> None:
        account = Account.objects.create_user("li", None, name="李秀英", is_resident=True)
        before = accepted(town, account_id=account.pk)
        source = before.papers.get(code="id").pk
        me = Actor(kind=ActorKind.RESIDENT, account_id=account.pk)
        assert set(queries.papers_on_hand(office=town.office, at=MONDAY, account=account)) == {"id"}
        op.stop_reuse(actor=me, at=MONDAY)
        assert queries.papers_on_hand(office=town.office, at=MONDAY, account=account) == {}
        assert queries.papers_on_hand(office=town.office, at=MONDAY, id_number=ID) == {}
        with pytest.raises(op.NotOnHand):
            again(town, source)
        op.allow_reuse(actor=me, at=MONDAY)
        again(town, source)

    def test_who_has_no_account_stops_it_at_the_window_and_lifts_it_there(self, town: Town) -> None:
        source = accepted(town).papers.get(code="id").pk
        clerk = town.actor("receptionist")
        by: dict[str, Any] = {"actor": clerk, "at": MONDAY, "place": town.office, "id_number": ID}
        with pytest.raises(op.CardNotSeen):
            op.stop_reuse_for(**by, has_seen_card=False)
        for wrong, refusal in (({"actor": town.actor("sweeper")}, op.NotYoursToTakeIn),
                               ({"id_number": "123"}, op.UnfitApplicant)):  # fmt: skip
            with pytest.raises(refusal):
                op.stop_reuse_for(**{**by, **wrong}, has_seen_card=True)
        assert not ReuseStop.objects.exists()
        assert [op.stop_reuse_for(**by, has_seen_card=True) for _ in range(2)] == [True, False]
        assert op.look_up_papers(actor=clerk, at=MONDAY, office=town.office, id_number=ID) == {}
        with pytest.raises(op.NotOnHand):
            again(town, source)
        assert [op.allow_reuse_for(**by, has_seen_card=True) for _ in range(2)] == [True, False]
        again(town, source)
        kept = AccessLog.objects.filter(what=AccessLog.What.WISH_KEPT).order_by("pk")
        assert [(row.actor_id, bytes(row.person_print or b"")) for row in kept] == [
            (clerk.account_id, queries.print_of(ID))
        ] * 2
        assert not any(ID in row.reason for row in kept)

    def test_what_somebody_stopped_in_their_account_no_window_lifts(self, town: Town) -> None:
        account = Account.objects.create_user("li", None, name="李秀英", is_resident=True)
        accepted(town, account_id=account.pk)
        op.stop_reuse(actor=Actor(kind=ActorKind.RESIDENT, account_id=account.pk), at=MONDAY)
        by: dict[str, Any] = {"actor": town.actor("receptionist"), "at": MONDAY, "place": town.office}
        with pytest.raises(op.StoppedAtHome):
            op.allow_reuse_for(**by, id_number=ID, has_seen_card=True)

    def test_a_scan_is_erased_with_the_last_that_uses_it(self, town: Town) -> None:
        before = accepted(town)
        made = again(town, before.papers.get(code="id").pk)
        scan_ = before.papers.get(code="id").files.get().file
        by: dict[str, Any] = {"actor": town.actor("leader"), "basis": "asked", "at": MONDAY}
        op.erase_applicant(application=before, **by)
        scan_.refresh_from_db()
        assert scan_.erased_at is None
        assert queries.own_file(application=made, file_id=scan_.pk) is not None
        op.erase_applicant(application=made, **by)
        scan_.refresh_from_db()
        assert scan_.erased_at is not None
