"""A bulletin passes what every kind passes: each cell of its table, each verb twice, the laws of the loop."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins.flow import BULLETIN
from linli.pillars.service.bulletins.rules import Content
from linli.pillars.service.bulletins.texts import STATES, VERBS
from tests.kinds import Call, Kind, Machines, Way, along
from tests.pillars.service.bulletins.doing import DAY, HOUR, outage
from tests.town import Town

pytestmark = pytest.mark.django_db


def _words(at: datetime) -> Content:
    """An outage from now on: every moment another one, so that a correction corrects something."""
    times: dict[str, Any] = {"starts_at": at, "ends_at": at + 9 * HOUR, "valid_from": at}
    return outage(**times, valid_until=at + 3 * DAY, place=f"{at:%d %H:%M}")


def first(town: Town, at: datetime) -> str:
    made = op.draft_bulletin(
        actor=town.actor("clerk"),
        at=at,
        unit=town.communities[0],
        content=_words(at),
        targets=[town.communities[0]],
    )
    return made.case.number


CALLS: dict[str, Call] = {
    "revise": lambda t, a, n, at, **by: op.revise_bulletin(
        actor=a, number=n, at=at, **by, content=_words(at), targets=[t.communities[0]]
    ),
    "submit": lambda t, a, n, at, **by: op.submit_bulletin(actor=a, number=n, at=at, **by),
    "publish_at_once": lambda t, a, n, at, **by: op.publish_bulletin_at_once(actor=a, number=n, at=at, **by),
    "approve": lambda t, a, n, at, **by: op.approve_bulletin(actor=a, number=n, at=at, **by),
    "confirm": lambda t, a, n, at, **by: op.confirm_bulletin(actor=a, number=n, at=at, **by),
    "send_back": lambda t, a, n, at, **by: op.send_bulletin_back(
        actor=a, number=n, at=at, **by, note="写清楚哪几栋"
    ),
    "correct": lambda t, a, n, at, **by: op.correct_bulletin(
        actor=a, number=n, at=at, **by, content=_words(at), answer="时间改了"
    ),
    "correct_at_once": lambda t, a, n, at, **by: op.correct_bulletin_at_once(
        actor=a, number=n, at=at, **by, content=_words(at), answer="时间改了"
    ),
    "withdraw": lambda t, a, n, at, **by: op.withdraw_bulletin(
        actor=a, number=n, at=at, **by, answer="修好了"
    ),
    "discard": lambda t, a, n, at, **by: op.discard_bulletin(actor=a, number=n, at=at, **by),
}
SHOWN = (("clerk", "submit"), ("secretary", "approve"))


PATHS: dict[str, Way] = {
    "drafted": (),
    "submitted": (("clerk", "submit"),),
    "unreviewed": (("clerk", "publish_at_once"),),
    "published": SHOWN,
    "expired": (*SHOWN, ("", "sweep")),
    "withdrawn": (*SHOWN, ("clerk", "withdraw")),
    "discarded": (("clerk", "discard"),),
}


BULLETINS = Kind(
    flow=BULLETIN,
    calls=CALLS,
    everybody=(
        "worker",
        "clerk",
        "secretary",
        "secretary2",
        "dispatcher",
        "leader",
        "sweeper",
        "auditor",
    ),
    open=lambda town, at, _data: first(town, at),
    bring=along(PATHS, CALLS, first),
    tables=("bulletins_bulletin", "bulletins_bulletintarget", "bulletins_bulletinversion"),
    # Not by whoever wrote it; not when its last day has come.
    loose=frozenset({"approve", "confirm", "correct", "correct_at_once", "publish_at_once"}),
)


class TestKind(Machines):
    kind, verbs, states, paths = BULLETINS, VERBS, STATES, PATHS
    # An outage always has somebody who approves; `publish` is for what needs nobody.
    inner = frozenset({"publish"})
