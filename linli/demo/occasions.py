"""What happens in the demo town beside its reports: a colleague stands in, the city's hotline sends its sheet, residents
ask about their own data.

Each occasion is a moment and something done through operations. What they lead to is found again in the database, so
that a story that was broken off goes on from any day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Protocol

from django.db.models import Q

from linli.base.flow.models import Case
from linli.base.people import operations as people
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Post
from linli.demo import (
    applying,
    appraising,
    briefing,
    calling,
    campaigning,
    canteens,
    caring,
    cooperating,
    doorsteps,
    economising,
    electing,
    errands,
    estates,
    filings,
    firms,
    fronts,
    helping,
    hiring,
    lending,
    linking,
    opening,
    partying,
    partylife,
    partymeeting,
    partyplan,
    partysecretary,
    partystudy,
    partyteam,
    partytiers,
    pressing,
    sharing,
    speaking,
    standing,
    street,
    tabling,
    talking,
    voices,
    walking,
)
from linli.demo.company import Company
from linli.demo.compounds import Town
from linli.demo.filings import Filing
from linli.kernel.clock import SHANGHAI
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.rules.sheet import Draft
from linli.pillars.service.rights import operations as rights
from linli.pillars.service.rights.models import RightsRequest

HOTLINE = "12345"
# How many rows the hotline sends after each weekend.
ROWS = {"tiny": 3, "small": 5, "subdistrict": 24}
# Of so many rows one was not answered by the city and comes to us open.
LEFT_OPEN = 3


Do = Callable[[Company, datetime], Sequence[Filing]]  # gives what is left to work on
Told = Callable[[datetime, str], Iterable[tuple[datetime, Do]]]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment, and what is done then."""

    at: datetime
    name: str
    do: Do


def of_day(town: Town, seed: int, day: date, scale: str, until: datetime) -> Iterator[Occasion]:
    """Yield the occasions of a day, in no order."""
    if day.weekday() == 0:
        at = datetime.combine(day, time(8, 40), SHANGHAI)
        yield Occasion(at, "sheet", lambda company, at: _take_sheet(company, seed, day, scale, at))
    if day.toordinal() % 8 == 3:
        at = datetime.combine(day, time(8, 5), SHANGHAI)
        yield Occasion(at, "away", lambda company, at: _go_away(company, seed, day, at))
    for name, told in SERIES:
        for turn, (at, do) in enumerate(told(until, scale)):
            if at.astimezone(SHANGHAI).date() == day:
                yield Occasion(at, f"{name}-{turn}", do)


def before(first: date, scale: str, until: datetime) -> list[Occasion]:
    """List what a whole subdistrict's story tells of the year before its first day, in the order of time."""
    if scale != "subdistrict":
        return []
    midnight = datetime.combine(first, time(), SHANGHAI)
    told = [
        Occasion(at, f"{name}-{turn}", do)
        for name, series in SERIES
        if name in OF_A_YEAR
        for turn, (at, do) in enumerate(series(until, scale))
        if until - talking.A_YEAR <= at < midnight
    ]
    return sorted(told, key=lambda each: each.at)


def cases_of(left: Sequence[Filing]) -> Iterator[tuple[Filing, Case]]:
    """Give what an occasion left to work on with its cases: found by the hotline's number, or by the key. One query."""
    keys = {filing.key: filing for filing in left}
    numbers = {filing.source_number: filing for filing in left if filing.source_number}
    theirs = Q(source=HOTLINE, source_number__in=numbers) | Q(case__idempotency_key__in=keys)
    rows = Report.objects.filter(theirs).select_related("case__holder", "case__area", "case__office")
    for report in rows.order_by("case_id") if left else ():
        key = report.case.idempotency_key
        yield (keys[key] if key in keys else numbers[report.source_number]), report.case


# ------------------------------------------------------------ the hotline's sheet


def sheet_of(town: Town, seed: int, day: date, scale: str) -> list[Filing]:
    """Return the messages of a Monday's sheet: what the city's hotline heard since Friday night."""
    rng = Random(f"{seed}:sheet:{day.isoformat()}:{scale}")
    out = []
    for number in range(ROWS[scale]):
        at = datetime.combine(day, time(), SHANGHAI) - timedelta(minutes=rng.randrange(20, 60 * 56))
        out.append(
            filings.of_hotline(town, seed, at, f"{seed}:sheet:{day.isoformat()}:{scale}:{number}", rng)
        )
    return sorted(out, key=lambda each: each.at)


