"""The roll of a vote at the desk: who is on it and has voted, votes taken in on the spot and on paper, the box counted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.flow.refusals import NoSuchCase
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import said
from linli.faces.desk.topics.page import concerned
from linli.faces.desk.topics.shown import election_of, vote_shown
from linli.faces.parts.inputs import PhoneField, WordsField
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import policies, queries
from linli.pillars.governance.deliberation.models import Entry, Topic, Vote
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.deliberation.texts import VIAS

PAGE = 60
VIEWS = (
    ("", gettext_lazy("整本名册")),
    ("left", gettext_lazy("还没投的")),
    ("check", gettext_lazy("等核对的")),
)


class TakeForm(forms.Form):
    """How a vote was given, and what was chosen where that is read."""

    via = forms.TypedChoiceField(
        label=gettext_lazy("怎么投的"),
        choices=[(v.value, VIAS[v.value]) for v in (Via.PAPER, Via.SPOT)],
        coerce=Via,
        widget=forms.RadioSelect,
        initial="paper",
    )
    proxy = WordsField(
        label=gettext_lazy("谁代投的"), most=40, required=False, help_text=gettext_lazy("本人投的空着")
    )

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not vote.is_secret:
            self.fields["choice"] = _choice(vote)


class CheckForm(forms.Form):
    """What a second person reads on the same paper."""

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"] = _choice(vote)


class VerifyForm(forms.Form):
    """Whose line it is."""

    phone = PhoneField(label=gettext_lazy("用哪个手机号登录"))
    how = WordsField(
        label=gettext_lazy("凭什么核实"), most=60, help_text=gettext_lazy("如“看了身份证和房产证”")
    )


class BoxForm(forms.Form):
    """How many papers of each option lay in the box."""

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for i, option in enumerate(vote.options):
            self.fields[f"n{i}"] = forms.IntegerField(label=option, min_value=0, max_value=99_999, initial=0)

    @property
    def counts(self) -> list[int]:
        """The numbers in the order of the options."""
        return [self.cleaned_data[name] for name in self.fields]


def _choice(vote: Vote) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("票上选的"),
        choices=list(enumerate(vote.options)),
        coerce=int,
        widget=forms.RadioSelect,
    )


def vote_kept(request: DeskRequest, number: str) -> tuple[Topic, Vote]:
    """Give the vote whose roll one keeps; absent for whoever does not convene there."""
    found = queries.get_topic(actor=request.actor, number=number)
    vote = queries.vote_of(found)
    if vote is None or not policies.convenes_at(request.actor, found.case.area):
        raise NoSuchCase(number=number)
    return found, vote


def _how(entry: Entry) -> tuple[str, bool]:
    """Say how a line has voted, and whether its paper waits for a second reader."""
    if not hasattr(entry, "mark"):
        return "", False
    waits = entry.mark.via == Via.PAPER and entry.mark.checked_by_id is None and not entry.vote.is_secret
    return str(VIAS[entry.mark.via]), waits


def _is_by_itself(found: Topic, vote: Vote, *states: str) -> bool:
    """Say whether papers of this one question are handled here, and not with a whole ballot."""
    return found.case.state in states and not vote.is_joint


def takes_hands(found: Topic, vote: Vote) -> bool:
    """Say whether raised hands are written down: an open question, read by name, that stands on no paper with others."""
    return not vote.is_secret and _is_by_itself(found, vote, "voting")


@concerned
@require_GET
def roll(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show the roll, a page at a time or the lines that are looked for."""
    return _roll(request, number)


def _roll(
    request: DeskRequest, number: str, box: BoxForm | None = None, status: int = 200
) -> HttpResponseBase:
    found, vote = vote_kept(request, number)
    asked = request.GET.get("q", "").strip()[:40]
    every = list(queries.entries_of(vote=vote))
    for entry in every:
        entry.vote = vote
    kinds = {
        "": every,
        "left": [e for e in every if not _how(e)[0]],
        "check": [e for e in every if _how(e)[1]],
    }
    view = request.GET.get("view", "")
    view = view if view in kinds else ""
    lines = [e for e in kinds[view] if asked in e.label]
    first = int(p) if (p := request.GET.get("from", "")).isascii() and p.isdigit() and len(p) < 7 else 0
    here = reverse("desk:topic-roll", args=[number])
    shown = lines[first : first + PAGE]
    kept = urlencode({"view": view, "q": asked})
    in_box = vote.is_secret and found.case.state == "counting"
    context = {
        "topic": found,
        "case": found.case,
        "one": vote_shown(queries.vote_row(vote)),
        "vote": vote,
        "rows": [(e, *_how(e), f"{e.area / 100:g}" if e.area else "") for e in shown],
        "asked": asked,
        "view": view,
        "views": [
            (word, len(kinds[code]), f"{here}?view={code}" if code else here, code == view)
            for code, word in VIEWS
            if kinds[code] or not code
        ],
        "is_open": found.case.state == "voting" and not vote.is_joint,
        "takes_hands": takes_hands(found, vote) and bool(kinds["left"]),
        "election": election_of(found, vote),
        "box_form": box or (BoxForm(vote=vote) if in_box else None),
        "box_count": vote.marks.exclude(via=Via.PHONE.value).count(),
        "counted_by": vote.box_counts.count(),
        "pages": Pages(
            before_url=f"{here}?from={max(0, first - PAGE)}&{kept}" if first else "",
            after_url=f"{here}?from={first + PAGE}&{kept}" if len(lines) > first + PAGE else "",
        ),
    }
    return furniture.page(request, "desk/topics/roll.html", context, status=status)


