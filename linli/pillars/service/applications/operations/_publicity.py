"""Public for some days (公示): shown with the name and the community, objected to, looked into, ended; names taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.db.models import Q

from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.people.actors import SYSTEM
from linli.base.people.vault import secret_token
from linli.kernel import limits
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications.models import Application, Objection, Publicity
from linli.pillars.service.applications.operations._papers import application_of
from linli.pillars.service.applications.queries import publicity_of

SEVEN_DAYS = Limit(7, LimitUnit.CALENDAR_DAY)
"""LOCAL: how long something is public where the item names no time."""
MOST_WORDS = 1_000


class NotPublic(Refusal):
    """It is not public, or not any more."""


def objection_token(objection: Objection) -> str:
    """Give the secret with which whoever objected reads what became of it. Nothing is stored."""
    return secret_token("objection", objection.pk)


def publicise_application(**by: Unpack[By]) -> Case:
    """Show it in the community: the name and the community, nothing else, for the days the item asks for.

    Both clocks go on. It ends by itself; after that the name is taken away.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        asked = publicity_of(application.item.item)
        limit = limits.parse(asked.limit) if asked and asked.limit else SEVEN_DAYS
        until = t.calendar.due(t.at, limit)
        Publicity.objects.create(
            application=application,
            name=application.body or application.name,
            area=t.case.area,
            from_at=t.at,
            until=until,
        )
        t.say(until=until.isoformat())

    return make_move("publicise", do, **by)


def object_to_application(*, words: str, contact: str = "", **by: Unpack[By]) -> Case:
    """Object while it is public, as anybody may. Whoever objects need not say who they are.

    :raises NotPublic: it is not public now. :raises WordsMissing: nothing said.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])

    def do(t: Turn) -> None:
        live = Publicity.objects.filter(application__case=t.case, ended_at__isnull=True).first()
        if live is None or live.until <= t.at:
            raise NotPublic
        Objection.objects.create(
            publicity=live, words=words.strip()[:MOST_WORDS], contact=contact.strip()[:60], at=t.at
        )

    return make_move("object", do, as_reporter=True, **by)


def end_publicity_of(t: Turn, *, is_clean: bool) -> None:
    """End what is public of an application, with or without objection. One query."""
    Publicity.objects.filter(application__case=t.case, ended_at__isnull=True).update(
        ended_at=t.at, is_clean=is_clean
    )


def reexamine_application(*, note: str, **by: Unpack[By]) -> Case:
    """Look into it again after an objection: it is reviewed and made public anew."""

    def do(t: Turn) -> None:
        end_publicity_of(t, is_clean=False)
        t.end_shares()
        Application.objects.filter(case=t.case).update(proposal="", reviewed_by=None)

    return make_move("reexamine", do, said=Said(note=note), **by)


def answer_objection(*, objection: int, note: str, **by: Unpack[By]) -> Case:
    """Tell whoever objected what was found, in `note`: they read it by their receipt. Nothing is decided before.

    :raises WordsMissing: no such objection waits for an answer.
    """

    def do(t: Turn) -> None:
        rows = Objection.objects.filter(publicity__application__case=t.case, answered_at__isnull=True)
        found = rows.filter(pk=objection).first()
        if found is None:
            raise WordsMissing(fields=["objection"])
        found.answer, found.answered_at = note.strip()[:MOST_WORDS], t.at
        found.save(update_fields=["answer", "answered_at"])
        t.say(objection=found.pk)

    return make_move("answer_objection", do, said=Said(note=note), **by)


def end_publicities(*, at: datetime, most: int = 200) -> int:
    """End what was public long enough and nobody objected to, and take the names away of what is over; count both.

    What waits for an objection to be looked into is not shown any longer either, so it keeps no name.
    """
    over = Publicity.objects.filter(ended_at__isnull=True, until__lte=at, objections__isnull=True)
    done = 0
    for number in list(over.values_list("application__case__number", flat=True)[:most]):
        with transaction.atomic():
            make_move(
                "end_publicity",
                lambda t: end_publicity_of(t, is_clean=True),
                actor=SYSTEM,
                number=number,
                at=at,
            )
        done += 1
    over_now = Publicity.objects.filter(Q(ended_at__isnull=False) | Q(until__lte=at), erased_at__isnull=True)
    return done + over_now.update(name="", erased_at=at)
