"""The bodies of the demo town: one tree of government, communities, departments, Party and society.

Units are keyed by short words so that the cast can name where somebody works before any database exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from linli.demo import names
from linli.demo.compounds import Town

HOTLINE = "0000-8600110"


@dataclass(frozen=True, slots=True)
class Body:
    """A unit to be: `parent` is the key of the unit above, `handles` the kinds of matters it answers for."""

    key: str
    kind: str
    name: str
    short: str
    parent: str
    code: str = ""
    handles: tuple[str, ...] = ()
    phone: str = ""
    address: str = ""


# key, name, short name, what it handles
OFFICES = (
    ("dangjian", "党建工作办公室", "党建办", "party_affairs"),
    ("chengguan", "城市管理办公室", "城管办", "urban_management sanitation greening roads"),
    ("zhifa", "综合行政执法队", "执法队", "planning"),
    ("gongfu", "公共服务办公室", "公服办", "civil_affairs disabled labour medical_insurance"),
    ("pingan", "平安建设办公室", "平安办", "emergency"),
    ("anquan", "应急管理办公室", "应急办", ""),
    ("sifa", "司法所", "司法所", "justice"),
    ("wangge", "网格化服务管理中心", "街道中心", "subdistrict"),
    ("dating", "便民服务中心", "便民大厅", ""),
    ("jiansheban", "建设管理办公室", "建管办", "housing owners"),
    ("wenhua", "文化和卫生办公室", "文卫办", "health culture education"),
    ("tuiyi", "退役军人服务站", "退役站", "veterans"),
    ("jiwei", "纪检监察工委办公室", "纪工委", "discipline"),
)
DEPARTMENTS = (
    ("fangguan", "区住房和城乡建设局", "区住建局", "housing"),
    ("gongre", "清泉供热服务站", "供热服务站", "heat"),
    ("gongshui", "清泉供水营业所", "供水所", "water"),
    ("gongdian", "清泉供电所", "供电所", "power"),
    ("ranqi", "柳岸燃气公司清泉站", "燃气站", "gas"),
    ("tongxin", "区通信管线服务中心", "通信中心", "telecom"),
    ("paishui", "区排水养护所", "排水所", "drainage"),
    ("ludeng", "区路灯管理所", "路灯所", "lighting"),
    ("shizheng", "区市政养护所", "市政所", "roads"),
    ("huanwei", "区环境卫生中心清泉所", "环卫所", "sanitation"),
    ("yuanlin", "区园林绿化中心", "园林中心", "greening"),
    ("jiaojing", "交警大队清泉中队", "交警中队", "traffic"),
    ("paichusuo", "清泉派出所", "派出所", "police"),
    ("xiaofang", "清泉消防救援站", "消防站", "fire"),
    ("shijian", "市场监督管理所", "市监所", "market"),
    ("huanbao", "区生态环境分局", "环境分局", "environment"),
    ("jiaoti", "区教育和体育局", "区教体局", "education"),
    ("renshe", "区人力资源和社会保障局", "区人社局", "labour"),
    ("yibao", "区医疗保障局", "区医保局", "medical_insurance"),
    ("weisheng", "清泉社区卫生服务中心", "卫生中心", "health"),
    ("gongjiao", "公交集团四分公司", "公交公司", "transit"),
    ("guihua", "区自然资源和规划局", "区规划局", "planning"),
)
PARTNERS = (
    ("zhiyuan", "清泉职业学院", "职业学院"),
    ("yiyuan", "柳岸区医院", "区医院"),
    ("chezhan", "清泉火车站", "火车站"),
    ("shangchang", "钟楼商场", "钟楼商场"),
    ("ruanjian", "云谷软件园", "软件园"),
    ("yinhang", "柳岸农商银行清泉支行", "农商行"),
    ("youzheng", "清泉邮政所", "邮政所"),
    ("shushu", "惠邻社会工作服务社", "惠邻社工"),
)
PROPERTIES = names.words("""
    清和物业 安邻物业 绿城里物业 万家福物业 盛世佳物业 云谷物业 新桥物业 滨河物业
