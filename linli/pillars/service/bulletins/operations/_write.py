"""The verbs of a bulletin's case. Each is one transaction and one step; the words that were shown are kept as versions."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Unpack

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from linli.base.files.models import StoredFile
from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import LEADING, Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.places.models import Compound
from linli.kernel.refusals import Refusal
from linli.pillars.service.bulletins import policies, queries, rules
from linli.pillars.service.bulletins.flow import APPROVERS, BULLETIN, KIND
from linli.pillars.service.bulletins.models import Bulletin, BulletinFile, BulletinTarget, BulletinVersion
from linli.pillars.service.bulletins.rules import Approver, BulletinKind, Content, ReachLevel

Target = Unit | Compound
MOST_TARGETS = 60
MOST_FILES = 6


class NotYoursToWrite(Refusal):
    """Somebody writes in the name of a unit they hold no post at."""


class UnfitBulletin(Refusal):
    """Something is missing or contradicts itself: `faults` by field."""


class NobodyMeant(Refusal):
    """It is for no place, or for more places than one can mean: `most`."""


class BeyondYourGround(Refusal):
    """A place that is not on the ground of whoever writes: `place`."""


class NotYourColumn(Refusal):
    """A company writes only in its column, and only companies do; it is for one community of the office: `unit`."""


class OwnWords(Refusal):
    """Somebody approves what they wrote themselves."""


class NothingChanged(Refusal):
    """A correction that corrects nothing."""


def draft_bulletin(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    content: Content,
    targets: Sequence[Target],
    files: Sequence[StoredFile] = (),
    community: Unit | None = None,
    key: uuid.UUID | None = None,
) -> Bulletin:
    """Write a bulletin in the name of a unit. Nobody sees it yet but those who may write and approve there.

    A company writes in its column, for one `community`, which reads it before anybody else does.

    :raises NotYoursToWrite: no post there. :raises UnfitBulletin: faults by field. :raises NobodyMeant: no place.
    :raises BeyondYourGround: a place outside the unit's ground. :raises NotYourColumn: as named.
    """
    if not policies.writes_for(actor, unit):
        raise NotYoursToWrite(unit=str(unit))
    with transaction.atomic():
        if key is not None and (made := Bulletin.objects.filter(case__idempotency_key=key).first()):
            return made
        office = _office(unit)
        area = unit if unit.kind == UnitKind.COMMUNITY else office
        if unit.kind in policies.COMPANIES:
            if community is None or community.kind != UnitKind.COMMUNITY or office.pk not in community.line:
                raise NotYourColumn(unit=str(unit))
            area = community
        _check_kind(unit, content)
        level = _fit(content, targets, area)
        bulletin = Bulletin(unit=unit, level=level.value, written_by_id=actor.account_id)
        _put(bulletin, content)

        def beside(case: Case) -> tuple[Bulletin]:
            bulletin.case = case
            return (bulletin,)

        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=area,
            office=office,
            holder=unit,
            title=content.title,
            state="drafted",
            slot="draft",
            limits=deadlines.limits_for(BULLETIN, office, content.kind.value, {}),
            said=Said(data=_marked(content, 0)),
            key=key,
            index=f"{content.title} {content.summary} {content.body}",
            verb="draft",
            topic=content.kind.value,
            channel="desk",
            beside=beside,
        )
        _aim(bulletin, targets)
        _attach(bulletin, files)
    return bulletin


def revise_bulletin(
    *,
    content: Content,
    targets: Sequence[Target],
    files: Sequence[StoredFile] = (),
    drop: Sequence[int] = (),
    **by: Unpack[By],
) -> Case:
    """Change a draft: words, places, photos; `drop` takes files away again."""

    def do(t: Turn) -> None:
        bulletin = _locked(t.case)
        _check_kind(bulletin.unit, content)
        bulletin.level = _fit(content, targets, t.case.area).value
        t.case.title = content.title
        _write(t, bulletin, content)
        bulletin.targets.all().delete()
        _aim(bulletin, targets)
        bulletin.files.filter(pk__in=list(drop)).delete()
        _attach(bulletin, files)

    return make_move("revise", do, **by)


def submit_bulletin(*, note: str = "", **by: Unpack[By]) -> Case:
    """Hand a draft to whoever must approve it."""
    to = _approving_unit(by["actor"], by["number"])
    return make_move("submit", to=to, said=Said(note=note), **by)


def publish_bulletin(**by: Unpack[By]) -> Case:
    """Show a bulletin that nobody must approve."""
    return _showing("publish", **by)


def publish_bulletin_at_once(**by: Unpack[By]) -> Case:
    """Show a bulletin now, as the rule allows for its kind; whoever approves looks at it afterwards."""
    to = _approving_unit(by["actor"], by["number"])

    def do(t: Turn) -> None:
        _show(t, _locked(t.case), "")

    return make_move("publish_at_once", do, to=to, **by)


def approve_bulletin(**by: Unpack[By]) -> Case:
    """Approve a bulletin and show it. Not by whoever wrote it.

    :raises OwnWords:
    """
    return _showing("approve", needs_other=True, **by)


def confirm_bulletin(*, note: str = "", **by: Unpack[By]) -> Case:
    """Say afterwards that what was shown at once is right. Not by whoever wrote it.

    :raises OwnWords:
    """
    bulletin = _read(by["number"])

    def do(t: Turn) -> None:
        if bulletin.written_by_id == t.actor.account_id:
            raise OwnWords
        if not t.case.is_open:
            t.case.end_reason = "expire"

    return make_move("confirm", do, said=Said(note=note), until=bulletin.valid_until, **by)


def send_bulletin_back(*, note: str, **by: Unpack[By]) -> Case:
    """Give a submitted bulletin back to those who wrote it, and say why."""
    return make_move("send_back", said=Said(note=note), to=_read(by["number"]).unit, **by)


def correct_bulletin(*, content: Content, answer: str, **by: Unpack[By]) -> Case:
    """Correct what is shown, as one who may approve; residents read what changed.

    :raises NothingChanged:
    """
    return _correcting("correct", content, answer, **by)


def correct_bulletin_at_once(*, content: Content, answer: str, **by: Unpack[By]) -> Case:
    """Correct what was shown at once; whoever approves looks at it afterwards.

    :raises NothingChanged:
    """
    return _correcting("correct_at_once", content, answer, **by)


def withdraw_bulletin(*, answer: str, **by: Unpack[By]) -> Case:
    """Take back what is shown. Its page stays and says that it was withdrawn, when and why."""

    def do(t: Turn) -> None:
        bulletin = _locked(t.case)
        t.case.end_reason, bulletin.withdrawn_at = "withdrawn", t.at
        bulletin.save(update_fields=["withdrawn_at"])

    return make_move("withdraw", do, said=Said(answer=answer), **by)


def discard_bulletin(**by: Unpack[By]) -> Case:
    """Throw a draft away that was never shown."""

    def do(t: Turn) -> None:
        t.case.end_reason = "discarded"

    return make_move("discard", do, **by)


# --- the parts ----------------------------------------------------------------------------------------------


def _office(unit: Unit) -> Unit:
    office = orgs.office_of(orgs.line_up(unit))
    if office is None:
        raise NotYoursToWrite(unit=str(unit))
    return office


def _check_kind(unit: Unit, content: Content) -> None:
    if (unit.kind in policies.COMPANIES) != (content.kind is BulletinKind.COLUMN):
        raise NotYourColumn(unit=str(unit))


def _read(number: str) -> Bulletin:
    found = (
        Bulletin.objects.select_related("case__area", "case__office", "unit")
        .filter(case__number=number)
        .first()
    )
    if found is None:
        raise NoSuchCase(number=number)
    return found


def _locked(case: Case) -> Bulletin:
    """Read the bulletin of a case whose row is locked. One query."""
    return Bulletin.objects.get(case=case)


def _approving_unit(actor: Actor, number: str) -> Unit:
    """Say who is to approve: the community or the street, and the street when its secretary wrote it. Two queries."""
    bulletin = _read(number)
    area, office = bulletin.case.area, bulletin.case.office
    if queries.approval_of(bulletin).by is not Approver.COMMUNITY or area.kind != UnitKind.COMMUNITY:
        return office
    is_secretary = any(
        p.role == Role.COMMUNITY_SECRETARY and p.unit_id == area.pk for p in actor.posts
    ) and actor.has(APPROVERS - LEADING)
    return office if is_secretary else area


def _fit(content: Content, targets: Sequence[Target], area: Unit) -> ReachLevel:
    """Say how far a bulletin goes, or what is wrong with it. One query for compounds."""
    if found := rules.faults(content):
        raise UnfitBulletin(faults=found)
    if not 0 < len(targets) <= MOST_TARGETS:
        raise NobodyMeant(most=MOST_TARGETS)
    communities: set[int] = set()
    for target in targets:
        unit = target.community if isinstance(target, Compound) else target
        if area.pk not in unit.line or not unit.is_territory or not unit.is_active:
            raise BeyondYourGround(place=str(target))
        communities.add(unit.line[unit.line.index(area.pk) + 1] if unit.pk != area.pk else area.pk)
    if area.kind == UnitKind.COMMUNITY:
        return ReachLevel.COMMUNITY
    # Of the street: one community of it is still inside one; the street itself, or two, are beyond.
    is_one = len(communities) == 1 and area.pk not in communities
    return ReachLevel.COMMUNITY if is_one else ReachLevel.STREET


def _put(bulletin: Bulletin, content: Content) -> None:
    for name, value in asdict(content).items():
        setattr(bulletin, name, list(value) if isinstance(value, tuple) else value)
    bulletin.kind = content.kind.value


def _write(t: Turn, bulletin: Bulletin, content: Content) -> None:
    _put(bulletin, content)
    bulletin.written_by_id = t.actor.account_id
    bulletin.save()
    opening.index_words(t.case, f"{content.title} {content.summary} {content.body}")
    t.say(**_marked(content, bulletin.version))


def _aim(bulletin: Bulletin, targets: Sequence[Target]) -> None:
    rows = [
        BulletinTarget(bulletin=bulletin, compound=target)
        if isinstance(target, Compound)
        else BulletinTarget(bulletin=bulletin, unit=target)
        for target in dict.fromkeys(targets)
    ]
    BulletinTarget.objects.bulk_create(rows)


def _attach(bulletin: Bulletin, files: Sequence[StoredFile]) -> None:
    first = bulletin.files.count()
    rows = [BulletinFile(bulletin=bulletin, file=f, order=first + i) for i, f in enumerate(files)]
    BulletinFile.objects.bulk_create(rows[: max(0, MOST_FILES - first)])


def _marked(content: Content, version: int) -> dict[str, Any]:
    """Give what the step keeps of a content: which version, and its digest."""
    words = json.dumps(rules.digest_fields(content), ensure_ascii=False)
    return {"version": version, "digest": hashlib.sha256(words.encode()).hexdigest()}


def _show(t: Turn, bulletin: Bulletin, note: str) -> None:
    """Keep what is shown from now as a version of its own."""
    bulletin.version += 1
    if bulletin.published_at is None:
        bulletin.published_at = t.at
    bulletin.save()
    t.case.settled_at = t.case.settled_at or t.at
    content = json.loads(json.dumps(asdict(bulletin.content), cls=DjangoJSONEncoder))
    BulletinVersion.objects.create(
        bulletin=bulletin, number=bulletin.version, content=content, note=note, at=t.at
    )
    t.say(**_marked(bulletin.content, bulletin.version))


def _showing(verb: str, *, needs_other: bool = False, **by: Unpack[By]) -> Case:
    until = _read(by["number"]).valid_until

    def do(t: Turn) -> None:
        bulletin = _locked(t.case)
        if needs_other and bulletin.written_by_id == t.actor.account_id:
            raise OwnWords
        _show(t, bulletin, "")

    return make_move(verb, do, until=until, **by)


def _correcting(verb: str, content: Content, answer: str, **by: Unpack[By]) -> Case:
    known = _read(by["number"])
    # Kind and readers stay: another kind, or others who are meant, are another bulletin.
    fixed = replace(content, kind=BulletinKind(known.kind), interests=tuple(known.interests))
    if found := rules.faults(fixed):
        raise UnfitBulletin(faults=found)
    to = _approving_unit(by["actor"], by["number"])

    def do(t: Turn) -> None:
        bulletin = _locked(t.case)
        if not rules.changes(bulletin.content, fixed):
            raise NothingChanged
        if t.move.target == "unreviewed":
            # The clock stood still until the last day; now somebody owes a look at it.
            t.case.stopped_at = t.case.stopped_until = None
        t.case.title = fixed.title
        _write(t, bulletin, fixed)
        _show(t, bulletin, answer[:200])

    return make_move(verb, do, said=Said(answer=answer), to=to, until=fixed.valid_until, **by)
