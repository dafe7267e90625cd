"""A round through a hall: looked over point by point, and what was not in order put right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.counters import policies, rules
from linli.pillars.service.counters.models import Hall, HallCheck, HallFinding
from linli.pillars.service.counters.operations._tickets import NotYourHall

MOST_WORDS = 120


class NoSuchCheck(Refusal):
    """A round or a point that there is not: `what`."""


class SayWhatIsWrong(Refusal):
    """A point was marked and nothing written beside it: `point`."""


class MendedAlready(Refusal):
    """Somebody put it right before."""


def check_hall(
    *,
    actor: Actor,
    at: datetime,
    hall: Hall,
    what: str,
    findings: Mapping[str, str],
    key: uuid.UUID | None = None,
) -> HallCheck:
    """Write down a round: `findings` says by point what was not in order; every other point was. A key makes it once.

    :raises NotYourHall: no post there. :raises NoSuchCheck: an unknown round or point. :raises SayWhatIsWrong: no words.
    """
    if actor.account_id is None or not policies.serves(actor, hall):
        raise NotYourHall
    points = rules.points_of(what)
    if unknown := [point for point in findings if point not in points]:
        raise NoSuchCheck(what=unknown[0])
    if not points:
        raise NoSuchCheck(what=what)
    for point, words in findings.items():
        if not words.strip():
            raise SayWhatIsWrong(point=point)
    with transaction.atomic():
        if key is not None and (made := HallCheck.objects.filter(key=key).first()):
            return made
        made = HallCheck.objects.create(hall=hall, what=what, at=at, by_id=actor.account_id, key=key)
        HallFinding.objects.bulk_create(
            HallFinding(check_made=made, point=point, note=findings[point].strip()[:MOST_WORDS])
            for point in points
            if point in findings
        )
    return made


def mend_finding(*, actor: Actor, at: datetime, hall: Hall, finding: HallFinding) -> HallFinding:
    """Say that it is put right. Two at once: one of them says it.

    :raises NotYourHall: no post there. :raises MendedAlready: it was said before.
    """
    if actor.account_id is None or not policies.serves(actor, hall) or finding.check_made.hall_id != hall.pk:
        raise NotYourHall
    changed = HallFinding.objects.filter(pk=finding.pk, mended_at__isnull=True).update(
        mended_at=at, mended_by_id=actor.account_id
    )
    if not changed:
        raise MendedAlready
    finding.refresh_from_db()
    return finding
