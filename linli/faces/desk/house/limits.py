"""Deadlines and working days: what the rules say, what this office does otherwise, and on whose word."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow import deadlines
from linli.base.flow import operations as flow
from linli.base.flow.models import CalendarDay, LimitOverride
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.faces.desk.house.durations import UNITS, words_of
from linli.faces.desk.house.otherlimits import GROUPS, KNOWN
from linli.faces.parts.inputs import DayField
from linli.kernel import clock
from linli.kernel.limits import MOST, Limit, parse
from linli.kernel.refusals import Refusal
from linli.kernel.standards import holidays
from linli.kernel.workdays import DayKind
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.flow import REPORT
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.texts import SLOTS

FIRST_YEAR: Final = min(holidays.NOTICES)
YEARS_AHEAD: Final = 3
SATURDAY: Final = 5


class LimitForm(forms.Form):
    amount = forms.IntegerField(label=gettext_lazy("多久"), min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=gettext_lazy("怎么算"), choices=UNITS)
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("哪份文件、哪一条。期限旁边会写出来"),
    )


class DayForm(forms.Form):
    day = DayField(label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=gettext_lazy("怎么上班"), choices=CalendarDay.Kind.choices)
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("哪份通知，如“区政府办〔2026〕8 号”"),
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of the table of deadlines."""

    code: str
    word: object
    limit: Limit
    words: str
    own: LimitOverride | None

    @property
    def own_words(self) -> str:
        return words_of(self.own.limit) if self.own else ""


def _own(request: KeeperRequest) -> list[LimitOverride]:
    return list(
        LimitOverride.objects.filter(office=request.ground, kind=REPORT.kind).order_by("topic", "slot")
    )


def _without(row: LimitOverride, kind: Category | None, whole: LimitOverride | None) -> Limit:
    """Say what would hold for a category without its own line: the office's, else the category's, else the flow's."""
    if whole is not None:
        return parse(whole.limit)
    given = kind.limits.get(row.slot) if kind is not None else None
    return parse(given) if given else REPORT.limits[row.slot]


@office_keeper
@require_GET
def limits(request: KeeperRequest) -> HttpResponse:
    """List the deadlines of the flow, where each comes from, and the office's own."""
    own = _own(request)
    general = {row.slot: row for row in own if not row.topic}
    topics = [row for row in own if row.topic]
    kinds = {row.code: row for row in Category.objects.filter(code__in=[r.topic for r in topics])}
    rows = [
        Slot(slot, SLOTS.get(slot, slot), limit, words_of(limit), general.get(slot))
        for slot, limit in REPORT.limits.items()
    ]
    told = [
        {
            "name": kinds[r.topic].name if r.topic in kinds else r.topic,
            "slot": SLOTS[r.slot],
            "limit": words_of(r.limit),
            "without": words_of(_without(r, kinds.get(r.topic), general.get(r.slot))),
            "row": r,
        }
        for r in topics
        if r.slot in REPORT.limits
    ]
    return show(request, "limits", {"slots": rows, "topics": told, "groups": _groups(request)})


def _groups(request: KeeperRequest) -> list[tuple[object, list[Slot]]]:
    """Give the deadlines of the other kinds, with the office's own. One query."""
    kinds = {group.kind for group in GROUPS}
    rows = LimitOverride.objects.filter(office=request.ground, kind__in=kinds)
    own = {f"{row.kind}:{row.topic}:{row.slot}": row for row in rows}
    return [
        (
            group.name,
            [
                Slot(code, group.words[slot], limit, words_of(limit), own.get(code))
                for slot, limit in group.limits.items()
                for code in (group.code(slot),)
            ],
        )
        for group in GROUPS
    ]


def _meant(request: KeeperRequest, code: str) -> tuple[Slot, dict[str, str]]:
    """Give the deadline an address names, and how it is kept. :raises Http404: none."""
    if code in REPORT.limits:
        own = next((row for row in _own(request) if row.slot == code and not row.topic), None)
        limit = REPORT.limits[code]
        return Slot(code, SLOTS[code], limit, words_of(limit), own), {"slot": code}
    if code not in KNOWN:
        raise Http404
    group, slot = KNOWN[code]
    key = {"kind": group.kind, "topic": group.topic, "slot": slot}
    limit = group.limits[slot]
    own = LimitOverride.objects.filter(office=request.ground, **key).first()
    return Slot(code, f"{group.name}·{group.words[slot]}", limit, words_of(limit), own), key


