"""Reads: forms that were asked, one of them as the reader may see it, what it was the time before, how much is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, F, Max, Q, Sum

from linli.base.orgs.models import Unit
from linli.base.orgs.queries import line_up, office_of, subtree
from linli.base.people.actors import Actor
from linli.insight.forms import policies, sources
from linli.insight.forms.given import Circumstances
from linli.insight.forms.lists import rows_of
from linli.insight.forms.models import AskedForm, FormAnswer, FormShape
from linli.insight.forms.policies import NoSuchForm
from linli.insight.forms.rules import layout as layouts
from linli.insight.forms.rules.filled import Filled, ListFilled, State
from linli.insight.forms.rules.grid import Paper
from linli.insight.forms.rules.period import Period, Span
from linli.insight.forms.rules.slots import Layout
from linli.insight.forms.sources import Row, Whose
from linli.insight.forms.sources.reach import grounds
from linli.kernel.clock import local

PAGE: Final = 40
SHOWN_ROWS: Final = 50
YEAR: Final = timedelta(days=365)
VIEWS: Final = ("open", "handed")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form in a list."""

    id: int
    title: str
    asked_by: str
    asked_at: datetime
    due_date: date | None
    ground: str
    period: Period | None
    times: int
    wanted: int
    filled: int
    checks: int
    asks: int
    handed_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Burden:
    """How much somebody demanded in a year: forms, kinds of form, and blanks of which so many filled themselves."""

    asked_by: str
    forms: int
    shapes: int
    wanted: int
    filled: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A form with what fills it, narrowed to its reader."""

    form: AskedForm
    paper: Paper
    layout: Layout
    cells: tuple[Filled, ...]
    lists: tuple[tuple[ListFilled, tuple[Row, ...]], ...]
    before: AskedForm | None
    was: Mapping[str, Filled]
    disagreeing: tuple[tuple[str, str, str], ...]

    @property
    def period(self) -> Period | None:
        """Give the time it speaks of."""
        return period_of(self.form)


def period_of(form: AskedForm) -> Period | None:
    """Give the time that a form speaks of."""
    if form.period_start is None or form.period_until is None:
        return None
    return Period(Span(form.period_span or "other"), form.period_start, form.period_until)


def office_for(ground: Unit) -> Unit:
    """Give the office whose ground it is. One query."""
    return office_of(line_up(ground)) or ground


def grounds_of(*, actor: Actor) -> list[Unit]:
    """List the grounds for which an actor fills forms: their own and the communities below. One query."""
    found = Q(pk__in=[])
    for pk in grounds(actor):
        found |= Q(path__contains=f"/{pk}/")
    kinds = ("subdistrict", "community")
    return list(
        Unit.objects.filter(found, kind__in=kinds, is_active=True).order_by(F("kind").desc(), "order", "path")
    )


def forms_of(
    *, actor: Actor, at: datetime, view: str = "open", asked_by: str = "", after: int = 0, size: int = PAGE
) -> tuple[list[FormRow], int]:
    """List forms: those not handed in, what is due first ahead; or those handed in, newest first. Two queries."""
    rows = AskedForm.objects.filter(policies.reachable(actor), handed_at__isnull=view != "handed")
    if asked_by:
        rows = rows.filter(asked_by=asked_by)
    order = ["-handed_at", "-pk"] if view == "handed" else [F("due_date").asc(nulls_last=True), "pk"]
    found = rows.select_related("ground").annotate(
        times=Count("shape__forms", filter=Q(shape__forms__asked_at__lte=F("asked_at")))
    )
    today = local(at).date()
    return [
        _row(one, today) for one in found.order_by(*order).defer("filled", "paper")[after : after + size]
    ], rows.count()


def _row(one: AskedForm, today: date) -> FormRow:
    return FormRow(
        one.pk, one.title, one.asked_by, one.asked_at, one.due_date, str(one.ground), period_of(one),
            one.times,  # type: ignore[attr-defined]
        one.wanted_count, one.filled_count, one.check_count, one.ask_count, one.handed_at,
        one.handed_at is None and one.due_date is not None and one.due_date < today,
    )  # fmt: skip


def burdens(*, actor: Actor, at: datetime) -> list[Burden]:
    """Say who demanded how much in a year, most first. One query."""
    rows = AskedForm.objects.filter(policies.reachable(actor), asked_at__gt=at - YEAR).order_by()
    made = rows.values_list("asked_by").annotate(
        n=Count("pk"),
        kinds=Count("shape", distinct=True),
        wanted=Sum("wanted_count"),
        filled=Sum("filled_count"),
        last=Max("asked_at"),
    )
    return sorted((Burden(*row) for row in made), key=lambda b: (-b.forms, b.asked_by))


def get_form(*, actor: Actor, pk: int) -> AskedForm:
    """Give a form to whoever may see it. One query.

    :raises NoSuchForm: absent, or not theirs
    """
    found = (
        AskedForm.objects.select_related("ground", "office", "shape", "file", "filled_by", "handed_by")
        .filter(pk=pk)
        .first()
    )
    if found is None or not policies.reaches(actor, found):
        raise NoSuchForm
    return found


def paper_of(form: AskedForm) -> tuple[Paper, Layout]:
    """Give the form's cells as they came, and what they want. No query."""
    paper = Paper.of_data(form.paper)
    return paper, layouts.read(paper)


