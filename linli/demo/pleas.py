"""The applications of the demo town as written: for what, whose, and what becomes of each, by hours before the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linli.pillars.service.applications.rules import Agent, AgentBasis, Channel, Delivery, Outcome

WINDOW, BOSS, OTHER_BOSS = "hejing", "fangzhuren", "luoshuji"


@dataclass(frozen=True, slots=True)
class Beat:
    """What somebody does, so many hours before the story ends. `who` is a person, or “@” and a unit's key."""

    hours: float
    who: str
    verb: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plea:
    """An application: for what, whose, and what becomes of it."""

    item: str
    name: str
    phone: str
    beats: tuple[Beat, ...]
    situation: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    area: str = "street"
    channel: Channel = Channel.WINDOW
    body: str = ""
    agent: Agent | None = None
    id_number: str = ""
    beside: tuple[str, ...] = ()
    """Further items of the same intake."""
    wish: Delivery | None = None
    wants_visit: bool = False


def _b(hours: float, who: str, verb: str, **given: Any) -> Beat:
    return Beat(hours, who, verb, given)


_LOW = {"who": "self", "disabled": "no", "ill": "yes", "student": "no", "renting": "no"}
_SURVEYED = (
    ("visit", "两名工作人员入户：老两口，一人透析，住自有老房，家里没有值钱的东西，和申请写的一样。"),
    ("check", "信息核对回来了：没有车，没有第二套房，存款在线下。"),
    ("meeting", "居委会请了九位居民代表评议，都说情况属实。"),
)
PLEAS: tuple[Plea, ...] = (
    # 低保, whole: survey, check, meeting, public for seven days, decided, to be looked at again.
    Plea(
        "MZ01", "郭长顺", "19900020001",
        (
            _b(690, WINDOW, "submit"),
            _b(689, WINDOW, "accept"),
            _b(670, WINDOW, "dispatch", lead="gongfu"),
            _b(668, "@gongfu", "take"),
            *(_b(620 - 30 * i, "@gongfu", "survey", what=what, note=note) for i, (what, note) in enumerate(_SURVEYED)),
            _b(500, "@gongfu", "review", note="人均收入低于标准，建议纳入。"),
            _b(480, BOSS, "publicise"),
            _b(230, BOSS, "approve", answer="准予纳入最低生活保障，从下个月起按月发放。", recheck=180),
            _b(226, WINDOW, "deliver", way=Delivery.DOOR),
        ),
        situation=_LOW,
    ),
    # 低保, public now.
    Plea(
        "MZ01", "姚桂芝", "19900020002",
        (
            _b(430, "zhengshuji", "submit"),
            _b(429, "zhengshuji", "accept"),
            _b(410, "zhengshuji", "dispatch", lead="gongfu"),
            _b(405, "@gongfu", "take"),
            _b(330, "@gongfu", "survey", what="visit", note="入户看了，独居，每月只有遗属补助。"),
            _b(150, "@gongfu", "review", note="符合条件，建议纳入。"),
            _b(100, BOSS, "publicise"),
            _b(30, "", "object", words="她儿子在市区有房出租，请查一查。"),
        ),
        situation={**_LOW, "ill": "no"}, area="c5",
    ),
    # 低保, objected to, looked into again, public anew without a word against it.
    Plea(
        "MZ01", "康福来", "19900020021",
        (
            _b(690, WINDOW, "submit"),
            _b(689, WINDOW, "accept"),
            _b(665, WINDOW, "survey", what="visit", note="入户看了，夫妻都没有工作，一个孩子上学。"),
            _b(645, WINDOW, "review", note="符合条件，建议纳入。"),
            _b(625, BOSS, "publicise"),
            _b(540, "", "object", words="他家有一辆面包车在跑货运。"),
            _b(500, BOSS, "reexamine", note="查车是不是他的、收入多少。"),
            _b(450, WINDOW, "survey", what="check", note="车登记在他弟弟名下，他按天帮工，收入已经算进去。"),
            _b(440, WINDOW, "answer_objection", note="车不是他的；他帮工的收入算进去以后仍在线下。谢谢您。"),
            _b(430, WINDOW, "review", note="重新查过，仍符合条件。"),
            _b(420, BOSS, "publicise"),
            _b(120, BOSS, "approve", answer="准予纳入最低生活保障。", recheck=180),
        ),
        situation={**_LOW, "student": "yes", "ill": "no"},
    ),
    # Two matters of one occasion: papers once, a visit and the result at the door asked for.
    Plea(
        "YL01", "柳春生", "19900020022",
        (_b(150, WINDOW, "submit"), _b(149, WINDOW, "accept")),
        situation={"who": "self", "renting": "no"}, beside=("YL06",), wish=Delivery.DOOR, wants_visit=True,
    ),
    Plea("YL06", "柳春生", "19900020022", (_b(148, WINDOW, "accept"), _b(146, WINDOW, "dispatch", lead="gongfu"))),
    # More time is asked for and the leader has not said.
    Plea(
        "ZF02", "毛志强", "19900020023",
        (
            _b(260, WINDOW, "submit"),
            _b(259, WINDOW, "accept"),
            _b(110, WINDOW, "ask_extension", days=5, note="住房要向邻区核对，回函还没到。"),
        ),
        situation={"who": "self"},
    ),  # 低保, its clock stands still while the family's means are checked.
    Plea(
        "MZ01", "石玉梅", "19900020003",
        (
            _b(240, WINDOW, "submit"),
            _b(239, WINDOW, "accept"),
            _b(120, WINDOW, "begin_special", special="special", answer="要核对家庭经济状况，请有关部门查询。"),
        ),
        situation=_LOW,
    ),
    # A food licence, all the way to the shop's door.
    Plea(
        "SH01", "孟凡勇", "19900020004",
        (
            _b(360, WINDOW, "submit"),
            _b(359.5, WINDOW, "accept_short", code="food_rules"),
            _b(350, WINDOW, "dispatch", lead="shijian"),
            _b(340, "@shijian", "take"),
            _b(300, WINDOW, "supply", papers=("food_rules",)),
            _b(290, "@shijian", "survey", what="site", note="到店里看了，后厨和图纸一致。"),
            _b(286, "@shijian", "review", note="现场合格，建议准予。"),
            _b(264, BOSS, "approve", answer="准予食品经营许可，有效期五年。"),
            _b(244, WINDOW, "certify", result_number="JY237040026001"),
            _b(240, WINDOW, "deliver", way=Delivery.DOOR),
        ),
        situation={"cooks": "no"}, lacks=("food_rules",), body="官园老孟面馆",
    ),
    Plea(
        "SH01", "丁一鸣", "19900020005",
        (
            _b(170, WINDOW, "submit"),
            _b(169, WINDOW, "accept"),
            _b(168, WINDOW, "dispatch", lead="shijian", assists=("xiaofang",)),
            _b(150, "@shijian", "take"),
        ),
        situation={"cooks": "no"}, body="云谷咖啡店",
    ),
    # The card for which one comes once, and work found again: finished while they wait.
    Plea(
        "SB03", "梁小满", "19900020006",
        (_b(96, WINDOW, "submit"), _b(95.8, WINDOW, "finish", answer="卡当场制好，请收好。", result_number="卡已发")),
    ),
    Plea(
        "JY02", "高建设", "19900020007",
        (_b(72, WINDOW, "submit"), _b(71.9, WINDOW, "finish", answer="再就业登记好了，下月起停发失业金。")),
        situation={"who": "self", "now_work": "unit"},
    ),
    # Told at once what lacks; one has brought it, one is awaited, one never came.
    Plea(
        "YL01", "张秀兰", "19900000101",
        (_b(150, "zhangxiulan", "submit"), _b(120, WINDOW, "tell", codes=("bank",), why="卡已经注销，换一张在用的"),
         _b(5, "zhangxiulan", "supply", papers=("bank",))),
        channel=Channel.WEB,
    ),
    Plea(
        "CL01", "钟凤琴", "19900020009",
        (_b(70, WINDOW, "submit"), _b(69.8, WINDOW, "tell", codes=("photo", "diagnosis"), why="照片白底；诊断书一年内")),
        lacks=("diagnosis",),
        agent=Agent("钟小川", "19900020010", AgentBasis.RELATIVE, has_consent=True),
        situation={"who": "other"},
    ),
    Plea(
        "WJ02", "邢淑芬", "19900020011",
        (_b(690, WINDOW, "submit"), _b(689.5, WINDOW, "tell", codes=("hukou",), why="户口本缺首页")),
        lacks=("hukou",),
    ),
    # Not told anything within five days: it counts as accepted. Another has just come in.
    Plea("MZ03", "尹满仓", "19900020012", (_b(260, WINDOW, "submit"),), lacks=("bank",)),
    Plea("MZ03", "马建军", "19900000103", (_b(8, "majianjun", "submit"),), channel=Channel.WEB),
    # Waits for the decision, with more time asked for and granted.
    Plea(
        "ZF01", "沈琦", "19900000107",
        (
            _b(600, WINDOW, "submit"),
            _b(599, WINDOW, "accept"),
            _b(400, WINDOW, "ask_extension", days=5, note="住房情况还在核对。"),
            _b(390, BOSS, "grant_extension", answer="住房情况要向两个区核对，多给五个工作日。"),
            _b(40, WINDOW, "review", note="核对完了，符合条件。"),
        ),
        situation={"who": "self", "renting": "no", "married": "no"},
    ),
    # Granted and not yet fetched; not granted; not accepted; not ours; taken back.
    Plea(
        "WJ02", "葛玉兰", "19900020014",
        (
            _b(150, WINDOW, "submit"),
            _b(149.5, WINDOW, "accept"),
            _b(120, WINDOW, "review", note="档案里查到了原来的证。"),
            _b(95, OTHER_BOSS, "approve", answer="准予补领光荣证。"),
            _b(80, WINDOW, "certify", result_number="补2026-17"),
        ),
    ),
    Plea(
        "CL02", "范德厚", "19900020015",
        (
            _b(200, WINDOW, "submit"),
            _b(199, WINDOW, "accept"),
            _b(120, WINDOW, "review", note="证还在有效期，照片清楚，不符合换领。", proposal=Outcome.DECLINED),
            _b(96, BOSS, "decline", reason="您的证还在有效期，内容没有变化，不用换。", basis="残疾人证管理办法"),
        ),
    ),
    Plea(
        "ZF02", "卢山", "19900020016",
        (_b(210, WINDOW, "submit"), _b(208, WINDOW, "refuse", reason="户口和工作都不在本市。", basis="本市公租房管理办法")),
        lacks=("income",),
    ),
    Plea(
        "JZ01", "祁连", "19900020017",
        (_b(130, WINDOW, "submit"), _b(129, WINDOW, "transfer", answer="您住的地方归河西街道，请到河西派出所办。")),
        lacks=("lives_here",),
    ),
    Plea(
        "YL01", "贺春生", "19900020018",
        (
            _b(560, "zhengshuji", "submit"),
            _b(550, "zhengshuji", "withdraw", note="老人说儿子已经在老家办了。"),
            _b(400, WINDOW, "archive"),
        ),
        area="c5", channel=Channel.HELPED,
    ),
)  # fmt: skip
