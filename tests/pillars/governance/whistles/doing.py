"""Every verb of a whistle as one call with sensible words, and how to bring a whistle into each state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Assignment, Case, Step
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import operations as op
from linli.pillars.governance.whistles import queries, rules
from linli.pillars.governance.whistles.flow import ORDER, WHISTLE
from linli.pillars.governance.whistles.models import Call, Whistle
from linli.pillars.governance.whistles.rules import Attendance, Progress, WhistleKind
from tests.kinds import Kind
from tests.town import MONDAY, Town

Done = Callable[..., Any]


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def prepare(town: Town) -> Town:
    """Add who is there only for whistles: the district's team, and a department nobody called."""
    if "district_head" not in town.people:
        town.hire("district_head", Role.LEADER, town.district)
        lamp = add_unit(kind=UnitKind.DEPARTMENT, name="路灯所", parent=town.district)
        town.hire("lamplighter", Role.HANDLER, lamp)
    return town


def lamps() -> Unit:
    return Unit.objects.get(name="路灯所")


def blow(
    town: Town, at: datetime = MONDAY, who: str = "dispatcher", unit: Unit | None = None, **fields: Any
) -> str:
    prepare(town)
    given: dict[str, Any] = {
        "actor": town.actor(who, at),
        "at": at,
        "unit": unit or town.office,
        "kind": WhistleKind.COORDINATION,
        "units": [town.sanitation, town.heating],
        "asked": "供热管沟塌了一段，垃圾车进不去。",
    }
    made: Whistle = op.blow_whistle(**{**given, **fields})
    return made.case.number


def _answered(town: Town, number: str) -> Unit:
    """The department that waits to be assessed; else the first."""
    found = Call.objects.filter(whistle__case__number=number, state=Progress.ANSWERED.value).first()
    return found.unit if found else town.sanitation


def _own(town: Town, actor: Any) -> Unit:
    """The department somebody works at; else the first."""
    return town.heating if any(p.unit_id == town.heating.pk for p in actor.posts) else town.sanitation


def _free(town: Town, actor: Any) -> Unit:
    """The department whose people may come of their own accord: nobody called it."""
    return next(
        (u for u in (lamps(), town.heating) if any(p.unit_id == u.pk for p in actor.posts)), town.sanitation
    )


def _assess(marks: tuple[int, int, int], words: str = "") -> Done:
    def call(t: Town, a: Any, n: str, at: datetime, **by: Any) -> Any:
        timely, handled, result = marks
        given = {"timely": timely, "handled": handled, "result": result, "words": words}
        return op.assess_whistle(actor=a, number=n, at=at, **by, unit=_answered(t, n), **given)

    return call


CALLS: dict[str, Done] = {
    "sign_in": lambda t, a, n, at, **by: op.sign_in_whistle(actor=a, number=n, at=at, **by, unit=_own(t, a)),
    "report_in": lambda t, a, n, at, **by: op.report_in_whistle(
        actor=a, number=n, at=at, **by, unit=_own(t, a), how=Attendance.SPOT
    ),
    "plan": lambda t, a, n, at, **by: op.plan_whistle(
        actor=a, number=n, at=at, **by, unit=_own(t, a), with_whom="街道和物业", measure="先围挡，后开挖",
        deadline=at + hours(6),
    ),
    "feed_back": lambda t, a, n, at, **by: op.feed_back_whistle(
        actor=a, number=n, at=at, **by, unit=_own(t, a), answer="填好了"
    ),
    "decline_whistle": lambda t, a, n, at, **by: op.decline_whistle(
        actor=a, number=n, at=at, **by, unit=_own(t, a), note="不归我们"
    ),
    "assess": _assess((3, 3, 2)),
    "assess_low": _assess((3, 2, 1), "路面没有复原"),
    "call_more": lambda t, a, n, at, **by: op.call_more_whistle(actor=a, number=n, at=at, **by, unit=lamps()),
    "post_whistle": lambda t, a, n, at, **by: op.post_whistle(
        actor=a, number=n, at=at, **by, note="还缺一辆清障车"
    ),
    "take_down": lambda t, a, n, at, **by: op.take_whistle_down(actor=a, number=n, at=at, **by),
    "claim_whistle": lambda t, a, n, at, **by: op.claim_whistle(
        actor=a, number=n, at=at, **by, unit=_free(t, a), answer="清障车我们出"
    ),
    "escalate": lambda t, a, n, at, **by: op.escalate_whistle(actor=a, number=n, at=at, **by, note="都不来"),
    "rule": lambda t, a, n, at, **by: op.rule_whistle(
        actor=a, number=n, at=at, **by, unit=lamps(), note="由路灯所来"
    ),
    "hand_back": lambda t, a, n, at, **by: op.hand_whistle_back(
        actor=a, number=n, at=at, **by, note="说好了"
    ),
    "shelve": lambda t, a, n, at, **by: op.shelve_whistle(
        actor=a, number=n, at=at, **by, until=at + hours(500), note="等开春"
    ),
    "review": lambda t, a, n, at, **by: op.review_whistle(actor=a, number=n, at=at, **by, note="能办了"),
    "call_off": lambda t, a, n, at, **by: op.call_off_whistle(
        actor=a, number=n, at=at, **by, answer="已经通了"
    ),
    "note": lambda t, a, n, at, **by: op.note_whistle(actor=a, number=n, at=at, **by, note="内部"),
}  # fmt: skip
"""`assess_low` is the verb `assess` with a poor mark."""

