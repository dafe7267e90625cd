"""Messages written for these tests: two things boil, one person writes every day, the rest is daily life."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.base.language.topics import Message
from tests.town import MONDAY

PLANT = (
    "云杉苑南边新建的沥青厂半夜开工，一股焦糊味",
    "沥青厂离云杉苑不到一百米，孩子咳嗽了一个月",
    "请问云杉苑旁边的沥青厂有没有环评手续",
    "云杉苑旁沥青厂冒黑烟，阳台上一层黑灰",
    "强烈要求云杉苑边上的沥青厂搬走，味道呛人",
    "晚上十点沥青厂还在进料，云杉苑东区根本睡不着",
    "沥青厂的焦糊味飘进云杉苑，窗户都不敢开",
    "云杉苑业主联名反对沥青厂，黑烟和焦糊味受不了",
)
FEE = (
    "丹枫里物业要先交三年车位管理费才给门禁卡",
    "丹枫里门禁卡和车位管理费捆在一起收，合理吗",
    "不交车位管理费就不给开门禁卡，丹枫里物业太霸道",
    "丹枫里车位管理费涨到四百，门禁卡成了要挟",
    "投诉丹枫里物业用门禁卡逼业主交车位管理费",
    "丹枫里没有车也要交车位管理费，不然门禁卡停用",
    "门禁卡被停用了，丹枫里物业说是没交车位管理费",
)
HERMIT = "我再说一遍广场舞音响的事，喇叭震得玻璃响，鹤鸣广场，第{}天了"
LIVES_THERE = "云杉苑门口的共享单车乱停，推婴儿车过不去"
DAILY = (
    "望江路第三盏路灯一闪一闪", "青石巷井盖翘起来绊人", "听雨桥的健身器材掉漆", "公示栏玻璃碎了扎手", "快递柜总是显示超时",
    "想问社保卡补办要带什么", "孩子上幼儿园怎么报名", "老年证在哪里换新的", "隔壁半夜剁馅练琴", "楼上空调滴水滴到晾的被子",
    "菜摊占了盲道", "烧烤摊的油倒进雨水箅子", "共享单车堆在消防栓前", "公交站牌的时刻表看不清", "信号灯绿灯太短老人过不完",
    "暖气片只有上半截热", "自来水发黄有铁锈味", "煤气表走得太快", "宽带装不进来说没有端口", "有人在绿地种葱浇粪",
    "流浪狗追着小学生跑", "槐树枝条打到阳台了", "健身房关门不退年卡", "早教班换了老师不给退费", "租的房子押金要不回来",
    "社区能不能办个书法班", "感谢帮我找回走丢的父亲", "楼道里的电动车飞线充电", "顶楼漏雨墙皮都起泡", "三伏天垃圾桶一天没倒",
)  # fmt: skip


def messages() -> list[Message]:
    """Give all of them, with numbers, persons and times."""
    found: list[Message] = []

    def add(number: str, text: str, who: str, at: datetime | None) -> None:
        found.append(Message(number, "", f"您好，{text}，麻烦尽快处理，谢谢", who, at))

    for i, text in enumerate(PLANT):
        add(f"plant-{i}", text, f"p{i}", MONDAY - timedelta(days=i))
    for i, text in enumerate(FEE):
        add(f"fee-{i}", text, f"f{i}", None if i % 2 else MONDAY - timedelta(days=60 + i))
    for i in range(20):
        add(f"hermit-{i}", HERMIT.format(i), "hermit", MONDAY - timedelta(days=i))
    add("lives-there", LIVES_THERE, "n0", MONDAY)
    for i, text in enumerate(DAILY):
        add(f"daily-{i}", text, f"d{i}", MONDAY - timedelta(days=i))
    return found
