"""Bulletins at the desk: written, read through by somebody else, shown, corrected, withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.models import Card
from linli.base.orgs.models import Unit
from linli.faces.desk import bulletinforms, furniture, uploads
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.bulletinforms import BulletinForm, CorrectionForm
from linli.faces.desk.estatebulletins import fund_of
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.schemes import bulletin_of
from linli.faces.parts import bulletins as shapes_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.faces.parts.visitors import acting
from linli.kernel.refusals import Refusal
from linli.pillars.party.partners.queries import reported_in
from linli.pillars.service.bulletins import operations, policies, queries, rules
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.bulletins.operations import UnfitBulletin
from linli.pillars.service.bulletins.texts import STATES, VERBS

writing = desk_for(policies.sees_any, gettext_lazy("公告由社区和街道写。网格里有事要告诉大家，请找社区。"))

VIEWS: Final = (
    ("open", gettext_lazy("在写、等审")),
    ("review", gettext_lazy("等我审")),
    ("shown", gettext_lazy("正在显示")),
    ("ended", gettext_lazy("过期和撤回的")),
)


class ReasonForm(forms.Form):
    """Why it goes back or is withdrawn."""

    words = forms.CharField(
        label=gettext_lazy("为什么"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


@dataclass(frozen=True, slots=True)
class Press:
    """A verb that one press makes, with words where the table asks for them."""

    operate: Callable[..., Any]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name somebody writes; a company, for which community it reported in to."""

    unit: int
    words: str
    community: int = 0

    @property
    def code(self) -> str:
        """How the form names it."""
        return f"{self.unit}-{self.community}" if self.community else str(self.unit)


def _voices(request: DeskRequest) -> list[Voice]:
    """Give in whose name a reader may write: own offices, and own companies for every community they reported in to."""
    posts = {p.unit_id: p for p in policies.writing_posts(request.actor)}.values()
    companies = [p.unit_id for p in posts if p.unit_kind in policies.COMPANIES]
    told = [
        Voice(row.unit_id, f"{row.unit}→{row.community}", row.community_id)
        for row in (reported_in(units=companies) if companies else ())
    ]
    offices = [Voice(p.unit_id, p.unit_name) for p in posts if p.unit_kind not in policies.COMPANIES]
    return [*offices, *told]


PRESSES: Final[dict[str, Press]] = {
    "submit": Press(operations.submit_bulletin),
    "publish": Press(operations.publish_bulletin),
    "publish-at-once": Press(operations.publish_bulletin_at_once),
    "approve": Press(operations.approve_bulletin),
    "confirm": Press(operations.confirm_bulletin),
    "send-back": Press(operations.send_bulletin_back, "note"),
    "withdraw": Press(operations.withdraw_bulletin, "answer"),
    "discard": Press(operations.discard_bulletin),
}


@writing
@require_GET
def bulletins(request: DeskRequest) -> HttpResponseBase:
    """List bulletins: those in the making, those that wait for me, those shown, those over."""
    known = dict(VIEWS)
    view = request.GET.get("view", "open")
    view = view if view in known else "open"
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.bulletins_of(actor=request.actor, view=view, before=before)
    here = reverse("desk:bulletins")
    kinds = dict(Bulletin.Kind.choices)
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "rows": [(row, kinds[row.kind], STATES[row.state]) for row in rows],
        "pages": Pages(after_url=f"{here}?view={view}&before={after}" if after else ""),
        "can_write": bool(policies.writing_posts(request.actor)),
    }
    return furniture.page(request, "desk/bulletins/list.html", context)


