"""One application: both clocks, its checklist, documents, steps, and what can be done with it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.refusals import BadTarget
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.applications.doors import working
from linli.faces.desk.applications.shapes import state_of
from linli.faces.desk.applications.verbs import CONVERT, VERBS, end_of, form_of
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import said
from linli.faces.desk.revealing import ask
from linli.faces.parts.refusals import status_of
from linli.faces.parts.visitors import acting
from linli.faces.parts.words import in_language
from linli.kernel.masking import mask_id_card, mask_name, mask_phone
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import operations, queries, texts
from linli.pillars.service.applications.models import Paper
from linli.pillars.service.applications.rules import Channel, GivenPaper, Told
from linli.pillars.service.catalog.rules.item import Line
from linli.pillars.service.catalog.rules.situations import AND
from linli.pillars.service.counters.models import Ticket, Window
from linli.pillars.service.counters.rules import AT_WINDOW

REVEALED: Final = {
    "name": gettext_lazy("姓名"),
    "phone": gettext_lazy("电话"),
    "id_number": gettext_lazy("证件号码"),
    "address": gettext_lazy("住址"),
    "agent_name": gettext_lazy("代办人"),
    "agent_phone": gettext_lazy("代办人手机号"),
    "answers": gettext_lazy("申请表"),
}
CHECKS: Final = ("take-in", "accept", "tell", "accept-short")


@working
@require_GET
def application(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show one application."""
    return _page(request, number)


@working
@require_http_methods(["GET", "POST"])
def move(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move; a form that comes back stands open on the page."""
    found = queries.get_application(actor=request.actor, number=number)
    form = form_of(verb, found, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, number, {verb: form})
    if not form.is_valid():
        return _page(request, number, {verb: form}, status=422)
    try:
        given = {name: _read(verb, name, value) for name, value in form.cleaned_data.items()}
        VERBS[verb].operate(**given, **by(request, number))
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        form.add_error(None, said(refusal, request.at))
        return _page(request, number, {verb: form}, status=status_of(refusal))
    messages.success(request, _("记下了：%(verb)s。") % {"verb": texts.VERBS[verb]})
    return redirect("desk:application", number=number)


def _read(verb: str, name: str, value: Any) -> Any:
    if name in VERBS[verb].units:
        if isinstance(value, list):
            return [_unit(one) for one in value]
        return _unit(value)
    if name in CONVERT:
        return CONVERT[name](value)
    return value


def _unit(pk: int) -> Unit:
    found = Unit.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise BadTarget(unit="")
    return found


@working
@require_POST
def check(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Do with the checklist what was pressed: take in what is ticked, then accept, tell at once, or accept short."""
    page = queries.application_page(actor=request.actor, number=number, at=request.at)
    if not page.is_front:
        raise Http404
    ticked = ticks(
        request, [p for p in page.papers if p.state not in (Paper.State.RECEIVED, Paper.State.SHARED)]
    )
    given = by(request, number)
    try:
        with transaction.atomic():
            if ticked and verb != "tell":
                operations.take_papers_in(papers=ticked, **{**given, "key": None})
                given["seen"] = None
            _check(request, verb, page, given)
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        return _page(request, number, wrong=said(refusal, request.at), status=status_of(refusal))
    messages.success(request, _("记下了：%(verb)s。") % {"verb": texts.VERBS[verb.replace("-", "_")]})
    return redirect("desk:application", number=number)


def _check(request: DeskRequest, verb: str, page: queries.DeskPage, given: dict[str, Any]) -> None:
    match verb:
        case "accept":
            operations.accept_application(**given)
        case "accept-short":
            days = {p.code: request.POST.get(f"until-{p.code}", "") for p in page.papers}
            until = {code: end_of(date.fromisoformat(day)) for code, day in days.items() if _is_day(day)}
            lacking = {p.code for p in page.papers if p.state in ("missing", "returned")}
            ticked = set(request.POST.getlist("got"))
            operations.accept_application_short(
                until={c: at for c, at in until.items() if c in lacking - ticked}, **given
            )
        case "tell":
            lacks = request.POST.getlist("lacks")
            # Who writes what lacks means it, ticked or not: words that were typed are never dropped.
            why = {p.code: request.POST.get(f"why-{p.code}", "").strip() for p in page.papers}
            told = [Told(p.code, why[p.code]) for p in page.papers if p.code in lacks or why[p.code]]
            operations.tell_applicant(
                told=told, answer=request.POST.get("answer", "").strip() or _("请补下面的材料。"), **given
            )
        case _:
            pass


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def ticks(request: DeskRequest, papers: list[Paper]) -> dict[str, GivenPaper]:
    """Read which papers are ticked as handed over, with copies and whether the original was seen."""
    got, seen = set(request.POST.getlist("got")), set(request.POST.getlist("original"))
    found = {}
    for paper in papers:
        if paper.code in got:
            copies = request.POST.get(f"copies-{paper.code}", "")
            count = int(copies) if copies.isascii() and copies.isdigit() and len(copies) < 3 else 0
            found[paper.code] = GivenPaper(copies=count, original_seen=paper.code in seen)
    return found


@working
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, number: str, field: str) -> HttpResponseBase:
    """Show one hidden value of the applicant, for a reason that is kept and that the applicant can read."""
    found = queries.get_application(actor=request.actor, number=number)
    if field not in REVEALED:
        raise Http404
    return ask(
        request,
        subject="applications.Application",
        id=found.pk,
        field=field,
        context={
            "title": number,
            "heading": f"{number} {found.case.title}",
            "field_words": REVEALED[field],
            "masked": "",
            "case_url": reverse("desk:application", args=[number]),
            "is_phone": field in ("phone", "agent_phone"),
        },
    )


