"""The verbs of forms: take one in, fill it anew, say what a heading means, answer a gap, produce the file, hand it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from linli.base.files import operations as files
from linli.base.files import queries as stored
from linli.base.files.rules import FileKind
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.journal import What, record, record_each
from linli.base.people.refusals import ReasonMissing
from linli.insight.forms import filling, lists, papers, producing, queries, sources
from linli.insight.forms.given import NEVER
from linli.insight.forms.models import AskedForm, FormAnswer, FormShape
from linli.insight.forms.papers import FormTooLarge, FormWithoutTable
from linli.insight.forms.policies import NoSuchForm, fills_for
from linli.insight.forms.rules import layout as layouts
from linli.insight.forms.rules import shape as shapes
from linli.insight.forms.rules.filled import Filled, ListFilled, State
from linli.insight.forms.rules.period import Period
from linli.insight.forms.rules.slots import Layout
from linli.insight.forms.rules.wanting import KEPT_OPEN, period_of
from linli.insight.forms.sources import Row, Whose
from linli.kernel.refusals import Refusal

LEAST_REASON: Final = 4
MOST_BLANKS: Final = 6_000

__all__ = ["FormTooLarge", "FormWithoutTable", "NoSuchForm"]


class MeaningUnknown(Refusal):
    """No figure, column or register of that name: `words`."""


class AlreadyHanded(Refusal):
    """It was handed in; it is not changed any more."""


class NotAsked(Refusal):
    """The form has no such blank, or one that nobody types here."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a form as it comes in."""

    asked_by: str
    due_date: date | None = None
    title: str = ""
    period: Period | None = None


def take_in_form(
    *,
    actor: Actor,
    at: datetime,
    data: bytes,
    name: str,
    about: About,
    ground: Unit,
    key: UUID | None = None,
) -> AskedForm:
    """Take a form in and fill it at once. A kind that was asked before is known again, with what it means.

    :raises NoSuchForm: the ground is not theirs. :raises FormTooLarge, FormWithoutTable, UnableToKeepFile: as named.
    """
    if not fills_for(actor, ground):
        raise NoSuchForm
    if key is not None and (kept := AskedForm.objects.filter(key=key).first()) is not None:
        return kept
    paper = papers.read(data)
    layout = layouts.read(paper)
    blanks = len(layout.slots) + sum(len(one.rows) * len(one.columns) for one in layout.lists)
    if not layout.slots and not any(not one.named for one in layout.lists):
        raise FormWithoutTable
    if blanks > MOST_BLANKS:
        raise FormTooLarge(most=MOST_BLANKS)
    named = _named_in(layout, ground)
    if fills_for(actor, named):
        ground = named
    file = files.keep_file(actor=actor, data=data, name=name, at=at, only=FileKind.PAPER)
    office = queries.office_for(ground)
    with transaction.atomic():
        shape, is_edition = _shape_of(office, layout, actor, at)
        period = about.period or period_of(layout, layout.texts)
        form = AskedForm(
            office=office, ground=ground, shape=shape, file=file, title=(about.title or layout.title or file.name)[:120],
            asked_by=about.asked_by[:60], asked_at=at, due_date=about.due_date, is_edition=is_edition,
            taken_by_id=actor.account_id, filled_at=at, key=key,
        )  # fmt: skip
        form.paper = paper.as_data()
        _set_period(form, period)
        form.save()
        _fill(form, layout, actor, at)
    return form


def _named_in(layout: Layout, ground: Unit) -> Unit:
    """Give the community that the title names, where it lies on the ground."""
    for unit in Unit.objects.filter(path__startswith=ground.path, kind="community", is_active=True).order_by(
        "-name"
    ):
        if unit.name and unit.name in layout.title:
            return unit
    return ground


def _set_period(form: AskedForm, period: Period | None) -> None:
    form.period_span = period.span.value if period else ""
    form.period_start, form.period_until = (period.start, period.until) if period else (None, None)


def _shape_of(office: Unit, layout: Layout, actor: Actor, at: datetime) -> tuple[FormShape, bool]:
    """Find the kind of form this is: the same, one that is nearly the same, or a new one."""
    places = Unit.objects.filter(path__startswith=office.path, kind__in=("subdistrict", "community", "grid"))
    names = [name for pair in places.values_list("name", "short_name") for name in pair if name]
    heads = shapes.headings_of(layout.title, layout.headings, names)
    found = shapes.print_of(heads)
    known = FormShape.objects.filter(office=office, fingerprint=found).first()
    if known is not None:
        return known, False
    near = max(
        queries.shapes_like(office=office), key=lambda s: shapes.likeness(s.headings, heads), default=None
    )
    is_near = near is not None and shapes.likeness(near.headings, heads) >= shapes.ALIKE
    made = FormShape.objects.create(
        office=office, fingerprint=found, title=layout.title[:120], headings=[h[:120] for h in heads],
        mapping=dict(near.mapping) if near is not None and is_near else {}, changed_at=at, changed_by_id=actor.account_id,
    )  # fmt: skip
    return made, is_near


