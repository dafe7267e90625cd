"""What shops of the demo town have and need: posted, read by the office, answered by another, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from linli.base.people.actors import ANYONE
from linli.demo.company import Company
from linli.kernel import clock
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.exchange import operations as op
from linli.pillars.service.exchange.models import ExchangePost, ExchangeReply

# Side, kind, title, words, who answers with what, and what came of it: met, declined, elsewhere or nothing yet.
POSTS: Final = (
    ("offer", "space", "后院库房空着二十平", "水泥地，能进小货车，按月算，冬天不漏", "想放桌椅板凳，先租三个月", "met"),
    ("need", "tools", "借一台封口机用两周", "我们的送去修了，每天用两小时，用坏了赔", "店里有一台闲着，来拿就行", "met"),
    ("offer", "goods", "余下的纸箱，大号三百个", "搬店清出来的，干净，自己来拉", "打包正缺大号的，全要了", "met"),
    ("need", "hands", "周末缺一个洗碗的", "周六周日午市，四个小时，按小时结", "我们周末只开半天，能过去", "declined"),
    ("offer", "orders", "单位团餐做不过来，匀一半", "每天四十份盒饭，卫生许可要齐", "灶上有空，许可证齐，来看", "met"),
    ("need", "space", "找个能停三轮车的角落", "只停夜里，早上六点就走", "门口靠墙能停一辆", ""),
    ("offer", "skill", "会修冰柜，街坊收个材料费", "压缩机、温控都能看，周二周四有空", "冰柜不制冷，麻烦来看一眼", ""),
    ("need", "goods", "要临期一个月内的面粉", "做馒头当天卖完，有多少要多少", "", "elsewhere"),
    ("offer", "tools", "婚庆用的长条桌六张外借", "铺面小，平时叠着，借用要写个条", "店庆借两天，用完擦干净送回", "met"),
    ("need", "orders", "缝纫活少，想接校服改裤脚", "一条当天能取，量大再便宜", "", ""),
    ("offer", "space", "二楼下午能借来开会", "能坐二十人，有投影，三点到五点", "想给店员讲一次消防", ""),
    ("need", "skill", "请人教教怎么在网上开店", "卖干果，照片都拍好了，不会上架", "我们开了三年，关门以后可以讲", ""),
)  # fmt: skip
HOURS: Final = (430.0, 405.0, 380.0, 350.0, 320.0, 290.0, 250.0, 220.0, 170.0, 120.0, 60.0, 8.0)
"""When each is posted, in hours before the story ends; the last still waits for the office."""


def _pair(which: int) -> tuple[Enterprise, Enterprise]:
    every = list(Enterprise.objects.filter(ended_at=None).select_related("area", "office").order_by("pk"))
    return every[(which * 3) % len(every)], every[(which * 3 + 7) % len(every)]


def _find(which: int) -> ExchangePost | None:
    return ExchangePost.objects.filter(title=POSTS[which][2]).first()


def do(company: Company, verb: str, which: int, at: datetime) -> None:
    """Do one of what shops do for each other: post, read, answer or settle."""
    side, what, title, words, answer, outcome = POSTS[which]
    if not Enterprise.objects.exists():
        return  # a story of few days begins after the register does
    owner, other = _pair(which)
    if verb == "swap_post":
        until = clock.local(at).date() + timedelta(days=20 + 5 * which)
        said = op.Said(side, what, title, words, until, shows_contact=which % 2 == 0)
        op.post_exchange(actor=ANYONE, at=at, enterprise=owner, said=said, by_link=True)
        return
    post = _find(which)
    if post is None:
        return
    if verb == "swap_show":
        op.show_exchange(actor=company.actor("liumin"), at=at, post=post)
    elif verb == "swap_reply":
        op.reply_exchange(at=at, post=post, by=other, words=answer, shows_contact=True)
    else:
        reply = ExchangeReply.objects.filter(post=post).first()
        if reply is not None:
            op.settle_reply(at=at, reply=reply, by=owner, agreed=outcome == "met")
        if outcome != "declined":  # who was declined goes on looking
            op.end_exchange(actor=ANYONE, at=at, post=post, outcome=outcome, by=owner)


def rounds() -> list[tuple[float, str, int]]:
    """Give what is done, with the hours before the story ends. The office reads the same working day."""
    made: list[tuple[float, str, int]] = []
    for which, hours in enumerate(HOURS):
        *_rest, answer, outcome = POSTS[which]
        made.append((hours, "swap_post", which))
        if hours > 24:
            made.append((hours - 4, "swap_show", which))
            made += [(hours - 30, "swap_reply", which)] if answer and hours > 60 else []
            made += [(hours - 90, "swap_settle", which)] if outcome else []
    return made
