"""Calendars of meetings at the desk: what is due, overdue and held, each body with its records."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for, said
from linli.faces.parts.inputs import DayField, WordsField
from linli.faces.parts.periods import state_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.periods import Each, Standing
from linli.kernel.refusals import Refusal
from linli.pillars.governance.assemblies import operations as op
from linli.pillars.governance.assemblies import policies, queries
from linli.pillars.governance.assemblies.models import Assembly, MeetingRule
from linli.pillars.governance.assemblies.queries import RuleRow
from linli.pillars.governance.assemblies.rules import Body

assembling = desk_for(policies.sees_any, gettext_lazy("议事日历由社区和街道登记。"))
DAY: Final = {"type": "date"}
SHOWN: Final = 12


class RuleForm(forms.Form):
    """Who meets how often, by which rule."""

    unit = forms.ChoiceField(label=gettext_lazy("哪个单位"))
    body = forms.TypedChoiceField(label=gettext_lazy("什么会"), choices=MeetingRule.Of.choices, coerce=Body)
    name = WordsField(label=gettext_lazy("会议名称"), most=60)
    each = forms.TypedChoiceField(
        label=gettext_lazy("多久一次"), choices=MeetingRule.Often.choices, coerce=Each
    )
    basis = WordsField(
        label=gettext_lazy("按哪条规定"), most=120, help_text=gettext_lazy("如“党委议事规则第三条”")
    )
    from_date = DayField(label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(u.pk), str(u)) for u in units]  # type: ignore[attr-defined]


def _topics_field(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("决议和这次会连起来，两边都看得到"),
    )


def _offer(form: forms.Form, name: str, topics: list[tuple[int, str]]) -> None:
    if topics:
        form.fields[name].choices = topics  # type: ignore[attr-defined]
    else:
        del form.fields[name]


class TopicsForm(forms.Form):
    """What a meeting on record put to the vote, said later: a vote ends after its meeting."""

    assembly = forms.TypedChoiceField(label=gettext_lazy("哪一次会"), coerce=int)
    topics = _topics_field(gettext_lazy("会上表决的议题"))

    def __init__(
        self, *args: Any, records: list[Assembly], topics: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        # Both forms of the page ask for topics: a label ticks the box of its own.
        kwargs.setdefault("auto_id", "later_%s")
        super().__init__(*args, **kwargs)
        held = [(one.pk, f"{one.held_on:%Y-%m-%d} {one.place}") for one in records]
        self.fields["assembly"].choices = held  # type: ignore[attr-defined]
        _offer(self, "topics", topics)
        if "topics" in self.fields:
            self.fields["topics"].required = True


class HeldForm(forms.Form):
    """A meeting that was held."""

    period = forms.ChoiceField(label=gettext_lazy("算哪一期"))
    held_on = DayField(label=gettext_lazy("哪天开的"), widget=forms.DateInput(attrs=DAY))
    place = WordsField(label=gettext_lazy("在哪里"), most=60)
    came = forms.IntegerField(label=gettext_lazy("到了几位"), min_value=1, max_value=10_000)
    agenda = WordsField(label=gettext_lazy("议了什么"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))
    settled = WordsField(
        label=gettext_lazy("定了什么、谁来办"), most=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    topics = _topics_field(gettext_lazy("会上表决的议题"))

    def __init__(self, *args: Any, row: RuleRow, topics: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "topics", topics)
        wanted = [p for p in row.periods if p.standing is Standing.OVERDUE] + list(row.periods[:1])
        kept = {
            p.start: f"{p.start:%Y-%m-%d} — {p.last:%Y-%m-%d}" for p in sorted(wanted, key=lambda p: p.start)
        }
        self.fields["period"].choices = [(str(d), words) for d, words in kept.items()]  # type: ignore[attr-defined]

    def clean_period(self) -> date:
        """Give the first day of the period."""
        return date.fromisoformat(self.cleaned_data["period"])


def _lines(rows: list[RuleRow]) -> list[tuple[RuleRow, State | None]]:
    """Give bodies with the state of the period that wants its meeting first; what is overdue stands on top."""
    order = list(Standing)
    ranked = {Standing.OVERDUE: 0, Standing.SOON: 1}
    found = sorted(
        rows, key=lambda r: ranked.get(r.next.standing, 2 + order.index(r.next.standing)) if r.next else 9
    )
    return [(row, state_of(row.next.standing) if row.next else None) for row in found]


@assembling
@require_http_methods(["GET", "POST"])
def assemblies(request: DeskRequest) -> HttpResponseBase:
    """Show the calendar of every body one sees; whoever keeps one sets its rules."""
    today = clock.local(request.at).date()
    units = queries.units_of(actor=request.actor)
    given = request.POST if request.method == "POST" else None
    form = RuleForm(given, units=units, initial={"from_date": today})
    status = 200
    if given is not None:
        status = 422
        if form.is_valid():
            data = dict(form.cleaned_data)
            unit = next(u for u in units if str(u.pk) == data.pop("unit"))
            try:
                op.set_rule(actor=request.actor, unit=unit, **data)
                messages.success(request, _("记下了：%(verb)s。") % {"verb": data["name"]})
                return redirect("desk:assemblies")
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
    context = {
        "rows": _lines(queries.calendar_of(actor=request.actor, today=today)),
        "form": form if units else None,
        "is_open": status != 200,
    }
    return furniture.page(request, "desk/assemblies/list.html", context, status=status)


@assembling
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand the calendar over as a sheet."""
    today = clock.local(request.at).date()
    columns = [
        (str(_("会议")), 24.0), (str(_("单位")), 18.0), (str(_("多久一次")), 10.0), (str(_("按哪条规定")), 30.0),
        (str(_("这一期到哪天")), 14.0), (str(_("状态")), 12.0), (str(_("过期没开的期数")), 14.0),
        (str(_("按期开的")), 10.0), (str(_("到期的期数")), 10.0),
    ]  # fmt: skip
    rows = [
        (
            row.rule.name, str(row.rule.unit), str(row.rule.get_each_display()), row.rule.basis,
            row.next.last if row.next else None, str(state.word) if state else "", len(row.overdue), row.in_time, row.over,
        )
        for row, state in _lines(queries.calendar_of(actor=request.actor, today=today))
    ]  # fmt: skip
    return sheet_response(_("议事日历"), columns, rows, request.at)


