"""The hall of 清泉街道: its windows, and who came on each day. Visits are played through by the same rule that calls
people in the product, and written with their steps in bulk; only the last day is left as it stands at its moment.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Max

from linli.base.orgs.models import Unit
from linli.base.people import queries as people
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.demo.matters import Catalogue
from linli.kernel.clock import SHANGHAI
from linli.kernel.workdays import WorkCalendar
from linli.pillars.service.appointments import operations as appointments
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.appointments.operations import PastAppointment
from linli.pillars.service.appointments.queries import days_of
from linli.pillars.service.counters import operations, rules
from linli.pillars.service.counters.models import Hall, ServiceKind, Ticket, Window
from linli.pillars.service.counters.operations import Visit

# DESIGN 9: 130 matters a day in a subdistrict's hall; the small story has enough for a line to form now and then.
PER_DAY = {"tiny": 4, "small": 26, "subdistrict": 130}
NAME = "清泉街道便民服务大厅"
OPENS, CLOSES = time(8, 30), time(17)
# Letter, name, English, how people say it, groups of the guide, usual minutes, how often in a hundred.
KINDS = (
    ("A", "社保医保", "Social security and medical insurance", ("医保卡", "社保卡", "养老金", "养老认证", "报销"),
     ("pension", "medical"), 12, 42),
    ("B", "民政救助", "Assistance and care", ("低保", "高龄津贴", "残疾证", "临时救助", "困难补助"),
     ("assistance", "elders", "disabled", "children", "afterwards"), 22, 20),
    ("C", "就业创业", "Work and business", ("失业登记", "找工作", "灵活就业", "创业贷款", "退役军人"),
     ("jobs", "veterans"), 15, 14),
    ("D", "居住和住房", "Residence and housing", ("居住证", "公租房", "开证明", "暂住", "生育登记"),
     ("residence", "housing", "family"), 10, 18),
    ("E", "开店办证", "Running a shop", ("食品经营许可证", "营业执照", "小餐饮"), ("shops",), 25, 6),
)  # fmt: skip
# Number, name, letters of what it does.
WINDOWS = (
    (1, "综合", "ABCDE"),
    (2, "综合", "ACD"),
    (3, "社保", "A"),
    (4, "民政", "BD"),
    (5, "就业", "CE"),
    (6, "综合", "AD"),
)
# How many of the windows are open, by scale: the small town has a small hall.
STAFFED = {"tiny": 1, "small": 3, "subdistrict": 6}
# Monday brings what the weekend saved up, and a worked Saturday or Sunday few (LOCAL).
WEEKDAYS = (1.2, 1.05, 1.0, 0.97, 0.9, 0.6, 0.6)
# What a round finds now and then: of the place, never of a person.
SEEN = {
    "duty": [
        ("machines", "2 号窗口的打印机卡纸。"),
        ("aids", "老花镜少了一副。"),
        ("windows", "3 号窗口的牌子没有翻过来。"),
        ("book", "意见簿昨天有一条，还没写回音。"),
    ],
    "tidy": [
        ("sort", "导办台下面堆着旧展架。"),
        ("set", "居住证的空白表用完了。"),
        ("standard", "公示栏里还是上个月的公示。"),
        ("safety", "东门口放了两箱纸，挡着通道。"),
    ],
}
# When people come, by half hour from 8:30: the morning is full (LOCAL).
COMING = (9, 12, 13, 11, 9, 7, 3, 2, 2, 3, 5, 6, 6, 5, 4, 2, 1)
_OUTCOMES = ("done",) * 68 + ("accepted",) * 18 + ("told",) * 8 + ("advised",) * 6


def found(street: Unit) -> None:
    """Set the hall up, as its system administrator would."""
    hall = operations.write_hall(
        hall=Hall(
            unit=street,
            name=NAME,
            place="清泉路 88 号一楼",
            opens=OPENS,
            closes=CLOSES,
            noon_from=time(12),
            noon_until=time(13, 30),
        )
    )
    kinds = {}
    for order, (letter, name, english, words, groups, minutes, _) in enumerate(KINDS):
        kinds[letter] = operations.write_kind(
            kind=ServiceKind(
                hall=hall, letter=letter, name=name, name_en=english, words=list(words), groups=list(groups),
                usual_minutes=minutes, order=order,
            )
        )  # fmt: skip
    for number, name, letters in WINDOWS:
        window = Window(hall=hall, number=number, name=name)
        operations.write_window(window=window, kinds=[kinds[letter] for letter in letters])


@dataclass
class _Came:
    """Somebody who came, and what has happened to them so far."""

    kind: ServiceKind
    at: datetime
    number: int
    has_priority: bool
    source: str
    place: datetime
    minutes: float
    outcome: str
    is_absent: bool
    comes_back: bool
    patience: timedelta
    matter: str = ""
    booked: datetime | None = None
    state: str = "waiting"
    window: Window | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    calls: int = 0
    passes: int = 0
    why: str = ""
    steps: list[tuple[str, datetime, Window | None]] = field(default_factory=list)

    def step(self, verb: str, at: datetime) -> None:
        self.steps.append((verb, at, self.window))


def tell_day(
    *, street: Unit, day: date, end: datetime, scale: str, seed: int, calendar: WorkCalendar, known: Catalogue
) -> int:
    """Write one day of the hall, up to `end`, and return how many came."""
    hall = Hall.objects.filter(unit=street, name=NAME).first()
    if hall is None or not calendar.is_workday(day):
        return 0
    rng = Random(f"hall:{seed}:{day}")
    windows = list(hall.windows.order_by("number").prefetch_related("kinds"))[: STAFFED[scale]]
    kinds = {kind.letter: kind for kind in hall.kinds.all()}
    came = list(_coming(rng, day, scale, kinds, windows))
    shut = datetime.combine(day, CLOSES, SHANGHAI)
    _play(rng, came, windows, min(end, shut + timedelta(minutes=50)), shut)
    _name_matters(Random(f"matters:{seed}:{day}"), known, came)
    told = [one for one in came if one.at < end]
    kept = operations.keep_visits(hall=hall, visits=[_visit(one, day, end, shut) for one in told])
    _look_around(Random(f"rounds:{seed}:{day}"), hall, day, end)
    _keep_bookings(rng, hall, day, [one for one in told if one.booked])
    return kept


def _look_around(rng: Random, hall: Hall, day: date, end: datetime) -> None:
    """Have somebody go round before the doors open, and once a week through 5S; what was found is put right."""
    clerks = (
        Account.objects.filter(posts__unit=hall.unit, posts__role="counter_clerk").distinct().order_by("pk")
    )
    rounds = [("duty", time(8, 20)), *([("tidy", time(17, 5))] if day.weekday() == 4 else [])]
    found = list(clerks[:6])
    for what, clock_time in rounds if found else ():
        at = datetime.combine(day, clock_time, SHANGHAI)
        if at >= end:
            continue
        actor = people.actor_for(rng.choice(found), at)
        seen = dict(rng.sample(SEEN[what], 1)) if rng.random() < 0.3 else {}
        made = operations.check_hall(actor=actor, at=at, hall=hall, what=what, findings=seen)
        mended = at + timedelta(minutes=rng.randint(5, 25))
        for one in made.findings.all():
            if mended < end and rng.random() < 0.85:
                operations.mend_finding(actor=actor, at=mended, hall=hall, finding=one)


def _name_matters(rng: Random, known: Catalogue, came: list[_Came]) -> None:
    """Say of whoever was finished or taken in which item of the guide it was about."""
    for one in came:
        if one.state == "finished" and one.outcome in ("done", "accepted"):
            item = known.pick(rng, one.kind.groups, is_done=one.outcome == "done")
            one.matter = item.code if item else ""


def _keep_bookings(rng: Random, hall: Hall, day: date, came: list[_Came]) -> None:
    """Write what those who had booked had booked, some days before."""
    tickets = {
        (one.letter, one.number): one
        for one in Ticket.objects.filter(hall=hall, day=day, source=Ticket.Source.BOOKED)
    }
    last = Appointment.objects.filter(hall=hall).aggregate(n=Max("number"))["n"] or 1000
    places: dict[datetime, int] = {}
    past = []
    for number, one in enumerate(came, last + 1):
        starts_at = one.booked or one.at
        places[starts_at] = places.get(starts_at, 0) + 1
        booked_at = one.at - timedelta(days=rng.randint(1, 6), minutes=rng.randrange(300))
        past.append(
            PastAppointment(
                {
                    "kind": one.kind,
                    "number": number,
                    "day": day,
                    "starts_at": starts_at,
                    "place": places[starts_at],
                    "source": Appointment.Source.PHONE,
                    "state": "arrived",
                    "has_priority": one.has_priority,
                    "booked_at": booked_at,
                    "ended_at": one.at,
                    "ticket": tickets[one.kind.letter, one.number],
                },
                [("book", booked_at), ("arrive", one.at)],
            )
        )
    appointments.keep_appointments(hall=hall, past=past)


def _coming(
    rng: Random,
    day: date,
    scale: str,
    kinds: Mapping[str, ServiceKind],
    windows: list[Window],
) -> Iterator[_Came]:
    can = {kind.letter for window in windows for kind in window.kinds.all()}
    rows = [row for row in KINDS if row[0] in can]
    count = round(PER_DAY[scale] * WEEKDAYS[day.weekday()] * rng.uniform(0.85, 1.15))
    opens = datetime.combine(day, OPENS, SHANGHAI)
    moments = sorted(
        opens + timedelta(minutes=30 * slot + rng.uniform(0, 29), seconds=rng.randrange(60))
        for slot in rng.choices(range(len(COMING)), COMING, k=count)
    )
    numbers: dict[str, int] = {}
    for at in moments:
        letter, *_, minutes, _share = rng.choices(rows, [row[-1] for row in rows])[0]
        numbers[letter] = numbers.get(letter, 0) + 1
        has_priority = rng.random() < 0.16
        # One in eight has booked: they come some minutes before the half hour they booked.
        booked = None
        if rng.random() < 0.125 and (at.time() < time(11, 30) or time(13) <= at.time() < time(16, 30)):
            booked = at.replace(minute=at.minute // 30 * 30, second=0) + timedelta(minutes=30)
        by_phone = rng.random() < 0.3
        yield _Came(
            kind=kinds[letter],
            at=at,
            number=numbers[letter],
            has_priority=has_priority,
            source=Ticket.Source.BOOKED
            if booked
            else Ticket.Source.PHONE
            if by_phone
            else Ticket.Source.DESK,
            place=rules.place_in_line(at, has_priority=has_priority, booked=booked),
            booked=booked,
            minutes=min(70.0, max(2.0, rng.lognormvariate(0, 0.45) * minutes * 0.85)),
            outcome=rng.choice(_OUTCOMES),
            is_absent=rng.random() < 0.05,
            comes_back=rng.random() < 0.6,
            patience=timedelta(minutes=rng.uniform(35, 140)),
        )


def _play(rng: Random, came: list[_Came], windows: list[Window], end: datetime, shut: datetime) -> None:
    """Let the windows call by the rule, from the first arrival to the end; what comes after the end has not happened."""
    desks = [rules.Desk(i, frozenset(kind.pk for kind in w.kinds.all())) for i, w in enumerate(windows)]
    line: dict[int, _Came] = {}
    events: list[tuple[datetime, int, str, int]] = [(one.at, i, "come", i) for i, one in enumerate(came)]
    heapq.heapify(events)
    order = len(came)
    free = set(range(len(windows)))
    while events and events[0][0] < end:
        at, _, what, i = heapq.heappop(events)
        one = came[i] if what in {"come", "back"} else None
        if one is not None:
            if what == "back":
                one.state, one.place = "waiting", rules.place_after_return(one.place, at)
            one.step("take" if what == "come" else "return", at)
            line[i] = one
        else:
            free.add(i)
        for gone in [k for k, who in line.items() if at - who.at > who.patience]:
            who = line.pop(gone)
            who.state, who.why, who.ended_at = "left", Ticket.Why.OWN, at
            who.step("leave", at)
        for desk in sorted(free):
            waiting = [rules.Waiting(k, who.kind.pk, who.place) for k, who in line.items()]
            found = rules.next_for(desks[desk], waiting)
            if found is None:
                continue
            free.discard(desk)
            who = line.pop(found.id)
            until = _serve(rng, who, windows[desk], at, end)
            order += 1
            heapq.heappush(events, (until + timedelta(seconds=rng.randrange(15, 70)), order, "free", desk))
            if who.state == "passed" and who.comes_back and who.passes == 1:
                order += 1
                heapq.heappush(
                    events, (until + timedelta(minutes=rng.uniform(3, 15)), order, "back", found.id)
                )


def _serve(rng: Random, who: _Came, window: Window, at: datetime, end: datetime) -> datetime:
    """Call somebody and serve them, as far as it gets before the end; return when the window is free again."""
    who.window, who.called_at, who.state = window, at, "called"
    who.calls += 1
    who.step("call_next", at)
    if who.is_absent and not (who.passes and rng.random() < 0.8):
        again, passed = at + timedelta(seconds=50), at + timedelta(seconds=110)
        if again < end:
            who.calls, who.called_at = who.calls + 1, again
            who.step("call_again", again)
        if passed < end:
            who.passes += 1
            if who.passes == 1:
                who.step("pass", passed)
                who.state, who.window = "passed", None
            else:
                who.state, who.why, who.ended_at = "left", Ticket.Why.ABSENT, passed
                who.step("leave", passed)
        return passed
    start = at + timedelta(seconds=rng.randrange(20, 75))
    until = start + timedelta(minutes=who.minutes)
    if start < end:
        who.state, who.started_at = "serving", start
        who.step("start", start)
    if until < end:
        who.state, who.ended_at = "finished", until
        who.step("finish", until)
    return until


def _visit(one: _Came, day: date, end: datetime, shut: datetime) -> Visit:
    """Give what is written of somebody; who had no turn until the doors closed went home with that reason."""
    if end >= shut and one.state in {"waiting", "passed"}:
        one.state, one.why, one.ended_at = "left", Ticket.Why.CLOSED, shut
        one.step("leave", shut)
    if end > shut + timedelta(minutes=50) and one.state in {"called", "serving"}:
        one.state, one.ended_at, one.started_at = (
            "finished",
            shut + timedelta(minutes=50),
            one.started_at or one.called_at,
        )
        one.step("finish", one.ended_at)
    return Visit(
        {
            "kind": one.kind,
            "day": day,
            "letter": one.kind.letter,
            "number": one.number,
            "matter": one.matter,
            "source": one.source,
            "has_priority": one.has_priority,
            "state": one.state,
            "taken_at": one.at,
            "place_at": one.place,
            "called_at": one.called_at,
            "started_at": one.started_at,
            "ended_at": one.ended_at,
            "calls_count": one.calls,
            "passes_count": one.passes,
            "window": one.window,
            "outcome": one.outcome if one.state == "finished" else "",
            "why_left": one.why,
        },
        one.steps,
    )


def seat(*, street: Unit, at: datetime, scale: str) -> None:
    """Let people sit down at the windows of the last day, if the hall is open then."""
    hall = Hall.objects.filter(unit=street, name=NAME).select_related("unit").first()
    if hall is None or not operations.is_open(hall, at):
        return
    if not Appointment.objects.filter(hall=hall, state="booked").exists():
        _book_ahead(hall, at)
    clerks = Account.objects.filter(posts__unit=street, posts__role="counter_clerk").distinct().order_by("pk")
    for window, clerk in zip(hall.windows.order_by("number")[: STAFFED[scale]], clerks, strict=False):
        operations.sit_down(actor=people.actor_for(clerk, at), at=at, window=window)


def _book_ahead(hall: Hall, at: datetime) -> None:
    """Let some book for today and the next days, over the telephone: who has no mobile has the code."""
    for number, kind in enumerate(hall.kinds.all()):
        for day in days_of(hall=hall, kind=kind, at=at)[: 2 + number % 2]:
            free = [slot for slot in day.slots if slot.is_free]
            if free:
                appointments.book_appointment(
                    actor=SYSTEM,
                    at=at,
                    hall=hall,
                    kind=kind,
                    starts_at=free[number % len(free)].starts_at,
                    source=Appointment.Source.DESK,
                    has_priority=number % 3 == 0,
                    name=("王阿姨", "李师傅", "", "赵大妈")[number % 4],
                )
