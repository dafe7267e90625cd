"""Topics of the demo town: three committees, matters in every step, by the people who would propose and decide them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q

from linli.base.flow import jobs as flow
from linli.base.flow.models import Case
from linli.demo import cooperating
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation.flow import KIND
from linli.pillars.governance.deliberation.models import Committee, Entry, Topic
from linli.pillars.governance.deliberation.rules import (
    CommitteeKind,
    MemberSource,
    Origin,
    PartyKind,
    Track,
    Via,
)
from linli.pillars.governance.reports.flow import KIND as REPORT

UNIT, SECRETARY, CLERK = "c5", "zhengshuji", "fangzhuren"
SEATS = (
    ("郑书记", MemberSource.COMMITTEE), ("罗副主任", MemberSource.DEPUTY), ("沙师傅", MemberSource.FLOATING),
    ("银行张行长", MemberSource.RESIDENT_UNIT), ("义工队老梁", MemberSource.SOCIETY), ("物业陈经理", MemberSource.PROPERTY),
    ("安警官", MemberSource.POLICE),
)  # fmt: skip
BODIES = (
    (CommitteeKind.COUNCIL, "官园社区协商议事委员会", "党群服务中心一层，有坡道"),
    (CommitteeKind.OVERSIGHT, "官园社区监督执行委员会", ""),
    (CommitteeKind.HALL, "官园社区巷网会客厅", "官园东街 2 号，有坡道"),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """A topic in the making: what about, who proposes it, how it is decided, how far it gets."""

    words: str
    who: str  # a resident, or nobody: the secretary for the Party organisation or from cases
    track: Track
    days: float  # begun so many days before the story ends
    ends: str  # the last verb
    origin: Origin = Origin.RESIDENT
    votes: tuple[int, ...] = ()
    is_secret: bool = False
    duty: str = ""
    levels: tuple[int, ...] = (5, 4)
    about: tuple[str, ...] = ()
    """Words of the reports it comes from."""


YARDS = ("东院", "西院", "北院", "南院")
SUBJECTS = (
    "晾衣绳拉在哪里", "旧沙发堆到哪天清", "健身角要不要搭个棚", "花坛改成菜园行不行", "快递架放在哪个门口", "路灯几点关",
    "楼前画几个车位", "宣传栏给谁用", "石桌石凳添在哪里", "雨水往哪边引",
)  # fmt: skip
WAITING = ("东院健身角要不要搭个棚", "西院健身角要不要搭个棚", "北院健身角要不要搭个棚", "东院楼前画几个车位")
"""What waits for the season in which one can dig and build."""
A_YEAR = timedelta(days=365)
TOPICS = 128
"""As many as the article counts (seed 000) were taken up in the year of a whole subdistrict, a cooperative's votes too."""