@assembling
@require_http_methods(["GET", "POST"])
def assembly(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a body: its periods, its records; record a meeting."""
    today = clock.local(request.at).date()
    row, records = queries.rule_page(actor=request.actor, pk=pk, today=today)
    keeps = policies.keeps_at(request.actor, row.rule.unit) and row.rule.ended_on is None
    given = request.POST if request.method == "POST" else None
    is_naming = given is not None and given.get("what") == "topics"
    offered = [(one.pk, one.case.title) for one in queries.topics_of(row.rule)] if keeps else []
    form = HeldForm(None if is_naming else given, row=row, topics=offered, initial={"held_on": today})
    naming = TopicsForm(given if is_naming else None, records=records[:SHOWN], topics=offered)
    status = 200
    if given is not None:
        status = 422
        sent: forms.Form = naming if is_naming else form
        if sent.is_valid():
            do = op.name_topics if is_naming else partial(op.record_assembly, at=request.at)
            try:
                do(actor=request.actor, rule=pk, **sent.cleaned_data)
                messages.success(request, _("记下了：%(verb)s。") % {"verb": row.rule.name})
                return redirect("desk:assembly", pk=pk)
            except Refusal as refusal:
                status = refused_at(sent, refusal, request.at)
    context = {
        "row": row,
        "one": row.rule,
        "periods": [(p, state_of(p.standing)) for p in row.periods[:SHOWN]],
        "records": records[:SHOWN],
        "form": form if keeps and row.periods else None,
        "naming": naming if keeps and records and offered else None,
        "keeps": keeps,
        "is_open": status != 200 and not is_naming,
        "is_naming": is_naming,
    }
    return furniture.page(request, "desk/assemblies/assembly.html", context, status=status)


@assembling
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponseBase:
    """End a rule; its records stay."""
    op.end_rule(actor=request.actor, rule=pk, on=clock.local(request.at).date())
    messages.success(request, _("这个会不再按期开了，开过的记录还在。"))
    return redirect("desk:assemblies")


def hints_for(request: DeskRequest) -> list[tuple[str, str, State]]:
    """Give what the inbox reminds of: address, name and state of meetings of one's own that are overdue or due soon."""
    rows = queries.hints_of(actor=request.actor, today=clock.local(request.at).date())
    return [
        (reverse("desk:assembly", args=[row.rule.pk]), row.rule.name, state)
        for row, state in _lines(rows)
        if state is not None
    ]
