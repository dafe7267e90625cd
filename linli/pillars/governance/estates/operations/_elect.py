"""An election from its vote to its filing: topics of deliberation hold the vote; the register holds who was elected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Unpack

from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import PastMoment
from linli.base.flow.steps import Said
from linli.base.places.models import Building
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.models import Committee, Topic
from linli.pillars.governance.deliberation.operations import Line
from linli.pillars.governance.deliberation.rules import Origin, PartyKind, Track
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.models import Candidate, Election, ElectionVote
from linli.pillars.governance.estates.operations._turn import move_election, restart
from linli.pillars.governance.estates.rules import About

RULE: Final = "owners_ordinary"
"""Civil Code 278: two thirds of area and heads take part, more than half of both of those agree."""
QUESTIONS: Final = {
    About.RULES: "通过管理规约和业主大会议事规则",
    About.LIST: "选{name}为业主委员会委员（应选 {seats} 名）",
}
"""As they stand on the paper, in the language of the office."""


class HallMissing(Refusal):
    """The community has no committee or hall of deliberation that could convene the vote."""


def put_to_vote(*, until: datetime, **by: Unpack[By]) -> Case:
    """Open the vote: a question for both sets of rules and one for each candidate, on the same roll, until one moment.

    Each owner says yes, no or nothing to each; the law counts area and heads of each question by itself.

    :raises HallMissing: nobody could convene it. :raises PastMoment: it closes in the past.
    :raises VoteTooLong: longer than a vote may be open.
    """
    if until <= by["at"]:
        raise PastMoment(until=until)

    def do(t: Turn, election: Election) -> None:
        unit = t.case.area
        halls = Committee.objects.filter(unit=unit, ended_on=None, members__ended_on=None).order_by(
            "kind", "pk"
        )
        hall = halls.first()
        if hall is None:
            raise HallMissing
        lines = [Line(door.label, door.area) for door in election.doors.all()]
        candidates = list(election.candidates.all())
        round_ = election.votes.filter(about=About.RULES.value).count() + 1
        houses = _whole_houses(election)
        for one in (None, *candidates):
            about = About.RULES if one is None else About.LIST
            question = QUESTIONS[about].format(name=one and one.name, seats=election.seats or len(candidates))
            topic = _topic(t, hall, election, one, question, lines, houses, until)
            ElectionVote.objects.create(
                election=election, topic=topic, about=about.value, round=round_, candidate=one
            )
        t.say(doors=len(lines), candidates=len(candidates), round=round_)

    return move_election("put_to_vote", do, until=until, **by)


def _whole_houses(election: Election) -> list[Building]:
    """Give the houses of which every door stands on the roll: their residents vote on the phone without more ado.

    Of the others each line is bound by hand, after a paper was looked at.
    """
    listed = set(election.doors.exclude(household=None).values_list("household", flat=True))
    houses = Building.objects.filter(compound=election.estate_id).prefetch_related("households")
    return [h for h in houses if (homes := {d.pk for d in h.households.all()}) and homes <= listed]


def _title(one: Candidate | None) -> str:
    return "管理规约和议事规则" if one is None else f"业主委员会委员候选人{one.name}"


def _topic(
    t: Turn,
    hall: Committee,
    election: Election,
    one: Candidate | None,
    question: str,
    lines: list[Line],
    houses: list[Building],
    until: datetime,
) -> Topic:
    title = f"{election.estate.compound.name}：{_title(one)}"
    if one is None:
        text = f"{question}。\n\n{election.covenant}\n\n{election.procedure}"
    else:
        text = "\n\n".join(filter(None, (f"{question}。", f"{one.building} {one.words}".strip())))
    topic = deliberation.propose_topic(
        actor=t.actor, at=t.at, unit=t.case.area, words=title, origin=Origin.PARTY, cases=[t.case]
    )
    by: By = {"actor": t.actor, "number": topic.case.number, "at": t.at}
    deliberation.accept_topic(
        **by, title=title, text=text, committee=hall, track=Track.QUICK, rule=RULE, note="业主大会筹备组提交"
    )
    deliberation.name_party(
        **by, kind=PartyKind.STAKEHOLDER, name="全体业主", stands_for=election.estate.compound.name
    )
    deliberation.record_minutes(**by, minutes="筹备组已公告十五日以上，提请业主表决。")
    deliberation.open_vote(
        **by, question=question[:200], closes_at=until, lines=lines, buildings=houses, is_joint=True
    )
    return topic


def take_result(**by: Unpack[By]) -> Case:
    """Take what owners decided: the topics publish it; where the rules and enough candidates passed, they are elected."""

    def do(t: Turn, election: Election) -> None:
        votes = list(queries.latest_votes(election))
        for vote in votes:
            if vote.topic.case.state == "decided":
                words = "通过" if vote.topic.is_passed else "没有通过"
                deliberation.publish_result(
                    actor=t.actor,
                    number=vote.topic.case.number,
                    at=t.at,
                    resolution=f"{_title(vote.candidate)}：{words}。",
                )
        passed = t.case.state == "elected"
        t.say(passed=passed)
        restart(t)
        chosen = queries.chosen_of(election, votes) if passed else ()
        for one in election.candidates.all():
            one.is_elected = one.pk in chosen
            one.save(update_fields=["is_elected"])
        if passed:
            _elected(t, election, len(chosen))

    return move_election("take_result", do, **by)


def _elected(t: Turn, election: Election, seats: int) -> None:
    begun = clock.local(t.at).date()
    estate = election.estate
    election.elected_at = t.at
    estate.committee_seats = seats
    estate.committee_from, estate.committee_until = begun, _years_on(begun, election.term_years)
    estate.owners_count = election.doors.count()
    estate.area_m2 = sum(election.doors.values_list("area", flat=True)) // 100
    estate.save()


def _years_on(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def overturn_result(*, answer: str, **by: Unpack[By]) -> Case:
    """Prepare again, because an objection to the result was upheld: the register has no committee by this election."""

    def do(t: Turn, election: Election) -> None:
        estate = election.estate
        election.elected_at, election.seated_words = None, ""
        election.candidates.update(is_elected=None, post="")
        estate.committee_from = estate.committee_until = None
        estate.committee_seats = 0
        estate.save()

    return move_election("overturn_result", do, said=Said(answer=answer), **by)


def seat_committee(
    *, answer: str, chair: int | None = None, deputy: int | None = None, **by: Unpack[By]
) -> Case:
    """Record the committee's first sitting: who chairs it, within seven days of the election."""

    def do(t: Turn, election: Election) -> None:
        election.seated_words = answer.strip()
        for pk, post in ((chair, "主任"), (deputy, "副主任")):
            if pk is not None:
                election.candidates.filter(pk=pk).exclude(is_elected=False).update(post=post)

    return move_election("seat_committee", do, said=Said(answer=answer), **by)


