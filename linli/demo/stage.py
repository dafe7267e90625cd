"""What waits on the desks of the cast when the story stops: for each of them something new, something due, something late.

A cue is an ordinary report, told through the same operations; only its place and words are set, and that people
leave it where somebody of the cast can take it up.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from linli.demo import cast, filings
from linli.demo.compounds import Town
from linli.demo.filings import Filing
from linli.kernel.standards.resident_categories import CATEGORIES


@dataclass(frozen=True, slots=True)
class Cue:
    """A report for the last days: `stay` is the state, or the verb made so many times (`pass_up:2`), at which it rests."""

    hours: float  # before the story stops
    category: str
    compound: str
    house: int
    text: str
    stay: str
    path: str = "street"
    nature: str = "help"
    channel: str = "web"
    username: str = ""
    side: str = ""
    picture: str = ""


_GUAN, _BIN, _LIU, _STONE = "官园小区", "滨河家园", "柳行新村", "石桥里小区"

CUES = (
    # 陈桂芳 of 官园 3 网格 and her neighbours
    Cue(
        0.4,
        "safety.stairwell",
        _GUAN,
        4,
        "4 号楼 1 单元楼道堆了三辆电动车，还拉着线充电，晚上谁敢睡",
        "received",
        "grid",
        "complaint",
        picture="3",
    ),
    Cue(
        2.2,
        "property.security",
        _GUAN,
        6,
        "6 号楼 1 单元门禁打不开，按了半天没反应，送菜的都进不来",
        "received",
        "grid",
    ),
    Cue(
        3.1,
        "care.at-risk",
        _GUAN,
        2,
        "2 号楼的张奶奶一个人住，一周没见她下楼了，你们去看看吧",
        "accepted",
        "grid",
        channel="phone",
    ),
    Cue(
        32,
        "traffic.parking",
        _GUAN,
        1,
        "幼儿园门口上下学堵得一动不动，两边全是接孩子的车",
        "accepted",
        "grid",
        "complaint",
    ),
    Cue(
        11,
        "property.lift",
        _GUAN,
        3,
        "3 号楼电梯停了两天，我妈坐轮椅，下不来楼",
        "answered",
        username="zhangxiulan",
    ),
    Cue(30, "facilities.lamp", _GUAN, 7, "7 号楼前头的路灯修好没两天又不亮了", "answered"),
    Cue(
        190,
        "facilities.road",
        _GUAN,
        5,
        "东门口人行道地砖松了，绊了好几个人，下雨一踩一裤腿泥",
        "accepted",
        "grid",
        picture="5",
    ),
    Cue(
        14.5,
        "facilities.sewer",
        _GUAN,
        3,
        "3 号楼东侧下水井冒水，都是脏的，一股味儿，老人出门得绕着走",
        "callback",
        username="zhangxiulan",
        picture="1",
    ),
    Cue(
        28,
        "property.security",
        _GUAN,
        2,
        "2 单元楼道灯不亮，晚上下楼摸着墙走",
        "take",
        username="zhangxiulan",
    ),
    # 周海燕 of 河滨 2 网格
    Cue(1.1, "utilities.heat", _BIN, 5, "5 号楼顶楼的暖气一直温吞吞的，量了 16.5 度", "received", "grid"),
    Cue(29, "facilities.fitness", _BIN, 2, "河边健身器材松了，孩子荡着荡着摔了一跤", "answered", picture="2"),
    Cue(
        26,
        "neighbours.noise",
        _BIN,
        4,
        "楼上小孩天天跑到十一点，敲门说过两回了，还是跑",
        "accepted",
        "grid",
        "complaint",
        username="lijuan",
    ),
    # 郑红梅, secretary of 官园, and 孙晓 of 柳行
    Cue(
        3.2,
        "neighbours.stairwell-planting",
        _GUAN,
        8,
        "一楼把绿地圈起来种菜浇粪，窗户都不敢开",
        "pass_up:1",
        nature="complaint",
    ),
    Cue(
        27,
        "disputes.neighbours",
        _GUAN,
        6,
        "为个车位吵了半个月了，昨天差点动手，再不调解要出事",
        "accepted",
        "community",
    ),
    Cue(
        4.1,
        "streetscape.stall",
        _LIU,
        2,
        "柳行早市收摊以后污水横流，一地烂菜叶，滑得站不住",
        "pass_up:1",
        nature="complaint",
    ),
    Cue(
        30,
        "property.no-company",
        _LIU,
        4,
        "物业撤了，三天没人收垃圾，这院子成没娘的孩子了",
        "accepted",
        "community",
    ),
    # 刘敏 at the centre
    Cue(
        5.2,
        "traffic.signals",
        "春晓花园",
        3,
        "春晓路口绿灯太短，我妈走到一半就红了",
        "pass_up:2",
        nature="suggestion",
    ),
    Cue(
        4.6,
        "streetscape.dirty-road",
        "东晖家园",
        2,
        "工地出来的车带着泥，一条街都是土，早上骑车一嘴沙",
        "pass_up:2",
        nature="complaint",
    ),
    Cue(
        27.5,
        "streetscape.rubble",
        "新桥花园",
        7,
        "小区东门堆了半个月的装修垃圾，钉子玻璃都有，孩子在上面爬",
        "accepted",
        nature="complaint",
        picture="8",
    ),
    Cue(
        5,
        "facilities.manhole",
        "学府佳苑",
        1,
        "校门口井盖翘起来一边，车一过咣咣响，骑车的摔了一个",
        "accepted",
        nature="report",
        picture="4",
    ),
    Cue(
        29.5,
        "facilities.trees",
        "云谷华庭",
        4,
        "大树枝子搭在窗户上，刮风敲玻璃，老鼠顺着往屋里爬",
        "accepted",
    ),
    # 王磊 of 城管办
    Cue(
        26,
        "streetscape.shop-spread",
        _STONE,
        3,
        "水果店把货摆到路中间了，说是自家门口，推婴儿车只能走机动车道",
        "dispatch",
        nature="complaint",
    ),
    Cue(
        31,
        "streetscape.bin-overflow",
        "书院街 7 号院",
        5,
        "四个桶全满了，地上堆得比桶高，三天没收",
        "take",
        nature="complaint",
        picture="6",
    ),
    Cue(
        51.5,
        "nuisance.square-dance",
        "钟楼小区",
        2,
        "广场舞的音响开到最大，关着窗都听得见，孩子写不了作业",
        "take",
        nature="complaint",
    ),
    Cue(
        300,
        "facilities.toilet",
        "泉北小区",
        6,
        "公厕没水，门也坏了，路过的司机都没地方去",
        "take",
        nature="complaint",
    ),
    # 任伟 of the heating station, 水通 of the sewers, 吴冠佳 of the property company
    Cue(
        9,
        "utilities.heat",
        _BIN,
        6,
        "连着三天屋里 16 度，我妈八十了，晚上冻得睡不着，打供热电话说排队",
        "take",
        side="assists",
        channel="phone",
    ),
    Cue(8, "utilities.heat", "铁路宿舍", 8, "一楼两户都不热，放了气也没用，上头热下头凉", "dispatch"),
    Cue(7.5, "facilities.sewer", "棉纺厂宿舍", 2, "化粪池满了往外冒，院里下不去脚", "take", picture="9"),
    Cue(
        8.5,
        "property.lift",
        _GUAN,
        5,
        "电梯一到六楼就抖，咣当一声，坐着心慌",
        "dispatch",
        nature="complaint",
    ),
    # 方立新 decides: two that bounced, a request for time, a pause, the ledger; 何静 rings up
    Cue(
        30.5,
        "facilities.wires",
        "机床厂宿舍",
        1,
        "电线杆歪得厉害，看着要倒，两家都说不是他家的",
        "disputed",
        side="return_twice",
        nature="report",
    ),
    Cue(
        53,
        "facilities.accessibility",
        "学府佳苑",
        6,
        "楼门口没有坡道，轮椅进出得四个人抬",
        "ask_extension",
        side="extension",
        username="tianye",
    ),
    Cue(
        54,
        "facilities.road",
        "春晓花园",
        8,
        "小区里路面全裂了，说要等管网改造一块修，到底哪年",
        "ask_ledger",
        side="ledger",
        nature="complaint",
    ),
    Cue(
        55,
        "housing.leak",
        "东晖家园",
        5,
        "屋顶漏了三年，说天冷做不了防水，那就先让我们接着水盆过冬",
        "ask_pause",
        side="pause",
    ),
    Cue(
        35,
        "traffic.abandoned",
        "新桥花园",
        3,
        "楼下有辆僵尸车，四个胎都瘪了，停了两年多",
        "callback",
        nature="complaint",
        channel="phone",
    ),
    Cue(
        50,
        "streetscape.stickers",
        _BIN,
        1,
        "楼道里贴满了开锁通下水的，刚刷的墙",
        "asked",
        side="ask",
        nature="complaint",
        username="lijuan",
    ),
)


@lru_cache(maxsize=4)
def cues(town: Town, seed: int, until: datetime) -> tuple[Filing, ...]:
    """Return the cues as filings, counted back from the moment at which the story stops."""
    return tuple(_filings(town, seed, until))


def _filings(town: Town, seed: int, until: datetime) -> Iterator[Filing]:
    known = {compound.name: compound for compound in town.compounds}
    people = {person.username: person for person in cast.RESIDENTS}
    for number, cue in enumerate(CUES):
        compound = known[cue.compound]
        houses = town.buildings_of(compound.id)
        house = houses[(cue.house - 1) % len(houses)]
        key = uuid.uuid5(filings.NAMESPACE, f"{seed}:cue:{number}")
        person = people.get(cue.username)
        name, phone = (person.name, person.phone) if person else _caller(number)
        yield Filing(
            key=key,
            at=until - timedelta(hours=cue.hours, seconds=37 * number),
            category=CATEGORIES[cue.category].code,
            nature=cue.nature,
            text=cue.text,
            channel=cue.channel,
            point=house.at,
            place=f"{compound.name} {house.name}",
            compound=compound.id,
            grid=compound.grid,
            name=name,
            phone=phone,
            username=cue.username,
            side=cue.side,
            path=cue.path,
            is_confidential=False,
            picture=cue.picture,
            stay=cue.stay,
        )


def _caller(number: int) -> tuple[str, str]:
    """Return a caller for a cue: different people, always the same."""
    surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
    given = ("建国", "秀珍", "晓燕", "国庆", "玉华", "志强", "丽华", "海涛")
    return surnames[number % len(surnames)] + given[number % len(given)], f"1990002{number:04d}"
