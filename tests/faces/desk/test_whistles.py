"""Whistles at the desk: three departments, one poor mark, and what each post sees of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from linli.base.flow.models import Case
from linli.base.orgs.roles import Role
from linli.kernel import clock
from linli.pillars.governance.whistles import queries
from linli.pillars.governance.whistles.models import Assessment, Call, Offer
from tests.pillars.governance.whistles.doing import bring, lamps, prepare
from tests.town import MONDAY, Town

As = Callable[..., Client]


@pytest.fixture(autouse=True)
def _ready(town: Town) -> None:
    prepare(town)


def press(client: Client, number: str, verb: str, about: Any = None, **data: Any) -> Any:
    given = {"seen": Case.objects.get(number=number).step_seq, **data}
    prefix = f"{verb}-{about.pk}-" if about else f"{verb}-"
    named = {(k if k in ("seen", "how") else f"{prefix}{k}"): v for k, v in given.items()}
    return client.post(f"/d/whistles/{number}/{f'{about.pk}/' if about else ''}{verb}/", named)


def marks(timely: int = 3, handled: int = 3, result: int = 3, words: str = "") -> dict[str, Any]:
    return {"timely": timely, "handled": handled, "result": result, "words": words}


class TestThreeDepartments:
    def test_come_answer_and_one_does_it_again(self, as_: As, town: Town, file: Callable[..., str]) -> None:
        """The journey: blown from a report, three departments, one poor mark, done again, closed; the report shows it."""
        report = file()
        street = as_("dispatcher")
        assert f"/d/whistles/new/?parent={report}" in street.get(f"/d/reports/{report}/").content.decode()
        form = street.get(f"/d/whistles/new/?parent={report}")
        # The category's own department is proposed and chosen already.
        assert [u.pk for u in form.context["form"].proposed] == [town.sanitation.pk]
        three = (town.sanitation, town.heating, lamps())
        blown = street.post(
            "/d/whistles/new/",
            {
                "parent": report,
                "kind": "coordination",
                "units": [u.pk for u in three],
                "asked": "管沟塌了，三家一起来。",
            },
        )
        assert blown.status_code == 302, blown.context["form"].errors
        number = blown.headers["Location"].rstrip("/").rpartition("/")[2]
        assert Case.objects.get(number=number).parent.number == report  # type: ignore[union-attr]
        staff = dict(zip(("sweeper", "stoker", "lamplighter"), three, strict=True))
        clients = {name: as_(name) for name in staff}
        for name, unit in staff.items():
            client = clients[name]
            assert number in client.get("/d/").content.decode()  # it lies in the inbox like everything else
            page = client.get(f"/d/whistles/{number}/").content.decode()
            assert page.count("到现场了") == 1  # a press for one's own department, none for the others
            assert press(client, number, "report-in", unit, how="spot").status_code == 302
        assert Case.objects.get(number=number).state == "reported"
        refused = press(clients["stoker"], number, "feed-back", town.heating, answer="好了")
        assert refused.status_code == 422
        assert "答复要有四样" in refused.content.decode()
        assert "好了" in refused.content.decode()  # what was written stays
        for name, unit in staff.items():
            plan = {"with_whom": "街道", "measure": "开挖", "deadline": "2026-11-18T12:00"}
            assert press(clients[name], number, "plan", unit, **plan).status_code == 302
            assert press(clients[name], number, "feed-back", unit, answer="填好了").status_code == 302
        assert Case.objects.get(number=number).state == "answered"
        assert number in street.get("/d/whistles/?view=to_assess").content.decode()
        poor = press(street, number, "assess", town.heating, **marks(result=1))
        assert poor.status_code == 422  # a poor mark says why
        poor = press(street, number, "assess", town.heating, **marks(result=1, words="没压实"))
        assert poor.status_code == 302
        case = Case.objects.get(number=number)
        assert (case.state, case.holder) == ("handling", town.district)
        assert "没压实" in clients["stoker"].get(f"/d/whistles/{number}/").content.decode()
        assert press(clients["stoker"], number, "feed-back", town.heating, answer="压实了").status_code == 302
        for unit in (town.heating, town.sanitation, lamps()):
            assert press(street, number, "assess", unit, **marks()).status_code == 302
        case = Case.objects.get(number=number)
        assert (case.state, case.is_answered) == ("closed", True)
        assert list(Assessment.objects.filter(of=town.heating).values_list("is_low", "is_final")) == [
            (True, False),
            (False, True),
        ]
        shown = street.get(f"/d/reports/{report}/").content.decode()
        assert number in shown
        assert "吹的哨·" in shown

    def test_residents_read_nothing_of_it(self, town: Town, file: Callable[..., str], client: Client) -> None:
        number, _at = bring(town, "closed", parent=Case.objects.get(number=file()))
        assert client.get(f"/r/{number}/").status_code == 404
        assert client.get(f"/d/whistles/{number}/").status_code == 302  # to the log-in

    @pytest.mark.parametrize("why", ["", "三家都说不归自己管"])
    def test_what_comes_too_late_is_said_and_stays_typed(self, as_: As, town: Town, why: str) -> None:
        number, at = bring(town, "closed")
        with clock.frozen(at):
            answer = as_("dispatcher").post(f"/d/whistles/{number}/escalate/", {"escalate-note": why})
        assert answer.status_code == 409
        assert "先办了一步" in answer.content.decode()
        assert why in answer.content.decode()

    @pytest.mark.parametrize("answer", ["", "管子换好了"])
    def test_a_department_that_answered_reads_who_was_first(self, as_: As, town: Town, answer: str) -> None:
        number, at = bring(town, "handling")
        with clock.frozen(at):
            stoker = as_("stoker")
            assert press(stoker, number, "feed-back", town.heating, answer="好了").status_code == 302
            late = press(stoker, number, "feed-back", town.heating, answer=answer, seen="")
            again = press(stoker, number, "plan", town.heating, measure=answer, seen="")
            other = press(as_("sweeper"), number, "feed-back", town.heating, answer=answer, seen="")
        assert (late.status_code, again.status_code, other.status_code) == (409, 409, 403)
        assert "先办了一步" in late.content.decode()
        assert town.heating.name in late.content.decode()
        assert answer in late.content.decode()

    def test_a_department_never_assesses_itself(self, as_: As, town: Town) -> None:
        number, at = bring(town, "answered")
        town.hire("stoker", Role.LEADER, town.office)  # now also a head of the street
        with clock.frozen(at):
            client = as_("stoker")
            assert "怎样" not in client.get(f"/d/whistles/{number}/").context["calls"][1]["unit"]
            assert press(client, number, "assess", town.heating, **marks()).status_code == 403
        assert not Assessment.objects.exists()


class TestTable:
    def test_counts_by_department_with_the_calls_behind_and_a_sheet(self, as_: As, town: Town) -> None:
        number, at = bring(town, "closed")
        other, _ = bring(town, "declined", at=MONDAY + timedelta(hours=1))
        with clock.frozen(at + timedelta(days=29)):
            street = as_("leader")
            page = street.get("/d/whistles/departments/")
            rows = {name: (counts, shares) for name, counts, shares in page.context["rows"]}
            counts, shares = rows["供热站"]
            assert [number_of for number_of, *_ in counts] == [2, 1, 0]
            assert [text for text, *_ in shares] == ["1／1（100%）"] * 4
            assert (page.context["rate"].numerator, page.context["rate"].denominator) == (2, 0)
            behind = street.get(f"/d/whistles/departments/whistle_signed/{town.heating.pk}/?part=left_out")
            assert other in behind.content.decode()
            assert number not in behind.content.decode()
            sheet = b"".join(street.get("/d/whistles/departments/departments.xlsx"))  # type: ignore[arg-type]
            lines = list(openpyxl.load_workbook(BytesIO(sheet)).active.values)  # type: ignore[union-attr]
            assert [line[1:6] for line in lines if line[0] == "供热站"] == [(2, 1, 0, 1, 1)]
            listed = b"".join(street.get("/d/whistles/whistles.xlsx?view=ended"))  # type: ignore[arg-type]
            table = list(openpyxl.load_workbook(BytesIO(listed)).active.values)  # type: ignore[union-attr]
            assert number in [line[0] for line in table]

    def test_counts_late_ones_as_missed(self, as_: As, town: Town) -> None:
        number, at = bring(town, "blown")
        Call.objects.filter(unit=town.heating).update(signed_at=at + timedelta(days=4), state="signed")
        with clock.frozen(MONDAY + timedelta(days=8)):
            street = as_("dispatcher")
            rows = street.get("/d/whistles/departments/").context["rows"]
            (shares,) = (shares for name, _counts, shares in rows if name == "供热站")
            assert shares[0][0] == "0／1（0%）"
            page = street.get(f"/d/whistles/departments/whistle_signed/{town.heating.pk}/?part=missed")
            assert number in page.content.decode()


class TestDoors:
    def test_a_page_asks_as_often_with_many_whistles(
        self, as_: As, town: Town, django_assert_max_num_queries: Any
    ) -> None:
        for hour in range(4):
            bring(town, "signed", at=MONDAY + timedelta(minutes=hour))
        client = as_("dispatcher")
        client.get("/d/whistles/")
        with django_assert_max_num_queries(12):
            client.get("/d/whistles/")

    @pytest.mark.parametrize("name", ["worker", "receptionist", "sysadmin"])
    def test_others_are_told_whose_it_is(self, as_: As, town: Town, name: str) -> None:
        number, _at = bring(town, "blown")
        for path in ("/d/whistles/", "/d/whistles/new/", f"/d/whistles/{number}/"):
            assert as_(name).get(path).status_code == 403

    def test_who_may_not_blow_finds_no_form(self, as_: As) -> None:
        assert as_("sweeper").get("/d/whistles/new/").status_code == 404

    @pytest.mark.parametrize("state", ["declined", "escalated", "ledgered", "called_off"])
    def test_every_state_has_its_page(self, as_: As, town: Town, state: str) -> None:
        number, at = bring(town, state)
        with clock.frozen(at):
            for name in ("dispatcher", "district_head", "stoker"):
                assert as_(name).get(f"/d/whistles/{number}/").status_code == 200


class TestClaiming:
    """Claimed from both sides: what is put up is taken on, what is offered is taken up."""

    def test_a_department_nobody_called_takes_a_piece_on(self, as_: As, town: Town) -> None:
        number, at = bring(town, "handling")
        street, lamp = as_("dispatcher"), as_("lamplighter")
        assert lamp.get(f"/d/whistles/{number}/").status_code == 404
        assert press(street, number, "post-whistle", note="还缺一盏临时灯").status_code == 302
        both = lamp.get("/d/whistles/claims/").content.decode()
        assert number in both
        assert "还缺一盏临时灯" in both
        page = lamp.get(f"/d/whistles/{number}/").content.decode()
        assert "我们认领" in page
        assert "我们认领" not in as_("sweeper").get(f"/d/whistles/{number}/").content.decode()
        refused = press(lamp, number, "claim-whistle", answer="")
        assert refused.status_code == 422
        assert press(lamp, number, "claim-whistle", unit=lamps().pk, answer="灯我们来装").status_code == 302
        call = Call.objects.get(whistle__case__number=number, unit=lamps())
        assert (call.is_claimed, call.state, call.signed_at) == (True, "signed", call.called_at)
        page = street.get(f"/d/whistles/{number}/").content.decode()
        assert "自己认领" in page
        assert "灯我们来装" in page
        late = press(lamp, number, "claim-whistle", unit=lamps().pk, answer="再来一次")
        assert late.status_code == 409
        assert "再来一次" in late.content.decode()
        assert at < call.close_by

    def test_nobody_need_be_named(self, as_: As, town: Town) -> None:
        street = as_("dispatcher")
        alone = {"kind": "coordination", "asked": "长椅断了，不知归谁"}
        assert "说不准是谁的" in street.post("/d/whistles/new/", alone).content.decode()
        made = street.post("/d/whistles/new/", {**alone, "is_posted": "on"})
        number = made.headers["Location"].rstrip("/").rpartition("/")[2]
        case = Case.objects.get(number=number)
        assert (case.state, case.slot) == ("unclaimed", "claim")
        assert number in street.get("/d/").content.decode()  # whoever whistled has it until somebody comes
        press(as_("stoker"), number, "claim-whistle", unit=town.heating.pk, answer="我们修")
        case.refresh_from_db()
        assert (case.state, case.slot) == ("signed", "report")

    def test_what_a_unit_would_do_is_taken_up_and_counts_as_come(self, as_: As, town: Town) -> None:
        lamp, street = as_("lamplighter"), as_("dispatcher")
        given = {
            "unit": lamps().pk,
            "words": "夜里一小时到",
            "from_date": "2026-11-01",
            "until_date": "2027-03-01",
        }
        assert lamp.post("/d/whistles/claims/offer/", given).status_code == 302
        again = lamp.post("/d/whistles/claims/offer/", given)
        assert again.status_code == 409
        assert "夜里一小时到" in again.content.decode()
        named = {**given, "words": "找 13800000000"}
        assert lamp.post("/d/whistles/claims/offer/", named).status_code == 422
        assert as_("worker").post("/d/whistles/claims/offer/", given).status_code in (403, 404)
        form = street.get("/d/whistles/new/").content.decode()
        assert "夜里一小时到" in form
        offer = Offer.objects.get()
        asked = {"kind": "coordination", "asked": "半条街是黑的", "offers": [offer.pk]}
        number = street.post("/d/whistles/new/", asked).headers["Location"].rstrip("/").rpartition("/")[2]
        call = Call.objects.get(whistle__case__number=number)
        assert (call.is_claimed, call.offer, call.state) == (True, offer, "signed")
        case = Case.objects.get(number=number)
        assert case.state == "signed"
        assert case.due_at == call.due_at
        assert lamp.post(f"/d/whistles/claims/offers/{offer.pk}/end/").status_code == 302
        assert "夜里一小时到" not in street.get("/d/whistles/new/").content.decode()
        over = street.post("/d/whistles/new/", asked)
        assert over.status_code == 422

    def test_what_lies_on_the_ledger_goes_on_with_whoever_takes_it_on(self, as_: As, town: Town) -> None:
        number, _at = bring(town, "ledgered")
        press(as_("dispatcher"), number, "post-whistle", note="谁能先照个亮")
        assert (
            press(as_("lamplighter"), number, "claim-whistle", unit=lamps().pk, answer="先装").status_code
            == 302
        )
        case = Case.objects.get(number=number)
        assert (case.state, case.stopped_at, case.prior_state) == ("blown", None, "")

    def test_given_back_in_time_it_waits_again_and_counts_as_no_refusal(self, as_: As, town: Town) -> None:
        number, _at = bring(town, "unclaimed")
        press(as_("lamplighter"), number, "claim-whistle", unit=lamps().pk, answer="我们来")
        press(as_("lamplighter"), number, "decline-whistle", lamps(), note="车坏了")
        case = Case.objects.get(number=number)
        assert (case.state, case.returned_count) == (
            "unclaimed",
            1,
        )  # the one of the department that was called


class TestLedger:
    def test_lists_a_span_with_who_came_and_how_and_hands_it_over(self, as_: As, town: Town) -> None:
        number, _at = bring(town, "closed")
        other, _at = bring(town, "unclaimed")
        press(as_("lamplighter"), other, "claim-whistle", unit=lamps().pk, answer="我们来")
        street = as_("dispatcher")
        page = street.get("/d/whistles/ledger/").content.decode()
        assert number in page
        assert "好、好、还行" in page
        sheet = street.get("/d/whistles/ledger/ledger.xlsx?start=2026-11-01&end=2026-11-30&kind=coordination")
        found = openpyxl.load_workbook(BytesIO(b"".join(sheet))).active  # type: ignore[call-overload]
        lines = [[cell.value for cell in line] for line in found.iter_rows(min_row=2)]
        assert [line[1] for line in lines] == [number, number, other, other]
        assert {line[12] for line in lines} == {"叫来", "认领"}
        assert (
            number not in street.get("/d/whistles/ledger/?start=2020-01-01&end=2020-02-01").content.decode()
        )
        for bad in ("start=x", "end=9999-12-31", "kind=x", "unit=0", "start=2026-11-30&end=2026-11-01"):
            assert street.get(f"/d/whistles/ledger/?{bad}").status_code == 200

    def test_costs_the_same_however_long(
        self, town: Town, django_assert_max_num_queries: Callable[[int], Any]
    ) -> None:
        for _n in range(3):
            bring(town, "closed")
        actor = town.actor("dispatcher", MONDAY)
        today = MONDAY.date()
        with django_assert_max_num_queries(4):
            queries.ledger(actor=actor, at=MONDAY, from_date=today, until_date=today)
        with django_assert_max_num_queries(3):
            queries.wanted_of(actor=actor)