def file_committee(*, answer: str, **by: Unpack[By]) -> Case:
    """Hand the papers in for filing, within thirty days of the election. The result must have been public to its end."""

    def do(t: Turn, election: Election) -> None:
        election.filed_at = t.at

    return move_election("file_committee", do, said=Said(answer=answer), **by)


def send_filing_back(*, note: str, **by: Unpack[By]) -> Case:
    """Send the papers back, and say everything that is missing at once."""

    def do(t: Turn, election: Election) -> None:
        election.filed_at = None
        t.case.returned_count += 1

    return move_election("send_filing_back", do, said=Said(note=note), **by)


def confirm_filing(*, answer: str, **by: Unpack[By]) -> Case:
    """Confirm the filing: the committee is in office, and the topics of its vote are carried out."""

    def do(t: Turn, election: Election) -> None:
        t.case.settled_at, t.case.is_answered = t.at, True
        for vote in queries.latest_votes(election):
            given: By = {"actor": t.actor, "number": vote.topic.case.number, "at": t.at}
            if vote.topic.case.state == "carrying":
                deliberation.finish_topic(**given, answer=answer)
                deliberation.close_topic(**given, answer=answer)

    return move_election("confirm_filing", do, said=Said(answer=answer), **by)


def shelve_election(*, until: datetime, note: str, **by: Unpack[By]) -> Case:
    """Wait until a day, with the reason; it comes back by itself.

    :raises PastMoment:
    """
    if until <= by["at"]:
        raise PastMoment(until=until)
    return move_election("shelve", said=Said(note=note), until=until, **by)


def take_up_election(*, note: str, **by: Unpack[By]) -> Case:
    """Go on before the day."""
    return move_election("take_up", said=Said(note=note), **by)


def drop_election(*, answer: str, **by: Unpack[By]) -> Case:
    """End an election that does not come about, with the reason whoever asked reads."""

    def do(t: Turn, election: Election) -> None:
        t.case.is_answered, t.case.end_reason = True, "dropped"

    return move_election("drop", do, said=Said(answer=answer), **by)


def note_election(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who are at it."""
    return move_election("note", said=Said(note=note), **by)


def timed(t: Turn) -> None:
    """Do what is particular to what the clock moves: the stage after the notice, and after the vote, begins its limit."""
    if t.move.verb in ("end_notice", "end_vote"):
        restart(t)