MATTERS: tuple[Matter, ...] = (
    Matter("电动车往哪里停\n楼道里停了一排，充电的线从窗户拉下来。", "zhangxiulan", Track.DEEP, 29, "close",
           votes=(0, 0, 0, 0, 0, 1, 0, 0), duty="wuye"),
    Matter("小饭桌中午太吵\n孩子要吃饭，老人要午睡，定个时间。", "", Track.QUICK, 26, "close", Origin.CASES,
           about=("吵", "噪", "饭桌")),
    Matter("遛狗走哪条路\n草坪上有孩子玩，早晚能不能分开。", "zhangxiulan", Track.QUICK, 24, "close", levels=(4, 3)),
    Matter("污水管要不要分段换\n年年堵，年年掏，换要挖开路。", "", Track.DEEP, 22, "carry", Origin.CASES,
           votes=(0, 0, 0, 1, 0, 0, 0, 0), duty="paishui", about=("污水", "下水", "堵")),
    Matter("空着的门房改成什么\n活动室、快递间，还是修车铺。", "", Track.DEEP, 14, "publish", Origin.PARTY,
           votes=(0, 0, 1, 1, 0, 0, 0, 0)),
    Matter("推一位楼长\n老楼长搬走了。", "", Track.DEEP, 9, "vote", Origin.PARTY, votes=(0, 1, 0), is_secret=True),
    Matter("单元门几点锁\n锁早了晚归的进不来，锁晚了不放心。", "zhangxiulan", Track.DEEP, 5, "meet"),
    Matter("楼顶能不能晒被子\n上去的门一直锁着。", "zhangxiulan", Track.DEEP, 3, "post"),
    Matter("我家水龙头坏了\n想请人来修。", "zhangxiulan", Track.QUICK, 20, "decline"),
)  # fmt: skip
"""A town of a year tells them again every month, each for another courtyard."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing done with one matter."""

    matter: Matter
    verb: str
    number: int = 0

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it; what began before the story did is not gone on with."""
        title = self.matter.words.splitlines()[0]
        since = at - timedelta(days=30)
        if self.verb == "propose" or Case.objects.filter(kind=KIND, title=title, filed_at__gt=since).exists():
            _DO[self.verb](company, self.matter, at)
        return ()


PLANS = {
    "decline": ("propose", "decline"),
    "post": ("propose", "post"),
    "meet": ("propose", "post", "accept", "call"),
    "vote": ("propose", "accept", "call", "minutes", "open", "cast"),
    "publish": ("propose", "accept", "call", "minutes", "open", "cast", "end", "publish"),
    "carry": ("propose", "accept", "call", "minutes", "open", "cast", "end", "publish", "tick", "assign"),
    "shelve": ("propose", "accept", "call", "minutes", "publish", "tick", "shelve"),
    "close": (
        "propose", "post", "accept", "call", "minutes", "open", "cast", "end", "publish", "tick", "assign", "finish",
        "review", "close",
    ),
}  # fmt: skip
AFTER = {
    "propose": 0, "post": 0.3, "decline": 1, "accept": 1.3, "call": 1.6, "minutes": 4.3, "open": 4.4, "cast": 5.2,
    "end": 7.5, "publish": 7.6, "tick": 14.7, "assign": 14.8, "shelve": 15, "finish": 17.5, "review": 18, "close": 18.4,
}  # fmt: skip
"""After how many days each thing is done."""


MONTHS = 12


@lru_cache(maxsize=4)
def occasions(until: datetime, scale: str = "small") -> list[tuple[datetime, Beat]]:
    """List what is done with topics: the matters of the last month, and of the months before as far as a story goes."""
    begun: list[tuple[datetime, Matter, int]] = []
    for month in range(MONTHS):
        for one in MATTERS:
            # What is still under way belongs to the last month; a month long past ended as it did.
            whole = "close" if month and one.ends != "decline" else one.ends
            start = until - timedelta(days=one.days + 30 * month + (12 if month else 0))
            begun.append((start, replace(one, ends=whole), month))
    if scale == "subdistrict":
        elsewhere = cooperating.RESOLUTIONS
        begun += _of_the_year(until, TOPICS - elsewhere - sum(_is_taken_up(one, until) for one in begun))
    found = [
        (at, Beat(matter, verb, month))
        for start, matter, month in begun
        for verb in PLANS[matter.ends]
        if _is_done(matter, verb) and (at := start + timedelta(days=AFTER[verb])) < until
    ]
    return sorted(found, key=lambda one: one[0])


def _is_done(matter: Matter, verb: str) -> bool:
    if verb in ("open", "cast", "end"):
        return bool(matter.votes)
    return verb != "assign" or bool(matter.duty)


def _is_taken_up(begun: tuple[datetime, Matter, int], until: datetime) -> bool:
    """Say whether the year of a whole subdistrict sees a matter begin and be taken up."""
    start, matter, _month = begun
    taken = start + timedelta(days=AFTER["accept"]) < until
    return start >= until - A_YEAR and "accept" in PLANS[matter.ends] and taken


def _of_the_year(until: datetime, count: int) -> list[tuple[datetime, Matter, int]]:
    """Give matters of one courtyard each, all through the year; some wait for the season."""
    words = [f"{yard}{subject}\n{yard}的人都说得上话。" for subject in SUBJECTS for yard in YARDS][:count]
    step = 320 / max(count, 1)
    return [
        (
            until - timedelta(days=30 + step * n),
            Matter(
                one,
                "",
                Track.QUICK,
                0,
                "shelve" if one.startswith(WAITING) else "close",
                Origin.PARTY,
                levels=(5, 5, 4),
            ),
            n,
        )
        for n, one in enumerate(words)
    ]


def _number(matter: Matter) -> str:
    title = matter.words.splitlines()[0]
    return Case.objects.filter(kind=KIND, title=title).latest("id").number


def _by(company: Company, matter: Matter, at: datetime, who: str = SECRETARY) -> dict[str, Any]:
    return {"actor": company.actor(who), "number": _number(matter), "at": at}


def _hall(company: Company, at: datetime) -> Committee:
    """Give the council; formed with the oversight committee and the hall the first time."""
    unit = company.unit(UNIT)
    found = Committee.objects.filter(unit=unit, kind=CommitteeKind.COUNCIL).first()
    if found is not None:
        return found
    by: dict[str, Any] = {"actor": company.actor(SECRETARY), "at": at}
    start = date(clock.local(at).year - 1, 3, 1)
    for kind, name, place in BODIES:
        made = op.form_committee(**by, unit=unit, kind=kind, name=name, place=place, formed_on=start)
        for who, source in SEATS if kind is not CommitteeKind.HALL else ():
            term: dict[str, Any] = {"from_date": start, "until_date": date(start.year + 5, 3, 1)}
            op.seat_member(**by, committee=made, name=who, source=source, **term)
    return Committee.objects.get(unit=unit, kind=CommitteeKind.COUNCIL)


def _propose(company: Company, matter: Matter, at: datetime) -> None:
    _hall(company, at)
    unit = company.unit(UNIT)
    cases: list[Case] = []
    if matter.origin is Origin.CASES:
        about = Q()
        for word in matter.about:
            about |= Q(title__contains=word)
        rows = Case.objects.filter(about, kind=REPORT, area__path__startswith=unit.path, filed_at__lt=at)
        cases = list(rows.order_by("-filed_at")[:5])
    who = matter.who or SECRETARY
    op.propose_topic(
        actor=company.actor(who), at=at, unit=unit, words=matter.words, origin=matter.origin, cases=cases
    )


def _title(matter: Matter) -> dict[str, Any]:
    title, text = matter.words.split("\n")
    return {"title": title, "text": text}


def _post(company: Company, matter: Matter, at: datetime) -> None:
    op.post_topic(**_title(matter), **_by(company, matter, at))
    for n in range(9 + len(matter.words) % 5):
        name = f"{'王李张刘陈杨赵黄周吴徐孙'[n % 12]}住户{n}"
        op.support_topic_on_paper(**_by(company, matter, at), name=name, phone="")


def _accept(company: Company, matter: Matter, at: datetime) -> None:
    by = _by(company, matter, at)
    op.accept_topic(
        **_title(matter), **by, committee=_hall(company, at), track=matter.track, rule="committee",
        is_secret=matter.is_secret, note="党委先研究过：事关大家，可以议。",
    )  # fmt: skip
    for name, stands_for, kind in (
        ("高住户", "3 号楼", PartyKind.STAKEHOLDER),
        ("林住户", "5 号楼", PartyKind.STAKEHOLDER),
        ("消防站宋工", "消防站", PartyKind.EXPERT),
    ):
        op.name_party(**by, kind=kind, name=name, stands_for=stands_for)


def _evening(at: datetime) -> datetime:
    """Give seven in the evening of a day, when those who work can come."""
    return clock.local(at).replace(hour=19, minute=0, second=0, microsecond=0)


def _call(company: Company, matter: Matter, at: datetime) -> None:
    op.call_meeting(
        **_by(company, matter, at), starts_at=_evening(at + timedelta(days=2)), place="党群服务中心一层，有坡道",
        materials="现状照片三张，邻近小区的两种做法。",
    )  # fmt: skip


def _minutes(company: Company, matter: Matter, at: datetime) -> None:
    by = _by(company, matter, at)
    topic = Topic.objects.get(case__number=by["number"])
    op.give_opinion(**by, name="高住户", words="我那天上班，意思是先试一个月。")
    for n, party in enumerate(topic.parties.all()):
        op.sign_in_party(**by, party=party.pk, presence="away" if n == 7 else "here")
    op.record_minutes(**by, minutes="到会的都说了一遍：怎么做、谁出钱、谁来管。先试一个月，不行再改。")
    if not matter.votes:
        op.agree_topic(**by, note="到会的没有人反对，来不了的也问过了。")


def _open(company: Company, matter: Matter, at: datetime) -> None:
    days = 3.0 if matter.ends != "vote" else 12
    op.open_vote(
        **_by(company, matter, at), question=f"{matter.words.splitlines()[0]}：照会上说的办",
        closes_at=at + timedelta(days=days),
    )  # fmt: skip


def _cast(company: Company, matter: Matter, at: datetime) -> None:
    by = _by(company, matter, at)
    entries = Entry.objects.filter(vote__topic__case__number=by["number"]).order_by("id")
    for entry, choice in zip(entries, matter.votes, strict=False):
        via = Via.PAPER if matter.is_secret or choice else Via.SPOT
        op.take_vote(**by, entry=entry.pk, via=via, choice=None if matter.is_secret else choice)
        if via is Via.PAPER and not matter.is_secret:
            op.check_paper(**{**by, "actor": company.actor(CLERK)}, entry=entry.pk, choice=choice)


def _end(company: Company, matter: Matter, at: datetime) -> None:
    number = _number(matter)
    while flow.tick(number, at):
        pass
    if Topic.objects.get(case__number=number).case.state != "counting":
        return
    for who in (SECRETARY, CLERK):
        given = [0] * 4
        for choice in matter.votes:
            given[choice] += 1
        op.count_box(**_by(company, matter, at, who), counts=given)
    op.count_papers(**_by(company, matter, at))


def _tick(company: Company, matter: Matter, at: datetime) -> None:
    number = _number(matter)
    while flow.tick(number, at):
        pass


def _assign(company: Company, matter: Matter, at: datetime) -> None:
    if Case.objects.get(number=_number(matter)).state != "carrying":
        return
    unit = company.unit(matter.duty if matter.duty != "wuye" else UNIT)
    what = "照决议办，办一段说一段"
    op.assign_duty(**_by(company, matter, at), unit=unit, what=what, until=at + timedelta(days=20))


def _finish(company: Company, matter: Matter, at: datetime) -> None:
    by = _by(company, matter, at)
    said: dict[str, Any] = {"answer": "办好了，请大家看看。"}
    state = Case.objects.get(number=by["number"]).state
    if state != "carrying":
        return
    if matter.duty:
        who = SECRETARY if matter.duty == "wuye" else "shuitong"
        op.finish_duty(**_by(company, matter, at, who), **said)
    else:
        op.finish_topic(**by, **said)


def _review(company: Company, matter: Matter, at: datetime) -> None:
    by = _by(company, matter, at)
    topic = Topic.objects.select_related("case").get(case__number=by["number"])
    rows = topic.supporters.order_by("-id") if topic.case.state == "carried" else ()
    for row, level in zip(rows, matter.levels * 3, strict=False):
        op.review_topic(**by, level=level, is_carried=True, supporter=row.pk)


def _close(company: Company, matter: Matter, at: datetime) -> None:
    if Case.objects.get(number=_number(matter)).state == "carried":
        op.close_topic(**_by(company, matter, at), answer="照决议办完了，往后归楼长和物业一起管。")


_DO: dict[str, Callable[[Company, Matter, datetime], None]] = {
    "propose": _propose,
    "post": _post,
    "decline": lambda c, m, at: _quietly(
        op.decline_topic, **_by(c, m, at), answer="这是您家里的事，社区帮您约了维修，不用大家议。"
    ),
    "accept": _accept,
    "call": _call,
    "minutes": _minutes,
    "open": _open,
    "cast": _cast,
    "end": _end,
    "publish": lambda c, m, at: _quietly(
        op.publish_result,
        **_by(c, m, at),
        resolution="照会上说的办，先试一个月，物业和楼长一起看着。",
        days=7,
    ),
    "tick": _tick,
    "assign": _assign,
    "shelve": lambda c, m, at: _quietly(
        op.shelve_topic,
        **_by(c, m, at),
        answer="定下来了，开春能动土再做，到日子我们回来。",
        until=at + timedelta(days=150),
    ),
    "finish": _finish,
    "review": _review,
    "close": _close,
}


def _quietly(operate: Callable[..., object], **given: Any) -> None:
    operate(**given)