def _fill(form: AskedForm, layout: Layout, actor: Actor, at: datetime) -> None:
    given = queries.around(actor=actor, form=form, layout=layout, at=at)
    result = filling.fill(given)
    cells, listed = result.cells, result.lists
    if (before := queries.cells_of(form)) or form.filled:
        cells, listed = _kept(cells, before), _kept_lists(listed, queries.lists_of(form))
    states = [cell.state for cell in cells]
    many = sum(_size(one) for one in listed)
    sure = sum(_size(one) for one in listed if one.state == State.SURE)
    checks = sum(_size(one) for one in listed if one.state == State.CHECK)
    form.filled = {
        "cells": [cell.as_data() for cell in cells],
        "lists": [one.as_data() for one in listed],
        "sums": [list(one) for one in result.disagreeing],
    }
    form.wanted_count = many + sum(s != State.LEAVE for s in states)
    form.check_count = checks + states.count(State.CHECK.value)
    form.filled_count = sure + form.check_count + states.count(State.SURE.value)
    form.ask_count = states.count(State.ASK.value) + sum(one.state == State.ASK for one in listed)
    form.filled_at, form.filled_by_id = at, actor.account_id
    form.save()


def _size(one: ListFilled) -> int:
    """Count the cells that a list fills: its rows and the columns that are known."""
    known = sum(bool(code) for _c, _h, code, _k in one.columns)
    return one.count * known if one.state != State.ASK else 0


def _kept(cells: Iterable[Filled], before: Iterable[Filled]) -> tuple[Filled, ...]:
    """Keep what somebody with another permission had filled: whoever may not know it does not wipe it out."""
    had = {cell.address: cell for cell in before if cell.whose and cell.value is not None}
    return tuple(had[c.address] if c.why in ("party", "not_yours") and c.address in had else c for c in cells)


def _kept_lists(listed: Iterable[ListFilled], before: Iterable[ListFilled]) -> tuple[ListFilled, ...]:
    had = {(one.table, one.first): one for one in before if one.whose and one.state != State.ASK}
    return tuple(
        had[one.table, one.first]
        if one.why in ("party", "not_yours") and (one.table, one.first) in had
        else one
        for one in listed
    )


def _held(actor: Actor, pk: int) -> AskedForm:
    """Lock a form that is not handed in."""
    queries.get_form(actor=actor, pk=pk)
    form = (
        AskedForm.objects.select_for_update(of=("self",))
        .select_related("ground", "office", "shape", "file")
        .get(pk=pk)
    )
    if form.handed_at is not None:
        raise AlreadyHanded
    return form


def refill_form(*, actor: Actor, at: datetime, pk: int, period: Period | None = None) -> AskedForm:
    """Fill a form anew from what is known now, for another time where one is given.

    :raises NoSuchForm, AlreadyHanded: as named
    """
    with transaction.atomic():
        form = _held(actor, pk)
        if period is not None:
            _set_period(form, period)
        _fill(form, queries.paper_of(form)[1], actor, at)
    return form


def map_heading(*, actor: Actor, at: datetime, pk: int, key: str, to: str) -> AskedForm:
    """Say what a heading means, for this form and every one of its kind, and fill it anew. Empty: as it was recognised.

    :raises MeaningUnknown: no such figure, column or register. :raises NoSuchForm, AlreadyHanded, NotAsked: as named.
    """
    with transaction.atomic():
        form = _held(actor, pk)
        if key not in keys_of(form):
            raise NotAsked
        if to not in ("", KEPT_OPEN) and not _is_known(form, key, to):
            raise MeaningUnknown(words=to[:40])
        _keep_mapping(form, {key: to}, actor, at)
        _fill(form, queries.paper_of(form)[1], actor, at)
    return form


def keys_of(form: AskedForm) -> set[str]:
    """Give the keys of all meanings of a form."""
    listed = queries.lists_of(form)
    return (
        {cell.key for cell in queries.cells_of(form)}
        | {key for one in listed for _c, _h, _code, key in one.columns}
        | {f"%{one.table}" for one in listed}
    )


def _is_known(form: AskedForm, key: str, to: str) -> bool:
    if key.startswith("%"):
        return to in sources.REGISTERS
    if key.startswith("@"):
        codes = {
            c.code
            for one in queries.lists_of(form)
            if one.register
            for c in sources.REGISTERS[one.register].spec.columns
        }
        return to in codes or to.removeprefix("figure:") in sources.FIGURES
    return to in sources.FIGURES


def _keep_mapping(form: AskedForm, said: Mapping[str, str], actor: Actor, at: datetime) -> None:
    shape = FormShape.objects.select_for_update().get(pk=form.shape_id)
    mapping = {**shape.mapping, **said}
    shape.mapping = {k: v for k, v in mapping.items() if v}
    shape.changed_at, shape.changed_by_id = at, actor.account_id
    shape.save(update_fields=["mapping", "changed_at", "changed_by"])
    form.shape = shape


