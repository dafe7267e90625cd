"""Lists of topics, a new one, papers, committees."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.people import queries as people
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import said
from linli.faces.desk.topics import forms as tf
from linli.faces.desk.topics.page import concerned
from linli.faces.parts import topicpapers, words
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Due, Pages, Row, State, Tag
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import policies, queries, rules
from linli.pillars.governance.deliberation.models import Committee, Member, Topic
from linli.pillars.governance.deliberation.queries import TopicRow
from linli.pillars.governance.deliberation.rules import Origin, PartyKind
from linli.pillars.governance.deliberation.texts import SHAPES, STATES
from linli.pillars.governance.reports import queries as reports

VIEWS: Final = (
    ("open", gettext_lazy("没办结的")),
    ("screen", gettext_lazy("审事")),
    ("discuss", gettext_lazy("议事")),
    ("decide", gettext_lazy("定事")),
    ("carry", gettext_lazy("落实和评事")),
    ("ended", gettext_lazy("办结的")),
)


def _view(request: DeskRequest) -> str:
    view = request.GET.get("view", "open")
    return view if view in queries.VIEWS else "open"


@concerned
@require_GET
def topics(request: DeskRequest) -> HttpResponseBase:
    """List topics by where they stand."""
    view = _view(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.topics_of(actor=request.actor, view=view, before=before)
    here = reverse("desk:topics")
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "rows": [_row(row, request.at) for row in rows],
        "pages": Pages(after_url=f"{here}?view={view}&before={after}" if after else ""),
        "can_propose": _units(request).exists(),
        "export_url": f"{reverse('desk:topics-export')}?view={view}",
    }
    return furniture.page(request, "desk/topics/list.html", context)


def _units(request: DeskRequest) -> Any:
    return Unit.objects.filter(policies.convening_units(request.actor), is_active=True).order_by("path")


def _row(row: TopicRow, at: Any) -> Row:
    if not row.is_open:
        due = Due(words.day(row.closed_at, at), "none", row.closed_at) if row.closed_at else None
    elif row.stopped_until:
        due = Due(_("到 %(day)s") % {"day": words.day(row.stopped_until, at)})
    else:
        due = words.due(row.due_at, at, row.card) if row.due_at else None  # type: ignore[arg-type]
    return Row(
        url=reverse("desk:topic", args=[row.number]),
        title=row.title,
        state=State(SHAPES[row.state], STATES[row.state]),  # type: ignore[arg-type]
        due=due,
        left=(row.number, str(Topic.From(row.origin).label), _("附议 %(n)s") % {"n": row.supporters}),
        holder=row.unit,
        tags=(Tag(_("议题"), "lead"),),
    )


@concerned
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet: the same rows in the same order."""
    rows, _after = queries.topics_of(actor=request.actor, view=_view(request), size=MOST_ROWS)
    columns = [
        (str(_("编号")), 16.0), (str(_("议题")), 40.0), (str(_("来源")), 18.0), (str(_("社区")), 16.0),
        (str(_("状态")), 16.0), (str(_("附议人数")), 10.0), (str(_("结果")), 12.0), (str(_("提出时间")), 17.0),
        (str(_("受理时间")), 17.0), (str(_("下一步期限")), 17.0), (str(_("办结时间")), 17.0),
    ]  # fmt: skip
    cells = (
        (
            row.number,
            row.title,
            str(Topic.From(row.origin).label),
            row.unit,
            str(STATES[row.state]),
            row.supporters,
            str(Topic.Outcomes(row.outcome).label) if row.outcome else "",
            row.filed_at,
            row.accepted_at,
            row.due_at,
            row.closed_at,
        )
        for row in rows
    )
    return sheet_response(_("协商议题"), columns, cells, request.at)


