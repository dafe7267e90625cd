"""Tell the months of 清泉街道 through operations: what is raised, what people do with it, what the clock does.

Events are taken in the order of time from one queue: filings, people's next moves, and the moments at which a
case's own clock acts. Each day is one transaction; a story that was broken off goes on where it stopped, and one
that was told to its end is not told again.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import uuid5

from django.db import transaction

from linli.base.flow import deadlines
from linli.base.flow import jobs as flow
from linli.base.flow.models import Case, Step
from linli.base.notices import jobs as notices
from linli.demo import acting, compounds, filings, plan, plots, settling, stage
from linli.demo.company import Company, Thread, file
from linli.demo.filings import Filing
from linli.demo.models import Telling
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.refusals import Refusal
from linli.kernel.workdays import WorkCalendar

Progress = Callable[..., None]
GRID_HOURS = (time(7, 30), time(20, 30))
LEAST_DAYS = 1
# What is older than this nobody is told of in the app; told once in a go it costs next to nothing.
_NEWS_DAYS = timedelta(days=3)
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
    town = compounds.build(plan.draw())
    telling = Telling.objects.first()
    if telling is None:
        end = until or clock.now()
        first = clock.local(end).date() - timedelta(days=max(LEAST_DAYS, days) - 1)
        with transaction.atomic():
            settled = settling.settle(town, scale, progress)
            telling = Telling.objects.create(scale=scale, seed=town.plan.seed, first_day=first, until=end)
    elif telling.is_done:
        return telling
    else:
        settled = settling.found(town)
    _Teller(settled, telling, progress).tell()
    return telling


class _Teller:
    """Takes events in order, and lets each lead to the next."""

    def __init__(self, settled: settling.Settled, telling: Telling, progress: Progress) -> None:
        self.telling = telling
        self.progress = progress
        self.calendar = WorkCalendar()
        self.company = Company(settled, telling.until, self.calendar)
        self.threads: dict[str, Thread] = {}
        self.refusals: list[tuple[str, str, str]] = []
        self._queue: list[tuple[datetime, int, str, str, int]] = []
        self._order = count()
        self._filings: dict[str, Filing] = {}

    def tell(self) -> None:
        last = clock.local(self.telling.until).date()
        total = (last - self.telling.first_day).days + 1
        day = self.telling.first_day
        if self.telling.told_until is not None:
            day = self._take_up()
        while day <= last:
            end = min(datetime.combine(day + timedelta(days=1), time(), SHANGHAI), self.telling.until)
            with transaction.atomic():
                self._tell_day(day, end)
                self.telling.told_until = end
                self.telling.save(update_fields=["told_until"])
            if last - day < _NEWS_DAYS:
                self._spread_the_news(end)
            self.progress((day - self.telling.first_day).days + 1, total, f"{day:%m-%d}")
            day += timedelta(days=1)

    def _spread_the_news(self, at: datetime) -> None:
        """Let people hear of the day's steps then, so that the first worker does not wake them with a month's news."""
        with clock.frozen(at):
            while notices.turn(at)[0]:
                pass

    def _filings_of(self, day: date) -> list[Filing]:
        town, telling = self.company.town, self.telling
        ordinary = filings.of_day(town, telling.seed, telling.first_day, day, telling.scale, self.calendar)
        cued = [
            cue for cue in stage.cues(town, telling.seed, telling.until) if clock.local(cue.at).date() == day
        ]
        return sorted([*ordinary, *cued], key=lambda filing: filing.at)

    def _tell_day(self, day: date, end: datetime) -> None:
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
            thread = file(self.company, self._filings.pop(name))
            thread.refresh()
            self._follow(thread)
            self._expect(thread, at)
            return
        thread = self.threads[name]
        if thread.case.step_seq != seq:
            # A twin joined it, or a part was taken out, since this was planned.
            return
        if what == "tick":
            self._tick(thread, at)
        else:
            self._act(thread, what, at)

    def _follow(self, thread: Thread) -> None:
        self.threads[thread.case.number] = thread
        self.company.by_key[str(thread.filing.key)] = thread

    def _tick(self, thread: Thread, at: datetime) -> None:
        verb = flow.tick(thread.case.number, at)
        thread.refresh()
        if verb is not None:
            thread.verbs.append(verb)
        self._expect(thread, at)

    def _act(self, thread: Thread, verb: str, at: datetime) -> None:
        try:
            with transaction.atomic():
                acting.act(self.company, thread, verb, at)
        except (Refusal, LookupError) as refusal:
            # The people of a story make mistakes too: what does not go is left, and they go on.
            self.refusals.append((thread.case.number, verb, repr(refusal)))
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
                child = Thread(_part_of(thread.filing, case.number), case)
                child.refresh()
                self._follow(child)
                self._expect(child, at)

    def _expect(self, thread: Thread, at: datetime) -> None:
        """Put what comes next for a report into the queue: somebody's move, and the clock's."""
        case = thread.case
        if case.next_tick_at is not None:
            self._push(max(case.next_tick_at, at), "tick", case.number, case.step_seq)
        scene = _scene(thread, at)
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
        """Find the reports that are still under way, and return the day on which to go on."""
        told = self.telling.told_until
        if told is None:
            return self.telling.first_day
        open_: dict[str, Case] = {}
        cases = Case.objects.exclude(idempotency_key=None).select_related("holder", "area", "office")
        recent = told - timedelta(days=12)
        for case in cases.filter(filed_at__gte=recent) | cases.filter(is_open=True):
            open_[str(case.idempotency_key)] = case
        day = self.telling.first_day
        while datetime.combine(day, time(), SHANGHAI) < told:
            for filing in self._filings_of(day):
                if found := open_.get(str(filing.key)):
                    self._follow(Thread(filing, found))
            day += timedelta(days=1)
        for thread in list(self.threads.values()):
            steps = Step.objects.filter(case=thread.case).order_by("seq")
            thread.verbs = [verb for verb in steps.values_list("verb", flat=True) if verb != "file"]
            self._expect(thread, told)
        return day


def _scene(thread: Thread, at: datetime) -> plots.Scene:
    case = thread.case
    given = taken = 0
    if case.state == "dispatched":
        shares = list(
            case.assignments.filter(part="assist", state__in=("given", "taken")).values_list(
                "state", flat=True
            )
        )
        given, taken = shares.count("given"), shares.count("taken")
    return plots.Scene(
        state=case.state,
        holder=case.holder.kind,
        verbs=tuple(thread.verbs),
        side=thread.filing.side,
        path=thread.filing.path,
        nature=thread.filing.nature,
        channel=thread.filing.channel,
        can_be_asked=case.can_be_asked,
        is_confidential=case.is_confidential,
        is_urgent=case.is_urgent,
        reopened=case.reopened_count,
        waiting_assists=taken,
        untaken_assists=given,
        at=at,
        due_at=deadlines.effective_due(case) if case.is_open and case.state != "callback" else None,
        happy=thread.happy,
        refused=frozenset(thread.refused),
        stay=thread.filing.stay,
    )


def _part_of(filing: Filing, number: str) -> Filing:
    """Return the filing of a part that was taken out: the lamp, and nothing out of the ordinary."""
    key = uuid5(filing.key, number)
    return replace(
        filing, key=key, category="facilities.lamp", side="", path="street", nature="help", stay=""
    )
