"""The roll of a vote: who has one vote, made when it opens, and who was verified for which line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.base.flow.refusals import NoSuchCase
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.base.people.models import Household
from linli.base.people.vault import fingerprint
from linli.base.places.models import Building
from linli.kernel.refusals import Refusal
from linli.kernel.standards.voting_rules import Unit, VotingRule
from linli.pillars.governance.deliberation import policies, rules
from linli.pillars.governance.deliberation.models import Entry, Topic, Vote
from linli.pillars.governance.deliberation.operations._propose import NotYoursToPropose
from linli.pillars.governance.deliberation.rules import PartyKind

MOST_ENTRIES = 20_000


class EmptyRoll(Refusal):
    """Nobody would have a vote."""


class RollTooLong(Refusal):
    """More lines than one vote holds: `most`."""


class AreaMissing(Refusal):
    """The law counts by area, and a line has none: `label`."""


class NotVerified(Refusal):
    """No resident logs in with this number, or they vote on another line already."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line written by hand: who, and how large what they own is, in hundredths of a square metre."""

    label: str
    area: int = 0


def make_roll(
    vote: Vote, topic: Topic, rule: VotingRule, buildings: Iterable[Building], lines: Sequence[Line]
) -> list[Entry]:
    """Prepare the lines of a roll: doors of buildings and what was written by hand, or the parties that have a stake.

    :raises EmptyRoll, RollTooLong, AreaMissing: as named.
    """
    found: dict[bytes, Entry] = {}
    if rule.unit is Unit.PERSON:
        for party in topic.parties.filter(kind__in=rules.VOTING_KINDS.get(rule.code, frozenset())):
            print_ = fingerprint(str(party.pk), "party")
            found[print_] = Entry(
                vote=vote, party=party, account=party.account, label=party.name, print=print_
            )
    else:
        written = {fingerprint(line.label, "roll"): line for line in lines}
        doors = Household.objects.filter(building__in=list(buildings)).select_related("building__compound")
        for door in doors.order_by("building", "stairwell", "room"):
            print_ = fingerprint(str(door), "roll")
            # A line written for a door brings its area; the door stays one line.
            line = written.get(print_)
            found[print_] = Entry(
                vote=vote, household=door, label=str(door), area=line.area if line else 0, print=print_
            )
        for print_, line in written.items():
            if print_ not in found:
                found[print_] = Entry(vote=vote, label=line.label, area=line.area, print=print_)
    rows = list(found.values())
    if not rows:
        raise EmptyRoll
    if len(rows) > MOST_ENTRIES:
        raise RollTooLong(most=MOST_ENTRIES)
    if rule.counts_area and (bare := next((r for r in rows if not r.area), None)):
        raise AreaMissing(label=bare.label)
    return rows


def verify_entry(*, actor: Actor, number: str, at: datetime, entry: int, phone: str, how: str) -> Entry:
    """Bind a resident's account to a line of the roll, after looking at a paper; `how` says which.

    :raises NotVerified, NotYoursToPropose: as named. :raises NoSuchCase: no such line.
    """
    with transaction.atomic():
        row = entry_for_staff(actor, number, entry)
        account = people.resident_by_phone(phone=phone)
        taken = account is not None and Entry.objects.filter(vote=row.vote_id, account=account).exists()
        expert = account is not None and row.vote.topic.parties.filter(
            account=account, kind__in=[PartyKind.EXPERT, PartyKind.RECUSED]
        )
        if account is None or taken or not how.strip() or (expert and expert.exists()):
            raise NotVerified
        row.account, row.verified_by_id, row.verified_how = account, actor.account_id, how.strip()
        row.save(update_fields=["account", "verified_by", "verified_how"])
        return row


def entry_for_staff(actor: Actor, number: str, entry: int) -> Entry:
    rows = Entry.objects.select_related("vote__topic__case__area", "household", "party")
    row = rows.filter(pk=entry, vote__topic__case__number=number).first()
    if row is None or not policies.reaches(actor, row.vote.topic):
        raise NoSuchCase(number=number)
    if not policies.convenes_at(actor, row.vote.topic.case.area):
        raise NotYoursToPropose
    return row
