"""Visits in the demo town: the office begins its plan, two communities go from door to door, somebody asks for a visit."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.people.actors import ANYONE
from linli.base.people.models import Resident
from linli.demo.cast import PRINCIPALS
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.governance.visits import operations as visits
from linli.pillars.governance.visits.models import Home
from linli.pillars.governance.visits.operations import Met

SPACE: Final = uuid.UUID("6f1c9a52-0c0e-4a34-9a67-5f2f3d1c7a10")
A_ROUND: Final = 12
LET_DAYS: Final = 14
BASIS: Final = "清泉街道出租房屋走访安排"
COMMUNITIES: Final = ("c4", "c5")
SAID: Final = (
    "家里都好，问了取暖费怎么交。",
    "老人腿脚不便，想知道食堂能不能送饭。",
    "说楼道里电动车多，已经跟物业说过。",
    "孩子刚上小学，问了课后托管。",
    "都好，让有岗位的时候告诉一声。",
)
NOTES: Final = (
    "王大爷带我认了认楼里的老邻居，比我记的全。",
    "今天敲了三家没人，都是上班去了，换成晚饭后来。",
)
ASKED: Final = "想请网格员来家里一趟，帮老人把高龄津贴的表看一看，下午都在家。"


@dataclass(frozen=True, slots=True)
class Doorstep:
    """Something done about visits, so many hours before the story ends."""

    hours: float
    what: str

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        DOING[self.what](company, at)
        return ()


def _begin(company: Company, at: datetime) -> None:
    visits.start_plan(actor=company.actor("fangzhuren"), at=at, office=company.unit("street"))


def _settle(company: Company, at: datetime) -> None:
    """A door gets the names of two elders on the care list: confirmed on a visit, by whom the list says."""
    grid = company.unit(_grid_of_chen())
    worker = company.actor("chenguifang")
    elders = Resident.objects.filter(care__grid=grid, household=None, erased_at=None).order_by("pk")[:2]
    homes = Home.objects.filter(household__building__grid=grid).order_by("pk")[:2]
    for elder, home in zip(elders, homes, strict=False):
        made = visits.record_visit(
            actor=worker, at=at, key=_key("settle", home.pk), met=Met(household_id=home.household_id),
            outcome="well", purposes=["register"], said="核对了登记。",
        )  # fmt: skip
        visits.put_right(
            actor=worker,
            at=at,
            visit=made,
            what="moved_in",
            source="paper",
            name=elder.name,
            phone=elder.phone,
        )


def _let(company: Company, at: datetime) -> None:
    """Let homes are seen every fortnight; one stairwell after the other the worker sees which of theirs are let."""
    visits.set_days(
        actor=company.actor("fangzhuren"), at=at, office=company.unit("street"), use="rented", days=LET_DAYS, basis=BASIS
    )  # fmt: skip
    homes = Home.objects.filter(household__building__grid=company.unit(_grid_of_chen()), use=Home.Use.OWN)
    for home in list(homes.order_by("pk"))[2::5]:
        made = visits.record_visit(
            actor=company.actor("chenguifang"), at=at, key=_key("let", home.pk), met=Met(household_id=home.household_id),
            outcome="well", purposes=["register", "safety"], said="租住的，说了燃气和电动车充电。",
        )  # fmt: skip
        visits.put_right(
            actor=company.actor("chenguifang"), at=at, visit=made, what="use", use="rented", source="seen"
        )


def _round(company: Company, at: datetime) -> None:
    rng = Random(f"doors:{at.date().isoformat()}")
    today = clock.local(at).date()
    homes = Home.objects.filter(
        household__building__grid__parent__in=[company.unit(c) for c in COMMUNITIES],
        due_on__lte=today + timedelta(days=7),
    ).select_related("household__building__grid")
    for number, home in enumerate(homes.order_by("due_on", "pk")[:A_ROUND]):
        worker = company.of(home.household.building.grid, rng, "grid_worker")
        away = number % 7 == 6
        made = visits.record_visit(
            actor=worker, at=at, key=_key(str(today), home.pk), met=Met(household_id=home.household_id),
            outcome="away" if away else "well", purposes=["listen"], said="" if away else rng.choice(SAID),
        )  # fmt: skip
        if number == 3:
            visits.put_right(actor=worker, at=at, visit=made, what="use", use="rented", source="seen")


def _note(company: Company, at: datetime) -> None:
    for number, words in enumerate(NOTES):
        page = visits.write_page(
            actor=company.actor("chenguifang"), at=at, words=words, key=_key("note", number)
        )
        if number == 0:
            visits.share_page(actor=company.actor("chenguifang"), at=at, page_id=page.pk)


def _ask(company: Company, at: datetime) -> None:
    grid: Unit = company.unit(_grid_of_chen())
    visits.ask_visit(actor=ANYONE, at=at, grid=grid, text=ASKED, phone="19900020001", key=_key("ask", 1))


def _grid_of_chen() -> str:
    return next(p.posts[0].body for p in PRINCIPALS if p.username == "chenguifang")


def _key(what: str, number: int) -> uuid.UUID:
    return uuid.uuid5(SPACE, f"{what}:{number}")


DOING: Final = {"begin": _begin, "settle": _settle, "let": _let, "round": _round, "note": _note, "ask": _ask}
DEEDS: Final = (
    Doorstep(290, "begin"),
    Doorstep(240, "settle"),
    Doorstep(190, "round"),
    Doorstep(180, "let"),
    Doorstep(120, "round"),
    Doorstep(70, "note"),
    Doorstep(46, "round"),
    Doorstep(6, "ask"),
)


def occasions(until: datetime) -> Iterator[tuple[datetime, Doorstep]]:
    """Yield what is done and when: towards evening, when people are at home."""
    for turn, deed in enumerate(DEEDS):
        day = clock.local(until - timedelta(hours=deed.hours))
        yield min(day.replace(hour=18, minute=10 + turn, second=0, microsecond=0), until), deed
