"""Figures of deliberation: topics taken up, carried out, content; each with its formula and both numbers. Of communities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.flow import policies
from linli.base.people.actors import Actor
from linli.kernel.sources import Source, local_choice
from linli.pillars.governance.deliberation.models import Supporter, Topic

FORMULAS: Source = local_choice(
    "The article names topics, a rate of carrying out and a rate of content at call-back without a formula; these are ours."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what is above the line and below it, in words and in numbers."""

    code: str
    name: str | Promise
    above_words: str | Promise
    below_words: str | Promise
    above: int
    below: int

    @property
    def percent(self) -> str:
        """The share in per cent, to one place; a dash where nothing is below the line."""
        return f"{100 * self.above / self.below:.1f}%" if self.below else "—"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One community: topics proposed, taken up, carried out, and what people said of them."""

    id: int
    name: str
    proposed: int
    accepted: int
    due: int
    carried: int
    asked: int
    content: int


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A number of topics, or of people who were asked about one: in words, and which topics or answers it counts."""

    name: str | Promise
    hit: Q
    of_people: bool = False


DECIDED_FOR = Q(outcome__in=["agreed", "passed"], publicity_until__isnull=False)
CARRIED = Q(carried_at__isnull=False)


def counts(until: datetime) -> dict[str, TopicCount]:
    """Give what is counted of topics up to a moment."""
    due = DECIDED_FOR & Q(publicity_until__lt=until)
    asked = Q(supporters__level__isnull=False)
    return {
        "proposed": TopicCount(_("提出的议题"), Q()),
        "accepted": TopicCount(_("受理的议题"), Q(accepted_at__isnull=False)),
        "due": TopicCount(_("该落实的"), due),
        "carried": TopicCount(_("落实了的"), due & CARRIED),
        "asked": TopicCount(_("回访到的人"), asked, of_people=True),
        "content": TopicCount(_("满意的人"), Q(supporters__level__gte=3), of_people=True),
    }


def _topics(actor: Actor, since: datetime, until: datetime) -> QuerySet[Topic]:
    mine = policies.reachable(actor, prefix="case__")
    return Topic.objects.filter(mine, election_vote=None, case__filed_at__gte=since, case__filed_at__lt=until)


@dataclass(frozen=True, slots=True)
class TopicBehind:
    """A topic behind a number; of a number of people, how many of them it has."""

    topic: Topic
    people: int = 0


def behind(
    *, code: str, actor: Actor, since: datetime, until: datetime, unit: int | None = None, most: int = 200
) -> list[TopicBehind]:
    """List the topics that a number counts, of one community or of all, newest first. One query.

    People are never named: of a number of people stand the topics they were asked about, each with how many.

    :raises KeyError: there is no such number.
    """
    one = counts(until)[code]
    rows = _topics(actor, since, until).select_related("case__area")
    if unit is not None:
        rows = rows.filter(case__area=unit)
    if one.of_people:
        found = rows.annotate(people=Count("supporters", filter=one.hit)).filter(people__gt=0)
        return [TopicBehind(row, row.people) for row in found.order_by("-case_id")[:most]]
    return [TopicBehind(row) for row in rows.filter(one.hit).order_by("-case_id")[:most]]


def by_unit(*, actor: Actor, since: datetime, until: datetime) -> tuple[UnitRow, ...]:
    """Count the topics proposed in [since, until) that an actor sees, by community. Two queries."""
    rows, known = _topics(actor, since, until), counts(until)
    seen = Supporter.objects.filter(topic__in=rows, level__isnull=False).values("topic__case__area")
    said = {
        unit: (asked, content)
        for unit, asked, content in seen.annotate(
            n=Count("id"), good=Count("id", filter=Q(level__gte=3))
        ).values_list("topic__case__area", "n", "good")
    }
    found = (
        rows.values("case__area", "case__area__name")
        .annotate(
            n=Count("case"),
            accepted=Count("case", filter=known["accepted"].hit),
            due=Count("case", filter=known["due"].hit),
            carried=Count("case", filter=known["carried"].hit),
        )
        .order_by("case__area__path")
    )
    return tuple(
        UnitRow(
            r["case__area"], r["case__area__name"], r["n"], r["accepted"], r["due"], r["carried"],
            *said.get(r["case__area"], (0, 0)),
        )
        for r in found
    )  # fmt: skip


def totals(rows: tuple[UnitRow, ...]) -> tuple[Figure, ...]:
    """Add communities up to the figures of the article."""

    def total(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    return (
        Figure(
            "accepted", _("受理率"), _("受理的议题"), _("提出的议题"), total("accepted"), total("proposed")
        ),
        Figure(
            "carried",
            _("落实办理率"),
            _("落实了的"),
            _("公示期满、该落实的决议"),
            total("carried"),
            total("due"),
        ),
        Figure(
            "content", _("回访满意率"), _("基本满意以上的"), _("回访到的人"), total("content"), total("asked")
        ),
    )
