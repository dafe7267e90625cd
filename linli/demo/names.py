"""What things are called in 清泉街道. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CITY, DISTRICT, SUBDISTRICT = "澄泉市", "柳岸区", "清泉街道"
# 99 is no province of GB/T 2260, so these codes cannot be taken for a real place's.
CITY_CODE, DISTRICT_CODE, SUBDISTRICT_CODE = "9901", "990101", "990101001"
# As the articles tell, though of two subdistricts: 33 compounds with a company and 59 without among 15 communities in one,
# 55 grids of residents and 16 special in the other. Communities are as large as the law lets them be (3,000 households), so
# most of the grids are larger than the 300–500 that the second article names: the figure says 6 of 55; division proposes.
COMPOUNDS, SERVED = 92, 33
GENERAL_GRIDS = 4


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list written as running text."""
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Community:
    """A community: its name, the cells of the frame it covers, its special grid and where that lies."""

    name: str
    cells: tuple[tuple[int, int], ...]
    special: str
    special_use: str
    special_at: tuple[float, float]
    households: int  # what the compounds are built to hold; the law asks for 1,000 to 3,000
    known: tuple[int, str, str]  # a compound of the cast: number of its grid, name, kind
    general: int = GENERAL_GRIDS  # how many grids where people live
    second: tuple[str, str, tuple[float, float]] | None = None  # another special grid: name, use, place


COMMUNITIES = (
    Community("泉北社区", ((0, 3), (1, 3)), "泉北货场", "freight", (-1150, 1190), 2960,
              (2, "泉北小区", "walkup")),
    Community("站前社区", ((2, 3), (3, 3)), "清泉火车站", "station", (-60, 1190), 2980,
              (1, "铁路宿舍", "dorm")),
    Community("新桥社区", ((4, 3), (5, 3)), "新桥建材市场", "market", (1380, 900), 2990,
              (2, "新桥花园", "estate")),
    Community("柳行社区", ((0, 1), (0, 2)), "柳行农贸市场", "market", (-1240, 60), 3010,
              (4, "柳行新村", "walkup")),
    Community("官园社区", ((1, 2),), "柳岸区医院", "hospital", (-560, 420), 2460,
              (3, "官园小区", "walkup")),
    Community("书院街社区", ((2, 2),), "书院街小学", "school", (-260, 330), 2480,
              (3, "书院街 7 号院", "walkup"), general=3),
    Community("石桥社区", ((3, 2),), "石桥商务楼", "tower", (120, 60), 2340,
              (1, "石桥里小区", "walkup"), general=3),
    Community("春晓社区", ((4, 2), (5, 2)), "春晓公园", "park", (900, 260), 3020,
              (3, "春晓花园", "highrise")),
    Community("南营社区", ((1, 1),), "南营文创园", "works", (-900, -500), 2680,
              (3, "机床厂宿舍", "dorm"), general=3),
    Community("钟楼社区", ((2, 1),), "钟楼商场", "mall", (-420, -80), 2520,
              (2, "钟楼小区", "walkup"), general=3),
    Community("河滨社区", ((3, 1),), "河滨公园", "park", (300, -300), 2380,
              (2, "滨河家园", "estate")),
    Community("东晖社区", ((4, 1), (5, 1)), "东晖汽配城", "market", (1380, -120), 3030,
              (2, "东晖家园", "highrise")),
    Community("棉纺社区", ((0, 0), (1, 0)), "棉纺厂旧址", "works", (-1300, -780), 2870,
              (3, "棉纺厂宿舍", "dorm"),
              second=("棉纺服装市场", "market", (-760, -1150))),
    Community("学府社区", ((2, 0), (3, 0)), "清泉职业学院", "campus", (60, -1080), 2840,
              (2, "学府佳苑", "estate"), general=3),
    Community("云谷社区", ((4, 0), (5, 0)), "云谷软件园", "offices", (1300, -1080), 3020,
              (2, "云谷华庭", "highrise")),
)  # fmt: skip

LANE_FIRST = words("""
    井巷 槐树巷 磨盘巷 双井街 豆腐巷 石榴巷 染坊街 粮市街 铜匠巷 桑园街 榆树巷 水磨街 菜园街 窑头巷
    药铺巷 鱼市街 柴市巷 花园巷 半边街 桃园街 杏林街 菱角塘巷 芦苇巷 油坊街 竹竿巷 灯市街 簸箕巷
    凉亭街 枣园街 梨花巷 葫芦巷 碾子巷 柿园街 荷花池巷 青石巷 驿马街 渡口街 戏楼街 砖塔巷 棋盘街
    新园街 顺河巷 团结巷 勤俭街 和睦街 丰收街 晨光街 星火街 五一巷 光明里街 康宁街 安居街 利民街
    崇德街 尚文街 明理街 致远街 知新街 博学街 求实街 云华街 云锦街 云涛街 云帆街 云起街 东兴街
    东岭街 东湖巷 新桥东街 新桥南街 货场街 道口街
""")


def community_of_cell(cell: tuple[int, int]) -> int:
    """Return the number of the community to which a cell of the frame belongs."""
    return next(seq for seq, community in enumerate(COMMUNITIES, 1) if cell in community.cells)


def lane_names(count: int, rng: Random) -> list[str]:
    """Return `count` different names of lanes; when the names run out, lanes are numbered."""
    pool = list(LANE_FIRST)
    rng.shuffle(pool)
    firsts = ("安居", "顺河", "新园", "前进", "友谊", "光明", "青年", "利民")
    numbered = [f"{first}{number}" for number in ("一巷", "二巷", "三巷", "四巷") for first in firsts]
    return (pool + numbered + [f"清泉 {number} 巷" for number in range(1, count)])[:count]
