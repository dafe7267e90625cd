"""Whistles of the demo town: a dozen, in every state, by the people who would blow, answer and assess them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from linli.base.flow import jobs as flow
from linli.base.flow.models import Case
from linli.base.people.actors import Actor
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.whistles import operations as op
from linli.pillars.governance.whistles.models import Offer, Whistle
from linli.pillars.governance.whistles.rules import Attendance, WhistleKind

C, E, X = WhistleKind.COORDINATION, WhistleKind.ENFORCEMENT, WhistleKind.EMERGENCY


@dataclass(frozen=True, slots=True)
class Need:
    """A whistle in the making: who blows it in whose name, which kind, whom it calls, what for."""

    who: str
    unit: str
    kind: WhistleKind
    units: tuple[str, ...]
    asked: str
    place: str = ""
    days: float = 0  # wanted within so many days; 0 leaves it to the rule
    is_for_report: bool = False
    is_posted: bool = False


@dataclass(frozen=True, slots=True)
class Blast:
    """Something done with a whistle, so many hours before the story ends."""

    hours: float
    name: str
    verb: str
    who: str = ""
    unit: str = ""
    said: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        if self.verb == "blow":
            _blow(company, NEEDS[self.name], at)
        elif self.verb == "offer":
            today = clock.local(at).date()
            unit = company.unit(self.unit)
            op.make_offer(
                actor=_actor(company, self),
                at=at,
                unit=unit,
                words=self.said,
                from_date=today,
                until_date=today + timedelta(days=180),
            )
        else:
            _move(company, self, at)
        return ()


def _blow(company: Company, need: Need, at: datetime) -> None:
    parent = None
    if need.is_for_report:
        rows = Case.objects.filter(kind=REPORT, office=company.unit("street"), is_open=True, filed_at__lt=at)
        parent = (
            rows.filter(area__path__startswith=company.unit(need.unit).path).order_by("-filed_at").first()
        )
    op.blow_whistle(
        actor=company.actor(need.who),
        at=at,
        unit=company.unit(need.unit),
        kind=need.kind,
        units=[company.unit(key) for key in need.units],
        asked=need.asked,
        place=need.place,
        wanted_by=at + timedelta(days=need.days) if need.days else None,
        parent=parent,
        posted=need.is_posted,
        offers=[o for key in need.units for o in Offer.objects.filter(unit=company.unit(key), ended_at=None)],
    )


def _move(company: Company, blast: Blast, at: datetime) -> None:
    """Make a move of the whistle that this blast's name began with."""
    title = NEEDS[blast.name].asked.splitlines()[0]
    found = Whistle.objects.filter(case__title=title, unit=company.unit(NEEDS[blast.name].unit))
    number = found.select_related("case").latest("case_id").case.number
    if blast.verb == "tick":
        while flow.tick(number, at):
            pass
        return
    about = company.unit(blast.unit) if blast.unit else None
    given: dict[str, Any] = {"unit": about} if about is not None else {}
    if blast.said:
        given[_SAID[blast.verb]] = blast.said
    for name, value in blast.more.items():
        given[name] = at + timedelta(days=value) if name in ("deadline", "until") else value
    _DO[blast.verb](actor=_actor(company, blast), number=number, at=at, **given)


def _actor(company: Company, blast: Blast) -> Actor:
    return company.actor(blast.who or f"{blast.unit}jb")


_DO: dict[str, Callable[..., Any]] = {
    "sign_in": op.sign_in_whistle,
    "report_in": op.report_in_whistle,
    "plan": op.plan_whistle,
    "feed_back": op.feed_back_whistle,
    "decline": op.decline_whistle,
    "assess": op.assess_whistle,
    "call_more": op.call_more_whistle,
    "escalate": op.escalate_whistle,
    "rule": op.rule_whistle,
    "hand_back": op.hand_whistle_back,
    "shelve": op.shelve_whistle,
    "call_off": op.call_off_whistle,
    "post": op.post_whistle,
    "claim": op.claim_whistle,
}
_SAID = {
    "plan": "measure", "feed_back": "answer", "decline": "note", "assess": "words", "escalate": "note",
    "rule": "note", "hand_back": "note", "shelve": "note", "call_off": "answer", "post": "note", "claim": "answer",
}  # fmt: skip

