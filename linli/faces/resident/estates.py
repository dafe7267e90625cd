"""Compounds for residents: mine or any, who serves it, its committee, its table of six."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.people.knocks import knock
from linli.faces.parts import reviewtables
from linli.faces.parts.shapes import State
from linli.faces.resident import doors
from linli.faces.resident.account import residents_only
from linli.faces.resident.elections import ProposeForm
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards.estates import COMPANY_DUTIES
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.models import CompanyReview, Estate, Seat
from linli.pillars.governance.estates.policies import NoSuchEstate
from linli.pillars.governance.estates.rules import Side
from linli.pillars.governance.estates.texts import (
    DUTIES,
    LEVELS,
    SHAPES,
    SIDE_TASKS,
    STAGE_SHAPES,
    STAGES,
    STANDING_SHAPES,
    STANDINGS,
)
from linli.pillars.governance.estates.texts import STATES as ELECTION_STATES


@require_safe
def estates(request: HttpRequest) -> HttpResponseBase:
    """Show one's own compound first, and look for others by name."""
    reader = reader_of(request, clock.now())
    asked = request.GET.get("q", "")
    mine = queries.home_compound(account_id=reader.account.pk) if reader.account is not None else None
    context = {
        "mine": mine,
        "q": asked[:40],
        "found": queries.find_open(words=asked),
        "is_known": bool(reader.account),
    }
    return page(request, "estates", reader, "home", context)


@require_safe
def estate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a compound as its gate does: nothing of anybody but who sits at its table."""
    at = clock.now()
    try:
        found = queries.page_of(queries.open_to_all(pk=pk), at)
    except NoSuchEstate:
        raise Http404(_("没有这个小区。")) from None
    row, reader = found.row, reader_of(request, at)
    context = {
        "page": found,
        "row": row,
        "by": Estate.By(row.managed.value).label,
        "contract": next((c for c in found.contracts if c.ended_on is None), None),
        "state": State(STANDING_SHAPES[row.standing], STANDINGS[row.standing]),  # type: ignore[arg-type]
        "table": [
            (Seat.Of(side.value).label, SIDE_TASKS[side], [s for s in found.seats if s.side == side.value])
            for side in Side
        ],
        "elections": [
            (one, State(SHAPES[one.case.state], ELECTION_STATES[one.case.state]))  # type: ignore[arg-type]
            for one in found.elections
        ],
        "propose": _may_propose(reader, pk, row.election),
        "reviews": [
            (
                one,
                State(STAGE_SHAPES[one.stage], STAGES[one.stage]),  # type: ignore[arg-type]
                reviewtables.lines_of(one),
                reviewtables.weight_of(one),
            )
            for one in queries.public_reviews(compound_id=pk, at=at)
        ],
        "asked": _asked(reader, pk),
        "duties": [DUTIES[one.code] for one in COMPANY_DUTIES],
    }
    return page(request, "estate", reader, "home", context)


def _may_propose(reader: Reader, pk: int, running: str) -> ProposeForm | None:
    """Give the form to whoever lives there, where no election is under way."""
    if reader.account is None or running:
        return None
    home = queries.home_compound(account_id=reader.account.pk)
    return ProposeForm(initial={"key": uuid.uuid4()}) if home is not None and home.pk == pk else None


class LevelForm(forms.Form):
    """How content a household is with its company."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("物业做得怎么样"),
        choices=[(str(n), word) for n, word in LEVELS],
        coerce=int,
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What households are asked now: about which company and days; the form is for who lives there."""

    review: CompanyReview
    last_date: date
    form: LevelForm | None


def _asked(reader: Reader, pk: int) -> Asked | None:
    """Give what the households of a compound are asked now."""
    review = queries.open_review(compound_id=pk)
    if review is None:
        return None
    account = reader.account
    home = queries.home_of(account_id=account.pk, compound_id=pk) if account is not None else None
    said = queries.voice_of(review=review, household=home) if home is not None else None
    form = LevelForm(initial={"level": said}) if home is not None else None
    return Asked(review, review.until_date - timedelta(days=1), form)


@require_POST
@kindly
@residents_only
def give_level(request: HttpRequest, pk: int, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Take what one's household thinks of the company."""
    at = clock.now()
    review = queries.open_review(compound_id=pk)
    form = LevelForm(request.POST)
    if review is None:
        messages.error(request, _("现在没有在评，或者已经公示了。"))
    elif is_stale or not form.is_valid():
        messages.error(request, _("请选一个。"))
    else:
        try:
            knock(doors.FILE, reader.address, at)
            op.give_level(actor=reader.actor, at=at, review=review.pk, level=form.cleaned_data["level"])
        except Refusal as refusal:
            messages.error(request, str(words_of(refusal)))
        else:
            messages.success(request, _("记下了，公示前还可以改。别人看不到您打了几分。"))
    return redirect("resident:estate", pk=pk)
