"""What the applicant reads: behind the secret link, or logged in. What staff note among themselves is not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.vault import check_token
from linli.pillars.service.applications.models import Application, Document, Paper
from linli.pillars.service.applications.queries._get import DocumentRow, rows_of
from linli.pillars.service.applications.queries._person import applications_of_actor


@dataclass(frozen=True, slots=True)
class MyRow:
    """One line of my applications."""

    number: str
    item: str
    state: str
    filed_at: datetime
    promised_by: datetime | None
    is_open: bool
    wants_something: bool
    """Whether it waits for the applicant."""


@dataclass(frozen=True, slots=True)
class FollowStep:
    """One line of what happened."""

    verb: str
    after: str
    at: datetime
    unit: str
    words: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class FollowPage:
    """Everything the applicant sees of an application."""

    application: Application
    papers: tuple[Paper, ...]
    documents: tuple[DocumentRow, ...]
    steps: tuple[FollowStep, ...]
    can_supply: bool
    can_withdraw: bool

    @property
    def to_supply(self) -> tuple[Paper, ...]:
        """The papers the applicant is asked for."""
        return tuple(p for p in self.papers if p.state not in ("received", "shared"))


_UNITS = ("case__office", "case__area", "case__holder", "item")


def application_by_link(*, number: str, token: str) -> Application:
    """Give the application that a secret link opens. One query.

    :raises NoSuchCase: no such number, or a wrong or withdrawn secret.
    """
    found = Application.objects.select_related(*_UNITS).filter(case__number=number).first()
    if found is None or not check_token(token, "application", found.pk, found.link_version):
        raise NoSuchCase(number=number)
    return found


def own_application(*, actor: Actor, number: str) -> Application:
    """Give an application of whoever is logged in, by account or by its telephone number. Two queries.

    :raises NoSuchCase: absent or somebody else's.
    """
    if actor.kind is ActorKind.RESIDENT and actor.account_id is not None:
        rows = applications_of_actor(actor).select_related(*_UNITS)
        if (found := rows.filter(case__number=number).first()) is not None:
            return found
    raise NoSuchCase(number=number)


def my_applications(*, actor: Actor, most: int = 50) -> tuple[MyRow, ...]:
    """List what somebody applied for, newest first. Two queries."""
    rows = applications_of_actor(actor).select_related("case", "item").order_by("-case_id")[:most]
    return tuple(
        MyRow(
            number=a.case.number,
            item=a.item.name,
            state=a.case.state,
            filed_at=a.case.filed_at,
            promised_by=a.promised_by,
            is_open=a.case.is_open,
            wants_something=a.case.state == "correcting",
        )
        for a in rows
    )


def documents_for_applicant(application: Application) -> tuple[DocumentRow, ...]:
    """List the documents an applicant got. One query."""
    found = Document.objects.filter(application=application).order_by("-pk")
    return tuple(row for row in rows_of(found) if not row.is_inner)


_SUPPLIES = frozenset({"received", "correcting", "supplemented"})
_WITHDRAWS = frozenset(
    {"received", "correcting", "supplemented", "accepted", "dispatched", "reviewed", "publicised", "special"}
)


def follow_page(application: Application) -> FollowPage:
    """Give what the applicant sees. Three queries.

    `application` comes from `application_by_link` or `own_application`.
    """
    papers = tuple(application.papers.all())
    state = application.case.state
    has_promised = application.case.is_open and any(p.state == Paper.State.PROMISED for p in papers)
    rows = Step.objects.filter(case=application.case, is_public=True).select_related("unit", "words")
    steps = tuple(
        FollowStep(
            verb=s.verb,
            after=s.after,
            at=s.at,
            unit=str(s.unit or ""),
            words=s.words.answer if hasattr(s, "words") else "",
            is_mine=s.actor_kind in (ActorKind.RESIDENT.value, ActorKind.ANYONE.value),
        )
        for s in rows.order_by("-seq")
    )
    return FollowPage(
        application=application,
        papers=papers,
        documents=documents_for_applicant(application),
        steps=steps,
        can_supply=state in _SUPPLIES or has_promised,
        can_withdraw=state in _WITHDRAWS,
    )