@office_keeper
@require_http_methods(["GET", "POST"])
def limit(request: KeeperRequest, slot: str) -> HttpResponse:
    """Give the office a deadline of its own for a slot, or take it back."""
    meant, key = _meant(request, slot)
    given, own, word = meant.limit, meant.own, meant.word
    now = parse(own.limit) if own else given
    initial = {"amount": now.amount, "unit": now.unit.value, "basis": own.basis if own else ""}
    form = LimitForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and request.POST.get("do") == "back":
        operations.set_limit(office=request.ground, limit="", basis="", **key)
        told = {"slot": word, "limit": words_of(given)}
        did(request, "limit-back", _("“%(slot)s”又按规定的来：%(limit)s。") % told, word)
        return redirect("desk:house-limits")
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            text = f"{data['amount']} {data['unit']}"
            try:
                operations.set_limit(office=request.ground, limit=text, basis=data["basis"], **key)
            except Refusal as refusal:
                status = refused_in(form, refusal, request)
            else:
                told = {"slot": word, "limit": words_of(text)}
                words = _("“%(slot)s”改为%(limit)s。新提的件按它算，正在办的不变。") % told
                did(request, "limit-set", words, word, form=form)
                return redirect("desk:house-limits")
    return show(request, "limit", {"slot": meant, "form": form}, status=status)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year's table: its mark and what it says."""

    day: date
    mark: str
    klass: str
    words: str
    is_local: bool
    is_today: bool


def _days(
    request: KeeperRequest, year: int, own: dict[date, CalendarDay]
) -> Iterator[list[list[Day | None]]]:
    table = deadlines.calendar_of(request.ground)
    today = clock.local(request.at).date()
    worked = holidays.days_worked(year)
    for month in range(1, 13):
        weeks: list[list[Day | None]] = []
        for week in months.Calendar(firstweekday=0).monthdatescalendar(year, month):
            row: list[Day | None] = []
            for day in week:
                if day.month != month:
                    row.append(None)
                    continue
                kind = table.kind_of(day)
                local = own.get(day)
                named = table.holiday_name(day)
                mark, klass, words = "", "", named
                if kind == DayKind.OFF:
                    klass = "off"
                    if local or named:
                        mark, words = _("休"), named or _("休息")
                elif kind == DayKind.HALF:
                    mark, klass, words = _("半"), "half", _("半天")
                elif day in worked or (local and local.kind == CalendarDay.Kind.WORK):
                    mark, klass, words = _("班"), "work", _("上班")
                if local:
                    words = f"{words}·{local.basis}"
                row.append(Day(day, mark, klass, words, local is not None, day == today))
            weeks.append(row)
        yield weeks


@office_keeper
@require_http_methods(["GET", "POST"])
def workdays(request: KeeperRequest) -> HttpResponse:
    """Show a year's working days and take local ones."""
    today = clock.local(request.at).date()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    year = min(max(year, FIRST_YEAR), today.year + YEARS_AHEAD)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        flow.set_calendar_day(office=request.ground, **data)
        told = {"day": data["day"], "kind": CalendarDay.Kind(data["kind"]).label}
        words = _("%(day)s 改为%(kind)s。以后算的期限按它来，已经在算的不变。") % told
        did(request, "day-set", words, data["day"], form=form)
        return redirect(f"{reverse('desk:house-limit-days')}?year={data['day'].year}")
    local = list(CalendarDay.objects.filter(office=request.ground, day__year=year).order_by("day"))
    notice = holidays.NOTICES.get(year)
    context = {
        "year": year,
        "years": range(max(FIRST_YEAR, today.year - 2), today.year + YEARS_AHEAD + 1),
        "months": list(enumerate(_days(request, year, {row.day: row for row in local}), 1)),
        "weekdays": (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")),
        "notice": notice,
        "source": notice.source if notice else holidays.SOURCE,
        "local": local,
        "form": form,
    }
    return show(request, "workdays", context, status=422 if form.errors else 200)


@office_keeper
@require_POST
def clear_day(request: KeeperRequest, pk: int) -> HttpResponse:
    """Take a local day back."""
    found = CalendarDay.objects.filter(pk=pk, office=request.ground).first()
    if found is None:
        raise Http404
    flow.clear_calendar_day(office=request.ground, day=found.day)
    did(request, "day-clear", _("%(day)s 又按全国的来。") % {"day": found.day}, found.day)
    return redirect(f"{reverse('desk:house-limit-days')}?year={found.day.year}")
