"""Figures of deliberation: topics taken up, carried out, content; each with its formula and both numbers. Of communities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
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


DECIDED_FOR = Q(outcome__in=["agreed", "passed"], publicity_until__isnull=False)
CARRIED = Q(carried_at__isnull=False)


def by_unit(*, actor: Actor, since: datetime, until: datetime) -> tuple[UnitRow, ...]:
    """Count the topics proposed in [since, until) that an actor sees, by community. Two queries."""
    mine = policies.reachable(actor, prefix="case__")
    rows = Topic.objects.filter(mine, election_vote=None, case__filed_at__gte=since, case__filed_at__lt=until)
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
            accepted=Count("case", filter=Q(accepted_at__isnull=False)),
            due=Count("case", filter=DECIDED_FOR & Q(publicity_until__lt=until)),
            carried=Count("case", filter=DECIDED_FOR & Q(publicity_until__lt=until) & CARRIED),
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
