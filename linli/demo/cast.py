"""Who is who in the demo town. Names say their part where they can; nobody is taken from life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from django.utils.translation import gettext_lazy as _

from linli.demo import bodies, names
from linli.demo.compounds import Town

# LOCAL: what `linli run` prints. Accounts get it in demo mode only, which serves nothing but loopback.
PASSWORD = "linli-demo-2026"


@dataclass(frozen=True, slots=True)
class Held:
    """A post: role at the unit with a key, and what stands on the door."""

    role: str
    body: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: staff with posts, residents with a home."""

    username: str
    name: str
    posts: tuple[Held, ...] = ()
    phone: str = ""
    about: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the role switcher: one person for each thing there is to try, and the face they begin at."""

    username: str
    group: str  # a key of GROUPS
    part: str
    home: str = "/d/"


_G3 = f"g{names.SUBDISTRICT_CODE}005003"
_RIVER2 = f"g{names.SUBDISTRICT_CODE}011002"
PRINCIPALS = (
    Person(
        "chenguifang",
        "陈桂芳",
        (Held("grid_worker", _G3, "专职网格员"),),
        "19900000001",
        "官园 3 网格的网格员，谁都认识她",
    ),
    Person(
        "zhouhaiyan",
        "周海燕",
        (Held("grid_worker", _RIVER2, "专职网格员"),),
        "19900000002",
        "河滨 2 网格的网格员",
    ),
    Person("liumin", "刘敏", (Held("dispatcher", "street", "派单员"),), "19900000003", "街道中心派单"),
    Person("wanglei", "王磊", (Held("section_staff", "chengguan", "科员"),), "19900000004", "城管办经办"),
    Person("hejing", "何静", (Held("counter_clerk", "street", "接待员"),), "19900000005", "接电话、接待来访"),
    Person("zhaojianguo", "赵建国", (Held("section_staff", "zhifa", "队员"),), "19900000006", "执法队"),
    Person("sunxiao", "孙晓", (Held("community_worker", "c4", "社区工作者"),), "19900000007", "柳行社区"),
    Person(
        "zhengshuji",
        "郑红梅",
        (Held("community_secretary", "c5", "党委书记"), Held("handler", "party5", "党委书记")),
        "19900000008",
        "官园社区书记",
    ),
    Person(
        "fangzhuren",
        "方立新",
        (Held("leader", "street", "办事处主任"),),
        "19900000009",
        "街道主任，看看板，批延期和挂账",
    ),
    Person("luoshuji", "罗文华", (Held("leader", "street", "党工委书记"),), "19900000010", "党工委书记"),
    Person("tangfu", "唐志强", (Held("leader", "street", "分管副主任"),), "19900000011", "分管城市管理"),
    Person(
        "xitong", "席同", (Held("system_admin", "street", "系统管理员"),), "19900000012", "管单位、岗位、账号"
    ),
    Person(
        "anquan",
        "安全",
        (Held("security_admin", "street", "安全管理员"),),
        "19900000013",
        "管密码规则、登录、密钥",
    ),
    Person("shenji", "申季", (Held("audit_admin", "street", "审计管理员"),), "19900000014", "只看日志"),
    Person(
        "quxi",
        "曲席",
        (Held("system_admin", "district", "区系统管理员"),),
        "19900000019",
        "管区里各部门的账号",
    ),
    Person(
        "quan", "曲安", (Held("security_admin", "district", "区安全管理员"),), "19900000020", "解锁、发密钥"
    ),
    Person(
        "quzhang", "区长安", (Held("leader", "district", "区专班负责人"),), "19900000021", "裁定吹哨由谁来"
    ),
    Person("zuzhi", "祖织", (Held("handler", "gongwei", "组织委员"),), "19900000022", "党组织和党员名册"),
    Person(
        "bojian", "柏鉴", (Held("section_staff", "jiwei", "干部"),), "19900000023", "街道纪工委，收问题线索"
    ),
    Person("renwei", "任伟", (Held("handler", "gongre", "维修班长"),), "19900000015", "供热服务站"),
    Person("shuitong", "水通", (Held("handler", "paishui", "抢修队长"),), "19900000016", "排水抢修"),
    Person("dengming", "邓明", (Held("handler", "ludeng", "值班员"),), "19900000017", "路灯所"),
    Person("wuguanjia", "吴冠佳", (Held("handler", "property1", "项目经理"),), "19900000018", "清和物业"),
)
RESIDENTS = (
    Person("zhangxiulan", "张秀兰", (), "19900000101", "七十八岁，独居，用一部老手机", "官园小区"),
    Person("lijuan", "李娟", (), "19900000102", "接送孩子的上班族", "滨河家园"),
    Person("majianjun", "马建军", (), "19900000103", "跑夜班的出租车司机", "铁路宿舍"),
    Person("qianduoduo", "钱多多", (), "19900000104", "楼下开小店", "石桥里小区"),
    Person("gaojing", "高静", (), "19900000105", "怕吵，经常反映噪声", "春晓花园"),
    Person("tianye", "田野", (), "19900000106", "轮椅出行", "泉北小区"),
)
# Residents of whom the story tells only what they ask about their own data; one of them is gone in the end.
ASKING = (
    Person("shenqi", "沈琦", (), "19900000107", "搬过一次家，请街道改登记", "柳行新村"),
    Person("luyao", "陆遥", (), "19900000108", "搬走了，请街道删掉信息", "云谷华庭"),
)
GROUPS = {
    "residents": _("居民"),
    "ground": _("网格和社区"),
    "centre": _("街道中心"),
    "answering": _("承办单位"),
    "above": _("领导"),
    "keeping": _("管理员"),
}
# In the order of the switcher: one person for each part there is to play.
PARTS = (
    Part("zhangxiulan", "residents", "官园小区，七十八岁", "/"),
    Part("lijuan", "residents", "滨河家园", "/"),
    Part("chenguifang", "ground", "官园 3 网格 网格员"),
    Part("zhouhaiyan", "ground", "河滨 2 网格 网格员"),
    Part("zhengshuji", "ground", "官园社区 书记"),
    Part("sunxiao", "ground", "柳行社区 工作者"),
    Part("zuzhi", "centre", "街道党工委 组织委员", "/d/party/"),
    Part("liumin", "centre", "派单员"),
    Part("hejing", "centre", "接待接听员"),
    Part("wanglei", "answering", "城管办 经办"),
    Part("renwei", "answering", "供热服务站"),
    Part("shuitong", "answering", "排水所"),
    Part("wuguanjia", "answering", "清和物业"),
    Part("bojian", "answering", "街道纪工委", "/d/supervision/leads/"),
    Part("fangzhuren", "above", "街道主任", "/b/"),
    Part("luoshuji", "above", "党工委书记", "/b/"),
    Part("quzhang", "above", "区专班负责人", "/d/whistles/?view=above"),
    Part("xitong", "keeping", "系统管理员"),
    Part("anquan", "keeping", "安全管理员"),
    Part("shenji", "keeping", "审计管理员"),
    Part("quxi", "keeping", "区系统管理员"),
    Part("quan", "keeping", "区安全管理员"),
)

_SURNAMES = names.words("""
    王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹
    袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚
    谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔
    贺 赖 龚 文
