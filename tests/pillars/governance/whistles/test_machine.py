"""Whistles in the machinery of every kind: each cell of the table, the laws of the loop, each verb twice and killed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from linli.base.flow.verify import verify_log
from linli.pillars.governance.whistles import rules, texts
from linli.pillars.governance.whistles.flow import WHISTLE
from tests import deaths, kinds
from tests.pillars.governance.whistles.doing import CALLS, OPEN_TO, PATHS, WHISTLES, bring, hours, prepare
from tests.town import Town, build_town


def test_every_verb_state_and_clock_has_words_and_a_source() -> None:
    assert set(WHISTLE.verbs) | {"blow"} == set(texts.VERBS)
    assert set(WHISTLE.states) == set(texts.STATES) == set(texts.SHAPES)
    assert set(WHISTLE.limits) == set(texts.SLOTS)
    assert {p.value for p in rules.Progress} == set(texts.CALL_STATES) == set(texts.CALL_SHAPES)
    for limits in rules.LIMITS.values():
        assert set(limits) | set(rules.OWN_LIMITS) == set(WHISTLE.limits)


def test_every_verb_can_be_tried() -> None:
    of_the_clock = {m.verb for m in WHISTLE.moves if all(w.stand == "system" for w in m.who)}
    assert {kinds.verb_of(said) for said in CALLS} == set(WHISTLE.verbs) - of_the_clock
    assert set(PATHS) == set(WHISTLE.states)
    assert set(OPEN_TO) == set(CALLS)


@pytest.mark.parametrize("state", sorted(PATHS))
def test_every_cell(town: Town, state: str) -> None:
    kinds.every_cell(WHISTLES, town, state, least=130)


@pytest.mark.usefixtures("db")
def test_the_laws_hold_whatever_people_do(town: Town) -> None:
    kinds.laws_hold(WHISTLES, prepare(town))


def _prepare(town: Town, said: str, **by: object) -> Callable[[], object]:
    state, name, _before = OPEN_TO[said]
    number, at = bring(town, state)
    actor = town.actor(name, at + hours(0.1))
    return lambda: CALLS[said](town, actor, number, at + hours(0.1), **by)


@pytest.mark.django_db(transaction=True)
def test_all_of_a_move_or_nothing_and_once_for_a_key() -> None:
    """Every verb: killed before each statement it leaves nothing; sent twice it is made once."""
    town = build_town()
    for said in sorted(OPEN_TO):
        deaths.dies_whole(_prepare(town, said), WHISTLES.tables, least=5)
        call = _prepare(town, said, key=uuid.uuid4())
        call()
        made = deaths.everything(WHISTLES.tables)
        call()
        assert deaths.everything(WHISTLES.tables) == made, said
    assert verify_log() == []