NEEDS: dict[str, Need] = {
    "sewer": Need(
        "liumin", "street", C, ("paishui", "shizheng", "gongre"),
        "三家管子挤在一条沟里，轮着挖轮着漏\n请三家一起来看，定一个一次挖开的办法。", "官园东街",
        is_for_report=True,
    ),
    "stalls": Need(
        "tangfu", "street", E, ("shijian", "jiaojing"), "夜市占了消防通道，劝了几次没用", "石桥里路口"
    ),
    "burst": Need("liumin", "street", X, ("gongshui", "shizheng"), "水管爆了，路面在往下陷", "河滨路北口"),
    "smoke": Need("zhengshuji", "c5", C, ("huanbao",), "楼下烧烤的烟往楼上灌", "官园小区 3 号楼"),
    "wires": Need("sunxiao", "c4", C, ("tongxin", "gongdian"), "飞线垂到二楼窗口，分不清是谁家的", "柳行新村"),
    "lamps": Need("liumin", "street", C, ("ludeng", "yuanlin"), "树把路灯挡住了，半条街是黑的", "钟楼街"),
    "garage": Need("fangzhuren", "street", C, ("fangguan", "guihua"), "地下车库没有手续，一直锁着", "春晓花园"),
    "dust": Need("liumin", "street", E, ("huanbao", "jiaojing", "huanwei"), "渣土车夜里带泥上路", "云谷路"),
    "gas": Need("liumin", "street", X, ("ranqi",), "楼道里有煤气味", "铁路宿舍 2 号楼"),
    "bus": Need("zhengshuji", "c5", C, ("gongjiao",), "公交站台离路口太近，老人过街危险", "官园站"),
    "trees": Need("sunxiao", "c4", C, ("yuanlin",), "枯枝砸了车，还有几棵要掉", "柳行新村", days=4),
    "bench": Need(
        "zhengshuji", "c5", C, (), "口袋公园的长椅断了三张，说不清归谁修", "官园小区北口", is_posted=True
    ),
    "drain": Need("sunxiao", "c4", C, ("paishui",), "雨水口一下雨就冒，掏了又堵", "柳行新村 2 号楼后"),
    "school": Need("liumin", "street", E, ("jiaojing", "shijian"), "放学时小摊把校门堵了", "清泉小学门口"),
}  # fmt: skip


def _plan(
    hours: float, name: str, unit: str, measure: str, with_whom: str, days: float, who: str = ""
) -> Blast:
    return Blast(hours, name, "plan", who, unit, measure, {"with_whom": with_whom, "deadline": days})


def _came(hours: float, name: str, unit: str, who: str = "", how: Attendance = Attendance.SPOT) -> Blast:
    return Blast(hours, name, "report_in", who, unit, more={"how": how})


def _marks(
    hours: float, name: str, unit: str, who: str, marks: tuple[int, int, int], said: str = ""
) -> Blast:
    timely, handled, result = marks
    given = {"timely": timely, "handled": handled, "result": result}
    return Blast(hours, name, "assess", who, unit, said, given)


