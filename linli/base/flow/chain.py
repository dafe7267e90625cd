"""The hash chain of steps: what is covered, and how it is proved again."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from linli.base.flow.models import Step

START = bytes(32)
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None


def hash_of(step: Step, number: str) -> bytes:
    """Compute the hash of a step of case `number`: SHA-256 over its canonical JSON, the previous hash included.

    Words and files enter by their keyed digests, so that they can be erased by law while this still verifies.
    """
    body = {
        "case": number,
        "seq": step.seq,
        "verb": step.verb,
        "before": step.before,
        "after": step.after,
        "actor": step.actor_id,
        "actor_kind": step.actor_kind,
        "post": step.post_id,
        "unit": step.unit_id,
        "deputy": step.is_deputy,
        "at": _moment(step.at),
        "holder": step.holder_id,
        "due": _moment(step.due_at),
        "resolve": _moment(step.resolve_by),
        "public": step.is_public,
        "data": step.data,
        "words": bytes(step.words_digest).hex() if step.words_digest else None,
        "files": list(step.files_digests),
        "key": str(step.key) if step.key else None,
        "prev": bytes(step.prev_hash).hex(),
    }
    return hashlib.sha256(_canonical(body).encode()).digest()