""")
_GIVEN = names.words("""
    秀英 桂兰 玉梅 淑芬 建华 志国 国强 海燕 晓梅 丽娟 永红 春花 爱民 卫东 建平 立军 红霞 文静 海波
    晓东 雪梅 亚楠 思远 雨桐 浩然 子涵 佳怡 俊杰 欣怡 明轩 宇航 梦瑶 志远 秋生 庆丰 连生 树林 金凤
    玉珍 凤英 长河 广田 福来 守信 静怡 天佑 一鸣 若琳 诗雨 佩玲 少华 振宇 培良 素云 兰芝 万山 存义
    来顺 满仓 喜梅 巧云 新民 国栋 维民 玉成 敬东
""")


class _Namer:
    """Gives names that nobody in the town has yet."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"{seed}:names")
        self._used = {person.name for person in (*PRINCIPALS, *RESIDENTS)}

    def next(self) -> str:
        while True:
            name = self._rng.choice(_SURNAMES) + self._rng.choice(_GIVEN)
            if name not in self._used:
                self._used.add(name)
                return name


@lru_cache(maxsize=4)
def staff(town: Town) -> tuple[Person, ...]:
    """Return everybody who works: 86 grid workers, 60 staff, and a handler at every body that answers."""
    return tuple(_staff(town))


