"""Writing steps: the one record each move leaves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from linli.base.files.models import StoredFile
from linli.base.flow import chain
from linli.base.flow.models import Case, Step, StepFile, StepWords
from linli.base.orgs.roles import WORKING
from linli.base.people.actors import Actor
from linli.base.people.vault import digest, new_salt


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a step: internal words, words for the resident, kept files, facts without personal data."""

    note: str = ""
    answer: str = ""
    files: tuple[StoredFile, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


def _post_for(actor: Actor, case: Case) -> tuple[int | None, int | None, bool]:
    """Choose the post an actor acted in: the nearest to the case, its own before one it stands in for."""
    sight = set(case.reach)
    posts = [p for p in actor.posts if p.unit_id in sight and p.role in WORKING]
    if not posts:
        return None, None, False
    best = min(posts, key=lambda p: (p.is_deputy, -len(p.line), p.id))
    return best.id, best.unit_id, best.is_deputy


NOTHING = Said()


def make_step(
    case: Case,
    verb: str,
    is_public: bool,
    before: str,
    actor: Actor,
    at: datetime,
    said: Said,
    extra: Mapping[str, Any],
    key: uuid.UUID | None,
) -> tuple[Step, StepWords | None]:
    """Prepare the next step of a case and move the head of its chain to it. Nothing is written yet."""
    post_id, unit_id, is_deputy = _post_for(actor, case)
    salt = new_salt()
    has_words = bool(said.note or said.answer)
    step = Step(
        seq=case.step_seq + 1,
        verb=verb,
        before=before,
        after=case.state,
        actor_id=actor.account_id,
        actor_kind=actor.kind.value,
        post_id=post_id,
        unit_id=unit_id,
        is_deputy=is_deputy,
        at=at,
        holder=case.holder,
        due_at=case.due_at,
        resolve_by=case.resolve_by,
        is_public=is_public,
        data={**said.data, **extra},
        words_digest=digest(f"{said.note}\x00{said.answer}", salt) if has_words else None,
        files_digests=[file.digest for file in said.files],
        prev_hash=bytes(case.last_hash) or chain.START,
        key=key,
    )
    step.hash = chain.hash_of(step, case.number)
    case.step_seq, case.last_hash = step.seq, step.hash
    words = StepWords(note=said.note, answer=said.answer, salt=salt) if has_words else None
    return step, words


def rows_of(case: Case, step: Step, words: StepWords | None, files: Sequence[StoredFile] = ()) -> list[Model]:
    """Give the rows of a step that `make_step` prepared: itself, its words, its files. Nothing is written yet."""
    step.case = case
    rows: list[Model] = [step]
    if words is not None:
        words.step = step
        rows.append(words)
    return rows + [StepFile(step=step, file=file, order=i) for i, file in enumerate(files)]
