"""A resolution from its vote to its carrying out: a topic of deliberation holds the vote; the register follows it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction

from linli.base.flow.engine import By
from linli.base.flow.refusals import PastMoment, WordsMissing
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.cooperative import queries
from linli.pillars.governance.cooperative.models import (
    Cooperative,
    Delegate,
    Resolution,
    RuleLine,
    RuleVersion,
    ShareChange,
    Shareholder,
)
from linli.pillars.governance.cooperative.operations._draft import RegisterMoved, draft
from linli.pillars.governance.cooperative.operations._keep import kept
from linli.pillars.governance.cooperative.policies import NoSuchCooperative
from linli.pillars.governance.cooperative.rules import ChangeKind
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation import queries as halls
from linli.pillars.governance.deliberation.models import Committee
from linli.pillars.governance.deliberation.rules import Origin, PartyKind, Track

RULE: Final = "representatives"
"""One representative one vote, two thirds of all of them agree (`voting_rules`)."""


class DelegatesMissing(Refusal):
    """Nobody represents the members on this day."""


class CooperativeHallMissing(Refusal):
    """The community has no committee or hall of deliberation that could convene the vote."""


class NothingResolved(Refusal):
    """The draft says nothing that could be carried out."""


class NotCarried(Refusal):
    """Not passed, or the publicity of the result has not ended without an objection."""


class ContentDiffers(Refusal):
    """What the row holds is not what was put to the vote."""


def put_to_vote(
    *, actor: Actor, at: datetime, resolution: int, until: datetime, minutes: str, is_secret: bool = False
) -> Resolution:
    """Put a draft before the representatives: one topic, one roll of who represents on this day, open until a moment.

    From here on the draft stays as it is; its digest stands in the question.

    :raises NothingResolved, DelegatesMissing, CooperativeHallMissing: as named. :raises PastMoment: closes in the past.
    Who represents and sits in the hall that convenes takes part as a representative, once.

    :raises NotADraft, NoSuchCooperative, NotYourCooperative: as named. :raises WordsMissing: no minutes.
    """
    if until <= at:
        raise PastMoment(until=until)
    if not minutes.strip():
        raise WordsMissing(fields=["minutes"])
    with transaction.atomic():
        row, one = draft(actor, resolution)
        if not one.content:
            raise NothingResolved
        day = clock.local(at).date()
        delegates = list(row.delegates.filter(ended_on=None, from_date__lte=day, until_date__gt=day))
        if not delegates:
            raise DelegatesMissing
        sitting = Committee.objects.filter(unit=row.unit, ended_on=None, members__ended_on=None)
        hall = sitting.order_by("kind", "pk").first()
        if hall is None:
            raise CooperativeHallMissing
        digest = digest_of(one)
        topic = deliberation.propose_topic(
            actor=actor, at=at, unit=row.unit, words=f"{row.name}：{one.title}", origin=Origin.PARTY
        )
        by: By = {"actor": actor, "number": topic.case.number, "at": at}
        deliberation.accept_topic(
            **by,
            title=f"{row.name}：{one.title}"[:60],
            text=one.words,
            committee=hall,
            track=Track.QUICK,
            rule=RULE,
            left_out=_sitting_too(hall, delegates, day),
            is_secret=is_secret,
            note="股民代表大会议决",
        )
        for delegate in delegates:
            deliberation.name_party(
                **by,
                kind=PartyKind.STAKEHOLDER,
                name=delegate.name,
                stands_for="股民代表",
                phone=delegate.phone,
            )
        deliberation.record_minutes(**by, minutes=minutes)
        deliberation.open_vote(**by, question=f"通过{one.title}（草案校验码 {digest}）", closes_at=until)
        one.topic, one.digest = topic, digest
        one.save(update_fields=["topic", "digest"])
    return one


def _sitting_too(hall: Committee, delegates: list[Delegate], day: date) -> set[int]:
    """Give the members of a hall who represent here as well: they come as representatives. Up to a query a delegate."""
    names = {one.name.strip() for one in delegates}
    accounts = {a.pk for one in delegates if one.phone and (a := people.resident_by_phone(phone=one.phone))}
    members = halls.members_of(committee=hall, on=day)
    return {m.pk for m in members if m.name.strip() in names or m.account_id in accounts}


def digest_of(one: Resolution) -> str:
    """Give the keyed digest of what a resolution says: twelve characters that nobody makes without the office's key."""
    words = queries.canonical({"title": one.title, "words": one.words, "content": one.content})
    return fingerprint(words, "cooperative.resolution").hex()[:12]


