"""Sending an application from a page: from what was typed to who applies, who acts for them, and which papers came."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.faces.resident.applying import PaperRow
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, remember_application
from linli.pillars.service.applications import operations, queries
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.operations import Part
from linli.pillars.service.applications.rules import (
    Agent,
    AgentBasis,
    Applicant,
    ApplicantKind,
    Delivery,
    GivenPaper,
)
from linli.pillars.service.catalog import queries as catalog
from linli.pillars.service.catalog.queries import Offered
from linli.pillars.service.catalog.rules.form import value_of
from linli.pillars.service.catalog.rules.item import FieldKind, For, Item, Known, Place
from linli.pillars.service.catalog.rules.situations import accepted
from linli.pillars.service.catalog.rules.together import joined


def send(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    offered: Sequence[Offered],
    situation: Mapping[str, str],
    values: Mapping[str, str],
    wishes: Mapping[str, Any],
    rows: Sequence[PaperRow],
    reader: Reader,
    key: uuid.UUID | None,
) -> Application:
    """Hand an application in as it stands on the page before sending: one, or several matters together."""
    item = joined([one.item for one in offered])
    sent = operations.submit_together(
        actor=actor,
        at=at,
        office=office,
        parts=[
            Part(
                catalog.version_of(one.id),
                accepted(one.item, situation),
                {f.code: values[f.code] for f in one.item.form if f.code in values},
                _area(one.item, reader),
            )
            for one in offered
        ],
        applicant=_applicant(item, values, wishes),
        agent=_agent(values, wishes),
        wish=Delivery(wishes["delivery"]) if wishes.get("delivery") else None,
        wants_visit=bool(wishes.get("wants_visit")),
        papers={
            row.material.code: GivenPaper(
                files=row.uploads.photos,
                source=row.on_hand.paper_id if row.is_used and row.on_hand is not None else None,
            )
            for row in rows
            if row.is_here
        },
        # Ticking the box is agreeing: the page says so beside it.
        reuse_consent=any(row.is_used for row in rows),
        language=reader.language,
        key=key,
    )
    return sent[0].application


def sent_before(key: uuid.UUID) -> Application | None:
    """Give the application that was made of a form already; a phone may send it again. One query."""
    return queries.application_by_key(key=key)


def taken(request: HttpRequest, reader: Reader, application: Application) -> HttpResponse:
    """Show the receipt, and have the phone remember it."""
    number, token = application.case.number, operations.token_of(application)
    response = redirect("resident:application-receipt", number=number, token=token)
    remember_application(response, reader, application)
    return response


def _applicant(item: Item, values: Mapping[str, str], wishes: Mapping[str, Any]) -> Applicant:
    """Say who applies. An item that is for enterprises alone is applied for by one, with a person who speaks for it."""
    uscc = next((values.get(f.code, "") for f in item.form if f.kind is FieldKind.USCC), "")
    is_body = For.PERSON not in item.who.audience
    name = value_of(item, Known.NAME, values) or wishes.get("contact_name", "")
    return Applicant(
        name=name,
        phone=value_of(item, Known.PHONE, values)
        or values.get("phone", "")
        or wishes.get("contact_phone", ""),
        id_number=value_of(item, Known.ID_NUMBER, values),
        address=value_of(item, Known.ADDRESS, values),
        kind=ApplicantKind.BODY if is_body else ApplicantKind.PERSON,
        body=(values.get("shop_name") or name) if is_body else "",
        uscc=uscc,
    )


def _agent(values: Mapping[str, str], wishes: Mapping[str, Any]) -> Agent | None:
    """Say who acts for the applicant, if somebody does."""
    if not wishes.get("agent_basis"):
        return None
    return Agent(
        name=values.get("agent_name") or wishes.get("agent_name", ""),
        phone=values.get("agent_phone") or wishes.get("agent_phone", ""),
        basis=AgentBasis(wishes["agent_basis"]),
        has_consent=bool(wishes.get("has_consent")),
    )


def _area(item: Item, reader: Reader) -> Unit | None:
    """Say which window it goes to: the hall's, or the community's where the item is done there alone."""
    if Place.HALL in item.places:
        return None
    home = home_of(reader)
    while home is not None and home.kind != UnitKind.COMMUNITY:
        home = home.parent
    return home
