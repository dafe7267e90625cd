"""Issuing a document: what it says is written down once, with the step that issued it, and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.base.flow.engine import Turn
from linli.base.flow.models import Case, Step
from linli.pillars.service.applications.models import Application, Document
from linli.pillars.service.applications.rules import PaperState, documents


def issue(t: Turn, kind: str, application: Application, *, answer: str = "", **more: Any) -> None:
    """Issue a document together with the step that is being made. Two queries."""
    number = _number(application, kind)
    content = content_of(application, t.case, t.at, answer=answer, **more)
    t.say(document=number)
    t.beside(
        lambda step: Document(
            application=application, kind=kind, number=number, step=step, issued_at=t.at, content=content
        )
    )


def issue_first(kind: str, application: Application, case: Case, at: datetime) -> Document:
    """Issue the receipt of what has just come in. Four queries."""
    return Document.objects.create(
        application=application,
        kind=kind,
        number=_number(application, kind),
        step=Step.objects.get(case=case, seq=1),
        issued_at=at,
        content=content_of(application, case, at),
    )


def filed(application: Application) -> list[dict[str, str]]:
    """List every document of an application for its file, in the order they were issued. One query."""
    rows = Document.objects.filter(application=application).order_by("pk")
    return [
        {
            "name": documents.KINDS[kind].title,
            "why": f"{number}　{documents.day_of(at.isoformat())}",
        }
        for kind, number, at in rows.values_list("kind", "number", "issued_at")
    ]


def _number(application: Application, kind: str) -> str:
    """Number it after the case, its kind and how many of the kind there are: “2611160001-补正-1”."""
    made = Document.objects.filter(application=application, kind=kind).count()
    return f"{application.case.number}-{documents.KINDS[kind].word}-{made + 1}"


def content_of(
    application: Application, case: Case, at: datetime, *, answer: str = "", **more: Any
) -> dict[str, Any]:
    """Collect what a document says, as it is now. One query."""
    papers = list(application.papers.all())
    item = application.item.item

    def named(*states: PaperState) -> list[str]:
        return [p.name for p in papers if p.state in states]

    content = {
        "number": case.number,
        "item": application.item.name,
        "item_code": application.item.code,
        "office": case.office.name,
        "window": case.area.name,
        "phone": case.office.phone,
        "supervision": case.office.supervision_phone,
        "applicant": application.body or application.name,
        "contact": application.name if application.body else "",
        "agent": application.agent_name,
        "words": answer,
        "at": at.isoformat(),
        "accepted_at": _iso(application.accepted_at),
        "promised_by": _iso(application.promised_by),
        "resolve_by": _iso(case.resolve_by),
        "examined_by": _iso(case.due_at) if case.slot == "examine" else "",
        "until": _iso(case.stopped_until),
        "is_deemed": application.is_deemed,
        "received": named(PaperState.RECEIVED),
        "lacking": [
            {"name": p.name, "why": p.why}
            for p in papers
            if p.state in (PaperState.MISSING, PaperState.RETURNED)
        ],
        "promised": [
            {"name": p.name, "until": _iso(p.promised_until)}
            for p in papers
            if p.state == PaperState.PROMISED
        ],
        "grounds": [f"《{g.title}》{g.clause}" for g in item.grounds],
        "result": item.result.name.zh,
        "result_number": application.result_number,
        "fee": item.fee.amount.zh,
        "fee_ground": item.fee.ground,
        "fee_slip": application.fee_slip,
    }
    return {**content, **more}


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
