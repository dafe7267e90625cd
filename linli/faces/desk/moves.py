"""Making a move at the desk: one page, one form, one address a verb."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, NotFromHere, NotYourMove, Overtaken
from linli.base.flow.table import BACK, Move
from linli.faces.desk import advising, casepage, furniture, guards, publishing, showing, uploads, verbs
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk
from linli.faces.desk.moving import Hand, MoveForm
from linli.faces.parts import words
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Fact
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.flow import REPORT
from linli.pillars.governance.reports.texts import LEVELS, STATES
from linli.pillars.governance.reports.texts import VERBS as WORDS


def hand_of(request: DeskRequest, number: str) -> Hand:
    """Take up a case the reader may see, with its shares. Two queries."""
    report = queries.get_report(actor=request.actor, number=number)
    shares = queries.shares_of(case=report.case.pk)
    return Hand(request.actor, report, shares, request.at)


@desk
@require_http_methods(["GET", "POST"])
def move(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Show the form of a verb, and make the move when it is sent."""
    hand = hand_of(request, number)
    if request.method == "POST":
        return _look_first(request, hand, verb) if "preview" in request.POST else _make(request, hand, verb)
    try:
        row = queries.open_row(verb, hand.actor, hand.case, hand.shares, hand.at)
    except Refusal as refusal:
        return _not_open(request, hand, refusal)
    initial = {name: request.GET[name] for name in ("into", "goal") if name in request.GET}
    if (std := request.GET.get("std", "")).isdigit():
        chosen = [a for a in queries.standard_answers(hand.report) if a.pk == int(std)]
        initial |= {"answer": chosen[0].text} if chosen else {}
    if like := request.GET.get("like", ""):
        good = queries.good_answers(actor=hand.actor, report=hand.report, at=hand.at)
        initial |= next(({"answer": one.text} for one in good if one.number == like), {})
    form = verbs.form_of(verb, hand, row.asks, initial=initial)
    return _show(request, hand, verb, form)


def _not_open(request: DeskRequest, hand: Hand, refusal: Refusal) -> HttpResponse:
    context = {
        "said": guards.said(refusal, request.at),
        "case_url": showing.report_url(hand.case.number),
        "office_name": str(hand.case.office),
    }
    if request.htmx:
        return furniture.fragment(request, "desk/reports/_not_open.html", context, status=status_of(refusal))
    return furniture.page(request, "desk/refused.html", context, status=status_of(refusal))


def _make(request: DeskRequest, hand: Hand, verb: str) -> HttpResponse:
    form = verbs.form_of(verb, hand, _asks(verb), request.POST, request.FILES)
    is_valid = form.is_valid()
    key = form.cleaned_data.get("idempotency_key")
    # What was taken already moved the case on: who saw its newest step sends something new.
    is_newest = form.cleaned_data.get("seen") == hand.case.step_seq
    if key is not None and not is_newest and queries.was_made(hand.case, key):
        return _done(request, hand.case, verb, form)
    found = uploads.take(request, form) if is_valid and form.shows_photos else []
    if not is_valid or form.errors:
        return _show(request, hand, verb, form, status=422, carried=uploads.carry(request, found))
    given: dict[str, Any] = verbs.arguments_of(verb, form)
    if form.shows_photos:
        given["files"] = found
    if verb != "join":
        given["seen"] = form.cleaned_data["seen"]
    try:
        made = verbs.VERBS[verb].operation(
            actor=hand.actor, number=hand.case.number, at=hand.at, key=key, **given
        )
    except NoSuchCase:
        if verb != "merge":
            raise
        form.add_error("into", _("没有找到这一件，或者它不归您看。请核对编号。"))
        return _show(request, hand, verb, form, status=422)
    except Refusal as refusal:
        form.add_error(None, guards.said(refusal, request.at))
        hand.case.refresh_from_db()
        if isinstance(refusal, Overtaken):
            form.renew(hand.case.step_seq)
        return _show(
            request,
            hand,
            verb,
            form,
            status=status_of(refusal),
            is_closed=isinstance(refusal, NotFromHere | NotYourMove),
            carried=uploads.carry(request, found),
        )
    if not isinstance(made, Case) or made.pk != hand.case.pk:
        made = queries.get_report(actor=hand.actor, number=hand.case.number).case
    return _done(request, made, verb, form)


