"""A unit's own system hears of every move of the cases the unit sees: signed, tried again, for days."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from linli.base.notices import operations as notices
from linli.base.notices.models import Hook
from linli.base.people.api_keys import Ability
from linli.faces.openapi.v1 import shapes as s
from linli.faces.openapi.v1.door import asker

router = Router(tags=["webhooks"])


def _shown(hook: Hook) -> dict[str, Any]:
    return {
        "id": hook.pk,
        "name": hook.name,
        "host": urlsplit(hook.url).hostname or "",
        "is_active": hook.is_active,
        "added_at": hook.added_at,
        "failing_since": hook.failing_since,
        "last_error": hook.last_error,
    }


@router.get("/webhooks", response=s.HookList, operation_id="list_webhooks")
def list_webhooks(request: HttpRequest) -> dict[str, Any]:
    """List the systems of the key's unit. Four queries."""
    who = asker(request, Ability.HOOK)
    return {"items": [_shown(h) for h in Hook.objects.filter(unit=who.key.unit, kind=Hook.Kind.WEBHOOK)]}


@router.post("/webhooks", response={201: s.HookAdded}, operation_id="add_webhook")
def add_webhook(request: HttpRequest, body: s.HookIn) -> Status[dict[str, Any]]:
    """Connect a system of the key's unit; the same address again gives the same one with its secret."""
    who = asker(request, Ability.HOOK)
    hook = notices.subscribe(actor=who.actor, unit=who.key.unit, name=body.name, url=body.url, at=who.at)
    return Status(201, {**_shown(hook), "secret": hook.secret})


@router.delete("/webhooks/{hook_id}", response={204: None}, operation_id="drop_webhook")
def drop_webhook(request: HttpRequest, hook_id: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Status[None]:
    """Disconnect a system, with what still waited for it."""
    who = asker(request, Ability.HOOK)
    hook = (
        Hook.objects.select_related("unit")
        .filter(pk=hook_id, unit=who.key.unit, kind=Hook.Kind.WEBHOOK)
        .first()
    )
    if hook is None:
        raise Http404
    notices.unsubscribe(actor=who.actor, hook=hook, at=who.at)
    return Status(204, None)