def around(*, actor: Actor, form: AskedForm, layout: Layout, at: datetime) -> Circumstances:
    """Gather what filling a form needs. Six queries, two more for a post of the Party, one for a section."""
    units = {u.pk: u for u in subtree(form.ground).select_related("parent") if u.is_territory}
    own = FormAnswer.objects.filter(form=form).exclude(words="").select_related("by")
    before = before_of(form)
    last = FormAnswer.objects.filter(form=before).exclude(words="").select_related("by") if before else []
    return Circumstances(
        layout=layout, ground=form.ground, units=units, reached=sources.reach_of(actor, units.values()),
            period=period_of(form),
        at=at, filler=actor.name, mapping=form.shape.mapping,
        answers={one.name: (one.words, str(one.by.name if one.by else "")) for one in own},
        last={one.name: (one.words, f"{one.by.name if one.by else ''} {local(one.at):%Y-%m-%d}".strip()) for one in last},
    )  # fmt: skip


def before_of(form: AskedForm) -> AskedForm | None:
    """Give the same form as it was asked the last time for the same ground. One query."""
    found = AskedForm.objects.filter(shape=form.shape_id, ground=form.ground_id).exclude(pk=form.pk)
    return (
        found.filter(Q(asked_at__lt=form.asked_at) | Q(asked_at=form.asked_at, pk__lt=form.pk))
        .order_by("-asked_at", "-pk")
        .first()
    )


def open_form(*, actor: Actor, pk: int, at: datetime, size: int = SHOWN_ROWS) -> Opened:
    """Open a form for its reader: what they may not know is not there; rows of lists are read anew for them.

    Up to a dozen queries and one or two for each list, whatever is in the form.

    :raises NoSuchForm: absent, or not theirs
    """
    form = get_form(actor=actor, pk=pk)
    paper, layout = paper_of(form)
    given = around(actor=actor, form=form, layout=layout, at=at)
    cells = tuple(narrowed(given, cell) for cell in cells_of(form))
    listed = tuple(
        (one, tuple(rows_of(given, one)[:size]) if one.state != State.ASK and one.register else ())
        for one in lists_of(form)
    )
    before = before_of(form)
    was = {c.name: narrowed(given, c) for c in cells_of(before)} if before else {}
    return Opened(
        form, paper, layout, cells, listed, before, was, tuple(tuple(d) for d in form.filled.get("sums", ()))
    )


def cells_of(form: AskedForm) -> tuple[Filled, ...]:
    """Give the cells of a form as they were filled."""
    return tuple(Filled.of_data(cell) for cell in form.filled.get("cells", ()))


def lists_of(form: AskedForm) -> tuple[ListFilled, ...]:
    """Give the lists of a form as they were filled."""
    return tuple(ListFilled.of_data(one) for one in form.filled.get("lists", ()))


def narrowed(given: Circumstances, cell: Filled) -> Filled:
    """Give a cell as its reader may see it: what a permission guards is not there for those without it."""
    if not cell.whose or cell.value is None:
        return cell
    units = [given.units[pk] for pk in cell.grounds if pk in given.units] or [given.ground]
    if all(given.reached.covers(Whose(cell.whose), unit) for unit in units):
        return cell
    why = "party" if cell.whose == Whose.PARTY else "not_yours"
    return replace(cell, value=None, state=State.ASK.value, why=why, doubts=(), above=0, below=0)


def shapes_like(*, office: Unit) -> Iterable[FormShape]:
    """List the kinds of form that an office knows, newest first. One query."""
    return FormShape.objects.filter(office=office).order_by("-changed_at")[:500]