def stays_open(number: int) -> bool:
    """Say whether a row of the sheet comes without an answer, for us to work on."""
    return number % LEFT_OPEN == LEFT_OPEN - 1


def _take_sheet(company: Company, seed: int, day: date, scale: str, at: datetime) -> list[Filing]:
    """Take the sheet in as `linli import reports` does, and return what is left for us to do."""
    rows = sheet_of(company.town, seed, day, scale)
    drafts = [_draft(number, filing, at) for number, filing in enumerate(rows)]
    intake = reports.prepare_import(office=company.unit("street"), source=HOTLINE)
    reports.import_reports(actor=SYSTEM, at=at, intake=intake, drafts=drafts)
    return [filing for number, filing in enumerate(rows) if stays_open(number)]


def _draft(number: int, filing: Filing, at: datetime) -> Draft:
    rng = Random(f"draft:{filing.key}")
    answered = None if stays_open(number) else min(filing.at + timedelta(hours=rng.randint(2, 20)), at)
    return Draft(
        row=number + 2,
        number=filing.source_number,
        title="",
        text=filing.text,
        filed_at=filing.at,
        name=filing.name,
        phone=filing.phone,
        classes=(CATEGORIES[filing.category].name,),
        nature=filing.nature,
        place=filing.place,
        area=(),
        lon=filing.point.lon if filing.point else None,
        lat=filing.point.lat if filing.point else None,
        answer=voices.answer(filing.category, rng, at=answered, place=filing.place) if answered else "",
        answered_at=answered,
        is_done=answered is not None,
        is_urgent=False,
        is_confidential=False,
    )


# ------------------------------------------------------------ standing in


def _go_away(company: Company, seed: int, day: date, at: datetime) -> Sequence[Filing]:
    """Let a grid worker's colleague of the grid beside stand in for them, for some days from today."""
    rng = Random(f"{seed}:away:{day.isoformat()}")
    area = rng.choice(company.town.plan.communities)
    grid = next(each for each in company.town.plan.grids_of(area.seq) if each.kind == "general")
    beside = company.town.grid_beside(grid.code)
    mine, theirs = (
        Post.objects.select_related("account", "unit")
        .filter(unit=company.unit(f"g{code}"), role="grid_worker", held_until=None)
        .order_by("id")[0]
        for code in (grid.code, beside.code)
    )
    last = day + timedelta(days=rng.randint(1, 4))
    reason = voices.said("away", rng, at=at)
    people.lend_post(
        actor=company.actor(mine.account.username), post=mine, account=theirs.account, first=day, last=last,
        reason=reason, at=at,
    )  # fmt: skip
    company.wake(at)
    return ()


# ------------------------------------------------------------ residents and their own data


@dataclass(frozen=True, slots=True)
class _Request:
    """Somebody asks about their data, or the desk goes on with what they asked, so many hours before the end."""

    hours: float
    username: str
    what: str
    verb: str = "file"
    words: str = ""

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        self._make(company, at)
        return ()

    def _make(self, company: Company, at: datetime) -> None:
        actor = company.actor(self.username)
        if self.verb == "file":
            rights.file_request(actor=actor, at=at, what=self.what, words=self.words)
            return
        case = RightsRequest.objects.get(account=actor.account_id, what=self.what, case__is_open=True).case
        clerk = company.of(company.unit("street"), Random(case.number), "dispatcher")
        if self.verb == "withdraw":
            rights.withdraw_request(actor=actor, number=case.number, at=at)
        elif self.verb == "accept":
            rights.accept_request(actor=clerk, number=case.number, at=at)
        elif self.verb == "carry_out":
            rights.carry_out_request(actor=clerk, number=case.number, at=at, answer=self.words)
        elif self.verb == "note":
            rights.note_request(actor=clerk, number=case.number, at=at, note=self.words)
        else:
            rights.refuse_request(actor=clerk, number=case.number, at=at, answer=self.words)


