"""One person who is looked after: what may be known, a visit, a change, groups, level, helpers, wishes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture, visitkeeping
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.care import caring
from linli.faces.desk.careforms import (
    ChangeForm,
    EndForm,
    GroundForm,
    LevelForm,
    MoveForm,
    PairForm,
    VisitForm,
    WishForm,
    group_name,
)
from linli.faces.desk.guards import said
from linli.faces.desk.revealing import FIELDS as NAMED
from linli.faces.desk.revealing import ask
from linli.faces.parts import words
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.models import Report
from linli.pillars.service.care import operations, queries
from linli.pillars.service.care.models import CarePerson, Visit
from linli.pillars.service.care.operations import Ground
from linli.pillars.service.care.queries import PersonPage

PRESSES = {"end-pair": "pair", "confirm-wish": "wish", "open-wish": "wish", "withdraw-wish": "wish"}


def _page_of(request: DeskRequest, person_id: int) -> PersonPage:
    return queries.person_page(actor=request.actor, pk=person_id, at=request.at)


@caring
@require_GET
def person(request: DeskRequest, person_id: int) -> HttpResponseBase:
    """Show somebody as far as the reader may know."""
    return _show(request, _page_of(request, person_id))


def _forms(request: DeskRequest, page: PersonPage) -> dict[str, Callable[..., forms.Form]]:
    """Return the forms of the page by verb; those who only visit have two."""
    found: dict[str, Callable[..., forms.Form]] = {"visit": VisitForm, "change": ChangeForm}
    if page.decides:
        office = page.person.office

        def pairing(*args: Any, **kwargs: Any) -> forms.Form:
            near = queries.helpers_near(office=office, at=request.at)
            return PairForm(*args, helpers=near, **kwargs)

        def moving(*args: Any, **kwargs: Any) -> forms.Form:
            return MoveForm(*args, grids=queries.grounds(actor=request.actor), **kwargs)

        found |= {"level": LevelForm, "group": GroundForm, "pair": pairing, "wish": WishForm, "move": moving}
    return found


def _show(
    request: DeskRequest,
    page: PersonPage,
    bound: tuple[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    made = {
        verb: form(
            initial={"idempotency_key": uuid.uuid4(), "key": uuid.uuid4(), "grid": str(page.person.grid_id)}
        )
        for verb, form in _forms(request, page).items()
    }
    if bound is not None and bound[0] in made:
        made[bound[0]] = bound[1]
    someone = page.person
    context = {
        "page": page,
        "someone": someone,
        "forms": made,
        "open_verb": bound[0] if bound else "",
        "level": str(CarePerson.Level(someone.level).label) if someone.level else "",
        "due": words.due(someone.due_at, request.at) if someone.due_at else None,
        "groups": [(row, group_name(row.group)) for row in page.memberships],
        "end_form": bound[1] if bound and bound[0] == "end" else EndForm(),
        "reveals": [
            (
                NAMED[field] if field in NAMED else _("住址"),
                masked,
                reverse("desk:care-reveal", args=[someone.pk, field]),
            )
            for field, masked in (
                ("name", page.name),
                ("phone", page.phone),
                ("door", "•••" if page.has_door else ""),
            )
            if masked
        ],
    }
    return furniture.page(request, "desk/care/person.html", context, status=status)


@caring
@require_http_methods(["GET", "POST"])
def act(request: DeskRequest, person_id: int, verb: str) -> HttpResponseBase:
    """Do one thing about somebody; what was typed stays where it is refused."""
    page = _page_of(request, person_id)
    known = _forms(request, page)
    if verb not in known:
        raise Http404
    if request.method == "GET":
        return redirect(f"{reverse('desk:care-person', args=[person_id])}#{verb}")
    form = known[verb](request.POST)
    if not form.is_valid():
        return _show(request, page, (verb, form), 422)
    try:
        with transaction.atomic():
            told = DOING[verb](request, page, form)
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        form.add_error(None, said(refusal, request.at))
        return _show(request, page, (verb, form), status_of(refusal))
    messages.success(request, told)
    return redirect("desk:care") if verb == "visit" else redirect("desk:care-person", person_id=person_id)


def _by(request: DeskRequest, page: PersonPage) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at, "person_id": page.person.pk}


def _visit(request: DeskRequest, page: PersonPage, form: Any) -> str:
    given = form.cleaned_data
    made = operations.record_visit(
        **_by(request, page),
        way=given["way"],
        outcome=given["outcome"],
        found=given["found"] or given["matter"],
        key=form.key,
        pair_id=given["pair"],
    )
    visitkeeping.count_at_the_door(
        actor=request.actor,
        at=request.at,
        person=page.person,
        key=form.key,
        way=given["way"],
        outcome=given["outcome"],
    )
    return came_of(request, made, form)


def came_of(request: DeskRequest, made: Visit, form: Any) -> str:
    """File what a visit asks for as a case, once, and say what came of the visit."""
    matter = form.cleaned_data["matter"]
    if matter and made.case_id is None:
        filed = reports.file_report(
            actor=request.actor,
            at=request.at,
            channel=Report.Channel.GRID,
            nature=Report.Nature.HELP,
            text=matter,
            area=made.person.grid,
            # Sent again from a phone with bad signal it is the same case.
            key=uuid.uuid5(form.key, "matter"),
        )
        operations.link_case(actor=request.actor, visit=made, case=filed.report.case)
        return _("记下了，立了一件 %(number)s。") % {"number": filed.report.case.number}
    if made.outcome == Visit.Outcome.AWAY:
        return _("记下了。没见着，还算没去，改天再试。")
    return _("记下了。")


def _change(request: DeskRequest, page: PersonPage, form: Any) -> str:
    operations.note_change(**_by(request, page), **form.cleaned_data)
    return _("记下了，一天之内要去看一次。")


def _level(request: DeskRequest, page: PersonPage, form: Any) -> str:
    operations.set_level(**_by(request, page), **form.cleaned_data)
    return _("等级定好了。")


def _group(request: DeskRequest, page: PersonPage, form: Any) -> str:
    given = form.cleaned_data
    ground = Ground(given["group"], given["basis"], given["ground"])
    operations.add_group(**_by(request, page), ground=ground)
    return _("加上了。")


def _pair(request: DeskRequest, page: PersonPage, form: Any) -> str:
    unit, account = form.helper
    operations.pair(**_by(request, page), unit=unit, account=account)
    return _("结对了，每月去一次。")


def _wish(request: DeskRequest, page: PersonPage, form: Any) -> str:
    operations.publish_wish(**_by(request, page), **form.cleaned_data)
    return _("心愿发出去了，大家看不到是谁的。")


def _move(request: DeskRequest, page: PersonPage, form: Any) -> str:
    given = form.cleaned_data
    operations.move_person(**_by(request, page), grid=form.grids[given["grid"]], door=given["door"])
    return _("住址改好了。")


DOING: dict[str, Callable[[DeskRequest, PersonPage, Any], str]] = {
    "visit": _visit,
    "change": _change,
    "level": _level,
    "group": _group,
    "pair": _pair,
    "wish": _wish,
    "move": _move,
}


@caring
@require_POST
def end_group(request: DeskRequest, person_id: int, membership_id: int) -> HttpResponseBase:
    """Say that somebody belongs to a group no more."""
    page = _page_of(request, person_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _show(request, page, ("end", form), 422)
    try:
        operations.end_group(**_by(request, page), membership_id=membership_id, **form.cleaned_data)
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        form.add_error("reason", said(refusal, request.at))
        return _show(request, page, ("end", form), status_of(refusal))
    messages.success(request, _("不再是了。到了期限，这条记录自动删掉。"))
    return redirect("desk:care-person", person_id=person_id)


@caring
@require_POST
def press(request: DeskRequest, person_id: int, verb: str, thing_id: int) -> HttpResponseBase:
    """Part a pair; write down what somebody says of their wish, or take it back."""
    page = _page_of(request, person_id)
    if verb not in PRESSES:
        raise Http404
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    try:
        if verb == "end-pair":
            operations.end_pair(**who, person_id=page.person.pk, pair_id=thing_id)
        elif thing_id not in {wish.pk for wish in page.wishes}:
            raise Http404
        elif verb == "withdraw-wish":
            operations.withdraw_wish(**who, wish_id=thing_id)
        else:
            operations.confirm_wish(**who, wish_id=thing_id, is_fulfilled=verb == "confirm-wish")
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        messages.warning(request, said(refusal, request.at))
    else:
        messages.success(request, _("记下了。"))
    return redirect("desk:care-person", person_id=person_id)


@caring
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, person_id: int, field: str) -> HttpResponseBase:
    """Show one hidden value for a reason; the person can read who looked and why."""
    page = _page_of(request, person_id)
    shown = {"name": page.name, "phone": page.phone, "door": "•••" if page.has_door else ""}
    if not shown.get(field):
        raise Http404
    return ask(
        request,
        subject=queries.REVEALED,
        id=person_id,
        field=field,
        context={
            "title": page.name,
            "field_words": NAMED[field] if field in NAMED else _("住址"),
            "masked": shown[field],
            "case_url": reverse("desk:care-person", args=[person_id]),
            "is_phone": field == "phone",
        },
    )
