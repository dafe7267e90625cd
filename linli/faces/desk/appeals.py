"""An appeal is opened at the result it is against: where it is read, answered, and what came of it."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from linli.base.flow.refusals import NoSuchCase
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk
from linli.insight.appraisals import queries as appraisals
from linli.pillars.governance.estates import queries as estates


@desk
@require_GET
def appeal(request: DeskRequest, number: str) -> HttpResponseBase:
    """Lead to the company's evaluation or the unit's assessment that an appeal is against. Two queries."""
    review = estates.review_appealed(actor=request.actor, number=number)
    if review is not None:
        return redirect(f"{reverse('desk:estate-review', args=[review])}#appeals")
    found = appraisals.round_appealed(actor=request.actor, number=number)
    if found is None:
        raise NoSuchCase(number=number)
    return redirect(f"{reverse('boards:appraisal', args=[found])}#appeals")