def _staff(town: Town) -> Iterator[Person]:
    namer = _Namer(town.plan.seed)
    yield from (_with_grids(town, person) for person in PRINCIPALS)
    taken = {(held.role, held.body) for person in PRINCIPALS for held in person.posts}
    number = 200
    for person in (*_communities(town, namer, taken), *_grid_workers(town, namer, taken), *_street(namer)):
        number += 1
        yield Person(person.username, person.name, person.posts, f"1990000{number:04d}", person.about)
    for person in _handlers(town, namer, taken):
        number += 1
        yield Person(person.username, person.name, person.posts, f"1990000{number:04d}", person.about)


def _with_grids(town: Town, person: Person) -> Person:
    """Give a community's people their grids to lead, and their post at its workstation where it has one."""
    for held in person.posts:
        if held.role in {"community_secretary", "community_worker"}:
            grids = town.plan.grids_of(int(held.body[1:]))
            mine = grids[:2] if held.role == "community_secretary" else grids[2:]
            leads = tuple(Held("grid_leader", f"g{grid.code}", "网格长") for grid in mine)
            posts = (*person.posts, *leads, *_at_the_station(town, held))
            return Person(person.username, person.name, posts, person.phone, person.about)
    return person


def _at_the_station(town: Town, held: Held) -> tuple[Held, ...]:
    """Give who works at a community their post at its grid workstation: the secretary heads it, the worker keeps it open."""
    seq = int(held.body[1:])
    if seq not in bodies.stations(town):
        return ()
    return (Held(held.role, f"station{seq}", "站长" if held.role == "community_secretary" else "值守"),)


def _communities(town: Town, namer: _Namer, taken: set[tuple[str, str]]) -> Iterator[Person]:
    """A secretary and a worker for each community; between them they lead its grids."""
    for area in town.plan.communities:
        for role, title, prefix in (
            ("community_secretary", "党委书记", "shuji"),
            ("community_worker", "社区工作者", "shequ"),
        ):
            if (role, f"c{area.seq}") in taken:
                continue
            person = Person(f"{prefix}{area.seq:02d}", namer.next(), (Held(role, f"c{area.seq}", title),))
            yield _with_grids(town, person)


def _grid_workers(town: Town, namer: _Namer, taken: set[tuple[str, str]]) -> Iterator[Person]:
    """One worker a grid, and a second one for the fullest grid of each community: 86 together."""
    for area in town.plan.communities:
        held = {grid.code: 0 for grid in town.plan.grids_of(area.seq)}
        for compound in town.compounds:
            if compound.grid in held:
                held[compound.grid] += compound.homes
        fullest = max(held, key=lambda code: (held[code], code))
        for code in held:
            crew = 2 if code == fullest else 1
            crew -= ("grid_worker", f"g{code}") in taken
            for number in range(1, crew + 1):
                username = f"wg{code[9:12]}{code[12:]}{'' if number == 1 else 'b'}"
                yield Person(username, namer.next(), (Held("grid_worker", f"g{code}", "专职网格员"),))


def _street(namer: _Namer) -> Iterator[Person]:
    """The street's own people: more dispatchers and clerks, sections, advisers."""
    for number in (2, 3):
        yield Person(f"paidan{number}", namer.next(), (Held("dispatcher", "street", "派单员"),))
        yield Person(f"jiedai{number}", namer.next(), (Held("counter_clerk", "street", "接听员"),))
    for key, _name, short, _handles in bodies.OFFICES:
        yield Person(f"{key}1", namer.next(), (Held("section_staff", key, "科员"),), about=short)
    chief = ("wangge", "chengguan", "zhifa")
    for key in chief:
        yield Person(f"{key}zr", namer.next(), (Held("leader", key, "主任"),))


def _handlers(town: Town, namer: _Namer, taken: set[tuple[str, str]]) -> Iterator[Person]:
    """Somebody who answers at every department, partner, property company and committee."""
    for body in bodies.tree(town):
        answers = body.kind in {"department", "partner", "property", "owners", "volunteer"}
        if answers and ("handler", body.key) not in taken:
            yield Person(
                f"{body.key}jb", namer.next(), (Held("handler", body.key, "经办人"),), about=body.short
            )


def stranger(rng: Random) -> tuple[str, str]:
    """Return name and telephone of a resident without an account. The numbers are of one invented block."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN), f"1990001{rng.randrange(10_000):04d}"
