"""Every verb of a report as one call with sensible words, so that tests can try each of them from anywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Assignment, Case, Petition, Step
from linli.base.people.actors import ANYONE, Actor
from linli.pillars.governance.reports import operations as op
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.flow import REPORT
from tests.kinds import Call, Kind
from tests.town import IN_FIRST_GRID, IN_SECOND_GRID, MONDAY, Town


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def file(town: Town, at: datetime = MONDAY, **fields: Any) -> op.Filed:
    given: dict[str, Any] = {
        "actor": ANYONE,
        "at": at,
        "text": "三号楼东边下水井冒水，臭得不行。",
        "lon": IN_FIRST_GRID[0],
        "lat": IN_FIRST_GRID[1],
        "phone": "13800001234",
        "category": "R01",
    }
    return op.file_report(**{**given, **fields})


def _other(town: Town, at: datetime) -> str:
    return file(town, at, phone="13800009999").report.case.number


def _reports(actor: Actor) -> bool:
    return actor.account_id is None


def _decline(t: Town, a: Actor, n: str, at: datetime, **by: Any) -> Any:
    what = Petition.objects.filter(case__number=n, is_granted=None).values_list("what", flat=True).first()
    return op.decline_petition(actor=a, number=n, at=at, **by, what=what or "extension", note="再想想办法")


CALLS: dict[str, Call] = {
    "send_to_check": lambda t, a, n, at, **by: op.send_report_to_check(actor=a, number=n, at=at, **by),
    "confirm": lambda t, a, n, at, **by: op.confirm_report(actor=a, number=n, at=at, **by, note="属实"),
    "accept": lambda t, a, n, at, **by: op.accept_report(actor=a, number=n, at=at, **by),
    "refuse": lambda t, a, n, at, **by: op.refuse_report(
        actor=a, number=n, at=at, **by, answer="归区里管，电话 12345。"
    ),
    "pass_up": lambda t, a, n, at, **by: op.pass_report_up(actor=a, number=n, at=at, **by, note="办不了"),
    "pass_on": lambda t, a, n, at, **by: op.pass_report_on(actor=a, number=n, at=at, **by, to=t.grids[1]),
    "contact": lambda t, a, n, at, **by: op.contact_reporter(
        actor=a, number=n, at=at, **by, answer="今天下午来看。"
    ),
    "settle": lambda t, a, n, at, **by: op.settle_report(actor=a, number=n, at=at, **by, answer="掏通了。"),
    "dispatch": lambda t, a, n, at, **by: op.dispatch_report(
        actor=a, number=n, at=at, **by, lead=t.sanitation, assists=[t.heating]
    ),
    "take": lambda t, a, n, at, **by: op.take_report(actor=a, number=n, at=at, **by),
    "add_assist": lambda t, a, n, at, **by: op.add_assist(
        actor=a, number=n, at=at, **by, unit=t.communities[1]
    ),
    "call_off_assist": lambda t, a, n, at, **by: op.call_off_assist(
        actor=a, number=n, at=at, **by, unit=t.heating, note="不用了"
    ),
    "answer_share": lambda t, a, n, at, **by: op.answer_share(
        actor=a, number=n, at=at, **by, answer="阀门关了"
    ),
    "send_back": lambda t, a, n, at, **by: op.send_report_back(
        actor=a, number=n, at=at, **by, note="该归供热"
    ),
    "rule": lambda t, a, n, at, **by: op.rule_report(
        actor=a, number=n, at=at, **by, lead=t.sanitation, note="环卫主办"
    ),
    "recall": lambda t, a, n, at, **by: op.recall_report(actor=a, number=n, at=at, **by, note="派错了"),
    "answer": lambda t, a, n, at, **by: op.answer_report(
        actor=a, number=n, at=at, **by, answer="疏通了主管道。"
    ),
    "pass_check": lambda t, a, n, at, **by: op.pass_check_report(actor=a, number=n, at=at, **by),
    "redo": lambda t, a, n, at, **by: op.redo_report(actor=a, number=n, at=at, **by, note="还在冒"),
    "rate": lambda t, a, n, at, **by: op.rate_report(
        actor=a, number=n, at=at, **by, solved=True, level=4, as_reporter=_reports(a)
    ),
    "rate_bad": lambda t, a, n, at, **by: op.rate_report(
        actor=a, number=n, at=at, **by, solved=False, level=1, words="没好", as_reporter=_reports(a)
    ),
    "reopen": lambda t, a, n, at, **by: op.reopen_report(actor=a, number=n, at=at, **by, note="又堵了"),
    "appeal_rating": lambda t, a, n, at, **by: op.appeal_rating(
        actor=a, number=n, at=at, **by, note="不是我们的井"
    ),
    "judge_appeal": lambda t, a, n, at, **by: op.judge_appeal(
        actor=a, number=n, at=at, **by, upheld=False, note="成立"
    ),
    "ask_reporter": lambda t, a, n, at, **by: op.ask_reporter(
        actor=a, number=n, at=at, **by, question="哪个单元？"
    ),
    "reply": lambda t, a, n, at, **by: op.reply_report(
        actor=a, number=n, at=at, **by, words="二单元", as_reporter=_reports(a)
    ),
    "supplement": lambda t, a, n, at, **by: op.supplement_report(
        actor=a, number=n, at=at, **by, words="又往外冒了", as_reporter=_reports(a)
    ),
    "ask_extension": lambda t, a, n, at, **by: op.ask_extension(
        actor=a, number=n, at=at, **by, until=at + hours(72), note="等配件"
    ),
    "grant_extension": lambda t, a, n, at, **by: op.grant_extension(actor=a, number=n, at=at, **by),
    "ask_pause": lambda t, a, n, at, **by: op.ask_pause(
        actor=a, number=n, at=at, **by, until=at + hours(100), note="等配件"
    ),
    "grant_pause": lambda t, a, n, at, **by: op.grant_pause(
        actor=a, number=n, at=at, **by, answer="等配件到货"
    ),
    "ask_ledger": lambda t, a, n, at, **by: op.ask_ledger(
        actor=a, number=n, at=at, **by, until=at + hours(500), note="等改造"
    ),
    "grant_ledger": lambda t, a, n, at, **by: op.grant_ledger(
        actor=a, number=n, at=at, **by, answer="明年改造"
    ),
    "ask_exclusion": lambda t, a, n, at, **by: op.ask_exclusion(
        actor=a, number=n, at=at, **by, note="重复来电"
    ),
    "grant_exclusion": lambda t, a, n, at, **by: op.grant_exclusion(actor=a, number=n, at=at, **by),
    "decline": _decline,
    "resume": lambda t, a, n, at, **by: op.resume_report(actor=a, number=n, at=at, **by),
    "review": lambda t, a, n, at, **by: op.review_report(actor=a, number=n, at=at, **by, note="能办了"),
    "urge": lambda t, a, n, at, **by: op.urge_report(
        actor=a, number=n, at=at, **by, note="快些", as_reporter=_reports(a)
    ),
    "supervise": lambda t, a, n, at, **by: op.supervise_report(actor=a, number=n, at=at, **by, note="督办"),
    "reclassify": lambda t, a, n, at, **by: op.reclassify_report(
        actor=a, number=n, at=at, **by, category="R02"
    ),
    "relocate": lambda t, a, n, at, **by: op.relocate_report(
        actor=a, number=n, at=at, **by, lon=IN_SECOND_GRID[0], lat=IN_SECOND_GRID[1]
    ),
    "publish": lambda t, a, n, at, **by: op.publish_report(
        actor=a, number=n, at=at, **by, title="下水井冒水", text="已疏通"
    ),
    "unpublish": lambda t, a, n, at, **by: op.unpublish_report(
        actor=a, number=n, at=at, **by, note="涉及个人"
    ),
    "note": lambda t, a, n, at, **by: op.note_report(actor=a, number=n, at=at, **by, note="内部"),
    "join": lambda t, a, n, at, **by: op.join_report(actor=a, number=n, at=at, **by, phone="13700001111"),
    "merge": lambda t, a, n, at, **by: op.merge_report(
        actor=a, number=n, into=_other(t, at), at=at, **by, note="同一口井"
    ),
    "unmerge": lambda t, a, n, at, **by: op.unmerge_report(actor=a, number=n, at=at, **by, note="不是一口"),
    "split": lambda t, a, n, at, **by: op.split_report(
        actor=a, number=n, at=at, **by, parts=[op.Part("路灯也坏了")], note="两件事"
    ),
    "withdraw": lambda t, a, n, at, **by: op.withdraw_report(
        actor=a, number=n, at=at, **by, as_reporter=_reports(a)
    ),
}
"""`rate_bad` is the verb `rate` with a bad answer."""

INNER = frozenset({"absorb", "release"})
"""Verbs made on the other case by `merge` and `unmerge`."""

PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "received": (),
    "checking": (("secretary", "send_to_check"),),
    "accepted": (("worker", "accept"),),
    "dispatched": (("dispatcher", "dispatch"),),
    "disputed": (
        ("dispatcher", "dispatch"),
        ("sweeper", "send_back"),
        ("dispatcher", "dispatch"),
        ("sweeper", "send_back"),
    ),
    "answered": (("dispatcher", "dispatch"), ("stoker", "answer_share"), ("sweeper", "answer")),
    "callback": (("worker", "settle"),),
    "asked": (("worker", "ask_reporter"),),
    "paused": (("worker", "accept"), ("worker", "ask_pause"), ("dispatcher", "grant_pause")),
    "ledgered": (("worker", "accept"), ("worker", "ask_ledger"), ("leader", "grant_ledger")),
    "closed": (("worker", "settle"), ("", "rate_bad"), ("secretary", "settle"), ("", "rate_bad")),
    "refused": (("secretary", "refuse"),),
    "withdrawn": (("", "withdraw"),),
    "merged": (("secretary", "merge"),),
}
"""How to bring a report into each state: who does what. The empty name is whoever raised it."""


OPEN_TO: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "send_to_check": ("received", "secretary", ()),
    "confirm": ("checking", "worker", ()),
    "accept": ("received", "worker", ()),
    "refuse": ("received", "secretary", ()),
    "pass_up": ("received", "worker", ()),
    "pass_on": ("received", "dispatcher", ()),
    "contact": ("received", "worker", ()),
    "settle": ("accepted", "worker", ()),
    "dispatch": ("accepted", "dispatcher", ()),
    "take": ("dispatched", "sweeper", ()),
    "add_assist": ("dispatched", "sweeper", ()),
    "call_off_assist": ("dispatched", "sweeper", ()),
    "answer_share": ("dispatched", "stoker", ()),
    "send_back": ("dispatched", "sweeper", ()),
    "rule": ("disputed", "leader", ()),
    "recall": ("dispatched", "dispatcher", ()),
    "answer": ("dispatched", "sweeper", (("stoker", "answer_share"),)),
    "pass_check": ("answered", "worker", ()),
    "redo": ("answered", "worker", ()),
    "rate": ("callback", "", ()),
    "rate_bad": ("callback", "", ()),
    "reopen": ("closed", "leader", ()),
    "appeal_rating": ("closed", "secretary", ()),
    "judge_appeal": ("closed", "leader", (("secretary", "appeal_rating"),)),
    "ask_reporter": ("accepted", "worker", ()),
    "reply": ("asked", "", ()),
    "supplement": ("accepted", "dispatcher", ()),
    "ask_extension": ("accepted", "worker", ()),
    "grant_extension": ("dispatched", "dispatcher", (("sweeper", "ask_extension"),)),
    "ask_pause": ("accepted", "worker", ()),
    "grant_pause": ("accepted", "dispatcher", (("worker", "ask_pause"),)),
    "ask_ledger": ("accepted", "worker", ()),
    "grant_ledger": ("accepted", "leader", (("worker", "ask_ledger"),)),
    "ask_exclusion": ("accepted", "worker", ()),
    "grant_exclusion": ("accepted", "leader", (("worker", "ask_exclusion"),)),
    "decline": ("accepted", "leader", (("worker", "ask_pause"),)),
    "resume": ("paused", "worker", ()),
    "review": ("ledgered", "leader", ()),
    "urge": ("accepted", "", ()),
    "supervise": ("accepted", "leader", ()),
    "reclassify": ("accepted", "worker", ()),
    "relocate": ("accepted", "worker", ()),
    "publish": ("accepted", "dispatcher", ()),
    "unpublish": ("accepted", "dispatcher", (("dispatcher", "publish"),)),
    "note": ("closed", "worker", ()),
    "join": ("accepted", "", ()),
    "merge": ("received", "secretary", ()),
    "unmerge": ("merged", "secretary", ()),
    "split": ("accepted", "secretary", ()),
    "withdraw": ("received", "", ()),
}
"""From where, by whom and after what each verb is open: every one of them once."""


def bring(town: Town, state: str, **fields: Any) -> tuple[str, datetime]:
    """File a report and bring it into `state`; give its number and the moment after."""
    filed = file(town, **fields)
    number, at = filed.report.case.number, MONDAY
    for name, verb in PATHS[state]:
        at += hours(0.25)
        CALLS[verb](town, town.actor(name, at) if name else ANYONE, number, at)
    return number, at + hours(0.25)


EVERYBODY = (
    "", "worker", "worker3", "grid_leader", "secretary", "dispatcher", "receptionist", "leader", "sweeper", "stoker",
    "secretary2", "auditor",
)  # fmt: skip
"""One of each stand: the reporter, the grid and its neighbour, the community, the office, lead, assist, house."""


def _offered(actor: Actor, case: Case, shares: list[Assignment], at: datetime, as_reporter: bool) -> set[str]:
    return {m.verb for m in queries.moves_open_to(actor, case, shares, at, as_reporter=as_reporter)}


def _open(town: Town, at: datetime, data: st.DataObject) -> None:
    phone = data.draw(st.sampled_from(["13800000001", "13800000002", ""]))
    file(town, at, phone=phone, is_confidential=data.draw(st.booleans()))


def _law(case: Case, shares: list[Assignment], steps: list[Step]) -> None:
    live = [s for s in shares if s.state in Assignment.LIVE]
    # One lead where it is dispatched.
    leads = [s for s in live if s.part == Assignment.Part.LEAD]
    if case.state == "dispatched":
        assert len(leads) == 1
        assert leads[0].unit_id == case.holder_id
    # 5. It does not bounce twice without the level above.
    assert sum(s.verb == "send_back" for s in steps) <= 2 + 2 * sum(s.verb == "rule" for s in steps)
    # 6. A bad call-back reopens once by itself.
    assert sum(s.verb == "rate" and s.after == "accepted" for s in steps) <= 1


REPORTS = Kind(
    flow=REPORT,
    calls=CALLS,
    everybody=EVERYBODY,
    open=_open,
    bring=bring,
    offered=_offered,
    reporters_own=frozenset({"join", "urge", "rate", "rate_bad", "reply", "withdraw"}),
    # Beyond the table, the rating must be a bad one that counts for one's own unit; a share must be there.
    loose=frozenset(
        {"appeal_rating", "call_off_assist", "add_assist", "answer_share", "take", "split", "redo"}
    ),
    skipped=lambda name, verb: bool(name) and verb == "join",  # anybody may join what they can name
    tables=("reports_report", "reports_reporter", "reports_callback"),
    law=_law,
)
