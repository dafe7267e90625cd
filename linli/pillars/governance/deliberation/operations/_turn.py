"""Making one move of a topic: its row is read under the lock of its case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Unpack

from django.db import transaction

from linli.base.flow import deadlines
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.steps import NOTHING, Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.deliberation import policies, queries
from linli.pillars.governance.deliberation.models import Topic

Do = Callable[[Turn, Topic], object]


def move_topic(
    verb: str,
    do: Do | None = None,
    *,
    also: frozenset[str] = frozenset(),
    said: Said = NOTHING,
    to: Unit | None = None,
    until: datetime | None = None,
    as_reporter: bool = False,
    **by: Unpack[By],
) -> Case:
    """Make one move of a topic; `also` are facts that this very move brings with it."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(number=by["number"]).first()
        topic = Topic.objects.filter(case=case).first() if case else None
        if case is None or topic is None:
            raise NoSuchCase(number=by["number"])
        known = {"pending": queries.facts_of(topic, case, by["at"]) | also}

        def whole(t: Turn) -> None:
            if do is not None:
                do(t, topic)
            t.after(lambda _step: topic.save())

        return make_move(
            verb, whole, said=said, to=to, until=until, as_reporter=as_reporter, known=known, **by
        )


def start(t: Turn, slot: str) -> None:
    """Start the clock of a stage that a standing clock led to."""
    deadlines.start(t.case, slot, t.at, t.calendar)
    t.restarted = True


def locked_topic(actor: Actor, number: str) -> Topic:
    """Lock a topic and give it, for what is no move of its case. Staff must see it; residents must be shown it.

    :raises NoSuchCase: absent or out of sight; both look the same.
    """
    rows = Topic.objects.select_for_update(of=("self",)).select_related("case__area", "case__office")
    seen = policies.sees_posted(actor) if policies.is_resident(actor) else policies.reachable(actor)
    topic = rows.filter(seen, case__number=number).first()
    if topic is None:
        raise NoSuchCase(number=number)
    return topic
