"""City-management matters (管理事项): the 250 things that can be wrong in public space, with a national code.

Majors 01–05 are "a component is faulty", one for each of the 153 components under the same code; majors 06–10
are matters of their own. Because the codes overlap, the key is (kind, code).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from linli.kernel.standards import components

SOURCE: Final = components.SOURCE
KIND: Final = "matter"


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of matter: its five-digit code and its names."""

    code: str
    name: str
    english: str

    @property
    def major(self) -> str:
        """The two digits of the major class."""
        return self.code[:2]

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it among components and matters together."""
        return (KIND, self.code)

    @property
    def is_component_fault(self) -> bool:
        """Whether it says that a component is faulty, so that the owner of the component answers first."""
        return self.code in components.COMPONENTS


MAJORS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        **{code: (f"{name}类", f"{english}: faults") for code, (name, english) in components.MAJORS.items()},
        "06": ("市容环境类", "Streetscape and environment"),
        "07": ("宣传广告类", "Advertising and banners"),
        "08": ("施工管理类", "Building sites"),
        "09": ("街面秩序类", "Order in the street"),
        "10": ("其他事项类", "Other matters"),
    }
)

# Minor numbers that the standard leaves out (06031, 07005, 09007) stay out.
_TABLE: Final = """
06001 私搭乱建|Illegal structure
06002 店面无证装修|Shop front rebuilt without permit
06003 违章接坡|Illegal ramp onto the road
06004 建筑物外立面污损|Soiled or damaged facade
06005 临街阳台、屋顶脏乱差|Untidy balcony or roof on the street
06006 擅自在临街的建筑物上挂彩旗|Unauthorised flags on a building
06007 沿街晾挂|Laundry hung along the street
06008 擅自架设管线、杆线设施|Unauthorised pipes, poles or wires
06009 空调室外机低挂|Air conditioner mounted too low
06010 暴露垃圾|Exposed rubbish
06011 积存垃圾渣土|Piled-up rubbish and rubble
06012 道路不洁|Dirty road
06013 道路破损|Damaged road
06014 道路遗撒（洒）|Spillage on the road
06015 沙（河）滩不洁|Dirty beach or river bank
06016 交通标线不清晰|Worn road markings
06017 绿地脏乱|Litter in green space
06018 绿化弃料|Garden waste left behind
06019 非装饰性吊挂|Things hung on trees, poles or facades
06020 焚烧垃圾、树叶|Burning rubbish or leaves
06021 病虫害|Plant pests and diseases
06022 非法伐树|Illegal felling of trees
06023 堤岸破损|Damaged embankment
06024 水域秩序乱象|Disorder on the water
06025 水域不洁|Dirty water surface
06026 河道污染|Polluted river
06027 油烟污染|Cooking fumes
06028 噪声扰民|Noise nuisance
06029 露天烧烤|Open-air barbecue
06030 乱倒乱排污水、废水|Waste water poured out
06032 非正规垃圾填埋场|Illegal landfill
06033 乱丢弃医疗废物|Discarded medical waste
06034 废弃车辆|Abandoned vehicle
06035 废弃家具设备|Discarded furniture or appliances
06036 乱堆杂物|Things stacked where they should not be
06037 动物尸体|Dead animal
06038 擅自饲养家禽家畜|Unauthorised poultry or livestock
06039 违章开设道口|Unauthorised road opening
06040 私设地锁、阻车桩|Private parking lock or bollard
06041 垃圾未分类|Waste not sorted
06042 垃圾站（箱）满溢|Overflowing bin or refuse station
06043 遮阳篷（棚、伞）破损|Damaged awning or parasol
06044 节庆装饰物破损|Damaged festive decoration
06045 非法占绿毁绿|Green space taken or destroyed
06046 占用河道|River bed obstructed
06047 公园秩序|Disorder in a park
06048 边坡（挡土墙）破损|Damaged slope or retaining wall
06049 台阶破损|Damaged steps
06050 路缘石缺损|Missing or broken kerb
06051 盲道缺损|Missing or broken tactile paving
06052 无障碍坡道破损|Damaged accessible ramp
07001 非法小广告|Illegal posters and stickers
07002 街头散发广告|Handing out advertisements
07003 违规户外广告|Outdoor advertisement against the rules
07004 广告语言文字不规范|Incorrect language in an advertisement
07006 违规牌匾标识|Shop sign against the rules
07007 违规标语宣传品|Banner or slogan against the rules
07008 公益性宣传品缺损|Damaged public-interest poster
08001 施工扰民|Building work disturbing residents
08002 施工占道|Building work occupying the road
08003 无证掘路|Digging up the road without permit
08004 工地扬尘|Dust from a building site
08005 施工废弃料|Building waste left behind
08006 施工物料乱堆放|Building material stacked in the way
08007 施工工地围挡问题|Site hoarding missing or damaged
08008 施工工地道路未硬化|Unpaved site road
08009 施工工地出入口道路破损|Damaged road at a site entrance
08010 施工完成后未场光地净|Site not cleared after work
08011 渣土运输车辆未安装密闭装置|Rubble lorry without cover
08012 施工工地车轮夹带|Mud carried out on wheels
08013 违规高空悬吊作业|Unsafe work at height
08014 预埋件设施裸露|Exposed embedded parts
08015 施工公示牌污损|Soiled or damaged site notice
08016 无证建设|Building without permit
09001 无照经营游商|Unlicensed hawker
09002 早（夜）市管理问题|Morning or night market out of order
09003 流浪乞讨|Begging or sleeping rough
09004 废品收购乱象|Scrap collection out of order
09005 店外经营|Shop spreading onto the pavement
09006 占道经营|Stall occupying the road
09008 非法出版物销售|Sale of illegal publications
09009 机动车乱停放|Badly parked motor vehicle
09010 非机动车乱停放|Badly parked bicycle or e-bike
09011 共享单车乱象|Shared bicycles out of order
09012 占用消防通道|Fire lane blocked
09013 临街屠宰|Slaughtering in the street
09014 畜力车进城|Animal-drawn cart in town
09015 无证餐饮|Unlicensed food stall
09016 违规设置停车场|Unauthorised car park
09017 违规占用桥下空间|Space under a bridge occupied
09018 履带车（铁轮车）违规上路行驶|Tracked vehicle on the road
09019 占用无障碍通道|Accessible path blocked
09020 农贸市场秩序问题|Disorder at a food market
09021 占道洗车|Car washing in the road
09022 占道促销宣传|Sales promotion occupying the road
10001 道路积雪、结冰|Snow or ice on the road
10002 架空线缆脱落|Fallen overhead cable
"""


def _read() -> dict[str, Matter]:
    faults = {
        code: Matter(code, f"{component.name}异常", f"{component.english}: fault")
        for code, component in components.COMPONENTS.items()
    }
    rows = (line.split(" ", 1) for line in _TABLE.strip().splitlines())
    return faults | {code: Matter(code, *names.split("|")) for code, names in rows}


MATTERS: Final[Mapping[str, Matter]] = MappingProxyType(_read())

# The 2013 event majors kept their minor numbers when they became the majors of 2026 (seen in all 14 codes
# compared).
_MAJORS_OF_2013: Final = {"01": "06", "02": "07", "03": "08", "04": "09"}


def from_2013(code: str) -> Matter | None:
    """Return the matter that an event code of GB/T 30428.2-2013 became (`01-10` or `0110` → 06010), if it
    lives on.

    Two-digit minors were written in 2013. The rule rests on a sample, so show the result for confirmation.
    """
    digits = code.replace("-", "").strip()
    major = _MAJORS_OF_2013.get(digits[:2])
    if major is None or not digits[2:].isdigit() or not digits[2:].isascii():
        return None
    return MATTERS.get(f"{major}{int(digits[2:]):03d}")
