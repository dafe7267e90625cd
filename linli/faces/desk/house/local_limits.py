"""A deadline of this office for one category: what it does on a day, on whose word, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.flow import deadlines
from linli.base.flow.models import LimitOverride
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.faces.desk.house.durations import UNITS, words_of
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.limits import MOST, Limit, parse
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.flow import REPORT
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.texts import SLOTS

MINUTE_SHAPE = "%Y-%m-%dT%H:%M"


class LocalLimitForm(forms.Form):
    """How long one step of one category may take here, and which document says so."""

    topic = forms.ChoiceField(label=gettext_lazy("哪个类别"))
    slot = forms.ChoiceField(label=gettext_lazy("哪一步"))
    amount = forms.IntegerField(label=gettext_lazy("多久"), min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=gettext_lazy("怎么算"), choices=UNITS)
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("哪份文件、哪一条。期限旁边会写出来"),
    )
    sample = forms.DateTimeField(
        label=gettext_lazy("拿哪一刻试算"),
        required=False,
        input_formats=[MINUTE_SHAPE],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE_SHAPE),
        help_text=gettext_lazy("假设这一步从这时开始，不会存下来"),
    )

    def __init__(self, *args: Any, groups: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = groups  # type: ignore[attr-defined]
        self.fields["slot"].choices = [(slot, SLOTS[slot]) for slot in REPORT.limits]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the comparison: whose rule, how long it gives, and until when on the sample day."""

    whose: str
    words: str
    due: datetime
    is_provisional: bool
    is_new: bool = False


def _groups(own: LimitOverride | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """List the leaves of the catalogue under their headings. One query."""
    if own is not None:
        name = Category.objects.filter(code=own.topic).values_list("name", flat=True).first()
        return [("", [(own.topic, name or own.topic)])]
    rows = Category.objects.filter(children__isnull=True, is_active=True).select_related("parent")
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows.order_by("tree", "parent__order", "order"):
        head = f"{row.get_tree_display()}·{row.parent.name}" if row.parent else row.get_tree_display()
        found.setdefault(head, []).append((row.code, row.name))
    return [("", [("", _("请选"))]), *found.items()]


def _effects(request: KeeperRequest, topic: str, slot: str, limit: str, start: datetime) -> list[Effect]:
    """Reckon what each rule that could hold gives from one moment on: the flow's, the category's, ours. Three queries."""
    office = request.ground.pk
    calendar = deadlines.calendar_of(request.ground)
    category = Category.objects.filter(code=topic).first()
    whole = LimitOverride.objects.filter(office=office, kind=REPORT.kind, topic="", slot=slot).first()
    rules: list[tuple[str, Limit]] = [(_("流程规定"), REPORT.limits[slot])]
    if category is not None and slot in category.limits:
        rules.append((_("类别规定"), parse(category.limits[slot])))
    if whole is not None:
        rules.append((_("本街道各类统一"), parse(whole.limit)))
    found = [
        Effect(
            whose,
            words_of(rule),
            calendar.due(start, rule),
            calendar.is_due_provisional(start, rule),
        )
        for whose, rule in rules
    ]
    own = parse(limit)
    return [
        *found,
        Effect(
            _("这一条"),
            words_of(own),
            calendar.due(start, own),
            calendar.is_due_provisional(start, own),
            True,
        ),
    ]


def _found(request: KeeperRequest, pk: int) -> LimitOverride:
    own = LimitOverride.objects.filter(
        pk=pk, office=request.ground, kind=REPORT.kind, topic__gt="", slot__in=list(REPORT.limits)
    ).first()
    if own is None:
        raise Http404
    return own


def _form(request: KeeperRequest, own: LimitOverride | None) -> LocalLimitForm:
    initial: dict[str, Any] = {
        "topic": request.GET.get("topic", ""),
        "slot": request.GET.get("slot", "settle"),
        "sample": clock.local(request.at).replace(second=0, microsecond=0, tzinfo=None),
    }
    if own is not None:
        limit = parse(own.limit)
        initial |= {"topic": own.topic, "slot": own.slot, "basis": own.basis}
        initial |= {"amount": limit.amount, "unit": limit.unit.value}
    form = LocalLimitForm(request.POST or None, initial=initial, groups=_groups(own))
    if own is not None:
        form.fields["topic"].disabled = form.fields["slot"].disabled = True
    return form


def _start(form: LocalLimitForm, request: KeeperRequest) -> datetime:
    given = form.cleaned_data.get("sample") if form.is_bound else None
    if not isinstance(given, datetime):
        return request.at
    return given if given.tzinfo else given.replace(tzinfo=SHANGHAI)


@office_keeper
@require_http_methods(["GET", "POST"])
def local_limit(request: KeeperRequest, pk: int | None = None) -> HttpResponse:
    """Give a category a deadline of this office, change it, and try it on a day first."""
    own = _found(request, pk) if pk is not None else None
    form = _form(request, own)
    status = 200
    effects: list[Effect] = []
    start = request.at
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            limit, start = f"{data['amount']} {data['unit']}", _start(form, request)
            effects = _effects(request, data["topic"], data["slot"], limit, start)
            if "try" in request.POST:
                status = 200
            elif own is None and _exists(request, data["topic"], data["slot"]):
                form.add_error(None, _("这个类别的这一步已经有本街道的规定了，到列表里改它。"))
                status = 409
            else:
                try:
                    operations.set_limit(
                        office=request.ground,
                        slot=data["slot"],
                        limit=limit,
                        basis=data["basis"],
                        topic=data["topic"],
                    )
                except Refusal as refusal:
                    status = refused_in(form, refusal, request)
                else:
                    return _kept(request, form, data, limit)
    elif own is not None:
        effects = _effects(request, own.topic, own.slot, own.limit, start)
    context: dict[str, object] = {"form": form, "own": own, "effects": effects, "start": start}
    if own is not None:
        context |= {"name": _groups(own)[0][1][0][1], "word": SLOTS[own.slot]}
    return show(request, "local_limit", context, status=status)


def _exists(request: KeeperRequest, topic: str, slot: str) -> bool:
    return LimitOverride.objects.filter(
        office=request.ground, kind=REPORT.kind, topic=topic, slot=slot
    ).exists()


def _kept(request: KeeperRequest, form: LocalLimitForm, data: dict[str, Any], limit: str) -> HttpResponse:
    names = {code: name for _group, rows in form.fields["topic"].choices for code, name in rows}  # type: ignore[attr-defined]
    told = {"name": names[data["topic"]], "slot": SLOTS[data["slot"]], "limit": words_of(limit)}
    words = _("“%(name)s”的“%(slot)s”改为%(limit)s。新提的件按它算，正在办的不变。") % told
    form.fields.pop("sample")
    did(request, "limit-set", words, f"{told['name']} {told['slot']} {limit}", form=form)
    return redirect("desk:house-limits")


@office_keeper
@require_POST
def end_local_limit(request: KeeperRequest, pk: int) -> HttpResponse:
    """End a category's deadline of this office: new cases follow the rules again."""
    own = _found(request, pk)
    name = _groups(own)[0][1][0][1]
    operations.set_limit(office=request.ground, slot=own.slot, limit="", basis="", topic=own.topic)
    told = {"name": name, "slot": SLOTS[own.slot]}
    words = _("“%(name)s”的“%(slot)s”又按规定的来。正在办的不变。") % told
    did(request, "limit-back", words, f"{name} {SLOTS[own.slot]} {own.limit}·{own.basis}")
    return redirect("desk:house-limits")