@concerned
@require_GET
def export(request: DeskRequest, number: str) -> HttpResponseBase:
    """Hand over the roll as a sheet: who is on it and has taken part; never how anybody voted."""
    _found, vote = vote_kept(request, number)
    columns = [
        (str(_("谁")), 28.0), (str(_("面积（平方米）")), 14.0), (str(_("投了吗")), 12.0), (str(_("哪天")), 12.0),
        (str(_("核实")), 24.0),
    ]  # fmt: skip
    cells = (
        (
            e.label,
            e.area / 100 if e.area else None,
            str(VIAS[e.mark.via]) if hasattr(e, "mark") else "",
            e.mark.on_date.isoformat() if hasattr(e, "mark") else "",
            e.verified_how,
        )
        for e in queries.entries_of(vote=vote)
    )
    return sheet_response(_("表决名册"), columns, cells, request.at)


@concerned
@require_GET
def line(request: DeskRequest, number: str, entry_id: int) -> HttpResponseBase:
    """Show one line of the roll and what can be done with it."""
    return _line(request, number, entry_id, {})


def _line(
    request: DeskRequest, number: str, entry_id: int, given: dict[str, forms.Form], status: int = 200
) -> HttpResponseBase:
    found, vote = vote_kept(request, number)
    entry = vote.entries.select_related("mark", "account").filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    entry.vote = vote
    how, waits = _how(entry)
    is_open = found.case.state == "voting"
    rows = []
    if not how and _is_by_itself(found, vote, "voting"):
        rows.append(("take", _("收下这一票"), given.get("take") or TakeForm(prefix="take", vote=vote)))
    if waits and _is_by_itself(found, vote, "voting", "counting"):
        rows.append(
            ("check", _("再读一遍这张纸票"), given.get("check") or CheckForm(prefix="check", vote=vote))
        )
    if is_open and not how and entry.account_id is None:
        rows.append(
            ("verify", _("核实是谁，让他在手机上投"), given.get("verify") or VerifyForm(prefix="verify"))
        )
    context = {
        "topic": found,
        "case": found.case,
        "vote": vote,
        "entry": entry,
        "how": how,
        "waits": waits,
        "election": election_of(found, vote),
        "is_mine": waits and entry.mark.by_id == request.actor.account_id,
        "area": f"{entry.area / 100:g}" if entry.area else "",
        "forms": [
            (reverse(f"desk:topic-entry-{code}", args=[number, entry_id]), word, form)
            for code, word, form in rows
        ],
    }
    return furniture.page(request, "desk/topics/entry.html", context, status=status)


@concerned
@require_POST
def act(request: DeskRequest, number: str, entry_id: int, what: str) -> HttpResponseBase:
    """Take a vote in, read its paper again, or verify whose line it is."""
    _found, vote = vote_kept(request, number)
    form: forms.Form
    if what == "take":
        form, operate = TakeForm(request.POST, prefix=what, vote=vote), op.take_vote
    elif what == "check":
        form, operate = CheckForm(request.POST, prefix=what, vote=vote), op.check_paper  # type: ignore[assignment]
    else:
        form, operate = VerifyForm(request.POST, prefix=what), op.verify_entry  # type: ignore[assignment]
    if not form.is_valid():
        return _line(request, number, entry_id, {what: form}, 422)
    try:
        operate(actor=request.actor, number=number, at=request.at, entry=entry_id, **form.cleaned_data)
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        form.add_error(None, said(refusal, request.at))
        return _line(request, number, entry_id, {what: form}, status_of(refusal))
    messages.success(request, _("记下了。"))
    return redirect(f"{reverse('desk:topic-roll', args=[number])}#e{entry_id}")


@concerned
@require_POST
def count_box(request: DeskRequest, number: str) -> HttpResponseBase:
    """Say what one counted in the box."""
    _found, vote = vote_kept(request, number)
    form = BoxForm(request.POST, vote=vote)
    if not form.is_valid():
        return _roll(request, number, form, 422)
    try:
        op.count_box(actor=request.actor, number=number, at=request.at, counts=form.counts)
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _roll(request, number, form, status_of(refusal))
    messages.success(request, _("记下了。要两个人数的一样才算。"))
    return redirect("desk:topic-roll", number=number)