def _file(request: HttpRequest, number: str, file_id: int) -> StoredFile | None:
    return queries.paper_file(actor=acting(request).actor, number=number, file_id=file_id)


file = guarded(_file)


def by(request: DeskRequest, number: str) -> dict[str, Any]:
    """Return who moves which application when, which page they saw, and the key of the form."""
    seen = request.POST.get("seen", "")
    try:
        key: uuid.UUID | None = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    return {
        "actor": request.actor,
        "number": number,
        "at": request.at,
        "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
        "key": key,
    }


def _page(
    request: DeskRequest,
    number: str,
    given: dict[str, forms.Form] | None = None,
    *,
    wrong: Any = "",
    status: int = 200,
) -> HttpResponseBase:
    page = queries.application_page(actor=request.actor, number=number, at=request.at)
    one, case = page.application, page.application.case
    open_to = {m.verb for m in page.moves}
    offered = [
        (
            reverse(f"desk:application-{verb.replace('_', '-')}", args=[number]),
            texts.VERBS[verb],
            row,
            (given or {}).get(verb) or form_of(verb, one),
            verb in (given or {}),
        )
        for verb, row in VERBS.items()
        if verb in open_to
        and not (
            verb == "approve" and one.reviewed_by_id == request.actor.account_id and case.state == "reviewed"
        )
    ]
    questions = {q.code: q for q in one.item.item.questions}
    names = {m.code: _line(m.name) for m in one.item.item.materials}
    context = {
        "page": page,
        "one": one,
        "case": case,
        "item": one.item.item,
        "state": state_of(case.state),
        "channel": texts.CHANNELS[Channel(case.channel)] if case.channel in set(Channel) else case.channel,
        "who": _who(page),
        "situation": [
            (_line(q.words), _choice(q, value))
            for code, value in one.situation.items()
            if (q := questions.get(code))
        ]
        if page.sees_form
        else [],
        "papers": [
            (p, names.get(p.code, p.name), page.files.get(p.pk, []), page.reuses.get(p.pk))
            for p in page.papers
        ],
        "joined": [(other, state_of(other.case.state)) for other in page.joined],
        "offered": offered,
        "checks": [v for v in CHECKS if v.replace("-", "_") in open_to],
        "wrong": wrong,
        "steps": [(step, texts.VERBS.get(step.verb, step.verb)) for step in page.steps],
        "key": uuid.uuid4(),
        "newest": page.documents[0] if page.documents else None,
        "visits": queries.visits_of(one) if page.is_front else [],
        **_seat(request),
        "verbs": texts.VERBS,
        "conflict": one.has_conflict and page.is_front,
        "most_until": one.promised_by,
    }
    return furniture.page(request, "desk/applications/application.html", context, status=status)


def _line(line: Line) -> str:
    return in_language(line.zh, line.en)


def _choice(question: Any, value: str) -> str:
    words = {c.code: _line(c.words) for c in question.choices} or {"yes": _("是"), "no": _("否")}
    return "、".join(str(words.get(part, part)) for part in value.split(AND))


def _seat(request: DeskRequest) -> dict[str, Any]:
    """Return the window one sits at, and whom it has: the way back from an application to the line. Two queries at most."""
    seat = Window.objects.filter(clerk=request.user.pk).select_related("hall").first()
    if seat is None:
        return {}
    here = Ticket.objects.filter(window=seat, state__in=AT_WINDOW).first()
    return {"seat": seat, "at_seat": here}


@working
@require_POST
def visit(request: DeskRequest, number: str) -> HttpResponseBase:
    """Keep that whoever stands at one's window came for this application: with a paper, for the result."""
    page = queries.application_page(actor=request.actor, number=number, at=request.at)
    if not page.is_front:
        raise Http404
    ticket = Ticket.objects.filter(window__clerk=request.user.pk, state__in=AT_WINDOW)
    here = ticket.select_related("hall__unit").first()
    try:
        if here is None:
            raise operations.NotThisVisit(code="")
        operations.link_visit(actor=request.actor, at=request.at, application=page.application, ticket=here)
    except Refusal as refusal:
        return _page(request, number, wrong=said(refusal, request.at), status=status_of(refusal))
    messages.success(request, _("记下了：%(code)s 来办这件。") % {"code": here.code})
    return redirect("desk:application", number=number)


def _who(page: queries.DeskPage) -> list[tuple[str, str, str]]:
    """List what stands about the applicant: the label, the masked value, and the field that can be revealed."""
    one = page.application
    shown = [
        ("name", mask_name(one.name)),
        *(
            [("phone", mask_phone(one.phone)), ("id_number", mask_id_card(one.id_number))]
            if page.is_front
            else []
        ),
        *([("address", "＊＊＊" if one.address else "")] if page.is_front else []),
        *(
            [("agent_name", mask_name(one.agent_name)), ("agent_phone", mask_phone(one.agent_phone))]
            if page.is_front
            else []
        ),
    ]
    return [
        (str(REVEALED[name]), value, name if page.is_front else "")
        for name, value in shown
        if value and getattr(one, name)
    ]
