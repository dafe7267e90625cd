"""An application taken in for the number at the window: each knows of the other, and one rating is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.people.actors import ANYONE, SYSTEM
from linli.insight import halls as figures
from linli.kernel import clock
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications import queries
from linli.pillars.service.applications.models import Application, WindowVisit
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.catalog.rules.item import Handling
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.ratings import operations as ratings
from linli.pillars.service.ratings import queries as rated
from linli.pillars.service.ratings.rules import Given, RatedAlready
from tests.pillars.service.catalog.items import ITEM
from tests.pillars.service.counters.hamlet import NOW, SmallHall
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
NEW = "/d/applications/new/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at_window(town: Town, small: SmallHall) -> Ticket:
    """A number drawn for a matter of the guide, called by the receptionist at window 1."""
    catalog.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([ITEM], 1), publish=True
    )
    by: dict[str, Any] = {"actor": town.actor("receptionist"), "at": NOW}
    counters.take_ticket(hall=small.hall, kind=small.a, matter="T001", **by)
    counters.sit_down(window=small.windows[0], **by)
    return counters.call_next(window=small.windows[0], **by)


def take_in(client: Any, ticket: Ticket, then: str, **more: Any) -> Any:
    given = {"item": "T001", "name": "王春", "channel": "window", "ticket": ticket.pk, "then": then, **more}
    return client.post(NEW, {"s-who": "self", "s-card": "yes", **given})


def test_a_visit_ends_with_what_was_taken_in_and_each_leads_to_the_other(
    town: Town, small: SmallHall, at_window: Ticket
) -> None:
    desk = town.client("receptionist")
    window = desk.get(f"/d/hall/{small.hall.pk}/window/1/").content.decode()
    here = f"{NEW}?ticket={at_window.pk}&amp;item=T001"
    assert here in window
    page = desk.get(here.replace("&amp;", "&")).content.decode()
    assert ITEM.name.zh in page
    assert f'name="ticket" value="{at_window.pk}"' in page
    answer = take_in(desk, at_window, "accept", got=["id", "photo"])
    one = Application.objects.get()
    at_window.refresh_from_db()
    assert (at_window.state, at_window.outcome) == ("finished", "accepted")
    assert queries.visits_of(one) == [at_window]
    shown = desk.get(answer["Location"]).content.decode()
    assert at_window.code in shown
    assert "叫下一位" in shown
    link = f"/t/{at_window.pk}/{counters.token_of(at_window)}/"
    mine = Client().get(link).content.decode()
    # Who finds a slip on the floor reads the number of the matter, and has no way into it.
    assert one.case.number in mine
    assert op.token_of(one) not in mine


@pytest.mark.parametrize(("then", "outcome"), [("tell", "told"), ("", "accepted")])
def test_what_was_pressed_is_what_the_visit_ended_with(
    town: Town, at_window: Ticket, then: str, outcome: str
) -> None:
    assert take_in(town.client("receptionist"), at_window, then, got=["photo"]).status_code == 302
    at_window.refresh_from_db()
    assert (at_window.state, at_window.outcome) == ("finished", outcome)


def test_who_has_something_else_to_do_stays_and_a_number_elsewhere_is_left_alone(
    town: Town, small: SmallHall, at_window: Ticket
) -> None:
    desk = town.client("receptionist")
    take_in(desk, at_window, "accept", got=["id", "photo"], stays="1")
    at_window.refresh_from_db()
    assert at_window.state == "called"
    assert (
        Application.objects.get().case.number
        in desk.get(f"/d/hall/{small.hall.pk}/window/1/").content.decode()
    )
    # Another clerk names a number that does not stand at their window: the application is taken in, the visit is not theirs.
    assert (
        take_in(town.client("xiaohe"), at_window, "accept", got=["id", "photo"], name="李桂兰").status_code
        == 302
    )
    at_window.refresh_from_db()
    assert (at_window.state, WindowVisit.objects.count()) == ("called", 1)


def test_a_second_visit_is_kept_by_one_press(town: Town, small: SmallHall, at_window: Ticket) -> None:
    desk = town.client("receptionist")
    take_in(desk, at_window, "tell", got=["photo"])
    number = Application.objects.get().case.number
    by: dict[str, Any] = {"actor": town.actor("receptionist"), "at": NOW + MINUTE}
    counters.take_ticket(hall=small.hall, kind=small.a, **by)
    again = counters.call_next(window=small.windows[0], **by)
    assert f"{again.code} 来办这件" in desk.get(f"/d/applications/{number}/").content.decode()
    for _ in range(2):
        desk.post(f"/d/applications/{number}/visit/")
    assert [one.pk for one in queries.visits_of(Application.objects.get())] == [at_window.pk, again.pk]
    assert town.client("leader").post(f"/d/applications/{number}/visit/").status_code == 409


class TestOneRating:
    @pytest.fixture
    def done(self, town: Town, small: SmallHall) -> Ticket:
        """A matter that is done on the spot, in one visit."""
        instant = replace(ITEM, handling=Handling.INSTANT, time=replace(ITEM.time, promised="", specials=()))
        catalog.import_items(
            actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([instant], 1), publish=True
        )
        by: dict[str, Any] = {"actor": town.actor("receptionist"), "at": NOW}
        counters.take_ticket(hall=small.hall, kind=small.a, matter="T001", **by)
        counters.sit_down(window=small.windows[0], **by)
        ticket = counters.call_next(window=small.windows[0], **by)
        with clock.frozen(NOW + 12 * MINUTE):
            answer = take_in(town.client("receptionist"), ticket, "finish", got=["id", "photo"])
            assert answer.status_code == 302, answer.content.decode()
        one = Application.objects.select_related("case").get()
        if one.case.is_open:
            op.deliver_application(
                actor=town.actor("receptionist"), number=one.case.number, at=NOW + 13 * MINUTE,
                delivery="window", receiver="王春",
            )  # fmt: skip
        ticket.refresh_from_db()
        return ticket

    def test_of_the_visit_is_the_rating_of_the_matter(self, done: Ticket) -> None:
        case = Application.objects.get().case
        assert queries.whole_visit(case) == done
        ratings.rate_visit(actor=ANYONE, at=NOW + 20 * MINUTE, ticket=done, given=Given(5))
        assert rated.is_rated_as_visit(case)
        with pytest.raises(RatedAlready):
            ratings.rate_matter(actor=ANYONE, at=NOW + 21 * MINUTE, case=case, given=Given(5))

    def test_of_the_matter_is_the_rating_of_the_visit(self, done: Ticket) -> None:
        case = Application.objects.get().case
        ratings.rate_matter(actor=ANYONE, at=NOW + 20 * MINUTE, case=case, given=Given(5))
        assert rated.is_rated_as_matter(done)
        with pytest.raises(RatedAlready):
            ratings.rate_visit(actor=ANYONE, at=NOW + 21 * MINUTE, ticket=done, given=Given(5))

    def test_an_hour_is_counted_from_the_number_to_the_decision(self, small: SmallHall, done: Ticket) -> None:
        hour = figures.HALL_INDICATORS["decided_within_an_hour"]
        (found,) = figures.hall_figures(halls=[small.hall], at=NOW + 30 * MINUTE, indicators=[hour])
        assert (found.above, found.below) == (1, 1)
        rows, _count = figures.behind(indicator=hour, part="above", halls=[small.hall], at=NOW + 30 * MINUTE)
        assert [row.code for row in rows] == [done.code]


def test_the_guide_desk_says_of_each_paper_who_must_bring_it(town: Town, small: SmallHall) -> None:
    catalog.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([ITEM], 1), publish=True
    )
    url = f"/d/hall/{small.hall.pk}/guide/?q=老人补贴&kind={small.a.pk}&matter=T001"
    page = town.client("receptionist").get(url).content.decode()
    papers = [line.split("</li>")[0] for line in page.split("材料，一次说清")[1].split("<li")[1:]]
    said = {name: next(line for line in papers if name in line) for name in ("身份证", "委托书", "银行卡")}
    assert "必须有" in said["身份证"]
    assert "谁来办 别人代办" in said["委托书"]
    assert "看情况" in said["委托书"]
    assert "有没有社保卡 否" in said["银行卡"]