# One request at each state: handed over at once, received, taken up, put right, refused, withdrawn, deleted.
REQUESTS = (
    _Request(221, "shenqi", "view"),
    _Request(220.5, "shenqi", "correct", words="我家搬到 5 号楼了，你们那里还是 2 号楼。"),
    _Request(196, "shenqi", "correct", "accept"),
    _Request(172, "shenqi", "correct", "carry_out", "核对过您的登记，住址改为 5 号楼，旧住址已经删去。"),
    _Request(150, "luyao", "export"),
    _Request(149, "luyao", "delete", words="我搬走了，请把我的信息都删掉。"),
    _Request(125, "luyao", "delete", "accept"),
    _Request(101, "luyao", "delete", "carry_out", "您的信息已经全部删除，反映过的事情只留下办理的过程。"),
    _Request(99, "tianye", "delete", words="不想用了，删了吧。"),
    _Request(98, "tianye", "delete", "withdraw"),
    _Request(78, "gaojing", "correct", words="把我上次打的差评改成没评过。"),
    _Request(54, "gaojing", "correct", "refuse", "评价是当时的真实记录，不属于登记错误，不能改写；您可以补充说明。"
             "不同意这个答复，可以向街道纪工委反映，也可以向网信部门投诉。"),
    _Request(52, "majianjun", "delete", words="我不跑车了，以前反映的记录请删掉。"),
    _Request(29, "majianjun", "delete", "accept"),
    _Request(28, "majianjun", "delete", "note", "有一件还在办，先问本人是等办完再删，还是现在就删。"),
    _Request(6, "lijuan", "view"),
    _Request(3, "qianduoduo", "correct", words="手机号换了，登记的还是旧号。"),
)  # fmt: skip


class _Before(Protocol):
    """Something done so many hours before the story's end."""

    @property
    def hours(self) -> float: ...

    @property
    def do(self) -> Do: ...


class _Done(Protocol):
    @property
    def do(self) -> Do: ...


def _before(*things: _Before, apart: int = 1) -> Told:
    """Tell things so many hours before the end, `apart` seconds earlier each, so that no two meet."""
    return lambda until, _: (
        (until - timedelta(hours=thing.hours, seconds=apart * turn), thing.do)
        for turn, thing in enumerate(things)
    )


def _timed(occasions: Callable[[datetime], Iterable[tuple[datetime, _Done]]]) -> Told:
    """Tell what a part of the town has put at moments of its own."""
    return lambda until, _: ((at, thing.do) for at, thing in occasions(until))


#: What happens beside reports, by name; the name and the turn are how a story that was broken off goes on.
SERIES: tuple[tuple[str, Told], ...] = (
    ("street", _before(*street.CUES)),
    ("helping", _before(*helping.DEEDS)),
    ("emergency", _before(*standing.ACTS)),
    ("canteen", _timed(canteens.occasions)),
    ("care", _timed(caring.occasions)),
    ("doorstep", _timed(doorsteps.occasions)),
    ("firms", _before(*firms.ROUNDS)),
    ("hiring", _before(*hiring.ERRANDS)),
    ("fronts", lambda until, scale: _before(*fronts.fronts_of(scale))(until, scale)),
    ("walking", _before(*walking.ACTS)),
    ("calling", _before(*calling.BLASTS)),
    ("talking", lambda until, scale: ((at, talk.do) for at, talk in talking.occasions(until, scale))),
    ("errand", _before(*errands.ACTS)),
    ("pressing", _before(*pressing.ACTS)),
    ("estate", _before(*estates.ACTS)),
    ("election", _before(*electing.ACTS)),
    ("party", _before(*partying.ACTS)),
    ("partylife", _before(*partylife.ACTS)),
    ("partystudy", _before(*partystudy.ACTS)),
    ("partyteam", _before(*partyteam.ACTS)),
    ("partysecretary", _before(*partysecretary.ACTS)),
    ("partyplan", _before(*partyplan.ACTS)),
    ("partytiers", _before(*partytiers.ACTS)),
    ("sharing", _before(*sharing.ROUNDS)),
    ("column", _before(*speaking.ACTS)),
    ("partymeeting", _before(*partymeeting.ACTS)),
    ("linking", _before(*linking.ACTS)),
    ("lending", _before(*lending.ACTS)),
    ("cooperative", _before(*cooperating.ACTS)),
    ("economy", _before(*economising.ACTS)),
    ("briefs", _before(*briefing.ACTS)),
    ("opening", _before(*opening.ACTS)),
    ("appraisals", _before(*appraising.ACTS)),
    ("forms", _before(*tabling.ACTS)),
    ("campaign", _timed(campaigning.occasions)),
    ("application", _timed(applying.occasions)),
    ("rights", _before(*REQUESTS, apart=41)),
)

#: What an office counts by the year and not by the month.
OF_A_YEAR: frozenset[str] = frozenset({"talking"})
