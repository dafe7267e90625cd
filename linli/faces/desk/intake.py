"""Taking down what somebody says: on the phone, at the counter, out of a chat group, or seen on the round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.base.places import queries as places
from linli.base.places.models import Facility
from linli.base.places.texts import why as place_reasons
from linli.faces.desk import furniture, guards, guessing, showing, uploads
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.chat import as_words, read_chat
from linli.faces.desk.filters import grounds_of
from linli.faces.desk.guards import seeing, taking_in
from linli.faces.desk.slip import has_slip, keep_slip
from linli.faces.desk.taking import CHANNELS, MOST_PLACE, CallForm, NewForm, point_of
from linli.faces.parts import words
from linli.faces.parts.bulletins import ShownBulletin, of_row
from linli.faces.parts.inputs import PhoneField
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Tab
from linli.kernel.refusals import Refusal
from linli.pillars.governance.patrols import queries as patrols
from linli.pillars.governance.patrols.policies import NoSuchComponent
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.governance.reports.operations import MOST_WORDS
from linli.pillars.service.bulletins import queries as bulletins


@taking_in
@require_http_methods(["GET", "POST"])
def phone(request: DeskRequest) -> HttpResponseBase:
    """Take down a call, a visit or what a chat group said, by keyboard alone."""
    asked = request.POST.get("channel") or request.GET.get("channel") or "phone"
    channel = asked if asked in {c.value for c, _w, _i in CHANNELS} else "phone"
    units = office_grounds(request)
    if request.method == "GET":
        return _call_page(request, CallForm(units=units, initial={"channel": channel}), channel)
    if "read_chat" in request.POST:
        lines = read_chat(request.POST.get("chat", "")[:20_000])
        text, speaker = as_words(lines)
        initial = {"channel": channel, "text": text[:MOST_WORDS], "name": speaker[:40]}
        return _call_page(request, CallForm(units=units, initial=initial), channel, is_read=bool(lines))
    form = CallForm(request.POST, request.FILES, units=units)
    if "find" in request.POST:
        form.errors.clear()
        return _call_page(request, form, channel)
    if not form.is_valid():
        return _call_page(request, form, channel, status=422)
    given = form.cleaned_data
    who = {
        "name": given["name"],
        "phone": given["phone"],
        "is_confidential": given["is_confidential"],
    }
    try:
        if number := request.POST.get("join", ""):
            joined = operations.join_report(
                actor=request.actor,
                at=request.at,
                number=number,
                note=given["text"],
                key=given["idempotency_key"],
                **who,
            )
            keep_slip(request, number, joined.reporter)
            messages.success(request, _("加进 %(number)s 了，办好了一起告诉他。") % {"number": number})
            return redirect("desk:phone-filed", number)
        filed = operations.file_report(
            actor=request.actor,
            at=request.at,
            channel=channel,
            nature=given["nature"],
            answers=answers_of(request, given["category"]),
            proposed=request.POST.get("proposed", ""),
            **who,
            **form.filing(),
        )
    except Refusal as refusal:
        form.add_error(None, guards.said(refusal, request.at))
        return _call_page(request, form, channel, status=status_of(refusal))
    keep_slip(request, filed.report.case.number, filed.reporter)
    return redirect("desk:phone-filed", filed.report.case.number)


def office_grounds(request: DeskRequest) -> list[Unit]:
    """List the ground of the offices somebody works for. One query."""
    return grounds_of(request.actor)


def answers_of(request: HttpRequest, category: str) -> dict[str, str]:
    """Read the answers to a category's questions; what was not asked is left aside."""
    kind = Category.objects.filter(pk=category).first() if category else None
    found = {}
    for question in kind.questions if kind else ():
        answer = request.POST.get(f"q_{question['code']}", "").strip()[:200]
        if answer:
            found[question["code"]] = answer
    return found


def _call_page(
    request: DeskRequest, form: CallForm, channel: str, *, status: int = 200, is_read: bool = False
) -> HttpResponse:
    spot_words = form["place_words"].value() or form["text"].value() or ""
    context: dict[str, Any] = {
        "form": form,
        "channel": channel,
        "channels": [
            Tab(word, f"{reverse('desk:phone')}?channel={c.value}", icon, is_current=c.value == channel)
            for c, word, icon in CHANNELS
        ],
        "categories": category_groups(),
        "chosen_category": form["category"].value() or "",
        "spots": spots_for(spot_words) if form.is_bound and spot_words else [],
        "chosen_spot": form["spot"].value() or "",
        "caller_url": reverse("desk:phone-caller"),
        "guess_url": reverse("desk:phone-guess"),
        "places_url": reverse("desk:phone-places"),
        **_category_context(form["category"].value() or "", request.POST),
        "asks_chat": channel == "chat" and not form.is_bound and not is_read,
    }
    if form.is_bound:
        context |= guessing.guesses_of(request.actor, str(form["text"].value() or ""))
    return furniture.page(request, "desk/phone.html", context, status=status)