BOTH = ("sweeper", "stoker")
_SIGNED = tuple((who, "sign_in") for who in BOTH)
_REPORTED = tuple((who, "report_in") for who in BOTH)
_PLANNED = (*_REPORTED, *((who, "plan") for who in BOTH))
_ANSWERED = (*_PLANNED, *((who, "feed_back") for who in BOTH))

PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "blown": (),
    "signed": _SIGNED,
    "reported": _REPORTED,
    "handling": _PLANNED,
    "answered": _ANSWERED,
    "unclaimed": (("stoker", "decline_whistle"), ("dispatcher", "post_whistle")),
    "declined": (("stoker", "decline_whistle"),),
    "escalated": (("dispatcher", "escalate"),),
    "ledgered": (("leader", "shelve"),),
    "closed": (*_ANSWERED, ("dispatcher", "assess"), ("dispatcher", "assess")),
    "called_off": (("dispatcher", "call_off"),),
}
"""How to bring a whistle into each state: who does what."""


OPEN_TO: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "sign_in": ("blown", "sweeper", ()),
    "report_in": ("signed", "stoker", ()),
    "plan": ("reported", "sweeper", ()),
    "feed_back": ("handling", "sweeper", ()),
    "decline_whistle": ("blown", "stoker", ()),
    "assess": ("answered", "dispatcher", ()),
    "assess_low": ("answered", "leader", ()),
    "call_more": ("handling", "dispatcher", ()),
    "post_whistle": ("handling", "dispatcher", ()),
    "take_down": ("unclaimed", "dispatcher", ()),
    "claim_whistle": ("unclaimed", "stoker", ()),
    "escalate": ("blown", "dispatcher", ()),
    "rule": ("escalated", "district_head", ()),
    "hand_back": ("escalated", "district_head", ()),
    "shelve": ("reported", "leader", ()),
    "review": ("ledgered", "leader", ()),
    "call_off": ("declined", "dispatcher", ()),
    "note": ("blown", "sweeper", ()),
}
"""From where, by whom and after what each verb is open: every one of them once."""


def bring(town: Town, state: str, **fields: Any) -> tuple[str, datetime]:
    """Blow a whistle and bring it into `state`; give its number and the moment after."""
    at = fields.pop("at", MONDAY)
    if state in ("declined", "unclaimed"):  # one department was called, and it declines
        fields = {"units": [town.heating], **fields}
    number = blow(town, at, **fields)
    for name, verb in PATHS[state]:
        at += hours(0.1)
        CALLS[verb](town, town.actor(name, at), number, at)
    return number, at + hours(0.1)


EVERYBODY = (
    "worker", "secretary", "secretary2", "dispatcher", "receptionist", "leader", "sweeper", "stoker", "lamplighter",
    "district_head", "auditor",
)  # fmt: skip


