"""Applications stand what every kind of case must: each cell of the table, the laws of the loop, each verb sent twice."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import strategies as st

from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import queries
from linli.pillars.service.applications.flow import APPLICATION
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.rules import GivenPaper
from tests.kinds import Kind, cells, every_cell, laws_hold
from tests.pillars.service.applications.doing import (
    APPLICANTS_OWN,
    CALLS,
    INSTANT,
    PATHS,
    SHOWN,
    bring,
    item,
    offer,
    submit,
)
from tests.town import Town


def _offered(actor, case, shares, at, as_reporter):  # type: ignore[no-untyped-def]
    application = Application.objects.select_related("case", "item").get(case=case)
    application.case = case
    open_to = queries.moves_open_to(actor, application, shares, at, as_reporter=as_reporter)
    return {move.verb for move in open_to}


def _open(town: Town, at: datetime, data: Any) -> None:
    n = data.draw(st.integers(0, 2))
    kinds = [
        {},
        {"offered": offer(town, item("T03", **SHOWN))},
        {"offered": offer(town, item("T02", **INSTANT))},
    ]
    papers = {"papers": {"id": GivenPaper(), "plan": GivenPaper()}} if n == 1 else {}
    submit(town, at, **kinds[n], **papers)


KIND = Kind(
    flow=APPLICATION,
    calls=CALLS,
    everybody=("", "worker", "secretary", "receptionist", "leader", "sweeper", "stoker"),
    open=_open,
    bring=bring,
    offered=_offered,
    reporters_own=APPLICANTS_OWN,
    # Who reviewed does not decide; only a live share is signed for or answered; short needs something that lacks.
    loose=frozenset({"approve", "decline", "take", "answer_share", "dispatch"}),
    tables=(
        "applications_application",
        "applications_paper",
        "applications_handover",
        "applications_document",
    ),
    skipped=lambda name, verb: bool(name) and verb == "object",  # no page of staff has it
)


@pytest.mark.parametrize("state", sorted(PATHS))
def test_every_cell(town: Town, state: str) -> None:
    every_cell(KIND, town, state, least=180)


@pytest.mark.parametrize("what", ["instant", "shown", "short"])
def test_the_cells_that_hang_on_the_item(town: Town, what: str) -> None:
    if what == "instant":
        number, at = bring(town, "received", offered=offer(town, item("T02", **INSTANT)))
    elif what == "shown":
        number, at = bring(town, "publicised", offered=offer(town, item("T03", **SHOWN)))
    else:
        number, at = bring(town, "received", papers={"id": GivenPaper(), "plan": GivenPaper()})
    assert cells(KIND, town, number, at) > 180


def test_every_verb_sent_twice_is_made_once(town: Town) -> None:
    """A phone that sends again on bad signal does nothing twice, whichever verb it is."""
    made = set()
    for state in PATHS:
        number, at = bring(town, state)
        for verb, call in CALLS.items():
            for name in ("receptionist", "leader", "sweeper", "stoker", ""):
                if verb in made or (not name and verb not in APPLICANTS_OWN):
                    continue
                actor, key = town.actor(name, at) if name else ANYONE, uuid.uuid4()
                try:
                    with transaction.atomic():
                        call(town, actor, number, at, key=key)
                        after = Case.objects.get(number=number).step_seq
                        documents = Application.objects.get(case__number=number).documents.count()
                        call(town, actor, number, at, key=key)
                        assert Case.objects.get(number=number).step_seq == after, verb
                        assert Application.objects.get(case__number=number).documents.count() == documents
                        made.add(verb)
                        transaction.set_rollback(True)
                except Refusal:
                    continue
    # These need an item, a promise, a petition or an objection of their own; their cells are tried above.
    assert set(CALLS) - made <= {
        "finish",
        "answer_objection",
        "accept_short",
        "give_back",
        "grant_extension",
        "decline_extension",
    }


@pytest.mark.usefixtures("db")
def test_the_laws_hold_whatever_people_do(town: Town) -> None:
    laws_hold(KIND, town, examples=6, steps=20)
