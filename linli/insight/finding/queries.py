"""What somebody may see of what they look for, by kind: at most so many each, what begins as asked before the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.db.models.functions import Length

from linli.base.flow import policies as flow
from linli.base.flow.models import Case as FlowCase
from linli.base.flow.opening import prints_of
from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.insight.finding import absorbing
from linli.insight.finding.models import DueName, SearchName
from linli.insight.finding.rules import question
from linli.insight.finding.sources import SOURCES, Source
from linli.kernel import masking
from linli.kernel.chinese import query_tokens

MOST: Final = 6
LEVELS: Final = frozenset({UnitKind.CITY, UnitKind.DISTRICT})
MOST_DUE: Final = 200
"""What is due and more is left to the job: nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something with a name."""

    ref: int
    title: str
    hint: str
    area: str
    area_path: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `has_more` where there is more than is given."""

    source: str
    found: tuple[Found, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case of any kind that holds the words."""

    number: str
    kind: str
    title: str
    is_open: bool
    area: str


def find_names(
    *, actor: Actor, asked: str, most: int = MOST, offices: frozenset[int] | None = None
) -> tuple[Group, ...]:
    """Find what has a name, by kind. Three queries, and one for each kind that has the words at all.

    One fewer where the offices of the actor are given (`flow.policies.offices_over`).
    """
    wanted = question(asked)
    if not wanted:
        return ()
    if DueName.objects.exists():
        absorbing.absorb(MOST_DUE)
    rows = SearchName.objects.filter(flow.holds("words", wanted))
    kinds = set(rows.order_by().values_list("source", flat=True).distinct())
    ground = (
        _ground(actor, offices)
        if any(SOURCES[kind].reachable is None for kind in kinds if kind in SOURCES)
        else Q()
    )
    groups = (
        _group(source, rows, actor, ground, asked, most)
        for source in SOURCES.values()
        if source.code in kinds
    )
    return tuple(group for group in groups if group.found)


def find_cases(
    *, actor: Actor, asked: str, most: int = MOST, offices: frozenset[int] | None = None
) -> tuple[FoundCase, ...]:
    """Find cases of every kind by their words, their number or a number in them, the newest first. Three queries at most.

    One fewer where the offices of the actor are given.
    """
    rows = FlowCase.objects.filter(flow.reachable(actor)).select_related("area")
    words = asked.strip()
    exact = list(rows.filter(number=words)[:1]) if words else []
    if not exact:
        tokens = [*query_tokens(masking.without(words)), *prints_of(words)]
        if not tokens:
            return ()
        exact = list(
            rows.filter(flow.found_by(tokens, actor, offices)).order_by("-filed_at", "-pk")[: most + 1]
        )
    return tuple(FoundCase(c.number, c.kind, c.title, c.is_open, str(c.area)) for c in exact)


def _group(
    source: Source, rows: QuerySet[SearchName], actor: Actor, ground: Q, asked: str, most: int
) -> Group:
    mine = rows.filter(source=source.code)
    if source.reachable is None:
        mine = mine.filter(ground)
    elif not actor.is_system:
        seen = source.model._default_manager.filter(source.reachable(actor))
        mine = mine.filter(ref__in=seen.values("pk"))
    words = asked.strip()
    nearness = Case(
        When(title__iexact=words, then=0), When(title__istartswith=words, then=1), default=2,
        output_field=IntegerField(),
    )  # fmt: skip
    ordered = mine.select_related("area").order_by(nearness, Length("title"), "title", "ref")[: most + 1]
    found = [
        Found(one.ref, one.title, one.hint, str(one.area), one.area.path, one.lon, one.lat) for one in ordered
    ]
    return Group(source.code, tuple(found[:most]), len(found) > most)


def _ground(actor: Actor, offices: frozenset[int] | None) -> Q:
    """Match what lies where somebody works: their offices, and what is above an office whole. One query at most."""
    if actor.is_system:
        return Q()
    offices = flow.offices_over(actor) if offices is None else offices
    roots = {next((pk for pk in post.line if pk in offices), _above(post)) for post in actor.posts}
    return on_grounds(roots, "area")


def _above(post: HeldPost) -> int:
    """Give the ground of a post outside every office: a level of the city its own, a department that of its level."""
    return post.unit_id if post.unit_kind in LEVELS else post.line[-2:][0]