def _asks(verb: str) -> tuple[str, ...]:
    # Every row of a verb asks for the same; the engine asks again under the lock.
    return REPORT.rows(verb)[0].asks


def _done(request: DeskRequest, case: Case, verb: str, form: MoveForm) -> HttpResponse:
    messages.success(request, done_words(case, verb, request))
    goal = form.cleaned_data.get("goal") or ""
    if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, require_https=request.is_secure()):
        goal = showing.report_url(case.number)
    return redirect(goal)


def done_words(case: Case, verb: str, request: DeskRequest) -> str:
    """Say what was done, who has it now and until when."""
    done = str(WORDS[verb].done)
    if not any(row.target for row in REPORT.rows(verb)):
        return _("%(done)s，记下了。") % {"done": done}
    if not case.is_open:
        return _("%(done)s，%(number)s 办完了。") % {"done": done, "number": case.number}
    told = {"done": done, "unit": case.holder, "when": ""}
    moment = case.stopped_until or case.due_at
    if moment is None:
        return _("%(done)s，现在由%(unit)s办。") % told
    told["when"] = words.when(moment, request.at)
    if case.stopped_until:
        return _("%(done)s，停表到 %(when)s。") % told
    return _("%(done)s，现在由%(unit)s办，%(when)s 前。") % told


def _show(
    request: DeskRequest,
    hand: Hand,
    verb: str,
    form: MoveForm,
    *,
    status: int = 200,
    is_closed: bool = False,
    carried: list[dict[str, Any]] | None = None,
    preview: dict[str, Any] | None = None,
) -> HttpResponse:
    case = hand.case
    said = verbs.VERBS[verb]
    context: dict[str, Any] = {
        "case": case,
        "report": hand.report,
        "form": form,
        "verb": verb,
        "verb_words": WORDS[verb],
        "submit_words": submit_words(hand, verb),
        "fields_template": said.template,
        "action": reverse(f"desk:report-{verbs.dashed(verb)}", args=[case.number]),
        "case_url": showing.report_url(case.number),
        "is_closed": is_closed,
        "carried": carried or [],
        "preview": preview,
        "is_pinned": bool(request.htmx),
        "answers": queries.standard_answers(hand.report) if "answer" in said.fields else [],
        "good_answers": good_of(hand) if "answer" in said.fields else [],
        "advice": advising.advice_of(hand.report, str(form["answer"].value() or ""))
        if "answer" in said.fields
        else [],
        "proposals": proposals_of(hand, form) if "assists" in said.fields else [],
        "shapes_url": reverse("desk:map-shapes"),
        "place_url": reverse("desk:map-place"),
        "office_name": str(case.office),
        "covered": publishing.covered_of(hand.report) if "hide" in said.fields else None,
    }
    context |= _laid_out(request, form, hand.case.number)
    if request.htmx:
        return furniture.fragment(request, "desk/reports/_form.html", context, status=status)
    is_taken = any(s.part == "lead" and s.state == "taken" for s in hand.shares)
    context |= {
        "state": showing.state_of(
            case.state, is_taken=is_taken, stopped_until=case.stopped_until, at=hand.at
        ),
        "due": casepage.due_of_case(case, hand.at),
        "facts": facts_at_hand(hand),
    }
    return furniture.page(request, "desk/reports/move.html", context, status=status)


def _laid_out(request: DeskRequest, form: MoveForm, number: str) -> dict[str, Any]:
    """Lay a form out: the words that matter on top, with the move's own label; what is rarely added, folded."""
    visible = form.visible_fields()
    lead = visible[0] if visible and visible[0].name in ("answer", "note") else None
    folded = [one for one in visible if one.name in ("note", "photos") and one is not lead]
    if lead is None or lead.name != "answer":
        folded = []
    # Opened by the page itself, not by a press: the focus stays where the reader is.
    takes_focus = bool(request.htmx) and request.htmx.trigger != "move"
    attrs = {"autofocus": "autofocus"} if takes_focus and not form.errors else {}
    if lead is not None and lead.name == "answer":
        attrs |= advising.asks_for_advice(number)
    return {
        "lead_field": lead,
        "lead_widget": lead.as_widget(attrs={"class": "form-control", **attrs, **_told(lead)})
        if lead
        else "",
        "folded": folded,
        "is_unfolded": any(one.errors or one.value() for one in folded),
    }


