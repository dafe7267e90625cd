"""What the page of a topic shows, put into words and shapes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.faces.desk.topics import forms as tf
from linli.faces.parts.ballots import option
from linli.kernel.masking import mask_name
from linli.pillars.governance.deliberation import operations, rules
from linli.pillars.governance.deliberation.models import Party, Topic, Vote
from linli.pillars.governance.deliberation.queries import StepRow, TopicPage, VoteRow
from linli.pillars.governance.deliberation.texts import BARS, SIDES, STEPS, VERBS, VIAS
from linli.pillars.governance.estates import queries as estates


def first_of(page: TopicPage, open_to: set[str], at: datetime) -> str:
    """Name the verb whose form stands open: the next step for this reader; the others are folded."""
    topic, state = page.topic, page.topic.case.state
    meets = bool(page.meetings) and page.meetings[0].starts_at > at
    concerned = any(p.kind == rules.PartyKind.STAKEHOLDER for p in page.parties)
    begun = {"quick": "record_minutes", "deep": "call_meeting"}.get(topic.track, "")
    wanted = {
        "proposed": ("accept_topic",),
        "accepted": (begun if concerned else "name_party",),
        "called": () if meets else ("record_minutes",),
        "discussed": ("open_vote",),
        "voting": ("close_vote",),
        "counting": ("count_papers",),
        "decided": ("publish_result",),
        "carrying": ("finish_duty", "finish_topic" if page.topic.duties.exists() else "assign_duty"),
        "carried": ("close_topic",),
        "ledgered": ("take_up_topic",),
    }.get(state, ())
    return next((verb for verb in wanted if verb in open_to), "")


def source_of(rule: str) -> str:
    """Say which law a voting rule stands in; nothing where the place chose it."""
    source = rules.RULES[rule].source if rule in rules.RULES else None
    return "" if source is None or source.is_local else f"《{source.title}》{source.clause}"


def steps_line(state: str) -> list[tuple[Any, bool, bool]]:
    """Give the five steps: the word, whether it is over, whether it is now."""
    now = rules.step_of(state)
    ended = state == "closed"
    return [(word, i < now or ended, i == now and not ended) for i, word in enumerate(STEPS)]


def sides_shown(parties: Iterable[Any]) -> list[tuple[Any, bool]]:
    """Give the sides of 一核五元 and whether each sits at the table: what is missing is asked before the meeting."""
    there = rules.sides_there((p.kind, p.member.source if p.member_id else "") for p in parties)
    return [(word, side in there) for side, word in SIDES.items()]


def step_word(step: StepRow) -> str:
    """Say what a step of the history was, and in which part somebody was asked; whom they stand for is its note."""
    part = Party.Kind(step.part).label if step.part in Party.Kind.values else ""
    return "·".join(filter(None, (str(VERBS.get(step.verb, step.verb)), str(part))))


def party_shown(party: Any, convenes: bool) -> dict[str, Any]:
    return {
        "pk": party.pk,
        "kind": party.get_kind_display(),
        "name": party.name if convenes or party.member_id else mask_name(party.name),
        "for": party.stands_for,
        "presence": party.get_presence_display() if party.presence else "",
        "signed_at": party.signed_at,
        "via": VIAS.get(party.signed_via, ""),
        "is_recused": party.kind == rules.PartyKind.RECUSED,
        "by_phone": party.account_id is not None,
        "handed_at": party.handed_at,
    }


def vote_shown(row: VoteRow) -> dict[str, Any]:
    """Give a vote as a page shows it: the meter, and the result once there is one."""
    rule, meter = rules.rule_of(row.vote.rule), row.meter
    meters = [(_("人数"), meter.cast.heads, meter.roll.heads, meter.needs.heads, "")]
    if rule.counts_area:
        area = [n / 100 for n in (meter.cast.area, meter.roll.area, meter.needs.area)]
        meters.append((_("面积"), *(f"{n:g}" for n in area), "㎡"))  # type: ignore[arg-type]
    decision = row.decision
    return {
        "vote": row.vote,
        "bar": BARS[row.vote.rule],
        "meters": meters,
        "is_reached": meter.is_reached,
        "reminds_at": None if row.vote.is_joint or row.vote.closed_at else operations.reminds_at(row.vote),
        "tallies": [(option(label), heads, f"{area / 100:g}") for label, heads, area in row.tallies],
        "counts_area": rule.counts_area,
        "is_counted": decision is not None,
        "winner": option(row.vote.options[decision.winner])
        if decision and decision.winner is not None
        else "",
        "is_passed": bool(decision and rules.passes(decision, is_yes_no=row.vote.is_yes_no)),
    }


def election_of(topic: Topic, vote: Vote) -> str:
    """Give the number of the election on whose ballot a question stands; nothing where it stands alone."""
    return estates.election_of(topic_id=topic.pk) if vote.is_joint else ""


def reviews_shown(page: TopicPage) -> dict[str, Any]:
    levels = [r.level or 0 for r in page.reviews]
    carried = sum(bool(r.is_carried) for r in page.reviews)
    said_words = [(dict(tf.LEVELS)[r.level or 1], r.words) for r in page.reviews if r.words]
    return {
        "count": len(levels),
        "content": sum(n >= 3 for n in levels),
        "carried": carried,
        "words": said_words,
    }


def papers_of(page: TopicPage) -> list[tuple[str, Any]]:
    """Name the papers there are by now."""
    found: list[tuple[str, Any]] = []
    if page.meetings:
        found.append(("notice", _("会议通知")))
        found.append(("sign-in", _("签到表")))
    if page.topic.minutes:
        found.append(("minutes", _("会议记录")))
    if page.topic.resolution:
        found.append(("result", _("结果公示")))
    return found
