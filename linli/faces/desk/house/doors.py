"""The door of the house's pages: system administrators, on the ground of their own post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.journal import What, record
from linli.base.people.policies import keeps_house
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk, said
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal


class KeeperRequest(DeskRequest):
    """A request of somebody who keeps a house: `ground` is the unit of the post."""

    ground: Unit


View = Callable[..., HttpResponseBase]


def door(*roles: Role, of: UnitKind | None = None) -> Callable[[View], View]:
    """Make a door for holders of these roles, at units of a kind; everybody else finds nothing.

    What a form changes is one transaction with the line about it in the log.
    """

    def decorate(view: View) -> View:
        @desk
        @wraps(view)
        def guarded(request: KeeperRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            posts = [p for p in request.actor.posts if p.role in roles and of in (None, p.unit_kind)]
            if not posts:
                raise Http404
            widest = min(posts, key=lambda p: len(p.line))
            request.ground = Unit.objects.get(pk=widest.unit_id)
            if request.method != "POST":
                return view(request, *args, **kwargs)
            with transaction.atomic():
                return view(request, *args, **kwargs)

        guarded.is_keeper = True  # type: ignore[attr-defined]
        return guarded

    return decorate


keeper = door(Role.SYSTEM_ADMIN)
#: What belongs to one office: its grids, its hours, its words. Who keeps a district keeps units, accounts and kinds.
office_keeper = door(Role.SYSTEM_ADMIN, of=UnitKind.SUBDISTRICT)


def unit_of(request: KeeperRequest, pk: int) -> Unit:
    """Return a unit on the keeper's ground; elsewhere there is none."""
    unit = Unit.objects.filter(pk=pk).select_related("parent").first()
    if unit is None or not keeps_house(request.actor, unit):
        raise Http404
    return unit


def tell(request: KeeperRequest, words: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, words)


def did(
    request: KeeperRequest, verb: str, words: str, about: object, *, form: forms.BaseForm | None = None
) -> None:
    """Say what was done, and write it in the log that auditors read: who, what, from what to what.

    The log is kept in the language of the source, whatever the administrator reads.
    """
    messages.success(request, words)
    pk = getattr(about, "pk", None)
    with translation.override("zh-hans"):
        told = "；".join([str(about), *(changes_in(form) if form is not None else ())])
    record(
        What.HOUSE_CHANGED,
        at=request.at,
        actor=request.actor,
        subject=about._meta.label if isinstance(about, Model) else "",
        subject_id=pk if isinstance(pk, int) else None,
        field=verb,
        reason=told,
    )


def changes_in(form: forms.BaseForm) -> list[str]:
    """Name the fields of a valid form that differ from what they were, before and after."""
    changed = []
    for name in form.changed_data:
        field = form.fields[name]
        before, after = (_plain(value) for value in (form.initial.get(name), form.cleaned_data.get(name)))
        if before != after and not isinstance(field, forms.FileField):
            changed.append(f"{field.label}：{before or '—'} → {after or '—'}")
    return changed


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def refused_in(form: forms.BaseForm, refusal: Refusal, request: KeeperRequest) -> int:
    """Put a refusal into the form, beside what was typed, and return its status."""
    form.add_error(None, said(refusal, request.at))
    return status_of(refusal)


def show(
    request: KeeperRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the house."""
    return furniture.page(request, f"desk/house/{template}.html", dict(context), status=status)