def _told(field: Any) -> dict[str, str]:
    if not field.errors:
        return {}
    return {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}-error"}


def submit_words(hand: Hand, verb: str) -> str:
    """Name the button after what will happen: an answer goes out and waits for a rating."""
    case = hand.case
    if verb in ("answer", "settle", "pass_check") and case.can_be_asked:
        if verb != "answer" or not case.needs_spot_check:
            return _("发出并等评价")
    if verb == "answer" and case.needs_spot_check:
        return _("交网格核查")
    return str(WORDS[verb].button)


def facts_at_hand(hand: Hand) -> list[Fact]:
    """List the little one must know to decide."""
    case = hand.case
    where = "·".join(part for part in (casepage.area_words(case), case.place_words) if part)
    return [
        Fact(_("原话"), f"“{queries.words_for(hand.actor, hand.report)}”"),
        Fact(_("在哪里"), where),
        Fact(_("是什么"), showing.category_words(hand.report.category) or _("还没分类")),
    ]


def proposals_of(hand: Hand, form: MoveForm) -> list[dict[str, Any]]:
    """List the proposed leads with the reason for each."""
    chosen = str(form["lead"].value() or "")
    return [
        {"unit": p.unit, "words": why_words(p), "is_chosen": str(p.unit.pk) == chosen} for p in hand.proposals
    ]


def good_of(hand: Hand) -> list[dict[str, Any]]:
    """List answers that pleased in like cases, each with why it is shown."""
    return [
        {
            "number": one.number,
            "text": one.text,
            "title": one.title,
            "words": "·".join((str(LEVELS[one.level]), words.day(one.closed_at, hand.at))),
        }
        for one in queries.good_answers(actor=hand.actor, report=hand.report, at=hand.at)
    ]


def why_words(proposal: queries.Proposal) -> str:
    """Say why a unit is proposed."""
    match proposal.why:
        case "component":
            return _("%(words)s归它管") % {"words": "、".join(proposal.words)}
        case "chosen":
            return _("本街道定的")
        case "learned":
            return _("以往这样的由它办：%(words)s") % {"words": "、".join(proposal.words)}
        case "field":
            return _("承办这一类")
        case _:
            return _("属地")


def _look_first(request: DeskRequest, hand: Hand, verb: str) -> HttpResponse:
    """Show what the resident will read, before it is sent."""
    row = REPORT.rows(verb, hand.case.state)
    target = _target(hand, row[0]) if row else hand.case.state
    context = {
        "answer": request.POST.get("answer", "").strip(),
        "resident_words": STATES[target].resident if target in STATES else "",
        "signed": "·".join((hand.actor.posts[0].unit_name, words.when(request.at, request.at))),
        "case_url": showing.report_url(hand.case.number),
    }
    if request.htmx:
        return furniture.fragment(request, "desk/reports/_preview.html", context)
    sent = verbs.form_of(verb, hand, _asks(verb), request.POST, request.FILES)
    found = uploads.take(request, sent) if sent.is_valid() and sent.shows_photos else []
    # Nothing is wrong yet: the form has only been looked at.
    again = verbs.form_of(verb, hand, _asks(verb), initial=request.POST.dict())
    return _show(request, hand, verb, again, carried=uploads.carry(request, found), preview=context)


def _target(hand: Hand, row: Move) -> str:
    if row.target == BACK:
        return hand.case.prior_state
    if row.verb in ("answer", "settle", "pass_check"):
        if row.verb == "answer" and hand.case.needs_spot_check:
            return "answered"
        return "callback" if hand.case.can_be_asked else "closed"
    return row.target or hand.case.state
