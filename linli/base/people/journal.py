"""Writing the access log: one row, in the transaction of what it records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from linli.base.people.actors import Actor
from linli.base.people.models import AccessLog, Deletion

What = AccessLog.What


def record(
    what: AccessLog.What,
    *,
    at: datetime,
    actor: Actor | None = None,
    actor_id: int | None = None,
    is_success: bool = True,
    subject: str = "",
    subject_id: int | None = None,
    field: str = "",
    person_id: int | None = None,
    person_print: bytes | None = None,
    reason: str = "",
    address: str = "",
) -> AccessLog:
    """Append one event. One statement."""
    post = next((p.id for p in actor.posts), None) if actor else None
    return AccessLog.objects.create(
        at=at,
        what=what,
        is_success=is_success,
        actor_id=actor.account_id if actor else actor_id,
        post_id=post,
        subject=subject,
        subject_id=subject_id,
        field=field,
        person_id=person_id,
        person_print=person_print,
        reason=reason[:200],
        address=address,
    )


def record_each(
    what: AccessLog.What, entries: Iterable[Mapping[str, Any]], *, at: datetime, actor: Actor, reason: str
) -> None:
    """Append one event for each person whom it is about. One statement."""
    post = next((p.id for p in actor.posts), None)
    AccessLog.objects.bulk_create(
        AccessLog(at=at, what=what, actor_id=actor.account_id, post_id=post, reason=reason[:200], **entry)
        for entry in entries
    )


def record_deletion(
    *,
    actor: Actor,
    at: datetime,
    subject: str,
    subject_id: int,
    fields: tuple[str, ...],
    basis: str,
    request_number: str = "",
    person_id: int | None = None,
    person_print: bytes | None = None,
) -> Deletion:
    """Append the proof that something was erased, and the event that the person can read. Two statements."""
    record(
        What.ERASED,
        at=at,
        actor=actor,
        subject=subject,
        subject_id=subject_id,
        field=",".join(fields)[:40],
        person_id=person_id,
        person_print=person_print,
        reason=basis,
    )
    return Deletion.objects.create(
        at=at,
        subject=subject,
        subject_id=subject_id,
        fields=",".join(fields)[:200],
        basis=basis,
        request_number=request_number,
        actor_id=actor.account_id,
    )
