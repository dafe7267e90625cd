"""No kind of case is left out: every flow that is registered goes through the whole machinery of `tests/kinds.py`.

A kind without its row here fails, and so does one whose tests leave a part of the machinery out.
"""

from __future__ import annotations

import ast
import importlib
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction

from linli.base.flow.engine import REGISTRY
from linli.base.flow.table import Stand, problems
from linli.kernel.refusals import Refusal
from tests import deaths
from tests.kinds import Kind, Machines, actor_of, verb_of
from tests.pillars.governance.appeals.doing import APPEALS
from tests.pillars.governance.campaigns.doing import DECISIONS
from tests.pillars.governance.deliberation.doing import TOPICS
from tests.pillars.governance.duties.doing import TASKS
from tests.pillars.governance.estates.doing import ELECTIONS
from tests.pillars.governance.inspections.doing import ORDERS
from tests.pillars.governance.reports.doing import REPORTS
from tests.pillars.governance.supervision.doing import MATTERS
from tests.pillars.governance.whistles.doing import WHISTLES
from tests.pillars.party.partners.doing import PROJECTS
from tests.pillars.party.secretary.doing import PROJECTS as SECRETARIES
from tests.pillars.service.applications.test_loop import KIND as APPLICATIONS
from tests.pillars.service.bulletins.test_kind import BULLETINS
from tests.pillars.service.enterprises.doing import NEEDS
from tests.pillars.service.ratings.doing import KIND as RATINGS
from tests.pillars.service.rights.doing import REQUESTS
from tests.town import Town, build_town

KINDS: tuple[Kind, ...] = (
    REPORTS, WHISTLES, TOPICS, ORDERS, TASKS, MATTERS, DECISIONS, ELECTIONS, APPLICATIONS, RATINGS, NEEDS, BULLETINS,
    REQUESTS, PROJECTS, SECRETARIES, APPEALS,
)  # fmt: skip
KILLED_HERE = {
    kind.flow.kind: kind
    for kind in (APPLICATIONS, RATINGS, NEEDS, BULLETINS, REQUESTS, PROJECTS, SECRETARIES, APPEALS)
}
"""Kinds whose moves are killed in this module; the others kill theirs beside their own tests."""

PILLARS = Path(__file__).parent
PARTS = ("every_cell", "made_once", "laws_hold")
BY_OWN_TEST = {
    "governance.report": "governance.reports.test_at_once:test_a_submission_that_comes_twice_is_made_once",
    "governance.whistle": "governance.whistles.test_machine:test_all_of_a_move_or_nothing_and_once_for_a_key",
    "service.application": "service.applications.test_loop:test_every_verb_sent_twice_is_made_once",
}
"""Kinds that send each verb twice in a test of their own, which says more than `made_once`."""


def _put_through() -> dict[str, set[str]]:
    """Read all tests of pillars: which kind is put through which part of the machinery."""
    found: dict[str, set[str]] = {kind.flow.kind: set() for kind in KINDS}
    for path in sorted(PILLARS.rglob("test_*.py")):
        if "kinds" not in (text := path.read_text()) and "deaths" not in text:
            continue
        module = importlib.import_module(
            ".".join(("tests.pillars", *path.relative_to(PILLARS).with_suffix("").parts))
        )
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Machines) and one is not Machines:
                found[one.kind.flow.kind] |= set(PARTS)
        for call in (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)):
            said = getattr(call.func, "attr", getattr(call.func, "id", ""))
            for arg in call.args:
                # `laws_hold(KIND, …)`, `dies_whole(…, KIND.tables)`
                named = arg.value if isinstance(arg, ast.Attribute) else arg
                kind = vars(module).get(named.id) if isinstance(named, ast.Name) else None
                if isinstance(kind, Kind) and said in (*PARTS, "dies_whole"):
                    found[kind.flow.kind].add(said)
    for name in KILLED_HERE:
        found[name].add("dies_whole")
    for name, test in BY_OWN_TEST.items():
        module, _, function = test.partition(":")
        if hasattr(importlib.import_module(f"tests.pillars.{module}"), function):
            found[name].add("made_once")
    return found


def test_no_registered_kind_is_missing() -> None:
    assert sorted(kind.flow.kind for kind in KINDS) == sorted(REGISTRY)


def test_every_table_is_sound() -> None:
    assert {kind: found for kind, flow in REGISTRY.items() if (found := problems(flow))} == {}


def test_every_verb_of_a_person_can_be_tried() -> None:
    for kind in KINDS:
        by_people = {m.verb for m in kind.flow.moves if any(w.stand != Stand.SYSTEM for w in m.who)}
        assert {verb_of(said) for said in kind.calls} <= by_people, kind.flow.kind


def test_no_kind_leaves_a_part_of_the_machinery_out() -> None:
    assert _put_through() == {kind.flow.kind: {*PARTS, "dies_whole"} for kind in KINDS}


def _who_can(kind: Kind, town: Town, said: str) -> tuple[str, str, datetime] | None:
    """Bring a case to where somebody can make a move, and say who; the case is left there, the move not made."""
    for state in sorted({state for move in kind.flow.rows(verb_of(said)) for state in move.sources}):
        number, at = kind.bring(town, state)
        for name in kind.everybody:
            if not name and said not in kind.reporters_own:
                continue
            try:
                with transaction.atomic():
                    kind.calls[said](town, actor_of(town, name, at), number, at)
                    transaction.set_rollback(True)
            except Refusal:
                continue
            return name, number, at
    return None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(KILLED_HERE))
def test_killed_between_any_two_statements_a_move_leaves_all_or_nothing(name: str) -> None:
    kind, town, died = KILLED_HERE[name], build_town(), set()
    for said, call in kind.calls.items():
        if found := _who_can(kind, town, said):
            who, number, at = found
            actor = actor_of(town, who, at)
            deaths.dies_whole(partial(call, town, actor, number, at), kind.tables, least=4)
            died.add(said)
    # The rest asks for something of its own (an objection, an appeal); `every_cell` has tried it.
    assert len(died) >= len(kind.calls) - 6
