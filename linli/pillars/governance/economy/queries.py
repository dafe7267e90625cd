"""Reads of indicators and projects: a year's numbers with how far they are, projects with their light and its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.economy import policies, rules
from linli.pillars.governance.economy.models import EconomicTarget, EconomicValue, KeyProject, Spending
from linli.pillars.governance.economy.policies import NoSuchProject
from linli.pillars.governance.economy.rules import Facts, Light, Why


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with the value of its latest month, and the months before."""

    target: EconomicTarget
    values: tuple[EconomicValue, ...]

    @property
    def latest(self) -> EconomicValue | None:
        """The value of the latest month."""
        return self.values[-1] if self.values else None

    @property
    def completion(self) -> float | None:
        """How far the target is reached, in percent; None without a value."""
        return rules.completion(self.latest.amount_wan, self.target.amount_wan) if self.latest else None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with its light and the reasons, its money and its milestones."""

    project: KeyProject
    light: Light
    reasons: tuple[tuple[Why, float], ...]
    spent: int
    done: int
    steps: int
    problems: int
    time_passed: float

    @property
    def completion(self) -> float | None:
        """The share of the whole investment that is done, in percent."""
        return rules.completion(self.spent, self.project.total_wan)


def _valid() -> QuerySet[EconomicValue]:
    return EconomicValue.objects.filter(replaced_at=None).order_by("until_month")


def targets_of(*, actor: Actor, year: int, ground: str = "") -> list[TargetRow]:
    """Give the indicators of a year that an actor reads, on a piece of ground. Two queries."""
    rows = EconomicTarget.objects.filter(policies.reachable(actor), year=year)
    if ground:
        rows = rows.filter(office__path__startswith=ground)
    found = rows.select_related("office").prefetch_related(Prefetch("values", _valid(), to_attr="told"))
    return [TargetRow(one, tuple(one.told)) for one in found]


def years_of(*, actor: Actor) -> list[int]:
    """List the years that have targets, the newest first. One query."""
    rows = EconomicTarget.objects.filter(policies.reachable(actor)).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def _rows(found: QuerySet[KeyProject], today: date) -> list[ProjectRow]:
    kept = found.select_related("office", "area", "lead").prefetch_related(
        "milestones",
        Prefetch("spendings", Spending.objects.filter(replaced_at=None)),
        "problems__case",
    )
    return [_row(one, today) for one in kept]


def _row(one: KeyProject, today: date) -> ProjectRow:
    steps = list(one.milestones.all())
    spent = sum(row.amount_wan for row in one.spendings.all())
    cards = [problem.case.card for problem in one.problems.all() if problem.case.is_open]
    facts = Facts(
        one.starts_on,
        one.ends_on,
        one.total_wan,
        spent,
        [(step.due_on, step.done_on) for step in steps],
        cards,
        is_ended=one.ended_on is not None,
    )
    shown, reasons = rules.light(facts, today)
    done = sum(step.done_on is not None for step in steps)
    return ProjectRow(
        one, shown, reasons, spent, done, len(steps), len(cards), rules.time_passed(facts, today)
    )


_ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.ENDED)


def projects_of(*, actor: Actor, today: date, ground: str = "") -> list[ProjectRow]:
    """List the projects an actor reads, on a piece of ground: red first, then by the day they end. Five queries."""
    rows = KeyProject.objects.filter(policies.reachable(actor))
    if ground:
        rows = rows.filter(office__path__startswith=ground)
    return sorted(_rows(rows, today), key=lambda row: (_ORDER.index(row.light), row.project.ends_on))


def project_page(*, actor: Actor, pk: int, today: date) -> ProjectRow:
    """Give a project. Five queries. :raises NoSuchProject: absent or out of reach."""
    found = _rows(KeyProject.objects.filter(policies.reachable(actor), pk=pk), today)
    if not found:
        raise NoSuchProject
    return found[0]


def problems_of(*, project: KeyProject) -> list[Case]:
    """List what stood and stands in a project's way, newest first. One query."""
    return list(
        Case.objects.filter(project_problem__project=project).select_related("holder").order_by("-filed_at")
    )


def offices_of(*, actor: Actor) -> list[Unit]:
    """Give the offices whose numbers an actor keeps. One query."""
    return list(Unit.objects.filter(pk__in=policies.kept_offices(actor)))