@writing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook: the same rows in the same order."""
    asked = request.GET.get("view", "open")
    view = asked if asked in dict(VIEWS) else "open"
    rows, _more = queries.bulletins_of(actor=request.actor, view=view, size=MOST_ROWS)
    kinds = dict(Bulletin.Kind.choices)
    columns = [
        (str(_("编号")), 16.0),
        (str(_("标题")), 36.0),
        (str(_("种类")), 10.0),
        (str(_("状态")), 14.0),
        (str(_("牌")), 8.0),
        (str(_("单位")), 16.0),
        (str(_("期限")), 17.0),
        (str(_("显示到")), 17.0),
    ]
    cells = (
        (
            row.number,
            row.title,
            str(kinds[row.kind]),
            str(STATES[row.state]),
            "" if row.card == Card.NONE else str(Card(row.card).label),
            row.unit,
            row.due_at,
            row.valid_until,
        )
        for row in rows
    )
    return sheet_response(_("公告"), columns, cells, request.at)


@writing
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Write a bulletin."""
    voices = _voices(request)
    if not voices:
        return furniture.page(request, "desk/bulletins/no_voice.html", {})
    asked = request.POST.get("unit") or request.GET.get("unit", "")
    voice = next((one for one in voices if one.code == asked), voices[0])
    unit = Unit.objects.get(pk=voice.unit)
    community = Unit.objects.get(pk=voice.community) if voice.community else None
    begun = bulletinforms.blank(request.at, request.GET) | bulletin_of(request) | fund_of(request)
    form = BulletinForm(request.POST or None, unit=unit, community=community, initial=begun)
    files: list[StoredFile] = []
    if request.method == "POST" and form.is_valid():
        files = uploads.take(request, form)
        if form.is_valid():
            try:
                made = operations.draft_bulletin(
                    actor=request.actor,
                    at=request.at,
                    unit=unit,
                    content=form.content,
                    targets=form.chosen,
                    files=files,
                    community=community,
                    key=form.cleaned_data["key"],
                )
            except Refusal as refusal:
                _refuse(form, refusal, request)
            else:
                messages.success(request, _("存好了，还没有人看到。"))
                return redirect("desk:bulletin", number=made.case.number)
    context = {
        "form": form,
        "units": [(one.code, one.words, one is voice) for one in voices],
        "voice": voice,
        "unit": unit,
        "community": community,
        "kept": uploads.carry(request, files),
    }
    status = 422 if form.errors else 200
    return furniture.page(request, "desk/bulletins/edit.html", context, status=status)


@writing
@require_http_methods(["GET", "POST"])
def revise(request: DeskRequest, number: str) -> HttpResponseBase:
    """Change a draft."""
    bulletin = queries.get_bulletin(actor=request.actor, number=number)
    unit = bulletin.unit
    community = bulletin.case.area if unit.kind in policies.COMPANIES else None
    form = BulletinForm(
        request.POST or None, unit=unit, community=community, initial=bulletinforms.of(bulletin)
    )
    files: list[StoredFile] = []
    if request.method == "POST" and form.is_valid():
        files = uploads.take(request, form)
        if form.is_valid():
            try:
                operations.revise_bulletin(
                    content=form.content,
                    targets=form.chosen,
                    files=files,
                    drop=[int(one) for one in request.POST.getlist("drop") if one.isdigit()],
                    **_by(request, number),
                )
            except Refusal as refusal:
                _refuse(form, refusal, request)
            else:
                messages.success(request, _("改好了，还没有人看到。"))
                return redirect("desk:bulletin", number=number)
    context = {
        "form": form,
        "bulletin": bulletin,
        "unit": unit,
        "community": community,
        "files": list(bulletin.files.select_related("file")),
        "kept": uploads.carry(request, files),
    }
    return furniture.page(request, "desk/bulletins/edit.html", context, status=422 if form.errors else 200)