def _offered(actor: Actor, case: Case, shares: list[Assignment], at: datetime, as_reporter: bool) -> set[str]:
    try:
        page = queries.whistle_page(actor=actor, number=case.number, at=at)
    except Refusal:
        return set()
    own = [call for call in page.calls if call.call.unit_id == _mine(actor, page)]
    found = {m.verb for m in page.moves} | {m.verb for call in own for m in call.moves}
    return found | ({"claim_whistle"} if page.claims else set())


def _mine(actor: Actor, page: queries.WhistlePage) -> int:
    """The department a call in `CALLS` would be about: one's own, else the one that waits to be assessed."""
    own = next((c.call.unit_id for c in page.calls if c.is_mine), 0)
    waits = next((c.call.unit_id for c in page.calls if c.call.state == Progress.ANSWERED), 0)
    return own or waits


def _open(town: Town, at: datetime, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(WhistleKind)))
    who, unit = data.draw(st.sampled_from([("dispatcher", town.office), ("secretary", town.communities[0])]))
    units = [town.sanitation, town.heating][: data.draw(st.integers(0, 2))]
    blow(town, at, who, unit, kind=kind, units=units, posted=not units or data.draw(st.booleans()))


def _law(case: Case, shares: list[Assignment], steps: list[Step]) -> None:
    calls = list(Call.objects.filter(whistle=case.pk).select_related("share"))
    parts = [call.part for call in calls]
    live = [call for call in calls if call.is_live]
    # A whistle stands where the slowest of its departments stands.
    if case.state in ORDER:
        assert case.state == rules.standing(parts)
        assert case.due_at == min(d for c in live if (d := c.due_at))
    # Where nobody is at it, it is put up for whoever can; what was put up does not lie with nobody.
    posted = Whistle.objects.get(case=case).is_posted
    if case.state in ("unclaimed", "declined"):
        assert not live
        assert posted == (case.state == "unclaimed")
    if case.state == "closed":
        assert not live or any(s.verb == "call_off" for s in steps)
    # Whoever is still at it has a live share of the case, nobody else has.
    if case.is_open:
        working = {c.unit_id for c in live if c.state != Progress.ANSWERED}
        assert {s.unit_id for s in shares if s.state in Assignment.LIVE} == working
    for call in calls:
        # Clocks follow each other, whatever was moved.
        assert call.called_at < call.sign_by <= call.report_by <= call.plan_by
        # What was done follows too: nobody reports in without having signed, or answers without the elements.
        done = [m for m in (call.signed_at, call.reported_at, call.planned_at, call.answered_at) if m]
        assert done == sorted(done)
        assert call.state != Progress.ANSWERED or call.deadline
        assert call.state != Progress.DECLINED or not call.is_ruled
        # 6. A poor mark has the work done again once.
        again = [
            s for s in steps if s.verb == "assess" and s.data["unit"] == call.unit_id and s.data["again"]
        ]
        assert len(again) == call.reopened_count <= 1
    # 5. What was declined twice is the level above's to decide.
    refused = [s for s in steps if s.verb == "decline_whistle" and not _came_freely(steps, s)]
    twice = refused[1:]
    assert all(s.after == "escalated" for s in twice)


def _came_freely(steps: list[Step], declined: Step) -> bool:
    """Whether a department gave back what it had taken on of its own accord, since it was last called."""
    verbs = ("blow", "call_more", "rule", "claim_whistle")
    mine = [
        s
        for s in steps
        if s.seq < declined.seq
        and s.verb in verbs
        and declined.data["unit"] in (s.data.get("unit"), *s.data.get("assists", ()))
    ]
    return max(mine, key=lambda s: s.seq).verb == "claim_whistle"


WHISTLES = Kind(
    flow=WHISTLE,
    calls=CALLS,
    everybody=EVERYBODY,
    open=_open,
    bring=bring,
    offered=_offered,
    # Beyond the table: a department that is there already is not called again, a plan comes before the answer.
    loose=frozenset({"feed_back", "call_more", "rule", "claim_whistle"}),
    tables=("whistles_whistle", "whistles_call", "whistles_assessment", "whistles_offer"),
    law=_law,
)
