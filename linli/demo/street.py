"""What the street and its communities tell residents in the demo town, and who asked to be told.

Bulletins of every kind and state: shown, corrected, waiting for approval, sent back, withdrawn, over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from linli.base.flow import jobs as flow
from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.base.people.queries import home_grid_of
from linli.base.places.models import Compound
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.service.bulletins import operations as bulletins
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.bulletins.rules import BulletinKind, Content

K = BulletinKind
DAY = 24.0


@dataclass(frozen=True, slots=True)
class Words:
    """A bulletin in the making: hours are counted from the moment it is written."""

    kind: BulletinKind
    title: str
    summary: str
    body: str
    days: float
    begins: float | None = None
    ends: float | None = None
    utility: str = ""
    place: str = ""
    contact: str = ""
    interests: tuple[str, ...] = ()

    def at(self, at: datetime) -> Content:
        """Give the content, with its times put into the words."""
        hour = clock.local(at).replace(minute=0, second=0, microsecond=0)
        if self.kind in (K.JOB, K.ACTIVITY):
            hour = hour.replace(hour=9)  # people gather in the morning, whenever the story is told
        starts = hour + timedelta(hours=self.begins) if self.begins is not None else None
        ends = hour + timedelta(hours=self.ends) if self.ends is not None else None
        said = {
            "day": f"{starts:%-m月%-d日}" if starts else "",
            "begin": f"{starts:%-H点}" if starts else "",
            "end": f"{ends:%-H点}" if ends else "",
        }
        return Content(
            kind=self.kind,
            title=self.title.format(**said),
            summary=self.summary.format(**said),
            body=self.body.format(**said),
            valid_from=at,
            valid_until=ends + timedelta(hours=1)
            if ends and self.kind is K.OUTAGE
            else at + timedelta(days=self.days),
            utility=self.utility,
            starts_at=starts,
            ends_at=ends,
            place=self.place,
            contact=self.contact,
            interests=self.interests,
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """Something done with a bulletin, so many hours before the story ends."""

    hours: float
    name: str
    who: str
    verb: str
    unit: str = ""
    places: tuple[str, ...] = ()
    words: Words | None = None
    said: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        if self.verb == "subscribe":
            _subscribe(company, self.who, at)
        elif self.verb == "draft":
            _draft(company, self, at)
        else:
            _move(company, self, at)
        bulletins.push_bulletins(actor=SYSTEM, at=at)
        return ()


def _subscribe(company: Company, username: str, at: datetime) -> None:
    account = company.settled.accounts[username]
    grid = home_grid_of(account)
    if grid is None:
        raise LookupError(f"{username} has no home")
    bulletins.subscribe(
        actor=company.actor(username),
        at=at,
        grid=Unit.objects.get(pk=grid),
        kinds=["outage", "policy", "activity"],
    )


def _draft(company: Company, cue: Cue, at: datetime) -> None:
    if cue.words is None:
        raise LookupError(cue.name)
    targets = [
        company.unit(key) if key in company.settled.units else Compound.objects.get(name=key)
        for key in cue.places
    ]
    bulletins.draft_bulletin(
        actor=company.actor(cue.who),
        at=at,
        unit=company.unit(cue.unit),
        content=cue.words.at(at),
        targets=targets,
    )


_VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "submit": (bulletins.submit_bulletin, ""),
    "publish_at_once": (bulletins.publish_bulletin_at_once, ""),
    "approve": (bulletins.approve_bulletin, ""),
    "confirm": (bulletins.confirm_bulletin, ""),
    "send_back": (bulletins.send_bulletin_back, "note"),
    "withdraw": (bulletins.withdraw_bulletin, "answer"),
}


def _move(company: Company, cue: Cue, at: datetime) -> None:
    """Make a move of the bulletin that this cue's name began with, the newest of its title."""
    first = next(each for each in CUES if each.name == cue.name and each.words is not None)
    title = first.words.title.split("{")[0] if first.words else ""
    rows = Bulletin.objects.filter(title__startswith=title, unit=company.unit(first.unit))
    bulletin = rows.select_related("case").latest("case_id")
    by: dict[str, Any] = {"actor": company.actor(cue.who), "number": bulletin.case.number, "at": at}
    if cue.verb == "tick":
        flow.tick(bulletin.case.number, at)
    elif cue.verb == "correct_at_once" and bulletin.ends_at is not None:
        later = bulletin.ends_at + timedelta(hours=2)
        end = f"{clock.local(later):%-H点}"
        changed = replace(
            bulletin.content,
            title=cue.more["title"].format(end=end),
            summary=cue.more["summary"].format(end=end),
            ends_at=later,
            valid_until=later + timedelta(hours=1),
        )
        bulletins.correct_bulletin_at_once(content=changed, answer=cue.said.format(end=end), **by)
    elif cue.verb == "seen":
        for _ in range(int(cue.said)):
            bulletins.acknowledge_bulletin(actor=SYSTEM, number=bulletin.case.number, at=at)
    else:
        operate, name = _VERBS[cue.verb]
        operate(**({name: cue.said} if name else {}), **by)


