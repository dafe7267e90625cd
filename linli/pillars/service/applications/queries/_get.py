"""One application or document, for those who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linli.base.flow.refusals import NoSuchCase
from linli.base.people.actors import Actor
from linli.pillars.service.applications import policies
from linli.pillars.service.applications.models import Application, Document
from linli.pillars.service.applications.rules import documents


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the documents of an application."""

    id: int
    kind: str
    title: str
    number: str
    at: datetime
    is_inner: bool

    @property
    def is_for_specialists(self) -> bool:
        """Whether those see it to whom something was handed."""
        return documents.KINDS[self.kind].is_for_specialists


def rows_of(found: QuerySet[Document]) -> tuple[DocumentRow, ...]:
    """Give documents as lines. One query."""
    return tuple(
        DocumentRow(pk, kind, documents.KINDS[kind].title, number, at, documents.KINDS[kind].is_inner)
        for pk, kind, number, at in found.values_list("pk", "kind", "number", "issued_at")
    )


def get_application(*, actor: Actor, number: str) -> Application:
    """Give an application the actor may see. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Application.objects.select_related("case__holder", "case__office", "case__area", "item", "helper")
    found = rows.filter(policies.reachable(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def get_document(*, actor: Actor, number: str) -> Document:
    """Give a document by its number, to the window and leaders; specialists get the hand-over receipts. Two queries.

    :raises NoSuchCase: absent or out of reach.
    """
    found = _documents().filter(number=number).first()
    if found is None or not policies.reaches(actor, found.application):
        raise NoSuchCase(number=number)
    is_front = policies.is_front(actor, found.application)
    if not is_front and not documents.KINDS[found.kind].is_for_specialists:
        raise NoSuchCase(number=number)
    return found


def own_document(*, application: Application, number: str) -> Document:
    """Give the applicant a document of theirs. One query.

    :raises NoSuchCase: not one of this application, or one that stays inside the house.
    """
    found = _documents().filter(number=number, application=application).first()
    if found is None or documents.KINDS[found.kind].is_inner:
        raise NoSuchCase(number=number)
    return found


def _documents() -> QuerySet[Document]:
    return Document.objects.select_related(
        "application__case__office", "application__case__area", "application__item"
    )