def category_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """List what residents report below its groups: code and name. One query."""
    rows = list(
        Category.objects.filter(is_active=True, tree=Category.Tree.RESIDENT).order_by("order", "code")
    )
    tops = {c.pk: c for c in rows if c.parent_id is None}
    found: dict[str, list[tuple[str, str]]] = {}
    for leaf in rows:
        if leaf.parent_id in tops:
            group = showing.category_words(tops[leaf.parent_id])
            found.setdefault(group, []).append((leaf.pk, showing.category_words(leaf)))
    # A catalogue of one level has no groups.
    names = ((top.pk, showing.category_words(top)) for top in tops.values())
    loose = [(code, name) for code, name in names if name not in found]
    return [*([("", loose)] if loose else []), *found.items()]


def spots_for(said: str) -> list[dict[str, Any]]:
    """List the places that words may mean, each as a choice of the form; a certain one is chosen."""
    proposal = places.propose(said)
    return [
        {
            "value": f"{found.lon:.6f},{found.lat:.6f}|{found.words}",
            "words": found.words,
            "why": place_reasons(found.reasons),
            "is_certain": found == proposal.chosen,
        }
        for found in proposal.found[:6]
    ]


@taking_in
@require_POST
def spots(request: DeskRequest) -> HttpResponseBase:
    """Offer the places that typed words may mean.

    Asked by POST, as all that a caller says: a door number belongs in no address and no log of addresses.
    """
    said = request.POST.get("place_words", "")[:MOST_PLACE]
    context = {"spots": spots_for(said), "said": said, "chosen_spot": request.POST.get("spot", "")}
    return render(request, "desk/_parts/spots.html", context)


@taking_in
@require_POST
def guess(request: DeskRequest) -> HttpResponseBase:
    """Offer the categories that a caller's words may be about, and the place they name while nobody wrote one."""
    said = request.POST.get("text", "")[:MOST_WORDS]
    context = guessing.guesses_of(request.actor, said)
    if not request.POST.get("place_words", "").strip():
        context |= {
            "is_place_open": True,
            "spots": spots_for(said),
            "chosen_spot": request.POST.get("spot", ""),
        }
    return render(request, "desk/_parts/heard.html", context)


@taking_in
@require_GET
def category(request: DeskRequest) -> HttpResponseBase:
    """Say what a category means, how long it may take, and what else to ask."""
    return render(
        request, "desk/_parts/category.html", _category_context(request.GET.get("category", "")[:40], {})
    )


