"""Opening a case: the first row, the first step, the words by which it is found."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, connection
from django.db.models import Model

from linli.base.flow import chain, deadlines, numbers
from linli.base.flow.engine import reach_of
from linli.base.flow.models import Case, CaseSearch
from linli.base.flow.steps import NOTHING, Said, make_step, rows_of
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.base.writing import write
from linli.kernel import masking
from linli.kernel.chinese import search_tokens
from linli.kernel.refusals import Refusal
from linli.kernel.workdays import WorkCalendar

P = ParamSpec("P")
R = TypeVar("R")


def once(operate: Callable[P, R]) -> Callable[P, R]:
    """Let a submission that meets itself give what it made: sent twice at once, the second waits and finds the first.

    For what takes a `key`, asks first whether a case was opened with it, and opens one. One query more, when refused.
    """

    @wraps(operate)
    def whole(*args: P.args, **given: P.kwargs) -> R:
        try:
            return operate(*args, **given)
        except (IntegrityError, Refusal):
            key = given.get("key")
            if not isinstance(key, uuid.UUID) or not Case.objects.filter(idempotency_key=key).exists():
                raise
            return operate(*args, **given)

    return whole


def new_case(
    kind: str,
    *,
    number: str,
    at: datetime,
    calendar: WorkCalendar,
    area: Unit,
    office: Unit,
    holder: Unit,
    limits: Mapping[str, str],
    slot: str,
    now: datetime | None = None,
    **fields: Any,
) -> Case:
    """Prepare a case with its holder and its running clock. Nothing is written and nothing is read.

    `now` is later than `at` for what was raised before it reached us: its card is the one it shows by now.
    """
    # Lists, notices and boards show the title: what identifies somebody stays in the sealed words.
    fields["title"] = masking.mask_text(str(fields["title"]))[:120]
    case = Case(
        kind=kind,
        number=number,
        office=office,
        area=area,
        holder=holder,
        filed_at=at,
        started_at=at,
        limits=dict(limits),
        last_hash=chain.START,
        **fields,
    )
    resolve = deadlines.limit_of(case, "resolve")
    case.resolve_by, case.resolve_unit = calendar.due(at, resolve), resolve.unit.value
    if "respond" in case.limits:
        case.respond_by = calendar.due(at, deadlines.limit_of(case, "respond"))
    deadlines.start(case, slot, at, calendar)
    deadlines.refresh(case, now or at, calendar, restarted=True)
    case.reach = reach_of(case, ())
    return case


def open_case(
    kind: str,
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    said: Said = NOTHING,
    key: uuid.UUID | None = None,
    index: str = "",
    verb: str = "file",
    beside: Callable[[Case], Sequence[Model]],
    **fields: Any,
) -> Case:
    """Open a case with its holder, its clock and its first step; `fields` as for `new_case`. Two statements: its
    number, and all its rows.

    `beside` gives the pillar's own rows for the case, which has no id yet. The caller runs this inside its transaction.
    """
    case = new_case(
        kind,
        number=numbers.next_number(at),
        at=at,
        calendar=deadlines.calendar_of(office),
        office=office,
        idempotency_key=key,
        **fields,
    )
    step, words = make_step(case, verb, True, "", actor, at, said, {}, None)
    found = CaseSearch(case=case, office_id=office.pk, words=words_to_find(case, index or case.title))
    write(new=[case, *rows_of(case, step, words, said.files), found, *beside(case)])
    return case


MOST_WORDS = 4_000
"""Of a very long text only the beginning is found: about two thousand characters."""


def words_to_find(case: Case, *texts: str) -> list[str]:
    """Cut the words by which a case is found: nothing personal among them, but keyed prints of numbers. No query."""
    return with_number(case, words_in(*texts, is_confidential=case.is_confidential))


def words_in(*texts: str, is_confidential: bool) -> list[str]:
    """Cut the words by which a case of these texts is found, before it has a number. No query."""
    found: dict[str, None] = {}
    for text in filter(None, texts):
        hits = masking.find(text)
        found |= dict.fromkeys(search_tokens(masking.without(text, hits)))
        # Nobody is to find out by trying numbers who asked for secrecy.
        found |= dict.fromkeys(() if is_confidential else _prints(hits))
    return list(found)[:MOST_WORDS]


def with_number(case: Case, words: Sequence[str]) -> list[str]:
    """Put a case's number, and who may look there, before the words by which it is found."""
    return list(dict.fromkeys((*_scopes(case), *search_tokens(case.number), *words)))[:MOST_WORDS]


def scope_word(unit_id: int) -> str:
    """Give the word under which a unit's cases stand among words. None that anybody types begins so."""
    return f"@{unit_id}"


def _scopes(case: Case) -> list[str]:
    """Name the units that see a case, but for those inside its office: the office stands for them.

    A common word would otherwise be read through all years of a whole city before the few cases are left that somebody
    sees. What a later step adds from outside the office the database writes itself (migration 0008).
    """
    inside: set[int] = set()
    for line in (case.area.line, case.holder.line):
        if case.office_id in line:
            inside.update(line[line.index(case.office_id) + 1 :])
    return [scope_word(unit_id) for unit_id in case.reach if unit_id not in inside]


PRINTED = {
    masking.Kind.PHONE: "phone",
    masking.Kind.ID_CARD: "id_number",
    masking.Kind.PLATE: "plate",
    masking.Kind.BANK_CARD: "bank_card",
}
"""Numbers that somebody looks for whole."""


def prints_of(text: str) -> list[str]:
    """Give the keyed prints by which numbers in a text are found, so that none of them is kept as a word."""
    return _prints(masking.find(text))


def _prints(hits: Iterable[masking.Found]) -> list[str]:
    return [f"x{fingerprint(hit.plain, PRINTED[hit.kind]).hex()[:24]}" for hit in hits if hit.kind in PRINTED]


def index_words(case: Case, *texts: str) -> None:
    """Keep the words by which a case is found. One statement."""
    words = words_to_find(case, *texts)
    table = CaseSearch._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (case_id, office_id, words) VALUES (%s, %s, array_to_tsvector(%s::text[])) "
            "ON CONFLICT (case_id) DO UPDATE SET words = excluded.words",
            [case.pk, case.office_id, words],
        )
