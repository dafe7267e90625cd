"""定事 and 评事: a result is public, objected to, carried out, reviewed by those who asked, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction

from linli.base.files.models import StoredFile
from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import PastMoment, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import policies, queries, rules
from linli.pillars.governance.deliberation.models import Duty, Objection, Supporter, Topic
from linli.pillars.governance.deliberation.operations._propose import NotYoursToPropose
from linli.pillars.governance.deliberation.operations._turn import locked_topic, move_topic, start
from linli.pillars.governance.deliberation.operations._vote import end_vote
from linli.pillars.governance.deliberation.rules import Via


class PublicityTooLong(Refusal):
    """A result is public for one to `days` days."""


class NotPublicNow(Refusal):
    """Objections are taken while the result is public."""


class ObjectedAlready(Refusal):
    """One's objection waits for its answer."""


class NotToReview(Refusal):
    """It is not yet carried out, or it is closed."""


class NotADutyHolder(Refusal):
    """The unit has no open duty here, or has one already: `unit`."""


def publish_result(*, resolution: str, days: int = rules.PUBLICITY_DAYS, **by: Unpack[By]) -> Case:
    """Make the decision public for some days. What nobody objects to goes on by itself then.

    :raises PublicityTooLong: as named.
    """
    if not 1 <= days <= rules.PUBLICITY_MOST:
        raise PublicityTooLong(days=rules.PUBLICITY_MOST)
    until = by["at"] + timedelta(days=days)

    def do(t: Turn, topic: Topic) -> None:
        topic.resolution = masking.mask_text(resolution.strip())
        topic.published_at, topic.publicity_until = t.at, until
        t.say(days=days)

    return move_topic("publish_result", do, said=Said(answer=resolution), until=until, **by)


def object_to_topic(*, actor: Actor, number: str, at: datetime, words: str, name: str = "") -> Objection:
    """Object to a result while it is public: a resident on the phone, or staff for somebody who came or wrote.

    :raises NotPublicNow, ObjectedAlready, WordsMissing: as named.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        topic = locked_topic(actor, number)
        if topic.case.state != "published":
            raise NotPublicNow
        mine = policies.is_resident(actor)
        if mine and topic.objections.filter(account=actor.account_id, answered_at=None).exists():
            raise ObjectedAlready
        if not mine and not policies.convenes_at(actor, topic.case.area):
            raise NotYoursToPropose
        if not mine and not name.strip():
            raise WordsMissing(fields=["name"])
        return Objection.objects.create(
            topic=topic,
            account_id=actor.account_id if mine else None,
            name="" if mine else name.strip(),
            words=words.strip(),
            via=(Via.PHONE if mine else Via.PAPER).value,
            at=at,
        )


def uphold_objection(*, answer: str, **by: Unpack[By]) -> Case:
    """Say that the eldest objection is right: the matter is talked through again, with another vote if need be."""

    def do(t: Turn, topic: Topic) -> None:
        _answer(t, topic, answer, is_upheld=True)
        topic.outcome = topic.resolution = ""
        topic.published_at = topic.publicity_until = None
        start(t, "start")

    return move_topic("uphold_objection", do, said=Said(answer=answer), **by)


def dismiss_objection(*, answer: str, **by: Unpack[By]) -> Case:
    """Say why the eldest objection changes nothing."""

    def do(t: Turn, topic: Topic) -> None:
        _answer(t, topic, answer, is_upheld=False)
        if t.case.state == "closed":
            t.case.is_answered = True

    return move_topic("dismiss_objection", do, said=Said(answer=answer), **by)


def _answer(t: Turn, topic: Topic, answer: str, *, is_upheld: bool) -> None:
    row = topic.objections.filter(answered_at=None).order_by("id").first()
    if row is None:
        raise NotPublicNow
    row.answer, row.answered_at, row.is_upheld = masking.mask_text(answer.strip()), t.at, is_upheld
    t.after(lambda _step: row.save())


def assign_duty(*, unit: Unit, what: str, until: datetime, **by: Unpack[By]) -> Case:
    """Give a unit what it does to carry the decision out, by when.

    :raises NotADutyHolder: it has one open already, or cannot have one. :raises PastMoment, WordsMissing: as named.
    """
    if not what.strip():
        raise WordsMissing(fields=["what"])
    if until <= by["at"]:
        raise PastMoment(until=until)

    def do(t: Turn, topic: Topic) -> None:
        known = {u.pk for u in queries.dutiful_units(t.case.office)}
        if unit.pk not in known or topic.duties.filter(unit=unit, done_at=None).exists():
            raise NotADutyHolder(unit=str(unit))
        share = t.assign(unit, Assignment.Part.ASSIST)
        share.due_at = until
        t.say(unit=unit.pk)
        t.beside(lambda _step: Duty(topic=topic, share=share, unit=unit, what=what.strip(), due_at=until))

    return move_topic("assign_duty", do, said=Said(answer=what), to=unit, until=until, **by)


def report_duty(*, answer: str, files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Say how far one's own duty is, with photos that everybody sees."""

    def do(t: Turn, topic: Topic) -> None:
        duty = _own_duty(t, topic)
        duty.report = masking.mask_text(answer.strip())
        t.say(unit=duty.unit_id)
        t.after(lambda _step: duty.save())

    return move_topic("report_duty", do, said=Said(answer=answer, files=tuple(files)), **by)