@concerned
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Propose a topic, by itself or from cases that say the same again and again."""
    units = _units(request)
    if not units.exists():
        raise Http404
    cases = _cases(request)
    initial: dict[str, Any] = {"origin": (Origin.CASES if cases else Origin.PARTY).value}
    if cases:
        initial["words"] = cases[0].title
        line = cases[0].area.line
        initial["unit"] = (
            units.filter(pk__in=line, kind="community").first() or units.filter(pk__in=line).first()
        )
    elif (only := units.filter(kind="community")).count() == 1:
        initial["unit"] = only.first()
    form = tf.TopicForm(request.POST or None, initial=initial)
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = op.propose_topic(
                    actor=request.actor, at=request.at, unit=data["unit"], words=data["words"],
                    origin=Origin(data["origin"]), cases=cases, key=data["key"],
                )  # fmt: skip
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("提上来了，等党组织先研究。"))
                return redirect("desk:topic", number=made.case.number)
    context = {"form": form, "cases": cases, "needed": rules.SAME_CASES_NEEDED}
    return furniture.page(request, "desk/topics/new.html", context, status=status)


def _cases(request: DeskRequest) -> list[Case]:
    """Give the cases a topic would come from: the one named and what was joined with it; all must be in reach."""
    numbers = list(
        dict.fromkeys(n[:24] for n in (request.POST.getlist("cases") or request.GET.getlist("case"))[:50])
    )
    found = reports.cases_named(actor=request.actor, numbers=numbers)
    for case in found if request.method == "GET" and len(found) == 1 else ():
        joined = Case.objects.filter(merged_into=case).select_related("area", "office").order_by("id")[:49]
        found += [c for c in joined if not request.actor.sight_ids.isdisjoint(c.reach)]
    return found


# --- papers -------------------------------------------------------------------------------------------------


def _paper(request: DeskRequest, number: str, kind: str) -> Any:
    found = queries.get_topic(actor=request.actor, number=number)
    sheet = topicpapers.paper(found, kind, is_public=False) if kind in topicpapers.KINDS else None
    if sheet is None:
        raise NoSuchCase(number=number)
    return sheet


@concerned
@require_GET
def paper(request: DeskRequest, number: str, kind: str) -> HttpResponseBase:
    """Show a paper, ready to print."""
    sheet = _paper(request, number, kind)
    docx_url = reverse("desk:topic-docx", args=[number, kind])
    return render(request, "parts/document.html", topicpapers.context_of(sheet, docx_url))


@concerned
@require_GET
def docx(request: DeskRequest, number: str, kind: str) -> HttpResponseBase:
    """Hand a paper over as a Word file."""
    sheet = _paper(request, number, kind)
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{number}-{kind}.docx"'
    return response


def _invitation(request: DeskRequest, number: str, party: int) -> Any:
    found = queries.get_topic(actor=request.actor, number=number)
    row = found.parties.filter(pk=party).exclude(kind=PartyKind.RECUSED).first()
    sheet = (
        topicpapers.invitation(found, row)
        if row and policies.convenes_at(request.actor, found.case.area)
        else None
    )
    if sheet is None:
        raise NoSuchCase(number=number)
    return sheet


@concerned
@require_GET
def invitation(request: DeskRequest, number: str, party: int) -> HttpResponseBase:
    """Show the invitation of one who takes part, ready to print and hand over."""
    sheet = _invitation(request, number, party)
    docx_url = reverse("desk:topic-invitation-docx", args=[number, party])
    return render(request, "parts/document.html", topicpapers.context_of(sheet, docx_url))


@concerned
@require_GET
def invitation_docx(request: DeskRequest, number: str, party: int) -> HttpResponseBase:
    """Hand the invitation over as a Word file."""
    response = HttpResponse(docx_of(_invitation(request, number, party)), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{number}-invitation-{party}.docx"'
    return response


# --- committees ---------------------------------------------------------------------------------------------


@concerned
@require_http_methods(["GET", "POST"])
def committees(request: DeskRequest) -> HttpResponseBase:
    """List the committees and halls with who sits in them, and form one."""
    status = 200
    form = tf.CommitteeForm(request.POST or None)
    form.fields["unit"].queryset = _units(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                op.form_committee(actor=request.actor, at=request.at, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("成立了。"))
                return redirect("desk:topic-committees")
    return _committees(request, form if _units(request).exists() else None, {}, status)


def _committees(
    request: DeskRequest, form: tf.CommitteeForm | None, given: dict[int, tf.MemberForm], status: int = 200
) -> HttpResponseBase:
    today = clock.local(request.at).date()
    rows = []
    every = queries.committees_of(actor=request.actor, on=today)
    lapsed = queries.lapsed_members(committees=[one for one, _members in every], on=today)
    for one, members in every:
        keeps = policies.convenes_at(request.actor, one.unit)
        rows.append(
            {
                "one": one,
                "members": [(m, (m.until_date - today).days <= rules.ENDING_DAYS) for m in members],
                "lapsed": lapsed.get(one.pk, []),
                "missing": [
                    Member.Source(source).label
                    for source in rules.missing_sources(one.kind, {m.source for m in members})
                ],
                "seat": given.get(one.pk)
                or (tf.MemberForm(prefix=f"m{one.pk}", today=today) if keeps else None),
                "is_open": one.pk in given,
            }
        )
    context = {"rows": rows, "form": form, "form_open": status != 200 and not given}
    return furniture.page(request, "desk/topics/committees.html", context, status=status)


@concerned
@require_POST
def seat(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Seat somebody."""
    found = _committee(request, pk)
    form = tf.MemberForm(request.POST, prefix=f"m{pk}", today=clock.local(request.at).date())
    if not form.is_valid():
        return _committees(request, None, {pk: form}, 422)
    data = dict(form.cleaned_data)
    phone = data.pop("phone")
    account = people.resident_by_phone(phone=phone) if phone else None
    try:
        op.seat_member(actor=request.actor, at=request.at, committee=found, account=account, **data)
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _committees(request, None, {pk: form}, status_of(refusal))
    messages.success(request, _("记下了。"))
    return redirect("desk:topic-committees")


@concerned
@require_POST
def unseat(request: DeskRequest, pk: int, member_id: int) -> HttpResponseBase:
    """End a seat today."""
    found = Member.objects.filter(pk=member_id, committee=_committee(request, pk)).first()
    if found is None:
        raise Http404
    op.unseat_member(actor=request.actor, at=request.at, member=found)
    messages.success(request, _("%(name)s今天卸任了。点错了就再加一次。") % {"name": found.name})
    return redirect("desk:topic-committees")


def _committee(request: DeskRequest, pk: int) -> Committee:
    """Give a committee somebody keeps; absent and forbidden look the same."""
    found = Committee.objects.filter(pk=pk, ended_on=None).select_related("unit").first()
    if found is None or not policies.convenes_at(request.actor, found.unit):
        raise Http404
    return found
