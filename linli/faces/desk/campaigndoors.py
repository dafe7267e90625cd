"""One door of a campaign: where it stands, every deed as a form, its photos. Works on a phone without signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.faces.desk import campaignforms as cf
from linli.faces.desk import furniture, givingback, uploads
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.campaigns import ENDS, campaigning
from linli.faces.desk.guards import desk, said
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Photo, State
from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import policies, queries
from linli.pillars.governance.campaigns.models import Target
from linli.pillars.governance.campaigns.texts import DEEDS

DOES: Final[dict[str, tuple[Callable[..., Target], type[forms.Form]]]] = {
    "fill": (op.fill_target, cf.FillForm),
    "advance": (op.advance_target, cf.DeedForm),
    "stick": (op.stick_target, cf.StickForm),
    "free": (op.free_target, cf.WhyForm),
    "note": (op.note_target, cf.DeedForm),
    "back": (op.send_target_back, cf.WhyForm),
    "exempt": (op.exempt_target, cf.WhyForm),
}
FIRST: Final = frozenset({"fill", "advance"})


@campaigning
@require_GET
def door(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a door: its step, since when, what was done there, what may be done."""
    return _page(request, pk)


def _form(request: DeskRequest, verb: str, target: Target, data: Any = None, files: Any = None) -> forms.Form:
    _do, kind = DOES[verb]
    if issubclass(kind, cf.FillForm):
        known = givingback.known(actor=request.actor, target=target)
        return kind(
            data, prefix=verb, asks=target.campaign.asks, answers=dict(target.answers or {}), known=known
        )
    if issubclass(kind, cf.StickForm):
        return kind(data, prefix=verb, units=queries.deciders_of(target.campaign))
    if issubclass(kind, cf.DeedForm):
        return kind(data, files)
    return kind(data, prefix=verb)


def _open_deeds(request: DeskRequest, target: Target) -> list[str]:
    if target.ended_at or target.campaign.closed_at or not policies.does(request.actor, target):
        return []
    shut = set()
    if not target.campaign.form:
        shut.add("fill")
    if target.stuck_at is None:
        shut.add("free")
    if target.step == 0:
        shut.add("back")
    if not policies.runs(request.actor, target.campaign):
        shut.add("exempt")
    return [verb for verb in DOES if verb not in shut]


def _page(
    request: DeskRequest,
    pk: int,
    given: dict[str, forms.Form] | None = None,
    *,
    kept: object = (),
    status: int = 200,
) -> HttpResponseBase:
    page = queries.target_page(actor=request.actor, pk=pk, at=request.at)
    target, held = page.target, given or {}
    one = target.campaign
    stage = one.stages[target.step]
    open_to = _open_deeds(request, target)

    def photos(ids: tuple[int, ...]) -> list[Photo]:
        def url(file: int, variant: str) -> str:
            return reverse("desk:campaign-photo", args=[pk, file, variant])

        return [Photo(url(file, "full"), _("照片"), thumb=url(file, "small")) for file in ids]

    context = {
        "one": one,
        "target": target,
        "row": page.row,
        "state": State("done", ENDS[target.outcome]) if target.ended_at else State("doing", stage.name),
        "stages": [
            (
                i + 1,
                s,
                bool(target.ended_at and target.outcome == "done") or i < target.step,
                i == target.step,
            )
            for i, s in enumerate(one.stages)
        ],
        "answers": [(ask.label, target.answers.get(ask.label, "")) for ask in one.asks],
        "moves": [(m, DEEDS.get(m.verb, m.verb), photos(m.photos)) for m in page.moves],
        "deeds": [
            (
                reverse(f"desk:campaign-{verb}", args=[pk]),
                _("“%(step)s”办完了") % {"step": stage.name} if verb == "advance" else DEEDS[verb],
                held.get(verb) or _form(request, verb, target),
                verb in held or (verb in FIRST and verb == open_to[0]),
                verb in ("advance", "note"),
                verb in FIRST,
                verb,
            )
            for verb in open_to
        ],
        "kept": kept,
        "next_url": reverse("desk:campaign-door", args=[page.next_id]) if page.next_id else "",
    }
    return furniture.page(request, "desk/campaigns/door.html", context, status=status)


@campaigning
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Do something at a door, once however often it is sent."""
    target = queries.get_target(actor=request.actor, pk=pk)
    do, _kind = DOES[verb]
    form = _form(request, verb, target, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, pk, {verb: form}, status=422)
    data = dict(form.cleaned_data)
    seen = request.POST.get("seen", "")
    given: dict[str, Any] = {
        "key": data["key"],
        # What was written without signal is still true of a door on which somebody else noted something meanwhile.
        "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
    }
    files: list[StoredFile] = []
    back: dict[str, Any] = {}
    if isinstance(form, cf.FillForm):
        given["answers"] = form.answers()
        if (ask := form.put_right) is not None:
            was, now = form.known[ask.label] or "—", given["answers"][ask.label]
            given["words"] = f"登记改了：{ask.label}，{was} → {now}"
            back = {"ask": ask, "said": now, "source": data["source"]}
    else:
        given["words"] = data.get("words", "")
    if isinstance(form, cf.DeedForm):
        files = uploads.take(request, form)
        given["files"] = files
        if form.errors:
            return _page(request, pk, {verb: form}, kept=uploads.carry(request, files), status=422)
    if verb == "stick":
        units = queries.deciders_of(target.campaign)
        given["decider"] = next(unit for unit in units if str(unit.pk) == data["decider"])
    if verb in ("note", "fill"):
        given["seen"] = None
    try:
        with transaction.atomic():
            done = do(actor=request.actor, at=request.at, target=target, **given)
            if back:
                givingback.give_back(
                    actor=request.actor, at=request.at, target=target, key=data["key"], **back
                )
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        form.add_error(None, said(refusal, request.at))
        kept = uploads.carry(request, files)
        return _page(request, pk, {verb: form}, kept=kept, status=status_of(refusal))
    messages.success(
        request, _("这一户办完了。") if done.ended_at else _("记下了：%(verb)s。") % {"verb": DEEDS[verb]}
    )
    return redirect("desk:campaign-door", pk=pk)


def _find(request: HttpRequest, pk: int, file_id: int) -> StoredFile | None:
    try:
        return queries.photo_of(actor=request.actor, pk=pk, file_id=file_id)  # type: ignore[attr-defined]
    except queries.NoSuchDoor:
        return None


#: A photo taken at a door, for those who may see the door.
photo = desk(guarded(_find))
