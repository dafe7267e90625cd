"""议事: who takes part, the meeting, who came, what those who cannot come think, the minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.db import transaction

from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, PastMoment, WordsMissing
from linli.base.flow.steps import Said
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import policies
from linli.pillars.governance.deliberation.flow import TALKING
from linli.pillars.governance.deliberation.models import Meeting, Opinion, Party, Topic
from linli.pillars.governance.deliberation.operations._propose import NotYoursToPropose
from linli.pillars.governance.deliberation.operations._turn import locked_topic, move_topic
from linli.pillars.governance.deliberation.rules import Outcome, PartyKind, Via


class NamedAlready(Refusal):
    """The person takes part already, in one part or another."""


class NoMeetingNow(Refusal):
    """Nothing is called, or it is over."""


def name_party(*, kind: PartyKind, name: str, stands_for: str, phone: str = "", **by: Unpack[By]) -> Case:
    """Name somebody who has a stake, or who knows. One matter, one set of subjects: nobody takes part twice.

    With a number they sign in, answer and vote on their phone. The history says in which part, and whom they stand for.

    :raises NamedAlready: as named. :raises WordsMissing: nobody named.
    """
    if not name.strip() or not stands_for.strip():
        raise WordsMissing(fields=["name", "stands_for"])

    def do(t: Turn, topic: Topic) -> None:
        account = people.resident_by_phone(phone=phone) if phone else None
        same = topic.parties.filter(account=account) if account is not None else topic.parties.none()
        if same.exists() or any(p.name == name.strip() for p in topic.parties.all()):
            raise NamedAlready
        row = Party(
            topic=topic, kind=kind.value, name=name.strip(), stands_for=stands_for.strip(), account=account
        )
        t.say(kind=kind.value)
        t.after(lambda _step: row.save())

    return move_topic("name_party", do, said=Said(note=stands_for.strip()), **by)


def drop_party(*, party: int, note: str, **by: Unpack[By]) -> Case:
    """Take somebody out who was named by mistake; members of the committee stay.

    :raises NoSuchCase: nobody of this topic.
    """

    def do(t: Turn, topic: Topic) -> None:
        row = topic.parties.filter(pk=party, member=None).first()
        if row is None:
            raise NoSuchCase(number=t.case.number)
        t.say(kind=row.kind)
        t.after(lambda _step: row.delete())

    return move_topic("drop_party", do, said=Said(note=note), **by)


def call_meeting(*, starts_at: datetime, place: str, materials: str = "", **by: Unpack[By]) -> Case:
    """Invite everybody who takes part, with a place, a time and what to read before. Calling again moves the meeting.

    :raises PastMoment: it begins in the past. :raises WordsMissing: nowhere.
    """
    if not place.strip():
        raise WordsMissing(fields=["place"])
    if starts_at <= by["at"]:
        raise PastMoment(until=starts_at)

    def do(t: Turn, topic: Topic) -> None:
        row = Meeting(
            topic=topic, starts_at=starts_at, place=place.strip(), materials=masking.mask_text(materials.strip()),
            called_at=t.at,
        )  # fmt: skip
        t.say(starts_at=starts_at.isoformat(), until=starts_at.isoformat())
        t.after(lambda _step: row.save())
        t.after(lambda _step: topic.parties.update(handed_at=None))

    return move_topic("call_meeting", do, said=Said(answer=place.strip()), **by)


def record_minutes(*, minutes: str, **by: Unpack[By]) -> Case:
    """Write down who said what and what was found; it is public, so what identifies somebody is masked."""

    def do(t: Turn, topic: Topic) -> None:
        topic.minutes = masking.mask_text(minutes.strip())

    return move_topic("record_minutes", do, said=Said(answer=minutes), **by)


def agree_topic(*, note: str, **by: Unpack[By]) -> Case:
    """Say that everybody agrees, so that there is nothing to vote on; `note` says how that was found."""

    def do(t: Turn, topic: Topic) -> None:
        topic.outcome = Outcome.AGREED.value

    return move_topic("agree", do, said=Said(note=note), **by)


def hand_invitation(*, actor: Actor, number: str, at: datetime, party: int) -> Party:
    """Note that somebody without an account has their invitation on paper.

    :raises NoSuchCase: nobody of this topic. :raises NotYoursToPropose: not somebody who convenes there.
    :raises NoMeetingNow: nothing is called.
    """
    with transaction.atomic():
        topic = locked_topic(actor, number)
        if not policies.convenes_at(actor, topic.case.area):
            raise NotYoursToPropose
        row = topic.parties.filter(pk=party, account=None).exclude(kind=PartyKind.RECUSED).first()
        if row is None:
            raise NoSuchCase(number=number)
        if topic.case.state != "called":
            raise NoMeetingNow
        row.handed_at = row.handed_at or at
        row.save(update_fields=["handed_at"])
        return row


def answer_invitation(*, actor: Actor, number: str, at: datetime, presence: str) -> Party:
    """Say on the phone that one comes, cannot come, or is there.

    :raises NoSuchCase: not invited. :raises NoMeetingNow: nothing is called.
    """
    with transaction.atomic():
        topic = locked_topic(actor, number)
        row = topic.parties.filter(account=actor.account_id or 0).exclude(kind=PartyKind.RECUSED).first()
        if row is None:
            raise NoSuchCase(number=number)
        return _present(topic, row, presence, Via.PHONE, at)


def sign_in_party(*, actor: Actor, number: str, at: datetime, party: int, presence: str) -> Party:
    """Take over what somebody signed on paper, or said.

    :raises NoSuchCase: nobody of this topic. :raises NotYoursToPropose: not somebody who convenes there.
    """
    with transaction.atomic():
        topic = locked_topic(actor, number)
        if not policies.convenes_at(actor, topic.case.area):
            raise NotYoursToPropose
        row = topic.parties.filter(pk=party).exclude(kind=PartyKind.RECUSED).first()
        if row is None:
            raise NoSuchCase(number=number)
        return _present(topic, row, presence, Via.PAPER, at)


def _present(topic: Topic, row: Party, presence: str, via: Via, at: datetime) -> Party:
    if topic.case.state not in TALKING or presence not in ("coming", "away", "here"):
        raise NoMeetingNow
    row.presence = presence
    row.signed_at, row.signed_via = (at, via.value) if presence == "here" else (None, "")
    row.save(update_fields=["presence", "signed_at", "signed_via"])
    return row


def give_opinion(*, actor: Actor, number: str, at: datetime, words: str, name: str = "") -> Opinion:
    """Say what one thinks without coming: a resident on the phone, or staff for somebody who wrote it on paper or said it.

    :raises WordsMissing: nothing said. :raises NoMeetingNow: it is not talked about now.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        topic = locked_topic(actor, number)
        if topic.case.state not in TALKING:
            raise NoMeetingNow
        if policies.is_resident(actor):
            given = {"words": words.strip(), "at": at, "via": Via.PHONE.value}
            row, _new = Opinion.objects.update_or_create(
                topic=topic, account_id=actor.account_id or 0, defaults=given
            )
            return row
        if not policies.convenes_at(actor, topic.case.area):
            raise NotYoursToPropose
        if not name.strip():
            raise WordsMissing(fields=["name"])
        return Opinion.objects.create(
            topic=topic, name=name.strip(), words=words.strip(), via=Via.PAPER.value, at=at
        )