M = Attendance.MEETING
BLASTS: tuple[Blast, ...] = (
    # Three departments; one is assessed as poor, does it again one level up, and is assessed again.
    Blast(640, "sewer", "blow"),
    Blast(638, "sewer", "sign_in", "shuitong", "paishui"),
    _came(620, "sewer", "paishui", "shuitong"),
    _came(619, "sewer", "shizheng", how=M),
    _came(618, "sewer", "gongre", "renwei"),
    _plan(600, "sewer", "paishui", "先改管，一次挖开", "市政所、供热服务站", 12, "shuitong"),
    _plan(599, "sewer", "shizheng", "统一恢复路面", "排水所", 13),
    _plan(598, "sewer", "gongre", "换一段热力管", "排水所", 11, "renwei"),
    Blast(420, "sewer", "feed_back", "renwei", "gongre", "热力管换好了，试过压。"),
    Blast(400, "sewer", "feed_back", "shuitong", "paishui", "排水管改到沟边，不再挤在一起。"),
    Blast(380, "sewer", "feed_back", "", "shizheng", "路面补好了。"),
    _marks(370, "sewer", "gongre", "liumin", (3, 3, 3)),
    _marks(369, "sewer", "paishui", "liumin", (3, 3, 2)),
    _marks(368, "sewer", "shizheng", "liumin", (2, 2, 1), "补的地方又沉下去一块，井盖高出路面。"),
    Blast(330, "sewer", "feed_back", "", "shizheng", "重新夯实，井盖调平。"),
    _marks(310, "sewer", "shizheng", "liumin", (3, 2, 3)),
    # An emergency, heard at once, and an enforcement that went well.
    Blast(300, "burst", "blow"),
    _came(299.8, "burst", "gongshui"),
    _came(299.6, "burst", "shizheng"),
    _plan(299, "burst", "gongshui", "关阀，换两米管", "街道", 0.4),
    _plan(298.9, "burst", "shizheng", "围挡，回填", "供水所", 0.6),
    Blast(292, "burst", "feed_back", "", "gongshui", "通水了。"),
    Blast(288, "burst", "feed_back", "", "shizheng", "填好了，先铺钢板，周五做面层。"),
    _marks(270, "burst", "gongshui", "liumin", (3, 3, 3)),
    _marks(269, "burst", "shizheng", "liumin", (3, 3, 2)),
    Blast(250, "stalls", "blow"),
    Blast(249, "stalls", "sign_in", "", "jiaojing"),
    Blast(248.5, "stalls", "sign_in", "", "shijian"),
    _came(226, "stalls", "jiaojing"),
    _came(225, "stalls", "shijian"),
    _plan(200, "stalls", "jiaojing", "画出禁停线，晚上有人", "街道、市监所", 4),
    _plan(199, "stalls", "shijian", "给摊位挪到广场，发牌", "街道、社区", 5),
    Blast(120, "stalls", "feed_back", "", "jiaojing", "线画好了，连着三晚没有占道。"),
    Blast(118, "stalls", "feed_back", "", "shijian", "十一个摊位挪走了。"),
    _marks(100, "stalls", "jiaojing", "tangfu", (3, 3, 3)),
    _marks(99, "stalls", "shijian", "tangfu", (2, 3, 3)),
    # Declined by one, then by the next: the district rules.
    Blast(170, "wires", "blow"),
    Blast(168, "wires", "decline", "", "gongdian", "不是电线，是通信线。"),
    Blast(166, "wires", "decline", "", "tongxin", "不是我们的杆，请找产权单位。"),
    Blast(164, "wires", "escalate", "liumin", said="两家都退了，线还垂着，请区里定。"),
    Blast(140, "wires", "rule", "quzhang", "tongxin", "通信线由通信中心牵头理，找得到产权的再追。"),
    _came(100, "wires", "tongxin"),
    # Declined by the only one: the community has to find another way.
    Blast(60, "bus", "blow"),
    Blast(58, "bus", "decline", "", "gongjiao", "站台归市政，公交只管车。"),
    # Not signed in in time: with the district.
    Blast(90, "garage", "blow"),
    Blast(30, "garage", "tick"),
    # On the ledger until spring; called off; and those at work.
    Blast(200, "trees", "blow"),
    _came(190, "trees", "yuanlin"),
    _plan(180, "trees", "yuanlin", "先锯三棵，其余落叶后修", "社区", 3),
    Blast(110, "trees", "feed_back", "", "yuanlin", "三棵锯了，六棵修过。"),
    Blast(80, "lamps", "blow"),
    _came(50, "lamps", "ludeng", "dengming"),
    _came(49, "lamps", "yuanlin"),
    Blast(40, "lamps", "shelve", "fangzhuren", said="现在修剪伤树，等落叶以后。", more={"until": 40}),
    Blast(75, "smoke", "blow"),
    Blast(70, "smoke", "sign_in", "", "huanbao"),
    Blast(50, "dust", "blow"),
    _came(46, "dust", "jiaojing"),
    _came(45.5, "dust", "huanbao"),
    _came(45, "dust", "huanwei"),
    _plan(26, "dust", "huanbao", "工地门口装冲洗台", "住建局、工地", 5),
    _plan(25, "dust", "jiaojing", "夜里设点查车", "环卫所", 4),
    _plan(24, "dust", "huanwei", "每晚两遍冲洗", "街道", 3),
    Blast(28, "gas", "blow"),
    Blast(27.9, "gas", "call_off", "liumin", said="是隔壁装修的胶味，燃气站电话里教着查过了。"),
    # Claimed from both sides: an offer that is taken up, a whistle put up for whoever can, a piece of one on the ledger.
    Blast(160, "drain", "offer", "shuitong", "paishui", "每周三下午一台清淤车，小区里的雨水口都能来掏"),
    Blast(150, "drain", "blow"),
    _came(130, "drain", "paishui", "shuitong"),
    _plan(128, "drain", "paishui", "清淤，换两个雨水口，每月来看一次", "社区、物业", 6, "shuitong"),
    Blast(70, "drain", "feed_back", "shuitong", "paishui", "掏通了，雨水口换成防臭的。"),
    _marks(52, "drain", "paishui", "sunxiao", (3, 3, 3)),
    Blast(100, "bench", "blow"),
    Blast(88, "bench", "claim", "", "yuanlin", "长椅我们修，三张都换成带靠背的"),
    _came(64, "bench", "yuanlin"),
    _plan(60, "bench", "yuanlin", "先拆断的，周末前装新的", "社区", 5),
    Blast(36, "lamps", "post", "liumin", said="树要等落叶才修，先缺一盏临时灯"),
    Blast(47, "dust", "post", "liumin", said="还缺人查夜里偷倒的地方"),
    Blast(44, "dust", "claim", "", "shijian", "沿街工地门店我们来问、来查"),
    Blast(55, "school", "offer", "", "jiaojing", "放学半小时，学校门口可以派两个人"),
    Blast(2, "school", "blow"),
)
