"""The side ways of a report in the demo town: what is asked, put right, joined, parted, pushed and taken back."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from linli.base.flow.models import Step
from linli.base.people.actors import ANYONE
from linli.demo import cast, doers
from linli.demo.company import Company, Thread
from linli.pillars.governance.reports import operations as reports


def add_assist(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Ask one more unit to help."""
    have = set(thread.case.assignments.values_list("unit_id", flat=True))
    unit = next(
        each
        for each in (company.unit("chengguan"), company.unit("pingan"), company.unit("wangge"))
        if each.pk not in have
    )
    who = doers.lead(company, thread, rng)
    return reports.add_assist(
        actor=who,
        number=thread.case.number,
        at=at,
        unit=unit,
        note=doers.said(thread, "dispatch", rng, at, dept=str(doers.lead_unit(thread))),
    )


def rule(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Decide who leads after two returns."""
    lead = company.leads(thread.filing)[0]
    note = doers.said(thread, "rule", rng, at, dept=str(lead))
    return reports.rule_report(
        actor=doers.leader(company, thread, rng), number=thread.case.number, at=at, lead=lead, note=note
    )


def merge(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Join a report to the one that says the same."""
    first = company.by_key.get(str(thread.filing.twin_of))
    if first is None:
        raise LookupError("the first report of a pair is not there")
    who = doers.community(company, thread, rng)
    note = doers.said(thread, "merge", rng, at)
    return reports.merge_report(
        actor=who, number=thread.case.number, into=first.case.number, at=at, note=note
    )


def pass_on(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Give it to the community next door, whose ground the spot turns out to be."""
    here = int(thread.filing.grid[9:12])
    who, note = doers.holder(company, thread, rng), doers.said(thread, "pass_on", rng, at)
    to = company.unit(f"c{company.town.community_beside(here)}")
    return reports.pass_report_on(actor=who, number=thread.case.number, at=at, to=to, note=note)


def relocate(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Put right a point that lies in the grid beside the one that is meant."""
    case = thread.case
    beside = company.town.grid_beside(thread.filing.grid)
    who, note = doers.holder(company, thread, rng), doers.said(thread, "relocate", rng, at)
    spot = beside.polygon.representative_point()
    return reports.relocate_report(
        actor=who, number=case.number, at=at, lon=round(spot.x, 6), lat=round(spot.y, 6), note=note
    )


def call_off(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Release a unit that is not needed."""
    share = (
        thread.case.assignments.select_related("unit")
        .filter(part="assist", state__in=("given", "taken"))
        .order_by("-id")
        .first()
    )
    if share is None:
        raise LookupError("nobody assists")
    who, note = doers.lead(company, thread, rng), doers.said(thread, "call_off_assist", rng, at)
    number = thread.case.number
    return reports.call_off_assist(actor=who, number=number, at=at, unit=share.unit, note=note)


def supplement(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Add what came to mind later."""
    who, words = company.reporter(thread.filing), doers.said(thread, "supplement", rng, at)
    return reports.supplement_report(
        actor=who, number=thread.case.number, at=at, words=words, as_reporter=True
    )


def withdraw(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Take it back."""
    who, note = company.reporter(thread.filing), doers.said(thread, "withdraw", rng, at)
    return reports.withdraw_report(actor=who, number=thread.case.number, at=at, note=note)


def supervise(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Push formally, and keep an eye on it from then on."""
    who, note = doers.leader(company, thread, rng), doers.said(thread, "supervise", rng, at)
    case = reports.supervise_report(actor=who, number=thread.case.number, at=at, note=note)
    reports.watch_report(actor=who, case=case, at=at)
    return case


def split(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Part what are two matters."""
    part = reports.Part(
        text=f"{thread.filing.place}路灯不亮，和前面那件是同一位居民说的", category="facilities.lamp"
    )
    note = doers.said(thread, "split", rng, at)
    return reports.split_report(
        actor=doers.centre(company, thread, rng), number=thread.case.number, at=at, parts=[part], note=note
    )


def reclassify(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Put it under the category it belongs to."""
    who = doers.holder(company, thread, rng)
    note = doers.said(thread, "reclassify", rng, at)
    number, category = thread.case.number, thread.filing.category
    return reports.reclassify_report(actor=who, number=number, at=at, category=category, note=note)


def appeal(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Ask that a bad call-back be judged again."""
    step = (
        Step.objects.filter(case=thread.case, verb__in=("settle", "answer"))
        .select_related("unit")
        .order_by("-seq")
        .first()
    )
    if step is None or step.unit is None:
        raise LookupError("nobody answered")
    who = company.of(step.unit, rng)
    return reports.appeal_rating(
        actor=who, number=thread.case.number, at=at, note=doers.said(thread, "appeal", rng, at)
    )


def judge(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Judge an appeal."""
    upheld = thread.filing.side == "appeal_upheld"
    note = doers.said(thread, "uphold" if upheld else "overturn", rng, at)
    return reports.judge_appeal(
        actor=doers.leader(company, thread, rng), number=thread.case.number, at=at, upheld=upheld, note=note
    )


def decline(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Decline a request for time."""
    note = doers.said(thread, "decline", rng, at)
    return reports.decline_petition(
        actor=doers.leader(company, thread, rng),
        number=thread.case.number,
        at=at,
        what="extension",
        note=note,
    )


def join(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Say “me too”."""
    name, phone = cast.stranger(rng)
    return reports.join_report(
        actor=ANYONE, at=at, number=thread.case.number, note="我家也一样。", name=name, phone=phone
    )


def urge(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Remind whoever holds it."""
    if thread.case.can_be_asked and rng.random() < 0.7:
        who, note, mine = company.reporter(thread.filing), doers.said(thread, "urge_resident", rng, at), True
    else:
        who, note, mine = doers.centre(company, thread, rng), doers.said(thread, "urge_staff", rng, at), False
    return reports.urge_report(actor=who, number=thread.case.number, at=at, note=note, as_reporter=mine)
