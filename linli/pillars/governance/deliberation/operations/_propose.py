"""提事: a topic is proposed, shown to everybody, supported, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.vault import fingerprint
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import policies
from linli.pillars.governance.deliberation.flow import KIND, TOPIC
from linli.pillars.governance.deliberation.models import Supporter, Topic, TopicCase
from linli.pillars.governance.deliberation.operations._turn import locked_topic, move_topic
from linli.pillars.governance.deliberation.rules import Origin, Via

MOST_SOURCES = 50


class NotYoursToPropose(Refusal):
    """Nobody is logged in, or somebody proposes for a unit for which they do not convene."""


class NoCommunityNamed(Refusal):
    """A topic belongs to a community or to the street."""


class SupportedAlready(Refusal):
    """The same person supports it already, on whatever way."""


class NotToSupport(Refusal):
    """Support is gathered until a topic is taken up."""


@opening.once
def propose_topic(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    words: str,
    origin: Origin = Origin.RESIDENT,
    cases: Sequence[Case] = (),
    key: uuid.UUID | None = None,
) -> Topic:
    """Propose a topic in a community: as a resident, or as staff for the Party organisation or from cases.

    :raises NotYoursToPropose: as named. :raises NoCommunityNamed: a unit of another kind.
    :raises NoSuchCase: a source out of reach. :raises WordsMissing: nothing said.
    """
    resident = policies.is_resident(actor)
    if not resident and not policies.convenes_at(actor, unit):
        raise NotYoursToPropose
    if key is not None and (made := Topic.objects.filter(case__idempotency_key=key).first()):
        return made
    if unit.kind not in (UnitKind.COMMUNITY, UnitKind.SUBDISTRICT):
        raise NoCommunityNamed
    if not words.strip():
        raise WordsMissing(fields=["answer"])
    office = orgs.office_of(orgs.line_up(unit))
    if office is None:
        raise NoCommunityNamed
    for case in cases:
        if resident or case.office_id != office.pk or actor.sight_ids.isdisjoint(case.reach):
            raise NoSuchCase(number=case.number)
    kind = Origin.RESIDENT if resident else origin
    topic = Topic(origin=kind.value, proposer_id=actor.account_id if resident else None)

    def beside(case: Case) -> list[Model]:
        topic.case = case
        rows: list[Model] = [topic]
        rows += [TopicCase(topic=topic, case=one) for one in cases[:MOST_SOURCES]]
        if resident:
            rows.append(_supporter(topic, _account(actor), at))
        return rows

    with transaction.atomic():
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=unit,
            office=office,
            holder=unit,
            title=words.strip().splitlines()[0][:60],
            state="proposed",
            slot="screen",
            limits=deadlines.limits_for(TOPIC, office, "", {}),
            said=Said(answer=words.strip(), data={"origin": kind.value, "cases": len(cases)}),
            key=key,
            index=words,
            verb="propose",
            channel="web" if resident else "desk",
            can_be_asked=resident,
            beside=beside,
        )
    return topic


def _account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id or 0)


def _supporter(topic: Topic, account: Account, at: datetime) -> Supporter:
    print_ = bytes(account.phone_print) if account.phone_print else None
    return Supporter(topic=topic, account=account, print=print_, via=Via.PHONE.value, at=at)


def post_topic(*, title: str, text: str, **by: Unpack[By]) -> Case:
    """Show a proposal to everybody, in words fit for everybody, so that neighbours can support it."""

    def do(t: Turn, topic: Topic) -> None:
        show(t, topic, title, text)

    return move_topic("post", do, said=Said(answer=text), **by)


def show(t: Turn, topic: Topic, title: str, text: str) -> None:
    """Write what everybody reads: masked, whoever wrote it."""
    if title.strip():
        t.case.title = masking.mask_text(title.strip())[:120]
    topic.public_text = masking.mask_text(text.strip())
    topic.posted_at = topic.posted_at or t.at


def support_topic(*, actor: Actor, number: str, at: datetime) -> Supporter:
    """Support a topic from the phone: once a person.

    :raises NotYoursToPropose: nobody is logged in. :raises NotToSupport: it is taken up or has ended.
    :raises SupportedAlready: on the phone or on paper.
    """
    if not policies.is_resident(actor):
        raise NotYoursToPropose
    with transaction.atomic():
        topic = locked_topic(actor, number)
        return _support(topic, _supporter(topic, _account(actor), at))


def support_topic_on_paper(*, actor: Actor, number: str, at: datetime, name: str, phone: str) -> Supporter:
    """Take in one signature of a list on paper: once a person, whether on the phone or here, by their number or their name.

    :raises NotYoursToPropose: not somebody who convenes there. :raises NotToSupport, SupportedAlready: as named.
    """
    if not name.strip():
        raise WordsMissing(fields=["name"])
    with transaction.atomic():
        topic = locked_topic(actor, number)
        if not policies.convenes_at(actor, topic.case.area):
            raise NotYoursToPropose
        print_ = fingerprint(phone, "phone") if phone else fingerprint(name.strip(), "supporter")
        row = Supporter(topic=topic, name=name.strip(), phone=phone, print=print_, via=Via.PAPER.value, at=at)
        return _support(topic, row)


def _support(topic: Topic, row: Supporter) -> Supporter:
    if topic.case.state not in ("proposed", "accepted"):
        raise NotToSupport
    there = topic.supporters.filter(print=row.print) if row.print else topic.supporters.none()
    if row.account_id is not None:
        there = there | topic.supporters.filter(account=row.account_id)
    if there.exists():
        raise SupportedAlready
    row.save()
    return row


def withdraw_topic(**by: Unpack[By]) -> Case:
    """Take one's own proposal back.

    :raises NoSuchCase: not one's own.
    """
    account = by["actor"].account_id or 0
    if not Topic.objects.filter(case__number=by["number"], proposer=account).exists():
        raise NoSuchCase(number=by["number"])

    def do(t: Turn, topic: Topic) -> None:
        t.case.end_reason = "withdrawn"

    return move_topic("withdraw", do, as_reporter=True, **by)
