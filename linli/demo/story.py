"""Tell the months of 清泉街道 through operations: what is raised, what people do with it, what the clock does.

Events are taken in the order of time from one queue: filings, people's next moves, what happens beside reports, and
the moments at which a case's own clock acts. Each day is one transaction, with what the story must know to go on: one
that was broken off goes on as if it had not stopped, and one that was told to its end is not told again.
"""

from __future__ import annotations

import gc
import heapq
import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from linli.base.flow import jobs as flow
from linli.base.flow.models import Case
from linli.base.notices import jobs as notices
from linli.demo import (
    acting,
    compounds,
    crowds,
    filings,
    halls,
    matters,
    memory,
    occasions,
    opinions,
    plan,
    plots,
    scenes,
    settling,
    stage,
    windows,
)
from linli.demo.company import Company, Thread, file
from linli.demo.filings import Filing
from linli.demo.models import Telling
from linli.demo.pace import Pace, undisturbed
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.refusals import Refusal
from linli.kernel.workdays import WorkCalendar

Progress = Callable[..., None]
GRID_HOURS = (time(7, 30), time(20, 30))
LEAST_DAYS = 1
# What is older than this nobody is told of in the app; told once in a go it costs next to nothing.
_NEWS_DAYS = timedelta(days=3)
# Twins are joined and taken out within days: a report that has ended is remembered that long.
_RECENT = timedelta(days=12)
log = logging.getLogger(__name__)

# Share of moves made without a look at the deadline.
_CARELESS = 0.1


def _silent(done: int, total: int | None = None, words: str = "") -> None:
    """Say nothing."""


def tell(
    *, days: int = 30, scale: str = "small", until: datetime | None = None, progress: Progress = _silent
) -> Telling:
    """Settle the town and tell its last `days` days up to `until` (now, unless said otherwise).

    Telling it again changes nothing, whatever is asked for; a telling that was broken off is finished.
    """
    with undisturbed():
        town = compounds.build(plan.draw())
        telling = Telling.objects.first()
        if telling is None:
            end = until or clock.now()
            first = clock.local(end).date() - timedelta(days=max(LEAST_DAYS, days) - 1)
            with transaction.atomic():
                telling = Telling(scale=scale, seed=town.plan.seed, first_day=first, until=end)
                settled = settling.settle(town, telling.of_town, progress)
                telling.save()
        elif telling.is_done:
            return telling
        else:
            settled = settling.found(town)
        gc.freeze()
        teller = _Teller(settled, telling, progress)
        teller.tell()
        telling.left_out = tuple(teller.refusals)
        return telling


