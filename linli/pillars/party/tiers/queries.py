"""Reads of rounds: those one has to do with, one with its lines, one rating; and what records say of an organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from linli.base.flow import policies as flow
from linli.base.flow.models import Case
from linli.base.people.actors import SYSTEM, Actor
from linli.kernel.clock import local
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches import queries as organisations
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.queries import OrganisationRow
from linli.pillars.party.branches.rules import BRANCHES, Finding, OrgKind
from linli.pillars.party.life import queries as life
from linli.pillars.party.life import rules as lives
from linli.pillars.party.life.models import LifeMeeting
from linli.pillars.party.tiers import policies, rules
from linli.pillars.party.tiers.models import TierRating, TierRound
from linli.pillars.party.tiers.policies import NoSuchTierRating, NoSuchTierRound
from linli.pillars.party.tiers.rules import Evidence, Stage, Tier

RATED = [kind.value for kind in lives.LED & BRANCHES]
_OF_TERMS = {Finding.NO_TERM, Finding.TERM_OVER}
_OF_SETTING = {
    Finding.TOO_FEW,
    Finding.TOO_MANY,
    Finding.NO_COMMITTEE,
    Finding.COMMITTEE_LARGE,
    Finding.JOINT_WIDE,
}


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in a list, with how far it is."""

    round: TierRound
    count: int
    said: int
    judged: int
    behind: int


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with its lines, what may be done, and how many may have how many stars."""

    round: TierRound
    stage: Stage
    ratings: tuple[TierRating, ...]
    caps: dict[int, int]
    tiers: dict[str, int]
    judges: bool
    may_close: bool


@dataclass(frozen=True, slots=True)
class RatingPage:
    """One rating; `evidence` is only for who speaks for the organisation: it tells how many it has."""

    rating: TierRating
    stage: Stage
    evidence: tuple[Evidence, ...]
    judges: bool
    speaks: bool
    is_watched: bool
    matter: str
    """The number of the matter about its plan, open or struck off, for who sees that."""


def evidence_of(rows: Iterable[Organisation], at: datetime, year: int) -> dict[int, dict[str, list[int]]]:
    """Give, by organisation and criterion, what the records of a year say. Nine statements however many there are."""
    ids = {one.pk for one in rows}
    counted = {row.id: row for row in life.life_of(actor=SYSTEM, at=at, only=ids, year=year)}
    registered = {row.id: row for row in organisations.rows_of(ids, at)}
    minutes: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    held = LifeMeeting.objects.filter(organisation__in=ids, starts_at__year=year).exclude(held_at=None)
    grouped = held.values("organisation").annotate(n=Count("pk"), good=Count("pk", filter=~Q(settled="")))
    for row in grouped:
        minutes[row["organisation"]] = (row["good"], row["n"])
    return {
        pk: _evidence(registered[pk], counted.get(pk), minutes[pk]) for pk in sorted(ids) if pk in registered
    }


def _evidence(
    row: OrganisationRow, lived: life.LifeRow | None, minutes: tuple[int, int]
) -> dict[str, list[int]]:
    found = {one.what for one in row.findings}
    counts = row.counts
    doors = counts.vanguard + counts.centre if counts is not None else 0
    return {
        "life": [lived.in_time, lived.over] if lived is not None else [0, 0],
        "minutes": list(minutes),
        "term": [int(not found & _OF_TERMS), 1],
        "setting": [int(not found & _OF_SETTING), 1],
        "doors": [int(doors > 0), int(row.kind is OrgKind.GRID_BRANCH)],
    }


def below(organisation: Organisation) -> list[Organisation]:
    """List the branches that an organisation rates: all below it that have a life of their own. One query."""
    rows = Organisation.objects.filter(
        path__startswith=organisation.path, kind__in=RATED, closed_on=None
    ).exclude(pk=organisation.pk)
    return list(rows.order_by("path"))


def makers_for(*, actor: Actor) -> list[Organisation]:
    """List the organisations in whose name an actor may open a round: those with something below them. One query."""
    rows = Organisation.objects.filter(branches.keepable(actor), closed_on=None, below__kind__in=RATED)
    return list(rows.select_related("unit").distinct().order_by("path"))


def rounds_of(*, actor: Actor) -> list[RoundRow]:
    """List the rounds one has to do with: one's own, those one is rated in, those that are public. Two queries."""
    mine = TierRating.objects.filter(policies.reachable(actor)).values("round")
    rows = TierRound.objects.filter(Q(pk__in=mine) | branches.keepable(actor, "organisation__"))
    rows = rows.select_related("organisation__unit").annotate(
        count=Count("ratings"),
        said=Count("ratings", filter=Q(ratings__self_at__isnull=False)),
        judged=Count("ratings", filter=Q(ratings__judged_at__isnull=False)),
        behind=Count("ratings", filter=Q(ratings__tier=Tier.BEHIND.value)),
    )
    return [
        RoundRow(row, row.count, row.said, row.judged, row.behind)
        for row in rows.order_by("-year", "organisation__path")
    ]


def round_page(*, actor: Actor, pk: int, at: datetime) -> RoundPage:
    """Give a round with its lines, as far as one sees them. Two queries.

    :raises NoSuchTierRound: absent, or nothing of it is theirs to see.
    """
    one = TierRound.objects.select_related("organisation__unit").filter(pk=pk).first()
    if one is None:
        raise NoSuchTierRound
    judges = policies.judges(actor, one)
    rows = one.ratings.filter(policies.reachable(actor)).select_related(
        "organisation__unit", "organisation__superior__unit"
    )
    ratings = tuple(rows.order_by("-stars", "organisation__path"))
    if not ratings and not judges:
        raise NoSuchTierRound
    return RoundPage(
        round=one,
        stage=one.stage,
        ratings=ratings,
        caps=rules.caps(len(ratings), one.shares),
        tiers={tier.value: sum(r.tier == tier.value for r in ratings) for tier in Tier},
        judges=judges,
        may_close=judges and is_over(one, local(at).date()) and one.closed_on is None,
    )


def is_over(round: TierRound, today: date) -> bool:
    """Say whether the days of publicity are over."""
    return round.public_until is not None and today > round.public_until


def rating_page(*, actor: Actor, pk: int) -> RatingPage:
    """Give a rating. Three queries.

    :raises NoSuchTierRating: absent or out of reach.
    """
    rows = TierRating.objects.select_related(
        "organisation__unit", "organisation__office", "round__organisation__unit", "supervised"
    )
    one = rows.filter(policies.reachable(actor), pk=pk).first()
    if one is None:
        raise NoSuchTierRating
    speaks = policies.speaks(actor, one)
    matter = Case.objects.filter(flow.reachable(actor), pk=one.supervised_id or 0).first()
    return RatingPage(
        rating=one,
        stage=one.round.stage,
        evidence=rules.evidence_in(one.evidence) if speaks else (),
        judges=policies.judges(actor, one.round),
        speaks=speaks,
        is_watched=one.supervised is not None and one.supervised.is_open,
        matter=matter.number if matter is not None else "",
    )
