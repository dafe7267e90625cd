"""What an enterprise needs, as a case: filed by the enterprise over its private link, or by whoever looks after it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Unpack

from django.db import transaction

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import policies
from linli.pillars.service.enterprises.flow import KIND, NEED
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed, EnterpriseVisit
from linli.pillars.service.enterprises.operations._register import EnterpriseEnded
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.rules.needs import GREEN_LIMITS, green_of


class NotTheirLink(Refusal):
    """The need belongs to another enterprise than the link."""


def file_need(
    *,
    actor: Actor,
    at: datetime,
    enterprise: Enterprise,
    what: str,
    text: str,
    wanted: date | None = None,
    visit: EnterpriseVisit | None = None,
    by_link: bool = False,
    key: uuid.UUID | None = None,
) -> EnterpriseNeed:
    """File a need. `by_link` says that the enterprise itself holds its private link, which the face has checked.

    It lies with the community of the enterprise, or the office; the green channel is decided by the rule alone.

    :raises NoSuchEnterprise: out of reach. :raises EnterpriseEnded:
    """
    kind = EnterpriseNeed.Kind(what)
    with transaction.atomic():
        # Two presses at once, from two phones even, make one need.
        held = Enterprise.objects.select_for_update(of=("self",)).select_related("area", "office")
        row = held.filter(pk=enterprise.pk).first()
        if row is None or not (by_link or policies.reaches(actor, row)):
            raise NoSuchEnterprise
        if key is not None and (made := EnterpriseNeed.objects.filter(case__idempotency_key=key).first()):
            return made
        if row.ended_at is not None:
            raise EnterpriseEnded
        green = green_of(kind, wanted, clock.local(at).date())
        need = EnterpriseNeed(
            enterprise=row, visit=visit, what=kind, text=text.strip(), wanted_date=wanted, green=green
        )

        def beside(case: Case) -> tuple[EnterpriseNeed]:
            need.case = case
            return (need,)

        faster = {slot: str(limit) for slot, limit in GREEN_LIMITS.items()} if green else {}
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=row.area,
            office=row.office,
            holder=_first_holder(row),
            title=f"{row.name}：{text.strip()}",
            state="received",
            slot="accept",
            limits=deadlines.limits_for(NEED, row.office, kind.value, faster),
            said=Said(data={"what": kind.value, "green": green}),
            key=key,
            index=f"{row.name} {row.uscc} {text}",
            topic=kind.value,
            channel="web" if by_link else "grid",
            is_urgent=bool(green),
            can_be_asked=True,
            beside=beside,
        )
    return need


def _first_holder(row: Enterprise) -> Unit:
    line = orgs.line_up(row.area)
    return next((unit for unit in line if unit.kind == UnitKind.COMMUNITY), row.office)


def accept_need(**by: Unpack[By]) -> Case:
    """Take a need up."""
    return make_move("accept", **by)


def dispatch_need(*, to: Unit, note: str = "", **by: Unpack[By]) -> Case:
    """Give a need to the unit that can do something about it."""
    return make_move("dispatch", to=to, said=Said(note=note, data={"to": to.pk}), **by)


def send_need_back(*, note: str, **by: Unpack[By]) -> Case:
    """Say that it is not for us, and why. Only once: then a leader decides."""

    def do(t: Turn) -> None:
        t.case.returned_count += 1

    return make_move("send_back", do, said=Said(note=note), **by)


def rule_need(*, to: Unit, note: str = "", **by: Unpack[By]) -> Case:
    """Decide, as a leader of the office, who does it."""
    return make_move("rule", to=to, said=Said(note=note, data={"to": to.pk}), **by)


def settle_need(*, answer: str, **by: Unpack[By]) -> Case:
    """Tell the enterprise what was done; now it is asked whether that solved it."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.settled_at = True, t.at

    return make_move("settle", do, said=Said(answer=answer), **by)


def confirm_need(*, enterprise: Enterprise | None = None, **by: Unpack[By]) -> Case:
    """Say that it is solved: the enterprise by its link (`enterprise`), or whoever asked it.

    :raises NotTheirLink: another one's.
    """
    is_own = _owns(enterprise, by["number"])

    def do(t: Turn) -> None:
        t.say(solved=True, by_link=is_own)

    return make_move("confirm", do, as_reporter=is_own, **by)


def reopen_need(*, answer: str, enterprise: Enterprise | None = None, **by: Unpack[By]) -> Case:
    """Say what is not solved; it is done again, one level up. Once.

    :raises NotTheirLink: another one's.
    """
    is_own = _owns(enterprise, by["number"])

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.settled_at = False, None
        t.case.reopened_count += 1
        t.say(solved=False, by_link=is_own)

    return make_move("reopen", do, said=Said(answer=answer), as_reporter=is_own, **by)


def _owns(enterprise: Enterprise | None, number: str) -> bool:
    if enterprise is None:
        return False
    if not EnterpriseNeed.objects.filter(case__number=number, enterprise=enterprise).exists():
        raise NotTheirLink
    return True


def refuse_need(*, answer: str, **by: Unpack[By]) -> Case:
    """Say that it cannot be done, why, and where to turn."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "refused"

    return make_move("refuse", do, said=Said(answer=answer), **by)


def withdraw_need(*, enterprise: Enterprise, **by: Unpack[By]) -> Case:
    """Take a need back, as the enterprise that filed it.

    :raises NotTheirLink: another one's.
    """
    _owns(enterprise, by["number"])

    def do(t: Turn) -> None:
        t.case.end_reason = "withdrawn"

    return make_move("withdraw", do, as_reporter=True, **by)


def note_need(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who handle the need."""
    return make_move("note", said=Said(note=note), **by)