class _Teller:
    """Takes events in order, and lets each lead to the next."""

    def __init__(self, settled: settling.Settled, telling: Telling, progress: Progress) -> None:
        self.telling = telling
        self.progress = progress
        self.calendar = WorkCalendar()
        self.company = Company(settled, telling.until, self.calendar)
        self.threads: dict[str, Thread] = {}
        self._told = 0
        self._known: matters.Catalogue | None = None
        self._occasions: dict[str, occasions.Occasion] = {}
        self.refusals: list[tuple[str, str, str]] = []
        self._queue: list[memory.Event] = []
        self._order = count()
        self._filings: dict[str, Filing] = {}

    def tell(self) -> None:
        last = clock.local(self.telling.until).date()
        total = (last - self.telling.first_day).days + 1
        day = self.telling.first_day
        if self.telling.told_until is not None:
            day = self._take_up()
        else:
            self._tell_before(day)
        pace = Pace((last - day).days + 1)
        while day <= last:
            end = min(datetime.combine(day + timedelta(days=1), time(), SHANGHAI), self.telling.until)
            before = self._told
            with transaction.atomic():
                self._open_hall(day, end)
                self._tell_day(day, end)
                self._close_hall(day, end)
                self._forget(day)
                self.telling.told_until = end
                self.telling.memory = memory.keep(self._queue, self.threads) if day < last else {}
                self.telling.save(update_fields=["told_until", "memory"])
            if last - day < _NEWS_DAYS:
                self._spread_the_news(end)
            done = (day - self.telling.first_day).days + 1
            self.progress(done, total, f"{day:%m-%d} {pace.day(self._told - before)}")
            day += timedelta(days=1)

    def _tell_before(self, first: date) -> None:
        """Tell what a year knows of and a month does not, whole or not at all: the topics that were decided before."""
        with transaction.atomic():
            for each in occasions.before(first, self.telling.of_town, self.telling.until):
                with clock.frozen(each.at):
                    self._celebrate(each, each.at)

    def _open_hall(self, day: date, end: datetime) -> None:
        """Write who came to the hall; what they applied for stands in the day's queue among everything else."""
        street, telling = self.company.unit("street"), self.telling
        known = self._known = self._known or matters.catalogue(street)
        halls.tell_day(
            street=street,
            day=day,
            end=end,
            scale=telling.of_hall,
            seed=telling.seed,
            calendar=self.calendar,
            known=known,
        )
        for taken in windows.of_day(street, known, day, telling.of_hall, telling.seed, end):
            self._occasions[taken.name] = occasions.Occasion(taken.at, taken.name, taken.do)
            self._push(taken.at, "occasion", taken.name, 0)

    def _close_hall(self, day: date, end: datetime) -> None:
        street, telling = self.company.unit("street"), self.telling
        opinions.tell_day(company=self.company, day=day, end=end, seed=telling.seed)
        if end == telling.until:
            halls.seat(street=street, at=end, scale=telling.of_hall)

    def _forget(self, day: date) -> None:
        """Let go of what was overtaken, and of reports that have ended and that nobody will come back to."""
        self._queue = [event for event in self._queue if self._is_due(event)]
        heapq.heapify(self._queue)
        awaited = {event[3] for event in self._queue}
        since = datetime.combine(day - _RECENT, time(), SHANGHAI)
        self.threads = {
            name: thread
            for name, thread in self.threads.items()
            if name in awaited or thread.case.is_open or thread.filing.at >= since
        }
        self.company.by_key = {str(thread.filing.key): thread for thread in self.threads.values()}

    def _is_due(self, event: memory.Event) -> bool:
        thread = self.threads.get(event[3])
        return thread is not None and thread.case.step_seq == event[4]

    def _spread_the_news(self, at: datetime) -> None:
        """Let people hear of the day's steps then, so that the first worker does not wake them with a month's news."""
        with clock.frozen(at):
            while notices.turn(at)[0]:
                pass

    def _filings_of(self, day: date) -> list[Filing]:
        town, telling = self.company.town, self.telling
        ordinary = filings.of_day(town, telling.seed, telling.first_day, day, telling.of_town, self.calendar)
        cued = [
            cue for cue in stage.cues(town, telling.seed, telling.until) if clock.local(cue.at).date() == day
        ]
        crowd = crowds.of_day(town, telling.seed, day, telling.of_town)
        return sorted([*ordinary, *cued, *crowd], key=lambda filing: filing.at)

    def _sheet_of(self, day: date) -> list[Filing]:
        town, telling = self.company.town, self.telling
        return occasions.sheet_of(town, telling.seed, day, telling.of_town) if day.weekday() == 0 else []

    def _tell_day(self, day: date, end: datetime) -> None:
        self.company.wake(datetime.combine(day, time(), SHANGHAI))
        town, telling = self.company.town, self.telling
        begin = datetime.combine(day, time(), SHANGHAI)
        for each in occasions.of_day(town, telling.seed, day, telling.of_town, telling.until):
            if begin <= each.at < end:
                self._occasions[each.name] = each
                self._push(each.at, "occasion", each.name, 0)
        for filing in self._filings_of(day):
            if filing.at < end:
                self._filings[str(filing.key)] = filing
                self._push(filing.at, "file", str(filing.key), 0)
        while self._queue and self._queue[0][0] < end:
            at, _, what, name, seq = heapq.heappop(self._queue)
            with clock.frozen(at):
                self._happen(at, what, name, seq)

    def _push(self, at: datetime, what: str, name: str, seq: int) -> None:
        heapq.heappush(self._queue, (at, next(self._order), what, name, seq))

    def _happen(self, at: datetime, what: str, name: str, seq: int) -> None:
        if what == "file":
            self._told += 1
            self._follow(file(self.company, self._filings.pop(name)), at)
            return
        if what == "occasion":
            self._celebrate(self._occasions.pop(name), at)
            return
        thread = self.threads.get(name)
        if thread is None or thread.case.step_seq != seq:
            # A twin joined it, or a part was taken out, since this was planned.
            return
        if what == "tick":
            self._tick(thread, at)
        else:
            self._act(thread, what, at)

    def _follow(self, thread: Thread, at: datetime) -> None:
        self.threads[thread.case.number] = thread
        self.company.by_key[str(thread.filing.key)] = thread
        self._expect(thread, at)

    def _leave_out(self, name: str, what: str, refusal: Exception) -> None:
        """Go on without what the rules did not allow, and say so: a gap in the story is found in the log."""
        self.refusals.append((name, what, repr(refusal)))
        log.log(
            logging.WARNING if what == "occasion" else logging.DEBUG,
            "not told: %s, %s: %r",
            name,
            what,
            refusal,
        )

    def _celebrate(self, occasion: occasions.Occasion, at: datetime) -> None:
        """Let happen what happens beside reports, and follow what it left for people to do."""
        try:
            with transaction.atomic():
                left = occasion.do(self.company, at)
        except (Refusal, LookupError, ObjectDoesNotExist) as refusal:
            self._leave_out(occasion.name, "occasion", refusal)
            return
        for filing, case in occasions.cases_of(left):
            self._told += 1
            self._follow(Thread(filing, case, clock.local(at).date()), at)

    def _tick(self, thread: Thread, at: datetime) -> None:
        verb = flow.tick(thread.case.number, at)
        thread.refresh()
        if verb is not None:
            thread.verbs.append(verb)
        self._expect(thread, at)

    def _act(self, thread: Thread, verb: str, at: datetime) -> None:
        try:
            # Each operation is whole or not at all by itself.
            acting.act(self.company, thread, verb, at)
        except (Refusal, LookupError) as refusal:
            # The people of a story make mistakes too: what does not go is left, and they go on.
            self._leave_out(thread.case.number, verb, refusal)
            thread.refused.add(verb)
            thread.refresh()
        later = at + timedelta(minutes=4) if verb == "answer_share" else at
        self._expect(thread, later)
        if verb in {"merge", "unmerge"}:
            self._other(thread, at)
        if verb == "split":
            self._children(thread, at)

    def _other(self, thread: Thread, at: datetime) -> None:
        """Go on with the report that a twin was joined to, or taken out of: it has one step more."""
        first = self.company.by_key.get(str(thread.filing.twin_of))
        if first is not None:
            first.refresh()
            self._expect(first, at)

    def _children(self, thread: Thread, at: datetime) -> None:
        for case in Case.objects.filter(parent=thread.case):
            if case.number not in self.threads:
                filing = scenes.part_of(thread.filing, case.number)
                child = Thread(filing, case, thread.told_on, part_of=str(thread.filing.key))
                child.refresh()
                self._follow(child, at)

    def _expect(self, thread: Thread, at: datetime) -> None:
        """Put what comes next for a report into the queue: somebody's move, and the clock's."""
        case = thread.case
        if case.next_tick_at is not None:
            self._push(max(case.next_tick_at, at), "tick", case.number, case.step_seq)
        scene = scenes.of(thread, at)
        rng = Random(f"{thread.filing.key}:{len(thread.verbs)}:{case.state}")
        planned = plots.next_of(scene, rng)
        if planned is not None:
            # What may not wait for the morning is not left till then.
            night = thread.case.is_urgent
            hours = "any" if night and planned.hours == "office" else planned.hours
            when = self._when(at, planned.wait, hours)
            if (
                scene.due_at is not None
                and not scene.stay
                and planned.hours != "clock"
                and rng.random() > _CARELESS
            ):
                # Most people look at the deadline: they are done with some of it still to go.
                share = max(scene.due_at - at, timedelta()) * rng.uniform(0.2, 0.95)
                hours = "any" if night else "grid" if planned.hours == "grid" else "clock"
                when = min(when, self._when(at, share, hours))
            self._push(when, planned.verb, case.number, case.step_seq)

    def _when(self, at: datetime, wait: timedelta, hours: str) -> datetime:
        """Return when somebody gets to it after a wait.

        `office` counts the wait in office time, `clock` goes by the clock and then waits for the office to open,
        `grid` waits until people are awake, `any` does not care.
        """
        if hours == "office":
            return self.calendar.add_work_time(self.calendar.next_office_time(at), wait)
        when = at + wait
        if hours == "clock":
            return self.calendar.next_office_time(when)
        if hours == "any":
            return when
        here = clock.local(when)
        if here.time() < GRID_HOURS[0] or here.time() > GRID_HOURS[1]:
            day = here.date() + timedelta(days=here.time() > GRID_HOURS[1])
            return datetime.combine(day, GRID_HOURS[0], SHANGHAI) + timedelta(minutes=when.minute)
        return when

    def _take_up(self) -> date:
        """Remember what was known, and return the day on which to go on."""
        told = self.telling.told_until
        if told is None or not self.telling.memory:
            return self.telling.first_day
        self._queue, self.threads = memory.recall(
            self.telling.memory, lambda day: [*self._filings_of(day), *self._sheet_of(day)], scenes.part_of
        )
        heapq.heapify(self._queue)
        self._order = count(1 + max((event[1] for event in self._queue), default=0))
        self.company.by_key = {str(thread.filing.key): thread for thread in self.threads.values()}
        return clock.local(told).date()