def confirm_form(*, actor: Actor, at: datetime, pk: int) -> AskedForm:
    """Say that what was proposed is meant so: doubts of words are gone, here and the next time; doubts of values stay.

    :raises NoSuchForm, AlreadyHanded: as named
    """
    with transaction.atomic():
        form = _held(actor, pk)
        said: dict[str, str] = {}
        for cell in queries.cells_of(form):
            if cell.state == State.CHECK and cell.by.startswith("figure:"):
                said[cell.key] = cell.by.removeprefix("figure:")
        for one in queries.lists_of(form):
            if one.state == State.CHECK:
                said[f"%{one.table}"] = one.register
        _keep_mapping(form, said, actor, at)
        _fill(form, queries.paper_of(form)[1], actor, at)
    return form


def answer_gaps(*, actor: Actor, at: datetime, pk: int, said: Mapping[str, str]) -> AskedForm:
    """Keep what somebody typed into blanks; an empty answer takes an earlier one back.

    :raises NotAsked: no such blank, or one that is not typed here. :raises NoSuchForm, AlreadyHanded: as named.
    """
    with transaction.atomic():
        form = _held(actor, pk)
        cells = {cell.name: cell for cell in queries.cells_of(form)}
        for name, words in said.items():
            cell = cells.get(name)
            if cell is None or cell.why in NEVER.values() or cell.state == State.LEAVE:
                raise NotAsked
            FormAnswer.objects.update_or_create(
                form=form,
                name=name,
                defaults={"words": " ".join(words.split())[:200], "at": at, "by_id": actor.account_id},
            )
        _fill(form, queries.paper_of(form)[1], actor, at)
    return form


def hand_in_form(*, actor: Actor, at: datetime, pk: int) -> AskedForm:
    """Note that a form was handed in: from now on it stands as it was.

    :raises NoSuchForm, AlreadyHanded: as named
    """
    with transaction.atomic():
        form = _held(actor, pk)
        form.handed_at, form.handed_by_id = at, actor.account_id
        form.save(update_fields=["handed_at", "handed_by"])
    return form


# ------------------------------------------------------------ the file


def produce_form(
    *, actor: Actor, at: datetime, pk: int, words: producing.Words, reason: str | None = None
) -> bytes:
    """Give the form's own file with everything that its reader may know put into it.

    Names and numbers of people are masked; with a `reason` they are whole,
        and each of them can read that they were. Whatever
    tells of somebody leaves an entry in the log.

    :raises NoSuchForm: absent, or not theirs. :raises ReasonMissing: less than four characters.
    """
    form = queries.get_form(actor=actor, pk=pk)
    if reason is not None and len(reason := " ".join(reason.split())) < LEAST_REASON:
        raise ReasonMissing(least=LEAST_REASON)
    data = stored.read_file(form.file)
    paper, layout = queries.paper_of(form)
    given = queries.around(actor=actor, form=form, layout=layout, at=form.filled_at if form.handed_at else at)
    cells = [queries.narrowed(given, cell) for cell in queries.cells_of(form)]
    listed: list[tuple[ListFilled, list[Row]]] = []
    for one in queries.lists_of(form):
        rows = (
            lists.rows_of(given, one, is_open=reason is not None)
            if one.register and one.state != State.ASK
            else []
        )
        listed.append((one, rows))
    puts, extra = producing.puts_of(paper, layout, cells, listed, doubts_in_words=words)
    made = papers.written(data, puts, extra)
    _log(form, cells, listed, actor=actor, at=at, reason=reason)
    return made


def _log(
    form: AskedForm,
    cells: Iterable[Filled],
    listed: Iterable[tuple[ListFilled, list[Row]]],
    *,
    actor: Actor,
    at: datetime,
    reason: str | None,
) -> None:
    """Put on record that a file told of people: one entry for a masked list, one for each person whose name was whole."""
    told = {cell.whose for cell in cells if cell.whose and cell.value is not None}
    entries: list[dict[str, Any]] = []
    for one, rows in listed:
        subject = sources.REGISTERS[one.register].subject if one.register else ""
        hidden = (
            {c.code for c in sources.REGISTERS[one.register].spec.columns if c.hides}
            if one.register
            else set[str]()
        )
        fields = ",".join(code for _c, _h, code, _k in one.columns if code in hidden)
        if not subject or not rows or not (fields or one.whose):
            continue
        told.discard(one.whose)
        if reason is None:
            record(
                What.EXPORTED,
                at=at,
                actor=actor,
                subject=subject,
                field=fields[:40],
                reason=f"{form.title} {len(rows)}",
            )
        entries += [
            {
                "subject": subject,
                "subject_id": r.id,
                "field": fields[:40],
                "person_id": r.person_id,
                "person_print": r.person_print,
            }
            for r in rows
            if reason is not None and fields
        ]
    if Whose.PARTY in told:
        record(
            What.EXPORTED, at=at, actor=actor, subject=sources.REGISTERS["members"].subject, reason=form.title
        )
    if entries:
        record_each(What.REVEALED, entries, at=at, actor=actor, reason=f"{reason}（{form.title}）")
