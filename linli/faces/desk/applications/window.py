"""Taking an application in at the window, by keyboard: the item by typing, who it is, the papers, and what comes of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, INTAKE
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import said, taking_in
from linli.faces.desk.hall.doors import key_of
from linli.faces.parts.dataform import choices_of
from linli.faces.parts.dataform import said as line_said
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import operations, rules
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.operations import Part, UnfitApplicant
from linli.pillars.service.applications.queries import OnHand
from linli.pillars.service.applications.rules import (
    Agent,
    AgentBasis,
    Applicant,
    ApplicantKind,
    Channel,
    Delivery,
    GivenPaper,
    Told,
)
from linli.pillars.service.catalog import queries as catalog
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.queries import Offered
from linli.pillars.service.catalog.rules import together
from linli.pillars.service.catalog.rules.item import For, Item
from linli.pillars.service.catalog.rules.situations import accepted, asked
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.counters.rules import AT_WINDOW

MOST_TYPED: Final = 60
CHANNELS: Final = (
    (Channel.WINDOW.value, gettext_lazy("窗口")),
    (Channel.VISIT.value, gettext_lazy("上门")),
    (Channel.HELPED.value, gettext_lazy("帮办代办")),
)


class WhoForm(forms.Form):
    """Who applies, and who acts for them."""

    name = forms.CharField(
        label=gettext_lazy("申请人姓名"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True})
    )
    phone = forms.CharField(label=gettext_lazy("手机号"), max_length=30, required=False)
    id_number = forms.CharField(
        label=gettext_lazy("证件号码"), max_length=30, required=False, help_text=gettext_lazy("事项要求时填")
    )
    address = forms.CharField(label=gettext_lazy("住址"), max_length=120, required=False)
    body = forms.CharField(label=gettext_lazy("单位或商户名称"), max_length=120, required=False)
    uscc = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=30, required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么收的"), choices=CHANNELS, initial="window", widget=forms.RadioSelect
    )
    agent_name = forms.CharField(label=gettext_lazy("代办人"), max_length=60, required=False)
    agent_phone = forms.CharField(label=gettext_lazy("代办人手机号"), max_length=30, required=False)
    agent_basis = forms.ChoiceField(
        label=gettext_lazy("代办依据"), required=False, choices=[("", "—"), *Application.Basis.choices]
    )
    has_consent = forms.BooleanField(label=gettext_lazy("本人同意他代办"), required=False)
    wish = forms.ChoiceField(
        label=gettext_lazy("希望怎么送达"),
        required=False,
        choices=[("", gettext_lazy("没有说")), *Application.Delivery.choices],
    )
    wants_visit = forms.BooleanField(label=gettext_lazy("希望上门来办"), required=False)
    reuse_consent = forms.BooleanField(
        label=gettext_lazy("本人同意把以前为别的事交的材料用在这里"), required=False
    )
    has_conflict = forms.BooleanField(
        label=gettext_lazy("是经办人员或居委会成员的近亲属，登记备查"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the same person handed in before is looked for once their number stands there.
        self.fields["id_number"].widget.attrs |= {
            "hx-post": reverse("desk:application-new"),
            "hx-target": "#papers",
            "hx-trigger": "change",
            "hx-include": "closest form",
            "hx-vals": '{"fresh": "1"}',
        }

    def applicant(self) -> Applicant:
        """Return who applies, as typed."""
        data = self.cleaned_data
        kind = ApplicantKind.BODY if data["body"] else ApplicantKind.PERSON
        named = {name: data[name] for name in ("name", "phone", "id_number", "address", "body", "uscc")}
        return Applicant(kind=kind, **named)

    def agent(self) -> Agent | None:
        """Return who acts for the applicant, if somebody does."""
        data = self.cleaned_data
        if not data["agent_name"]:
            return None
        basis = AgentBasis(data["agent_basis"] or AgentBasis.AUTHORISED)
        return Agent(data["agent_name"], data["agent_phone"], basis, data["has_consent"])


def window_of(request: DeskRequest) -> tuple[Unit, Unit]:
    """Find the window somebody sits at, and its office. :raises Http404: they sit at none."""
    posts = [p for p in request.actor.posts if p.role in INTAKE | COMMUNITY]
    if not posts:
        raise Http404
    line = orgs.line_of(posts[0].unit_id)
    office = orgs.office_of(line)
    if office is None:
        raise Http404
    return Unit.objects.get(pk=posts[0].unit_id), office


CAME_OF: Final = {
    "finish": Ticket.Outcome.DONE,
    "tell": Ticket.Outcome.TOLD,
}
"""What a visit ends with, by what was pressed; else it was taken in, to be worked on."""


def _end_visit(request: DeskRequest, made: Sequence[operations.Submitted], ticket: Ticket, then: str) -> None:
    """Keep what the visit was about, and end it unless its visitor has something else to do."""
    for one in made:
        operations.link_visit(actor=request.actor, at=request.at, application=one.application, ticket=ticket)
    if "stays" not in request.POST:
        outcome = CAME_OF.get(then, Ticket.Outcome.ACCEPTED)
        counters.finish_ticket(ticket=ticket, outcome=outcome, actor=request.actor, at=request.at)


@taking_in
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Find the item by typing, then take the application in; for the number at one's window, where one serves it."""
    place, office = window_of(request)
    data = request.POST if request.method == "POST" else request.GET
    ticket = _ticket(request, data.get("ticket", ""))
    typed = data.get("q", "")[:MOST_TYPED]
    hits = catalog.find_items(office, typed, 8) if typed.strip() else ()
    chosen = _chosen(office, data.get("item", "")[:40])
    context: dict[str, Any] = {
        "ticket": ticket,
        "typed": typed,
        "hits": [(one, line_said(one.item.name), line_said(one.item.summary)) for one in hits],
    }
    if request.htmx and request.htmx.target == "hits":
        return furniture.fragment(request, "desk/applications/_hits.html", context)
    if chosen is None and request.method == "GET" and hits and "go" in data:
        chosen = hits[0]
    context["chosen"] = chosen
    if chosen is None:
        return furniture.page(request, "desk/applications/new.html", context)
    others = _others(office, chosen, data)
    whole = together.joined([chosen.item, *(one.item for one in others)])
    situation = _situation(whole, data)
    known = operations.look_up_papers(
        actor=request.actor, at=request.at, office=office, id_number=data.get("id_number", "")[:30]
    )
    context |= _chosen_context(chosen, others, situation, data, known)
    context["besides"], context["besides_rest"] = _besides(office, chosen, others)
    if request.htmx and request.htmx.target == "papers":
        return furniture.fragment(request, "desk/applications/_papers.html", context)
    form = WhoForm(request.POST if request.method == "POST" else None)
    context |= {
        "form": form,
        "key": request.POST.get("key") or uuid.uuid4(),
        "name": line_said(chosen.item.name),
    }
    context["is_body"] = For.BODY in chosen.item.who.audience
    status = 200
    if "fresh" in data:
        form = WhoForm(initial={name: data.get(name, "") for name in form.fields})
        context["form"] = form
    elif request.method == "POST" and form.is_valid():
        try:
            made, words = _take(request, [chosen, *others], form, place, office, situation, known, ticket)
        except Refusal as refusal:
            if status_of(refusal) == 404:
                raise
            field = str(refusal.data.get("field", "")) if isinstance(refusal, UnfitApplicant) else None
            form.add_error(field if field in form.fields else None, said(refusal, request.at))
        else:
            messages.success(request, words)
            return redirect("desk:application", number=made.number)
    if form.errors:
        status = 422
    return furniture.page(request, "desk/applications/new.html", context, status=status)