def finish_duty(*, answer: str, files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Say that one's own duty is done, with photos that everybody sees.

    With the last of them the matter is carried out, and those who asked are asked.
    """

    def do(t: Turn, topic: Topic) -> None:
        duty = _own_duty(t, topic)
        duty.report, duty.done_at = masking.mask_text(answer.strip()), t.at
        for share in t.shares:
            if share.pk == duty.share_id:
                t.end_share(share, Assignment.State.ANSWERED)
        t.say(unit=duty.unit_id)
        if t.case.state == "carried":
            topic.carried_at = t.at
        t.after(lambda _step: duty.save())

    return move_topic("finish_duty", do, said=Said(answer=answer, files=tuple(files)), **by)


def _own_duty(t: Turn, topic: Topic) -> Duty:
    open_duties = list(topic.duties.filter(done_at=None).select_related("unit"))
    for duty in open_duties:
        line = set(duty.unit.line)
        if any(p.unit_id in line for p in t.actor.posts):
            return duty
    raise NotADutyHolder(unit="")


def finish_topic(*, answer: str, **by: Unpack[By]) -> Case:
    """Say that all of it is carried out, once every duty is done."""

    def do(t: Turn, topic: Topic) -> None:
        topic.carried_at = t.at

    return move_topic("finish_topic", do, said=Said(answer=answer), **by)


def shelve_topic(*, until: datetime, answer: str, **by: Unpack[By]) -> Case:
    """Put off what cannot be carried out now, with the reason everybody reads and the day on which it comes back."""
    return move_topic("shelve_topic", None, said=Said(answer=answer), until=until, **by)


def take_up_topic(*, note: str, **by: Unpack[By]) -> Case:
    """Take up before its day what was put off."""
    return move_topic("take_up_topic", None, said=Said(note=note), **by)


def review_topic(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    level: int,
    is_carried: bool,
    words: str = "",
    supporter: int | None = None,
) -> Supporter:
    """Say what came of it: one of those who asked on the phone, or staff for `supporter`, who was called. It stays.

    :raises NotToReview: not carried out yet, said already, or not one of those who asked.
    """
    with transaction.atomic():
        topic = locked_topic(actor, number)
        mine = policies.is_resident(actor)
        if not mine and not policies.convenes_at(actor, topic.case.area):
            raise NotYoursToPropose
        rows = topic.supporters.filter(level=None)
        row = (
            rows.filter(account=actor.account_id).first() if mine else rows.filter(pk=supporter or 0).first()
        )
        if row is None or topic.case.state != "carried" or not 1 <= level <= 5:
            raise NotToReview
        row.level, row.is_carried, row.words = level, is_carried, words.strip()
        row.reviewed_at, row.reviewed_via = at, (Via.PHONE if mine else Via.PAPER).value
        row.save()
        return row


def close_topic(*, answer: str, **by: Unpack[By]) -> Case:
    """End a topic with what came of it. Where most of those asked are unhappy it goes on once, one level up."""

    def do(t: Turn, topic: Topic) -> None:
        if t.case.state == "closed":
            t.case.is_answered, t.case.settled_at = True, t.at
        else:
            t.case.reopened_count += 1
            topic.carried_at = None
            # Those who were unhappy are asked again.
            t.after(
                lambda _step: topic.supporters.update(
                    level=None, is_carried=None, reviewed_at=None, reviewed_via=""
                )
            )

    return move_topic("close_topic", do, said=Said(answer=answer), **by)


def note_topic(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who are at it."""
    return move_topic("note", None, said=Said(note=note), **by)


def timed(t: Turn) -> None:
    """Do what is particular to what the clock moves: a vote's close, the end of a result's publicity."""
    topic = Topic.objects.get(case=t.case)
    if t.move.verb == "close_vote":
        end_vote(t, topic)
        t.after(lambda _step: topic.save())
    elif t.move.verb == "end_publicity" and t.case.is_open:
        start(t, t.move.slot or "carry")
    elif t.move.verb == "end_publicity":
        t.case.is_answered, t.case.end_reason = True, ""
