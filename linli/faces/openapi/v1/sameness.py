"""What is said to be the same, what is boiling, how the like was answered, and what a draft answer lacks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from linli.base.flow import policies as flow_policies
from linli.base.language import replies
from linli.base.language.replies import Lack
from linli.base.orgs import queries as orgs
from linli.base.people.api_keys import Ability
from linli.faces.openapi.v1 import shapes as s
from linli.faces.openapi.v1.door import asker
from linli.insight import queries as insight
from linli.insight.indicators import Scope
from linli.insight.topics import queries as topics
from linli.pillars.governance.reports import queries

router = Router(tags=["language"])

MOST = 20
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class ProblemIn(s.Given):
    """What somebody raises, as far as it is known."""

    text: s.Words
    place: s.Short = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    area_id: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        default=None, description="The unit on whose ground it lies."
    )
    category: Annotated[str, Field(max_length=40)] = ""
    only_open: bool = True


class Similar(Schema):
    """A case that may be the same, and why."""

    number: str
    title: str
    state: str
    is_open: bool
    category_name: str
    filed_at: datetime
    metres: int | None = Field(description="How far; null where one of the two has no point.")
    score: float = Field(description="Text × place × time, 0 to 1.")
    is_likely: bool
    words: list[str] = Field(description="What both say.")
    is_other_house: bool = Field(description="Both name a building by number, and not the same.")


class TopicOut(Schema):
    """The same matter at the same place, counted over the cases that the key may see."""

    id: int
    place: str
    area: str
    category_name: str
    words: list[str]
    heat: float
    people: int
    cases: int
    open: int
    weeks: list[int] = Field(description="Cases by week, the oldest of eight first.")
    is_new: bool
    began_at: datetime


class TopicList(Schema):
    """Topics, the hottest first, and when they were gathered."""

    gathered_at: datetime | None
    items: list[TopicOut]


class TopicWhole(TopicOut):
    """A topic with its cases."""

    numbers: list[str]


class GoodAnswerOut(Schema):
    """An answer that pleased in a like case, with what identifies anybody masked."""

    number: str
    title: str
    closed_at: datetime
    level: int
    text: str
    words: list[str]


class DraftIn(s.Given):
    """A draft answer to a case."""

    answer: s.MayBeWords


class AdviceOut(Schema):
    """One thing a draft lacks. Advice only: nothing is refused because of it."""

    lack: str = Field(description=", ".join(Lack))
    sentence: str = Field(description="The sentence it is about; empty for the whole.")
    words: str


Number = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,24}$", description="The number of the case.")]


@router.post("/language/similar", response=list[Similar], operation_id="find_similar")
def find_similar(request: HttpRequest, given: ProblemIn) -> list[dict[str, Any]]:
    """List cases that may be the same as what somebody raises, the likeliest first. Five queries."""
    who = asker(request, Ability.READ)
    problem = queries.Problem(given.text, given.place, given.lon, given.lat, given.area_id, given.category)
    rows = queries.similar_cases(
        scope=flow_policies.reachable(who.actor),
        problem=problem,
        at=who.at,
        is_open=given.only_open,
        most=MOST,
    )
    return [
        {
            "number": row.number,
            "title": row.title,
            "state": row.state,
            "is_open": row.is_open,
            "category_name": row.category,
            "filed_at": row.filed_at,
            "metres": row.metres,
            "score": row.score,
            "is_likely": row.is_likely,
            "words": list(row.words),
            "is_other_house": row.is_other_house,
        }
        for row in rows
    ]


def _topic(one: topics.HotTopic) -> dict[str, Any]:
    return {
        "id": one.id,
        "place": one.place,
        "area": one.area,
        "category_name": one.category,
        "words": list(one.words),
        "heat": one.heat.heat,
        "people": one.heat.people,
        "cases": one.cases,
        "open": one.open,
        "weeks": list(one.weeks),
        "is_new": one.is_new,
        "began_at": one.began_at,
    }


def _ground(request: HttpRequest, unit_id: int | None) -> tuple[Any, Any, datetime]:
    who = asker(request, Ability.READ)
    unit = insight.ground_for(who.actor.sight_ids, unit_id)
    if unit is None:
        raise Http404
    return Scope(who.actor, unit.path), unit, who.at


UnitId = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="A unit below one's own; default: one's own.")
]


@router.get("/language/topics", response=TopicList, operation_id="list_topics")
def list_topics(request: HttpRequest, unit_id: UnitId = None) -> dict[str, Any]:
    """List what is boiling on a ground, the hottest first. Nine queries."""
    scope, unit, at = _ground(request, unit_id)
    found = topics.topics(scope=scope, unit=unit, at=at)
    return {"gathered_at": topics.gathered_at(unit), "items": [_topic(one) for one in found]}


@router.get("/language/topics/{topic_id}", response=TopicWhole, operation_id="get_topic")
def get_topic(
    request: HttpRequest, topic_id: Annotated[int, Path(ge=1, le=2**31 - 1)], unit_id: UnitId = None
) -> dict[str, Any]:
    """Give one topic with the numbers of its cases. Nine queries."""
    scope, unit, at = _ground(request, unit_id)
    found = topics.topic(scope=scope, unit=unit, number=topic_id, at=at)
    if found is None:
        raise Http404
    one, rows = found
    return {**_topic(one), "numbers": [row.number for row in rows]}


@router.get("/language/answers/{number}", response=list[GoodAnswerOut], operation_id="list_good_answers")
def list_good_answers(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    """List answers that pleased in cases like this one. Eight queries."""
    who = asker(request, Ability.READ)
    report = queries.get_report(actor=who.actor, number=number)
    return [
        {
            "number": one.number,
            "title": one.title,
            "closed_at": one.closed_at,
            "level": one.level,
            "text": one.text,
            "words": list(one.words),
        }
        for one in queries.good_answers(actor=who.actor, report=report, at=who.at)
    ]


@router.post("/language/answers/{number}/check", response=list[AdviceOut], operation_id="check_answer")
def check_answer(request: HttpRequest, number: Number, given: DraftIn) -> list[dict[str, Any]]:
    """Say what a draft answer to a case lacks, the gravest first; the draft is kept nowhere. Six queries."""
    who = asker(request, Ability.READ)
    report = queries.get_report(actor=who.actor, number=number)
    found = replies.check(
        given.answer,
        asked=report.text,
        is_question=queries.wants_words(report),
        keep=orgs.public_phones(),
    )
    return [{"lack": one.lack.value, "sentence": one.sentence, "words": one.words} for one in found]
