"""What people say of their visits to the hall: some rate, most of them well; each bad word is answered in the days after."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from linli.base.people.actors import ANYONE
from linli.demo.company import Company
from linli.kernel.clock import SHANGHAI
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.ratings import operations as ratings
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.ratings.rules import Given, Mark

# Of a hundred visits so many are rated; of a hundred ratings so many are bad (LOCAL: no hall's own figures were read).
RATED, BAD = 38, 5
LEVELS = (5,) * 62 + (4,) * 27 + (3,) * 11
PRAISE = ("说得清楚，一次就办好了。", "大姐帮我把表填好的，谢谢。", "没等多久。", "给老人拿了椅子。", "")
GRIEF = (
    (
        (Mark.SPEED,),
        "前面明明没几个人，等了快一个钟头。",
        "remedy",
        "上午加开一个社保窗口，人多时导办先分流。",
    ),
    ((Mark.ONCE,), "上次没说要户口本，今天又白跑一趟。", "remedy", "材料清单改过了，导办台一次打印给您。"),
    ((Mark.ATTITUDE,), "问两句就不耐烦。", "remedy", "科长和当班的人谈过，电话里也向您道了歉。"),
    (
        (Mark.SKILL,),
        "为什么不能替我儿子领？",
        "explain",
        "这一项按规定要本人来或者写委托书，委托书样子放在大厅门口了。",
    ),
)
GOOD_MARKS = (Mark.SPEED, Mark.ATTITUDE, Mark.ONCE, Mark.SKILL)


def tell_day(*, company: Company, day: date, end: datetime, seed: int) -> None:
    """Have some of a day's visitors rate their visit, and the hall answer what came before."""
    rng = Random(f"opinions:{seed}:{day}")
    street = company.unit("street")
    good = []
    for ticket in Ticket.objects.filter(hall__unit=street, day=day, state="finished").order_by("pk"):
        if rng.randrange(100) >= RATED or ticket.ended_at is None:
            continue
        at = ticket.ended_at + timedelta(minutes=rng.randrange(1, 40))
        is_bad, level, way = (
            rng.randrange(100) < BAD,
            rng.choice(LEVELS),
            rng.choice(("qr", "tablet", "page")),
        )
        words = rng.choice(PRAISE) if rng.randrange(5) == 0 and way != "tablet" else ""
        if at >= end:
            continue
        if is_bad:
            # Late at night, after everything else of the day: numbers follow the hours.
            at = datetime.combine(day, time(23, 56), SHANGHAI) + timedelta(seconds=ticket.number)
            if at >= end:
                continue
            marks, words, *_ = rng.choice(GRIEF)
            given = Given(
                rng.choice((1, 2)), marks, words, rng.choice(("19900000001", "")), rng.random() < 0.3
            )
            ratings.rate_visit(actor=ANYONE, at=at, ticket=ticket, given=given, way=way)
        else:
            # Every third says what it was about, by the number: the chance of the day stays as it was.
            about = [] if ticket.number % 3 else [GOOD_MARKS[ticket.number // 3 % len(GOOD_MARKS)].value]
            said: dict[str, Any] = {
                "marks": about,
                "level": level,
                "first_level": level,
                "words": words,
                "way": way,
                "rated_at": at,
            }
            good.append(Rating(office=street, unit=street, ticket=ticket, item=ticket.matter, **said))
    ratings.keep_ratings(ratings=good)
    _answer(company, day, end, rng)


def _answer(company: Company, day: date, end: datetime, rng: Random) -> None:
    """Do the next thing about each bad rating of earlier days."""
    at = datetime.combine(day, time(10, 20), SHANGHAI)
    if day.weekday() > 4 or at >= end:
        return
    desk, leader = company.actor("hejing"), company.actor("liumin")
    rows = Rating.objects.filter(case__is_open=True, rated_at__lt=datetime.combine(day, time(), SHANGHAI))
    for turn, one in enumerate(rows.select_related("case", "office").order_by("pk")):
        assert one.case is not None
        then, number = at + timedelta(minutes=7 * turn), one.case.number
        _marks, _words, verb, answer = next((row for row in GRIEF if row[1] == one.words), GRIEF[0])
        if one.case.state == "received":
            ratings.call_back_rating(
                actor=desk, number=number, at=then, note="听了经过，道了歉，说两天内给答复。"
            )
            if one.pk % 6 == 0:
                ratings.appeal_rating(actor=desk, number=number, at=then, note="那天系统停了，窗口办不了。")
        elif one.case.state == "contacted":
            if one.appeal == Rating.Appeal.PENDING:
                why = "系统停了不怪窗口，可没有人出来说明，照样算。"
                ratings.judge_appeal(actor=leader, number=number, at=then, counts=True, answer=why)
            act = ratings.remedy_rating if verb == "remedy" else ratings.explain_rating
            act(actor=desk, number=number, at=then, answer=answer)
            ratings.show_words(actor=leader, at=then, rating=one, words=one.words)
        elif one.case.state == "told" and rng.random() < 0.6:
            ratings.confirm_rating(actor=ANYONE, at=then, rating=one, solved=rng.random() < 0.85)