def carry_out(*, actor: Actor, at: datetime, resolution: int) -> Resolution:
    """Write into the register what the representatives resolved, all of it or nothing, and end the topic.

    :raises NotCarried: not passed, or still public, or carried out already. :raises ContentDiffers: as named.
    :raises RegisterMoved: a line fits the register no more. :raises NoSuchCooperative, NotYourCooperative: as named.
    """
    whose = Resolution.objects.filter(pk=resolution).values_list("cooperative_id", flat=True).first()
    if whose is None:
        raise NoSuchCooperative
    with transaction.atomic():
        row = kept(actor, whose)
        rows = Resolution.objects.select_for_update(of=("self",)).select_related("topic__case")
        one = rows.get(pk=resolution)
        if queries.state_of(one) != "carried" or one.topic is None:
            raise NotCarried
        if digest_of(one) != one.digest:
            raise ContentDiffers
        _versions(row, one)
        _joins(row, one, at)
        _turns(row, one, at)
        one.carried_out_at = at
        one.save(update_fields=["carried_out_at"])
        if one.topic.case.state == "carrying":
            by: By = {"actor": actor, "number": one.topic.case.number, "at": at}
            deliberation.finish_topic(**by, answer="已按决议写入合作社登记。")
            deliberation.close_topic(**by, answer="已按决议写入合作社登记。")
    return one


def _versions(row: Cooperative, one: Resolution) -> None:
    for given in one.content.get("versions", []):
        start = date.fromisoformat(given["from"])
        if row.versions.filter(from_date__gte=start).exists():
            raise RegisterMoved(line=1)
        version = RuleVersion.objects.create(
            cooperative=row, number=row.versions.count() + 1, from_date=start, resolution=one
        )
        RuleLine.objects.bulk_create(
            RuleLine(version=version, kind=kind, counted=counted, per=per, shares=shares)
            for kind, counted, per, shares in given["lines"]
        )


def _joins(row: Cooperative, one: Resolution, at: datetime) -> None:
    given = one.content.get("joins", [])
    last = row.members.order_by("-number").values_list("number", flat=True).first() or 0
    prints = [fingerprint(j["phone"], "phone") if j["phone"] else None for j in given]
    known = {bytes(p) for p in row.members.exclude(phone_print=None).values_list("phone_print", flat=True)}  # type: ignore[arg-type]
    if clash := next((n for n, p in enumerate(prints, 1) if p in known), None):
        raise RegisterMoved(line=clash)
    members = Shareholder.objects.bulk_create(
        [
            Shareholder(
                cooperative=row, number=last + n, name=j["name"], phone=j["phone"], phone_print=print_, resolution=one
            )
            for n, (j, print_) in enumerate(zip(given, prints, strict=True), 1)
        ],
        batch_size=1_000,
    )  # fmt: skip
    ShareChange.objects.bulk_create(
        (
            ShareChange(  # type: ignore[misc]
                member=member,
                resolution=one,
                what=ChangeKind.JOIN.value,
                from_date=date.fromisoformat(j["from"]),
                facts={"kind": j["kind"], "years": j["years"]},
                at=at,
            )
            for member, j in zip(members, given, strict=True)
        ),
        batch_size=1_000,
    )


def _turns(row: Cooperative, one: Resolution, at: datetime) -> None:
    given = one.content.get("turns", [])
    if not given:
        return
    members = {m.number: m for m in row.members.all()}
    changes = []
    for n, turn in enumerate(given, 1):
        member = members.get(turn["number"])
        day = date.fromisoformat(turn["from"])
        if member is None or not queries.is_member(member, day):
            raise RegisterMoved(line=n)
        what = ChangeKind.FACTS if turn["kind"] else ChangeKind.LEAVE
        facts = {"kind": turn["kind"], "years": turn["years"]} if turn["kind"] else {}
        changes.append(
            ShareChange(member=member, resolution=one, what=what.value, from_date=day, facts=facts, at=at)  # type: ignore[misc]
        )
    ShareChange.objects.bulk_create(changes, batch_size=1_000)
