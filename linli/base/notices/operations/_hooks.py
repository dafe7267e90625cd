"""Chat robots and partners' systems: added, changed, tried and dropped by a unit's system administrator."""

from __future__ import annotations

import secrets
from datetime import datetime

from linli.base.notices.channels._hooks import ROBOT_HOST
from linli.base.notices.channels._post import checked
from linli.base.notices.conf import conf
from linli.base.notices.models import Hook, Notice
from linli.base.notices.operations._send import _deliver
from linli.base.notices.policies import require_keeper, works_at
from linli.base.notices.refusals import BadHookAddress, NotYourNotices, TooManyHooks
from linli.base.notices.rules import UNSENT_FOR, ChannelName
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor

MOST_SYSTEMS = 10
"""LOCAL: more systems of one unit than this are a program gone wrong."""


def _checked(kind: str, url: str) -> str:
    try:
        host = checked(url.strip()).hostname
    except ValueError as error:
        raise BadHookAddress(reason=str(error)) from error
    if kind == ChannelName.ROBOT and host != ROBOT_HOST and host not in conf().hook_hosts:
        raise BadHookAddress(reason="robot")
    return url.strip()


def add_hook(*, actor: Actor, unit: Unit, kind: str, name: str, url: str, at: datetime) -> Hook:
    """Add a chat robot or a partner's system to a unit; a system gets a secret with which it can trust us.

    :raises NotYourNotices: not its system administrator. :raises BadHookAddress: not an address we post to.
    """
    require_keeper(actor, unit)
    secret = secrets.token_urlsafe(32) if kind == ChannelName.WEBHOOK else ""
    return Hook.objects.create(
        unit=unit, kind=kind, name=name.strip()[:40], url=_checked(kind, url), secret=secret, added_at=at
    )


def subscribe(*, actor: Actor, unit: Unit, name: str, url: str, at: datetime) -> Hook:
    """Connect a unit's own system: it hears of every move of the cases the unit sees, signed with the hook's secret.

    The same address again gives the hook it has.

    :raises NotYourNotices: `actor` holds no working post at the unit. :raises BadHookAddress: not an address we post to.
    """
    if not works_at(actor, unit):
        raise NotYourNotices
    kind, checked_url = ChannelName.WEBHOOK, _checked(ChannelName.WEBHOOK, url)
    mine = Hook.objects.filter(unit=unit, kind=kind)
    if same := next((hook for hook in mine if hook.url == checked_url), None):
        return same
    if len(mine) >= MOST_SYSTEMS:
        raise TooManyHooks(most=MOST_SYSTEMS)
    secret = secrets.token_urlsafe(32)
    return Hook.objects.create(
        unit=unit, kind=kind, name=name.strip()[:40], url=checked_url, secret=secret, added_at=at
    )


def unsubscribe(*, actor: Actor, hook: Hook, at: datetime) -> None:
    """Disconnect a unit's own system, with what still waited for it.

    :raises NotYourNotices: `actor` holds no working post at its unit.
    """
    if not works_at(actor, hook.unit) or hook.kind != ChannelName.WEBHOOK:
        raise NotYourNotices
    hook.delete()


def change_hook(*, actor: Actor, hook: Hook, name: str, url: str, is_active: bool, at: datetime) -> Hook:
    """Change a hook's name and address, or switch it off and on; an empty address keeps the one it has.

    :raises NotYourNotices: not its system administrator. :raises BadHookAddress: not an address we post to.
    """
    require_keeper(actor, hook.unit)
    hook.name, hook.is_active = name.strip()[:40], is_active
    if url.strip():
        hook.url = _checked(hook.kind, url)
    hook.failing_since, hook.last_error = None, ""
    hook.save()
    return hook


def drop_hook(*, actor: Actor, hook: Hook, at: datetime) -> None:
    """Remove a hook and what still waited for it.

    :raises NotYourNotices: not its system administrator.
    """
    require_keeper(actor, hook.unit)
    hook.delete()


def test_hook(*, actor: Actor, hook: Hook, at: datetime) -> str:
    """Send a test message now and return what went wrong, or an empty text.

    :raises NotYourNotices: not its system administrator.
    """
    require_keeper(actor, hook.unit)
    notice = Notice.objects.create(
        channel=hook.kind,
        hook=hook,
        office=hook.unit,
        template="test",
        attempts=1,
        is_urgent=True,
        made_at=at,
        next_try_at=at + UNSENT_FOR,
        expires_at=at + UNSENT_FOR,
        key=f"test:h{hook.pk}:{at.timestamp()}",
    )
    _deliver(notice, at, {})
    notice.refresh_from_db()
    Notice.objects.filter(pk=notice.pk).exclude(state=Notice.State.SENT).update(
        state=Notice.State.DEAD, next_try_at=None
    )
    return notice.last_error


test_hook.__test__ = False  # type: ignore[attr-defined]