""")
STATIONS = 8
"""Grid workstations, as many as the article cites: in the communities with the most homes."""


@lru_cache(maxsize=4)
def tree(town: Town) -> tuple[Body, ...]:
    """Return every unit of the town, parents before children."""
    return tuple(_bodies(town))


def _bodies(town: Town) -> Iterator[Body]:
    yield Body("city", "city", names.CITY, names.CITY, "", names.CITY_CODE)
    yield Body("district", "district", names.DISTRICT, names.DISTRICT, "city", names.DISTRICT_CODE)
    yield Body(
        "street", "subdistrict", f"{names.SUBDISTRICT}办事处", names.SUBDISTRICT, "district",
        names.SUBDISTRICT_CODE, ("subdistrict",), HOTLINE, "清泉路 88 号",
    )  # fmt: skip
    for key, name, short, handles in OFFICES:
        yield Body(key, "office", name, short, "street", "", names.words(handles), _phone(100 + len(key)))
    for number, (key, name, short, handles) in enumerate(DEPARTMENTS, 1):
        yield Body(key, "department", name, short, "district", "", names.words(handles), _phone(200 + number))
    for number, (key, name, short) in enumerate(PARTNERS, 1):
        yield Body(key, "partner", name, short, "street", "", (), _phone(300 + number))
    yield Body("gongwei", "party", f"中共{names.SUBDISTRICT}工作委员会", "街道党工委", "street")
    for area in town.plan.communities:
        yield from _community(town, area.seq, area.name, area.code)
    for number, name in enumerate(PROPERTIES, 1):
        yield Body(
            f"property{number}", "property", name, name, "street", "", ("property",), _phone(400 + number)
        )
    for compound in town.compounds:
        if compound.managed == "owners":
            name = f"{compound.name}业主委员会"
            yield Body(
                f"owners{compound.id}", "owners", name, name, f"c{compound.community}", "", ("owners",)
            )
    with_station = stations(town)
    for area in town.plan.communities:
        if area.seq in with_station:
            bare = area.name.removesuffix("社区")
            yield Body(
                f"station{area.seq}", "workstation", f"{area.name}网格工作站", f"{bare}工作站", f"c{area.seq}",
                phone=_phone(600 + area.seq), address=f"{bare}党群服务中心一楼",
            )  # fmt: skip


@lru_cache(maxsize=4)
def stations(town: Town) -> frozenset[int]:
    """Return the communities that have a grid workstation."""
    homes: Counter[int] = Counter()
    for compound in town.compounds:
        homes[compound.community] += compound.homes
    return frozenset(seq for seq, _homes in homes.most_common(STATIONS))


def _community(town: Town, seq: int, name: str, code: str) -> Iterator[Body]:
    bare = name.removesuffix("社区")
    yield Body(
        f"c{seq}",
        "community",
        name,
        name,
        "street",
        code,
        ("community",),
        _phone(500 + seq),
        f"{bare}党群服务中心",
    )
    yield Body(f"party{seq}", "party", f"{name}党委", f"{name}党委", f"c{seq}")
    yield Body(f"volunteer{seq}", "volunteer", f"{bare}邻里志愿服务队", f"{bare}志愿队", f"c{seq}")
    for grid in town.plan.grids_of(seq):
        short = f"{bare} {grid.seq} 网格" if grid.kind == "general" else grid.name
        full = f"{name}{grid.name}" if grid.kind == "general" else f"{name}{grid.name}专属网格"
        yield Body(f"g{grid.code}", "grid", full, short, f"c{seq}", grid.code)


def _phone(number: int) -> str:
    return f"0000-8600{number:03d}"


def manager_of(compound_id: int, managed: str, community: int) -> str:
    """Return the key of the unit that looks after the common parts of a compound; empty when nobody does."""
    if managed == "company":
        fixed = {3: 7, 5: 1, 11: 8, 15: 6}
        return f"property{fixed.get(community, compound_id % 5 + 1)}"
    return f"owners{compound_id}" if managed == "owners" else ""
