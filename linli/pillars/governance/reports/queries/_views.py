"""The views of the inbox: what waits for whom."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from linli.base.flow.models import Assignment, Case, Petition, Watch
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.models import Callback

WAITING = ("asked", "paused", "ledgered", "callback")
LIVE = ["given", "taken"]
HOLDS = GRID | COMMUNITY | CENTRE | HANDLING
"""Whose hands a case waits for: the posts that the flow lets do what comes next. Others see it and wait with it."""

VIEWS = (
    "mine",
    "to_decide",
    "units",
    "to_verify",
    "to_call_back",
    "watched",
    "due_soon",
    "overdue",
    "waiting",
    "to_dispatch",
    "all",
)


def decides(actor: Actor) -> bool:
    """Say whether somebody decides what is asked of the level above."""
    return actor.has(LEADING | CENTRE)


def view_of(view: str, actor: Actor) -> Q:
    """Match the cases of a view of the inbox. Open cases only, but for “all”, and appeals in “to_decide”."""
    # As lists, which are read once: asked case by case they would be looked up for every open one.
    share = Assignment.objects.filter(state__in=LIVE).values("case_id")
    is_open = Q(is_open=True)
    match view:
        case "mine":
            units = sorted(_held(actor, HOLDS))
            mine = Q(holder__in=units) | Q(pk__in=share.filter(unit__in=units))
            own = Q(holder_account__isnull=True) | Q(holder_account=actor.account_id) | ~Q(state="dispatched")
            waits = Q(mine, own & ~Q(state__in=WAITING))
            return is_open & (waits | _to_decide(actor) if decides(actor) else waits)
        case "to_decide":
            return _to_decide(actor)
        case "units":
            paths = [f"/{'/'.join(map(str, p.line))}/" for p in actor.posts if p.unit_id in actor.sight_ids]
            if not paths:
                return Q(pk__in=[])
            held = reduce(or_, (Q(holder__path__startswith=p) for p in paths))
            given = reduce(or_, (Q(unit__path__startswith=p) for p in paths))
            return Q(held | Q(pk__in=share.filter(given)), is_open)
        case "to_verify":
            return is_open & Q(state__in=["checking", "answered"])
        case "to_call_back":
            return is_open & Q(state="callback")
        case "to_dispatch":
            return is_open & Q(state__in=["received", "accepted"], holder__in=sorted(actor.sight_ids))
        case "watched":
            return Q(pk__in=Watch.objects.filter(account_id=actor.account_id or 0).values("case_id"))
        case "due_soon":
            return is_open & Q(card="yellow")
        case "overdue":
            return is_open & Q(card="red")
        case "waiting":
            return is_open & Q(state__in=["asked", "paused", "ledgered"])
        case _:
            return Q()


def _held(actor: Actor, roles: frozenset[str]) -> set[int]:
    return {p.unit_id for p in actor.posts if p.role in roles}


def _to_decide(actor: Actor) -> Q:
    """Match what the level above was asked for and nobody has decided yet, as the flow says who may.

    Leaders of an office rule disputes and decide everything; dispatchers grant time and pauses and judge appeals.
    """
    leads, sends = (sorted(_held(actor, roles)) for roles in (LEADING, CENTRE))
    asked = Petition.objects.filter(is_granted=None)
    small = asked.filter(case__office__in=sends, what__in=[Petition.What.EXTENSION, Petition.What.PAUSE])
    appeals = Callback.objects.filter(appeal=Callback.Appeal.PENDING)
    disputed = Case.objects.filter(state="disputed", is_open=True, office__in=leads)
    # One list of the few that wait: three conditions joined by “or” would be tried on every case in sight.
    return Q(
        pk__in=asked.filter(case__office__in=leads)
        .values("case_id")
        .union(
            small.values("case_id"),
            appeals.filter(report__case__office__in=[*leads, *sends]).values("report_id"),
            disputed.values("id"),
        )
    )