def _ticket(request: DeskRequest, given: str) -> Ticket | None:
    """Give the number that stands at one's own window, where it is the one that was named."""
    if not (given.isdigit() and len(given) < 16):
        return None
    rows = Ticket.objects.filter(window__clerk=request.user.pk, state__in=AT_WINDOW)
    return rows.select_related("hall__unit", "kind", "window").filter(pk=int(given)).first()


def _chosen(office: Unit, code: str) -> Offered | None:
    try:
        return catalog.item_in_force(office, code) if code else None
    except catalog.NoSuchItem:
        return None


def _besides(
    office: Unit, chosen: Offered, others: list[Offered]
) -> tuple[list[tuple[str, str, bool]], list[tuple[str, str, bool]]]:
    """List what is done on the same occasion, and everything else that can be, with whether it is ticked."""
    held = [o.item for o in catalog.offered(office)]
    picked = {o.code for o in others}
    near = {one.code for one in together.beside(chosen.item, held)}
    found = [
        (one.code, line_said(one.name), one.code in picked) for one in held if together.fits(chosen.item, one)
    ]
    return (
        [row for row in found if row[0] in near or row[2]],
        [row for row in found if row[0] not in near and not row[2]],
    )


def _others(office: Unit, chosen: Offered, data: Any) -> list[Offered]:
    """Give what is done with it: each fits all before it, for what is asked of two under one word is asked once."""
    wanted = set(data.getlist("also"))
    found: list[Offered] = []
    for one in catalog.offered(office) if wanted else ():
        fits = all(together.fits(before.item, one.item) for before in (chosen, *found))
        if one.code in wanted and fits and len(found) < together.MOST:
            found.append(one)
    return found


