"""Reads for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.base.files.models import StoredFile
from linli.base.flow import engine
from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.notices.models import Notice
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.places.models import Compound
from linli.kernel.workdays import WorkCalendar
from linli.pillars.service.bulletins import policies
from linli.pillars.service.bulletins.flow import BULLETIN, SHOWN
from linli.pillars.service.bulletins.models import (
    Bulletin,
    BulletinFile,
    BulletinTarget,
)
from linli.pillars.service.bulletins.queries._rules import approval_of, flow_facts
from linli.pillars.service.bulletins.queries._versions import Correction, corrections_of
from linli.pillars.service.bulletins.rules import Approval

PAGE = 30


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """One line of the desk's list."""

    number: str
    title: str
    kind: str
    state: str
    card: str
    unit: str
    due_at: datetime | None
    valid_until: datetime
    is_open: bool
    is_shown: bool


def bulletins_of(
    *, actor: Actor, view: str = "open", before: int | None = None, size: int = PAGE
) -> tuple[tuple[BulletinRow, ...], int | None]:
    """List the bulletins an actor sees at the desk, newest first. One query."""
    rows = Bulletin.objects.filter(policies.reachable(actor), _in_view(actor, view))
    if before:
        rows = rows.filter(case_id__lt=before)
    found = list(rows.select_related("case", "unit").order_by("-case_id")[: size + 1])
    page = tuple(
        BulletinRow(
            number=b.case.number,
            title=b.title,
            kind=b.kind,
            state=b.case.state,
            card=b.case.card,
            unit=str(b.unit),
            due_at=b.case.due_at,
            valid_until=b.valid_until,
            is_open=b.case.is_open,
            is_shown=b.case.state in SHOWN,
        )
        for b in found[:size]
    )
    return page, found[size - 1].case_id if len(found) > size else None


def _in_view(actor: Actor, view: str) -> Q:
    match view:
        case "review":
            held = sorted({p.unit_id for p in actor.posts})
            mine = Q(pk__in=[])
            for unit_id in held:
                mine |= Q(case__holder__path__contains=f"/{unit_id}/")
            return mine & Q(case__state__in=["submitted", "unreviewed"])
        case "shown":
            return Q(case__state__in=SHOWN)
        case "ended":
            return Q(case__is_open=False)
        case _:
            return Q(case__state__in=["drafted", "submitted", "unreviewed"])


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the history."""

    verb: str
    at: datetime
    who: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """How many were told, and how many pressed “我知道了”. Numbers, no names."""

    in_app: int
    by_sms: int
    seen: int


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """What the desk's page shows."""

    bulletin: Bulletin
    targets: tuple[BulletinTarget, ...]
    files: tuple[BulletinFile, ...]
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]
    approval: Approval
    told: Told
    corrections: tuple[Correction, ...]


def get_bulletin(*, actor: Actor, number: str) -> Bulletin:
    """Give a bulletin the actor sees at the desk. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Bulletin.objects.select_related("case__holder", "case__area", "case__office", "unit", "written_by")
    found = rows.filter(policies.reachable(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def bulletin_page(*, actor: Actor, number: str, at: datetime) -> BulletinPage:
    """Give everything the desk's page shows. Eight queries.

    :raises NoSuchCase: absent or out of reach.
    """
    bulletin = get_bulletin(actor=actor, number=number)
    case = bulletin.case
    approval = approval_of(bulletin)
    stands = engine.stands_of(actor, case, ())
    facts = engine.facts_of(case, (), **flow_facts(case, [], at, WorkCalendar()))
    steps = Step.objects.filter(case=case).select_related("actor", "unit", "words").order_by("-seq")
    told = Notice.objects.filter(case=case, account__is_resident=True)
    return BulletinPage(
        bulletin=bulletin,
        targets=tuple(bulletin.targets.select_related("unit", "compound")),
        files=tuple(bulletin.files.select_related("file")),
        steps=tuple(
            StepRow(
                verb=s.verb,
                at=s.at,
                who=s.actor.name if s.actor else "",
                unit=str(s.unit or ""),
                words=(s.words.note or s.words.answer) if hasattr(s, "words") else "",
            )
            for s in steps
        ),
        moves=BULLETIN.open_to(facts, stands),
        approval=approval,
        told=Told(
            in_app=told.filter(channel=Notice.Channel.IN_APP).values("account").distinct().count(),
            by_sms=told.filter(channel=Notice.Channel.SMS, state=Notice.State.SENT).count(),
            seen=bulletin.seen_count,
        ),
        corrections=corrections_of(bulletin),
    )


def grounds_of(unit: Unit) -> tuple[list[Unit], list[Compound]]:
    """Give the places a unit may write for: units from the top down, and compounds. Two queries."""
    kinds = [UnitKind.SUBDISTRICT, UnitKind.COMMUNITY, UnitKind.GRID]
    units = Unit.objects.filter(path__startswith=unit.path, kind__in=kinds, is_active=True)
    return (
        list(units.order_by("path")),
        list(Compound.objects.filter(community__path__startswith=unit.path).order_by("community", "name")),
    )


def file_for_desk(*, actor: Actor, number: str, file_id: int) -> StoredFile | None:
    """Give a file of a bulletin that an actor sees at the desk; None otherwise. Two queries."""
    try:
        bulletin = get_bulletin(actor=actor, number=number)
    except NoSuchCase:
        return None
    found = bulletin.files.filter(file=file_id).select_related("file").first()
    return found.file if found else None
