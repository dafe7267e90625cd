"""What happens to a secretary's project, from the proposal to its acceptance."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Unpack

from django.db import transaction

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.operations import NoSuchOrganisation, NotYourOrganisation
from linli.pillars.party.secretary import policies
from linli.pillars.party.secretary.flow import KIND, SECRETARY
from linli.pillars.party.secretary.models import SecretaryProject


class WithoutSecretary(Refusal):
    """A group or a task force has no secretary."""


def propose_project(
    *,
    actor: Actor,
    at: datetime,
    organisation: int,
    year: int,
    title: str,
    aim: str,
    proof: str,
    key: uuid.UUID | None = None,
) -> SecretaryProject:
    """Propose a secretary's project to the superior. The same key makes one.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises WithoutSecretary: it has none.
    :raises WordsMissing: no title, no aim, or nothing that proves it done.
    """
    missing = [name for name, said in (("title", title), ("aim", aim), ("proof", proof)) if not said.strip()]
    if missing:
        raise WordsMissing(fields=missing)
    rows = Organisation.objects.select_related("unit__parent__parent", "superior__unit", "office")
    row = rows.filter(pk=organisation, closed_on=None).first()
    if row is None:
        raise NoSuchOrganisation
    if not policies.proposes(actor, row):
        raise NotYourOrganisation if not branches.keeps(actor, row) else WithoutSecretary
    with transaction.atomic():
        if key is not None and (made := SecretaryProject.objects.filter(case__idempotency_key=key).first()):
            return made
        project = SecretaryProject(
            organisation=row, year=year, aim=clean_line(aim)[:300], proof=clean_line(proof)[:200]
        )

        def beside(case: Case) -> tuple[SecretaryProject]:
            project.case = case
            return (project,)

        judge = policies.judge_of(row, local(at).date())
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=policies.ground_of(row),
            office=row.office,
            holder=judge,
            title=clean_line(title)[:60],
            state="proposed",
            slot="approve",
            limits=deadlines.limits_for(SECRETARY, row.office, "secretary", {}),
            said=Said(),
            key=key,
            index=f"{title} {aim}",
            topic="secretary",
            channel="grid",
            reach=sorted({row.pk, *row.line}),
            can_be_asked=False,
            beside=beside,
        )
    return project


def _of(t: Turn) -> Organisation:
    rows = SecretaryProject.objects.select_related("organisation__unit", "organisation__superior__unit")
    return rows.select_related("organisation__office").get(pk=t.case.pk).organisation


def _to_doer(t: Turn) -> None:
    t.hand_to(_of(t).unit)


def approve_project(*, note: str = "", **by: Unpack[By]) -> Case:
    """Say yes: the organisation begins with its core."""
    return make_move("approve", _to_doer, said=Said(note=note), **by)


def decline_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Say no, with the reason."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "ended"

    return make_move("decline", do, said=Said(answer=answer), **by)


def build_core(*, note: str, **by: Unpack[By]) -> Case:
    """Write down who leads it together (建核心)."""
    return make_move("build_core", said=Said(note=note), **by)


def set_subject(*, note: str, **by: Unpack[By]) -> Case:
    """Write down who does it and for whom (定主体)."""
    return make_move("set_subject", said=Said(note=note), **by)


def find_support(*, note: str, **by: Unpack[By]) -> Case:
    """Write down what carries it: places, groups, systems (找支撑)."""
    return make_move("find_support", said=Said(note=note), **by)


def secure_project(*, note: str, **by: Unpack[By]) -> Case:
    """Write down by what it lasts: money, rules, people (寻保障)."""
    return make_move("secure", said=Said(note=note), **by)


def finish_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Say what runs now and what proves it (促运行); the superior looks at it."""

    def do(t: Turn) -> None:
        t.hand_to(policies.judge_of(_of(t), local(t.at).date()))
        t.case.is_answered, t.case.settled_at = True, t.at

    return make_move("finish", do, said=Said(answer=answer), **by)


def accept_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Accept what was done."""
    return make_move("accept", said=Said(answer=answer), **by)


def redo_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Say what does not run yet; once."""

    def do(t: Turn) -> None:
        _to_doer(t)
        t.case.is_answered, t.case.settled_at = False, None
        t.case.reopened_count += 1

    return make_move("redo", do, said=Said(answer=answer), **by)


def end_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Say, as a leader of the office, why it does not go on."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "ended"

    return make_move("end", do, said=Said(answer=answer), **by)


def note_project(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who have to do with it."""
    return make_move("note", said=Said(note=note), **by)