def _situation(whole: Item, data: Any) -> dict[str, str]:
    given = {q.code: ",".join(data.getlist(f"s-{q.code}")) for q in whole.questions}
    return accepted(whole, given)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper of the checklist at the window: ticked, or here already from before."""

    code: str
    name: str
    may_come_later: bool
    is_shared: bool
    is_got: bool
    on_hand: OnHand | None
    is_used: bool
    needs_consent: bool


def _chosen_context(
    chosen: Offered, others: list[Offered], situation: dict[str, str], data: Any, known: Mapping[str, OnHand]
) -> dict[str, Any]:
    items = [chosen.item, *(one.item for one in others)]
    whole = together.joined(items)
    got, used = set(data.getlist("got")), set(data.getlist("use"))
    names = {m.code: line_said(m.name) for m in whole.materials}
    groups = {item.group for item in items}
    papers = [
        PaperLine(
            code=p.code,
            name=names.get(p.code, p.name),
            may_come_later=p.may_come_later,
            is_shared=p.state == "shared",
            is_got=p.code in got,
            on_hand=known.get(p.code),
            is_used=p.code in used,
            needs_consent=p.code in known and groups != {known[p.code].group},
        )
        for p in rules.checklist(items, situation)
    ]
    return {
        "item": chosen.item,
        "others": others,
        "questions": [
            (q, line_said(q.words), choices_of(q), situation.get(q.code, "")) for q in asked(whole, situation)
        ],
        "papers": papers,
        "asks_consent": any(p.needs_consent for p in papers),
        "here": reverse("desk:application-new"),
    }


def _take(
    request: DeskRequest,
    chosen: list[Offered],
    form: WhoForm,
    place: Unit,
    office: Unit,
    situation: dict[str, str],
    known: Mapping[str, OnHand],
    ticket: Ticket | None,
) -> tuple[operations.Submitted, str]:
    """Take it in, or several matters at once, and do what was pressed, end the visit with that; all or nothing."""
    seen, then = set(request.POST.getlist("original")), request.POST.get("then", "")
    papers = {code: GivenPaper(original_seen=code in seen) for code in request.POST.getlist("got")}
    used = {code for code in request.POST.getlist("use") if code in known and code not in papers}
    papers |= {code: GivenPaper(source=known[code].paper_id) for code in used}
    data = form.cleaned_data
    with transaction.atomic():
        made = operations.submit_together(
            actor=request.actor,
            at=request.at,
            office=office,
            area=place,
            parts=[
                Part(
                    ServiceItem.objects.select_related("office").get(pk=one.id),
                    accepted(one.item, situation),
                )
                for one in chosen
            ],
            applicant=form.applicant(),
            agent=form.agent(),
            channel=Channel(data["channel"]),
            papers=papers,
            wish=Delivery(data["wish"]) if data["wish"] else None,
            wants_visit=data["wants_visit"],
            reuse_consent=data["reuse_consent"],
            has_conflict=data["has_conflict"],
            key=key_of(request),
        )
        if not made[0].is_new:
            return made[0], _("已经收过了。")
        if ticket is not None:
            _end_visit(request, made, ticket, then)
        said = [_then(request, one, then) for one in made]
    if len(made) > 1:
        return made[0], ngettext("%(n)s 件一起收了。", "%(n)s 件一起收了。", len(made)) % {"n": len(made)}
    return made[0], said[0]


def _then(request: DeskRequest, made: operations.Submitted, then: str) -> str:
    """Do what was pressed with one of them; what is not finished on the spot is accepted, what lacks nothing too."""
    given: dict[str, Any] = {"actor": request.actor, "number": made.number, "at": request.at}
    application = made.application
    lacking = [p.code for p in application.papers.all() if p.state in ("missing", "returned")]
    if then == "finish" and application.item.item.is_instant:
        operations.finish_application(answer=_("当场办好了。"), **given)
        return _("当场办好了，请申请人签收。")
    if then == "tell" and lacking:
        told = [Told(code, request.POST.get(f"why-{code}", "")) for code in lacking]
        operations.tell_applicant(told=told, answer=_("请补下面的材料。"), **given)
        return _("缺的一次说清了，告知书在下面。")
    if then:
        operations.accept_application(**given)
        return _("受理了，回执在下面。")
    return _("收下了，回执在下面。")