_HALL = "清泉街道便民大厅 0000-8600112"
WATER = Words(
    K.OUTAGE,
    "停水，{end}前后来水",
    "供水所修主管道，{day}{begin}停水，{end}前后来水。请先接好水。",
    "刚来水时会发黄，放一会儿再用。家里有卧床老人接不了水的，打社区电话，我们送上门。",
    2,
    0,
    6,
    "water",
    "官园小区、官园东街",
    "官园社区 0000-8600205",
)
POWER = Words(
    K.OUTAGE,
    "停电，{day}{begin}到{end}",
    "供电所换变压器，{day}{begin}到{end}停电。",
    "电梯也停。用呼吸机、制氧机的，请提前打电话，给您借发电机。",
    3,
    20,
    26,
    "power",
    "河滨路两侧",
    "供电所抢修 0000-8600321",
)
PENSION = Words(
    K.POLICY,
    "八十岁以上老人的补贴可以在社区领了",
    "满八十岁，带身份证到社区，当场就办。",
    "以前要到街道大厅办，现在家门口的社区就能办。走不动的，打社区电话，我们上门。\n\n每月 15 号打到社保卡里，不用自己来取。",
    40,
    contact=_HALL,
    interests=("elders",),
)
FAIR = Words(
    K.JOB,
    "招聘会：36 家单位，210 个岗位",
    "{day}{begin}，便民大厅门前有招聘会，当场能面试。",
    "有保洁、保安、收银、会计、护工。带身份证，有证书的带上。五十岁以上的也要。",
    20,
    72,
    75,
    place="便民大厅门前广场",
    contact="街道公服办 0000-8600118",
    interests=("workers",),
)
CLINIC = Words(
    K.ACTIVITY,
    "义诊：量血压、查血糖、看眼睛",
    "{day}{begin}，社区医院的大夫来，不要钱。",
    "空腹来查血糖。以前的化验单带上。",
    9,
    48,
    51,
    place="柳行社区二楼活动室",
    contact="柳行社区 0000-8600204",
    interests=("elders",),
)
DOGS = Words(
    K.OTHER,
    "遛狗请拴绳，{day}起查",
    "遛狗要拴绳，捡走粪便。",
    "没拴绳的，先劝；劝了不听的，请执法队来。",
    15,
    24,
)
FLU = Words(
    K.ACTIVITY, "打流感疫苗", "六十岁以上不要钱，带身份证。", "社区医院每天上午都能打。", 3, place="社区医院",
    contact="官园社区 0000-8600205",
)  # fmt: skip
CLEAN = Words(
    K.OTHER, "楼道堆的东西请搬走", "{day}以前请搬走，之后我们来清。", "堆着东西，着火时人出不来。", 12, 72
)

CUES: tuple[Cue, ...] = (
    Cue(300, "zhang", "zhangxiulan", "subscribe"),
    Cue(299, "li", "lijuan", "subscribe"),
    Cue(290, "pension", "gongfu1", "draft", "gongfu", ("street",), PENSION),
    Cue(289, "pension", "gongfu1", "submit"),
    Cue(267, "pension", "fangzhuren", "approve"),
    Cue(100, "pension", "gongfu1", "seen", said="61"),
    Cue(240, "flu", "zhengshuji", "draft", "c5", ("c5",), FLU),
    Cue(239, "flu", "zhengshuji", "submit"),
    Cue(220, "flu", "fangzhuren", "approve"),
    Cue(160, "flu", "zhengshuji", "tick"),
    Cue(150, "dogs", "liumin", "draft", "street", ("street",), DOGS),
    Cue(149, "dogs", "liumin", "submit"),
    Cue(146, "dogs", "tangfu", "approve"),
    Cue(140, "dogs", "liumin", "withdraw", said="日期写错了，另发一条。"),
    Cue(54, "fair", "gongfu1", "draft", "gongfu", ("street",), FAIR),
    Cue(53, "fair", "gongfu1", "submit"),
    Cue(50, "fair", "luoshuji", "approve"),
    Cue(30, "clinic", "sunxiao", "draft", "c4", ("c4",), CLINIC),
    Cue(29, "clinic", "sunxiao", "submit"),
    Cue(26, "clean", "hejing", "draft", "street", ("c5", "c6"), CLEAN),
    Cue(25, "clean", "hejing", "submit"),
    Cue(22, "clean", "fangzhuren", "send_back", said="写清哪几栋楼，谁来清。"),
    Cue(5, "water", "liumin", "draft", "street", ("官园小区", "c5"), WATER),
    Cue(4.9, "water", "liumin", "publish_at_once"),
    Cue(4.5, "water", "fangzhuren", "confirm"),
    Cue(
        1.5, "water", "liumin", "correct_at_once", said="管子比想的旧，来水推迟到{end}。",
        more={"title": "停水，{end}前后来水", "summary": "主管道还在修，来水推迟到{end}前后。送水车在小区南门。"},
    ),
    Cue(1, "water", "liumin", "seen", said="23"),
    Cue(3, "power", "liumin", "draft", "street", ("c11",), POWER),
    Cue(2.8, "power", "liumin", "publish_at_once"),
)  # fmt: skip
