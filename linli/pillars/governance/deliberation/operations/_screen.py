"""审事: studied first by the Party organisation; taken up with its rule and its people, declined, or handled as it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Unpack

from django.utils import translation

from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, WordsMissing
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import queries, rules
from linli.pillars.governance.deliberation.models import Committee, Member, Party, Topic, TopicCase
from linli.pillars.governance.deliberation.operations._propose import show
from linli.pillars.governance.deliberation.operations._turn import move_topic
from linli.pillars.governance.deliberation.rules import Origin, PartyKind, Track


class FewSupporters(Refusal):
    """A resident's topic has fewer supporters than asked for, and no reason was given to take it up: `needed`."""


class NoCommittee(Refusal):
    """The committee is none of this community, or is no more."""


class StrangeRule(Refusal):
    """There is no such voting rule."""


class MustBeSecret(Refusal):
    """The rule asks for a secret vote."""


class MustBeOpen(Refusal):
    """Votes that weigh by area are named ones: a paper in a box does not say how large its owner's part is."""


class EverybodyRecused(Refusal):
    """Nobody is left who could convene."""


def accept_topic(
    *,
    title: str,
    text: str,
    committee: Committee,
    track: Track,
    rule: str,
    is_secret: bool = False,
    recused: Collection[Member] = (),
    left_out: Collection[int] = (),
    note: str = "",
    **by: Unpack[By],
) -> Case:
    """Take a topic up: who convenes, how it is talked through, by which rule it would be voted on, who stays out of it.

    The members of the committee become its working subject, but those who have a stake of their own. `left_out` are keys
    of members who come to this one in another capacity, in which they are named afterwards.

    :raises FewSupporters: and no `note` says why.
    :raises NoCommittee, StrangeRule, MustBeSecret, MustBeOpen, EverybodyRecused: as named.
    """
    found = rules.RULES.get(rule)
    if found is None:
        raise StrangeRule
    if found.is_secret and not is_secret:
        raise MustBeSecret
    if found.counts_area and is_secret:
        raise MustBeOpen
    if not text.strip():
        raise WordsMissing(fields=["answer"])

    def do(t: Turn, topic: Topic) -> None:
        if committee.ended_on is not None or committee.unit_id not in t.case.area.line:
            raise NoCommittee
        few = topic.supporters.count() < rules.SUPPORTERS_NEEDED
        if topic.origin == Origin.RESIDENT and few and not note.strip():
            raise FewSupporters(needed=rules.SUPPORTERS_NEEDED)
        show(t, topic, title, text)
        topic.accepted_at, topic.committee = t.at, committee
        topic.track, topic.rule, topic.is_secret = track.value, rule, is_secret
        out = {m.pk for m in recused}
        rows = [
            Party(
                topic=topic,
                kind=(PartyKind.RECUSED if m.pk in out else PartyKind.WORKING).value,
                name=m.name,
                stands_for=_source_of(m),
                account_id=m.account_id,
                member=m,
            )
            for m in queries.members_of(committee=committee, on=clock.local(t.at).date())
            if m.pk not in left_out
        ]
        if not any(r.kind == PartyKind.WORKING for r in rows):
            raise EverybodyRecused
        t.say(track=track.value, rule=rule, secret=is_secret, recused=sorted(out))
        t.after(lambda _step: Party.objects.bulk_create(rows))

    also = frozenset({"quick"}) if track is Track.QUICK else frozenset()
    return move_topic("accept_topic", do, also=also, said=Said(answer=text, note=note), **by)


def decline_topic(*, answer: str, **by: Unpack[By]) -> Case:
    """Say no to a proposal, with the reason whoever asked reads."""

    def do(t: Turn, topic: Topic) -> None:
        t.case.is_answered, t.case.end_reason = True, "declined"

    return move_topic("decline_topic", do, said=Said(answer=answer), **by)


def transfer_topic(*, to_case: str, answer: str, **by: Unpack[By]) -> Case:
    """End a proposal that needs no talk but work: it goes on as an ordinary case, which is named.

    :raises NoSuchCase: no such case, or out of the actor's reach.
    """

    def do(t: Turn, topic: Topic) -> None:
        found = (
            Case.objects.filter(number=to_case.strip(), office=t.case.office).exclude(pk=t.case.pk).first()
        )
        if found is None or _out_of_reach(t.actor, found):
            raise NoSuchCase(number=to_case)
        t.case.is_answered, t.case.end_reason = True, "transferred"
        t.say(case=found.number)
        t.after(
            lambda _step: TopicCase.objects.update_or_create(
                topic=topic, case=found, defaults={"is_result": True}
            )
        )

    return move_topic("transfer_topic", do, said=Said(answer=answer), **by)


def _out_of_reach(actor: Actor, case: Case) -> bool:
    return not actor.is_system and actor.sight_ids.isdisjoint(case.reach)


def _source_of(member: Member) -> str:
    """Say in the record's language whom a member stands for, whatever the language of who screens."""
    with translation.override("zh-hans"):
        return str(member.get_source_display())