@writing
@require_http_methods(["GET", "POST"])
def correct(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Correct what is shown, and say what changed."""
    bulletin = queries.get_bulletin(actor=request.actor, number=number)
    form = CorrectionForm(request.POST or None, initial=bulletinforms.of(bulletin))
    form.fix(bulletin)
    operate = operations.correct_bulletin if verb == "correct" else operations.correct_bulletin_at_once
    if request.method == "POST" and form.is_valid():
        try:
            operate(content=form.content, answer=form.cleaned_data["answer"], **_by(request, number))
        except Refusal as refusal:
            _refuse(form, refusal, request)
        else:
            messages.success(request, _("更正了，看过的人会看到改了什么。"))
            return redirect("desk:bulletin", number=number)
    context = {"form": form, "bulletin": bulletin, "verb": verb, "verb_words": VERBS[verb.replace("-", "_")]}
    return furniture.page(request, "desk/bulletins/correct.html", context, status=422 if form.errors else 200)


@writing
@require_GET
def bulletin(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show one bulletin as residents will see it, and what can be done with it."""
    return _page(request, number)


@writing
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Hand in, show, approve, give back, withdraw, throw away."""
    press = PRESSES[verb]
    given: dict[str, Any] = {}
    if press.words:
        form = ReasonForm(request.POST, prefix=verb)
        if not form.is_valid():
            return _page(request, number, {verb: form}, status=422)
        given = {press.words: form.cleaned_data["words"]}
    queries.get_bulletin(actor=request.actor, number=number)
    press.operate(**given, **_by(request, number))
    messages.success(request, _("记下了：%(verb)s。") % {"verb": VERBS[verb.replace("-", "_")]})
    return redirect("desk:bulletin", number=number)


def _file(request: HttpRequest, number: str, file_id: int) -> StoredFile | None:
    actor = acting(request).actor
    if not policies.sees_any(actor):
        return None
    return queries.file_for_desk(actor=actor, number=number, file_id=file_id)


file = guarded(_file)


def _by(request: DeskRequest, number: str) -> dict[str, Any]:
    seen, key = request.POST.get("seen", ""), request.POST.get("key", "")
    return {
        "actor": request.actor,
        "number": number,
        "at": request.at,
        "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
        "key": _uuid(key),
    }


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _refuse(form: forms.Form, refusal: Refusal, request: DeskRequest) -> None:
    """Put a refusal beside what was typed: a fault into its field, anything else above the form."""
    if status_of(refusal) == 404:
        raise refusal
    if isinstance(refusal, UnfitBulletin):
        bulletinforms.show_faults(form, refusal)
        return
    form.add_error(None, said(refusal, request.at))


def _page(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.bulletin_page(actor=request.actor, number=number, at=request.at)
    case, one = page.bulletin.case, page.bulletin
    open_to = {move.verb.replace("_", "-") for move in page.moves}
    if one.written_by_id == request.actor.account_id:
        open_to -= {"approve", "confirm"}  # somebody else reads it through
    forms_of = {
        verb: (given or {}).get(verb) or ReasonForm(prefix=verb) for verb in ("send-back", "withdraw")
    }
    context = {
        "page": page,
        "bulletin": one,
        "case": case,
        "shown": shapes_of.of_bulletin(one, request.at),
        "state": STATES[case.state],
        "targets": [str(t) for t in page.targets],
        "photos": [
            shapes_of.photo(
                reverse("desk:bulletin-file", args=[number, row.file_id, "small"]),
                reverse("desk:bulletin-file", args=[number, row.file_id, "full"]),
            )
            for row in page.files
            if row.file.is_photo
        ],
        "papers": [
            (reverse("desk:bulletin-file", args=[number, row.file_id, "full"]), row.file.name)
            for row in page.files
            if not row.file.is_photo
        ],
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "corrections": shapes_of.corrections(page.corrections, request.at),
        "reading": rules.readability(f"{one.summary}\n{one.body}"),
        "can": open_to,
        "presses": [
            (reverse(f"desk:bulletin-{verb}", args=[number]), VERBS[verb.replace("-", "_")])
            for verb in ("approve", "confirm", "publish", "publish-at-once", "submit")
            if verb in open_to
        ],
        "send_back": forms_of["send-back"],
        "withdraw": forms_of["withdraw"],
        "public_url": operations.PATH.format(number=number),
        "is_own": one.written_by_id == request.actor.account_id and case.state in ("submitted", "unreviewed"),
        "is_public": one.version > 0
        and case.state in ("published", "unreviewed")
        and one.valid_from <= request.at,
        "key": uuid.uuid4(),
    }
    return furniture.page(request, "desk/bulletins/bulletin.html", context, status=status)
