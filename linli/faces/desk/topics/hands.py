"""A meeting votes by raising hands: everybody who has not voted is a line, and one press takes all of them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import said
from linli.faces.desk.topics.page import concerned
from linli.faces.desk.topics.roll import takes_hands, vote_kept
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import queries
from linli.pillars.governance.deliberation.models import Entry, Vote

MOST = 300
"""So many lines a page asks for at most; a larger roll does not vote by hand in one room."""


class HandsForm(forms.Form):
    """A choice for each line that has not voted; who raised no hand stays as they are."""

    def __init__(self, *args: Any, vote: Vote, lines: list[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(enumerate(vote.options[:-1]))  # a hand is never spoiled
        for line in lines:
            self.fields[f"e{line.pk}"] = forms.TypedChoiceField(
                label=line.label,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one hand at least."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.hands:
            raise forms.ValidationError(_("还没有记下谁举了手。"))
        return found

    @property
    def hands(self) -> dict[int, int]:
        """What was chosen, by line of the roll."""
        return {int(name[1:]): one for name, one in self.cleaned_data.items() if one is not None}

    @property
    def rows(self) -> Iterator[forms.BoundField]:
        """The lines, as the page lists them."""
        return (self[name] for name in self.fields)


@concerned
@require_http_methods(["GET", "POST"])
def hands(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show everybody who has not voted and take in their hands. Somebody who voted meanwhile keeps that vote.

    :raises Http404: nothing is voted on by hand now.
    """
    found, vote = vote_kept(request, number)
    if not takes_hands(found, vote):
        raise Http404
    every = list(queries.entries_of(vote=vote))
    left = [entry for entry in every if not hasattr(entry, "mark")][:MOST]
    is_sent = request.method == "POST"
    form, status = HandsForm(request.POST if is_sent else None, vote=vote, lines=left), 200
    if is_sent:
        status = 422
        if form.is_valid():
            try:
                count = op.take_hands(actor=request.actor, number=number, at=request.at, hands=form.hands)
            except Refusal as refusal:
                status = status_of(refusal)
                if status == 404:
                    raise
                form.add_error(None, said(refusal, request.at))
            else:
                _tell(request, count, [e for e in every if hasattr(e, "mark") and f"e{e.pk}" in request.POST])
                return redirect("desk:topic-roll", number=number)
    context = {"topic": found, "case": found.case, "vote": vote, "form": form, "left": len(left)}
    return furniture.page(request, "desk/topics/hands.html", context, status=status)


def _tell(request: DeskRequest, count: int, voted: list[Entry]) -> None:
    messages.success(request, ngettext("记下了 %(n)d 票。", "记下了 %(n)d 票。", count) % {"n": count})
    if voted:
        names = "、".join(entry.label for entry in voted)
        messages.warning(request, _("%(names)s 先投过了，按先投的算。") % {"names": names})