def _category_context(code: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What a chosen category adds to the form: its help, and its questions with what was answered already."""
    kind = Category.objects.filter(pk=code, is_active=True).first() if code else None
    if kind is None:
        return {"kind": None}
    questions = [
        {
            "code": q["code"],
            "kind": q.get("kind"),
            "words": words.in_language(str(q["words"]), str(q.get("english") or "")),
            "choices": [
                (c[0], words.in_language(c[1], c[2] if len(c) > 2 else "")) for c in q.get("choices", ())
            ],
            "answer": given.get(f"q_{q['code']}", ""),
        }
        for q in kind.questions
    ]
    return {"kind": kind, "help": words.in_language(kind.help, kind.help_en), "questions": questions}


@taking_in
@require_POST
def caller(request: DeskRequest) -> HttpResponseBase:
    """List what this phone raised before: masked, and only what the reader may see.

    Asked by POST, so that no telephone number stands in an address or a log of addresses.
    """
    try:
        number = PhoneField(required=False).clean(request.POST.get("phone", ""))
    except forms.ValidationError:
        number = ""
    rows = operations.look_up_caller(actor=request.actor, phone=number, at=request.at) if number else []
    shown = [showing.row_of(row, request.at) for row in rows]
    return render(request, "desk/_parts/caller.html", {"rows": shown, "was_asked": bool(number)})


@taking_in
@require_http_methods(["GET", "POST"])
def same(request: DeskRequest) -> HttpResponseBase:
    """Show open cases that may be the same, to join instead of filing again.

    The page asks by POST: what a caller says belongs in no address and no log of addresses.
    """
    asked = request.POST if request.method == "POST" else request.GET
    point = point_of(asked.get("spot", ""))
    if point is None:
        point = point_of(",".join(asked.get(name, "") for name in ("lon", "lat")))
    area = asked.get("area", "")
    problem = queries.Problem(
        text=asked.get("text", "")[:2000],
        where=asked.get("place_words", "")[:200],
        lon=point[0] if point else None,
        lat=point[1] if point else None,
        area_id=int(area) if area.isascii() and area.isdigit() and len(area) < 10 else None,
        category=asked.get("category", "")[:40],
    )
    found = queries.open_around(actor=request.actor, problem=problem, at=request.at)
    context = {
        "same": [
            {
                "number": near.number,
                "title": near.title,
                "url": showing.report_url(near.number),
                "words": "·".join(
                    part
                    for part in (
                        showing.alike_words(near),
                        words.in_language(near.category, near.category_en),
                        words.day(near.filed_at, request.at),
                    )
                    if part
                ),
                "state": showing.state_of(near.state),
                "is_likely": near.is_likely,
            }
            for near in found
        ],
        "can_join": request.GET.get("join") == "1",
        "outages": _outages(problem, request),
    }
    return render(request, "desk/_parts/same.html", context)


def _outages(problem: queries.Problem, request: DeskRequest) -> list[ShownBulletin]:
    """List the outages known where a caller is, so that they hear at once what is known. No query for other words."""
    # What was chosen as category speaks too: 停水 may be in its name only.
    chosen = Category.objects.filter(code=problem.category).values_list("name", flat=True).first() or ""
    text = f"{problem.text} {chosen}"
    if not bulletins.speaks_of_outage(text):
        return []
    area = Unit.objects.filter(pk=problem.area_id).first() if problem.area_id else None
    if problem.lon is not None and problem.lat is not None:
        area = places.grid_at(problem.lon, problem.lat) or area
    found = bulletins.known_outages(at=request.at, area=area, text=text)
    return [of_row(one, request.at) for one in found]


@taking_in
@require_GET
def filed(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show the number to read out, who has it and until when."""
    found = queries.get_report(actor=request.actor, number=number)
    case = found.case
    context = {
        "report": found,
        "case": case,
        "spoken": " ".join(case.number.replace("-", " ")),
        "due_words": words.when(case.due_at, request.at) if case.due_at else "",
        "channel": case.channel,
        "has_slip": has_slip(request, number),
        "office_name": str(case.office),
    }
    return furniture.page(request, "desk/filed.html", context)


@seeing
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Note down one thing seen on the round, in one hand, in less than a minute."""
    units = office_grounds(request)
    mine = [u for u in units if u.pk in request.actor.unit_ids]
    if request.method == "GET":
        initial: dict[str, object] = {"area": str(mine[0].pk)} if len(mine) == 1 else {}
        if (named := request.GET.get("component", "")) and (about := _component(named)) is not None:
            initial = {"component": about.pk, "place_words": about.name, "lon": about.lon, "lat": about.lat}
        return _new_page(request, NewForm(units=units, initial=initial))
    form = NewForm(request.POST, request.FILES, units=units)
    found = uploads.take(request, form) if form.is_valid() else []
    if form.errors:
        return _new_page(request, form, status=422, carried=uploads.carry(request, found))
    given = form.cleaned_data
    try:
        with transaction.atomic():
            made = operations.record_report(
                actor=request.actor,
                at=request.at,
                channel=Report.Channel.GRID,
                nature=Report.Nature.HELP,
                files=found,
                answer=given["answer"] if given["is_done"] else "",
                name=given["name"],
                phone=given["phone"],
                **form.filing(),
            )
    except Refusal as refusal:
        form.add_error(None, guards.said(refusal, request.at))
        return _new_page(request, form, status=status_of(refusal), carried=uploads.carry(request, found))
    case = made.report.case
    if case.is_open:
        told = {"number": case.number, "unit": case.holder}
        messages.success(request, _("记下了，%(number)s，现在由%(unit)s办。") % told)
    else:
        messages.success(request, _("记下了，%(number)s，当场办好了。") % {"number": case.number})
    return redirect("desk:report", case.number)


def _component(named: str) -> Facility | None:
    try:
        is_number = named.isascii() and named.isdigit() and len(named) < 19
        return patrols.shown_component(pk=int(named)) if is_number else None
    except NoSuchComponent:
        return None


def _new_page(
    request: DeskRequest, form: NewForm, *, status: int = 200, carried: list[dict[str, Any]] | None = None
) -> HttpResponse:
    context = {**_new_context(form), "carried": carried or []}
    context["component"] = _component(str(form["component"].value() or ""))
    mine = next((u for u in form.units.values() if u.pk in request.actor.unit_ids and u.kind == "grid"), None)
    if mine is not None and (rings := places.outline_of(mine.pk)):
        # The map opens on one's own ground, with its buildings.
        lon = sum(x for x, _y in rings[0]) / len(rings[0])
        lat = sum(y for _x, y in rings[0]) / len(rings[0])
        context["shapes_url"] += f"?lon={lon:.5f}&lat={lat:.5f}"
    return furniture.page(request, "desk/new.html", context, status=status)


def _new_context(form: NewForm) -> dict[str, Any]:
    return {
        "form": form,
        "categories": category_groups(),
        "chosen_category": form["category"].value() or "",
        "shapes_url": reverse("desk:map-shapes"),
        "place_url": reverse("desk:map-place"),
    }


@require_GET
def new_shell(request: HttpRequest) -> HttpResponse:
    """Return the empty form that a phone keeps for the cellar: nobody's name, no number, no token."""
    context = {**_new_context(NewForm(units=[])), "is_shell": True, "categories": category_groups()}
    return render(request, "desk/new.html", context)
