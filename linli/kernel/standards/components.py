"""City-management components (管理部件): the 153 kinds of street furniture and facilities with a national
code.

A code is two digits of the major and three of the minor class. The same five digits also exist as a *matter*
("that component is faulty"), so a code alone means nothing: the key is (kind, code), see `matters`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from linli.kernel.sources import Source

SOURCE: Final = Source(
    "GB/T 47678.5-2026 城市运行管理服务平台 第5部分：管理部件和事项",
    "附录 A (管理部件), 附录 C (管理事项)",
    "https://github.com/Jackyhellolove/city-inspection-ai",
    date(2026, 11, 21),
    "Taken from a public transcription of the annexes; spot-check against the standard. The English is ours.",
)

KIND: Final = "component"


@dataclass(frozen=True, slots=True)
class Component:
    """One kind of component: its five-digit code and its names."""

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


MAJORS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "01": ("市政公用设施", "Municipal utilities"),
        "02": ("交通设施", "Traffic facilities"),
        "03": ("市容环卫设施", "Streetscape and sanitation facilities"),
        "04": ("园林绿化设施", "Parks and greenery"),
        "05": ("其他管理部件", "Other components"),
    }
)

# Minor numbers that the standard leaves out (such as 01016) stay out.
_TABLE: Final = """
01001 供水井盖|Water supply manhole cover
01002 污水井盖|Sewer manhole cover
01003 雨水井盖|Storm drain manhole cover
01004 雨水箅子|Storm drain grate
01005 电力井盖|Power manhole cover
01006 路灯井盖|Street lighting manhole cover
01007 通信井盖|Telecom manhole cover
01008 电视井盖|Cable TV manhole cover
01009 网络井盖|Data network manhole cover
01010 热力井盖|Heating manhole cover
01011 燃气井盖|Gas manhole cover
01012 公安井盖|Police manhole cover
01013 消防设施|Fire-fighting facility
01014 园林井盖|Garden manhole cover
01015 信号灯电源井盖|Traffic signal power manhole cover
01017 电缆井盖|Cable manhole cover
01018 化粪池井盖|Septic tank cover
01019 中水井盖|Reclaimed water manhole cover
01020 公交井盖|Public transport manhole cover
01021 输油（气）井盖|Oil or gas pipeline manhole cover
01022 特殊井盖|Special manhole cover
01023 不明井盖|Manhole cover of unknown owner
01024 水井|Water well
01025 供水器|Water dispenser
01026 沟槽盖板|Channel cover slab
01027 通信交接箱|Telecom cabinet
01028 电力设施|Power facility
01029 电力设施标识牌|Power facility sign
01030 电力立杆|Power pole
01031 通信立杆|Telecom pole
01032 公交立杆|Public transport pole
01033 特殊立杆|Special pole
01034 不明立杆|Pole of unknown owner
01035 旗杆|Flagpole
01036 输油（气）标志|Oil or gas pipeline marker
01037 路灯|Street lamp
01038 地灯|Ground light
01039 景观灯|Decorative light
01040 报刊亭|News stand
01041 电话亭|Telephone booth
01042 邮筒|Post box
01043 信息亭|Information kiosk
01044 售货亭|Vending kiosk
01045 自动售货机|Vending machine
01046 户外健身设施|Outdoor fitness equipment
01047 高压线铁塔|High-voltage pylon
01048 变压器（箱）|Transformer (box)
01049 燃气调压站（箱）|Gas regulator station (box)
01050 监控电子眼设施|Surveillance camera
01051 治安岗亭|Security booth
01052 休息亭|Rest pavilion
01053 自助缴费机|Self-service payment machine
01054 充电桩|Charging point
01055 防蚊闸|Mosquito trap gate
01056 跨河管道|Pipe across a river
01057 露天燃气管道|Open-air gas pipe
01058 晒衣架|Clothes-drying rack
01059 旧衣物回收箱|Used clothes bin
01060 路灯配电箱|Street lighting switch box
01061 露天供热管道|Open-air heating pipe
01062 通信基站|Mobile base station
01063 水塔|Water tower
01064 牌楼（门楼）|Memorial archway or gatehouse
01065 管理责任公示牌|Sign naming who is responsible
01066 紧急报警点SOS|SOS emergency call point
01067 防汛监测设施|Flood monitoring facility
01068 水鹤|Standpipe for water tankers
01069 水域附属设施|Waterside facility
01070 水域护栏|Waterside railing
01071 防汛墙|Flood wall
01072 排水泵站|Drainage pumping station
01073 雨污水排放口|Storm or sewage outfall
01074 综合管廊附属设施|Utility tunnel facility
01075 快递柜|Parcel locker
01076 公用电梯|Public lift
01077 综合杆|Multi-purpose pole
02001 停车场|Car park
02002 立体车库|Multi-storey car park
02003 停车计费设备|Parking meter
02004 公交站设施|Bus stop facility
02005 出租车停靠站|Taxi stand
02006 过街天桥|Footbridge
02007 地下通道|Pedestrian underpass
02008 立交桥|Flyover
02009 跨河桥|Bridge over a river
02010 交通标志牌及标线|Traffic sign or road marking
02011 限高架标志|Height limit bar
02012 路名牌|Street name sign
02013 地名牌|Place name sign
02014 交通信号灯|Traffic light
02015 交通信号设施|Traffic signal equipment
02016 交通岗亭|Traffic police booth
02017 交通护栏|Traffic barrier
02018 防撞桶|Crash barrel
02019 安全岛|Pedestrian refuge
02020 人行横道桩|Crossing bollard
02021 便道桩|Pavement bollard
02022 柔性隔离体|Flexible lane divider
02023 道路信息显示屏|Road information display
02024 道路隔音屏|Noise barrier
02025 非机动车停放点|Bicycle and e-bike parking
02026 自行车租赁点|Bicycle hire point
02027 存车支架|Bicycle stand
02028 铁道口设施|Level crossing facility
02029 栈桥|Pier
02030 水域标示牌|Waterway sign
02031 港监设施|Harbour control facility
02032 轨道交通设施|Rail transit facility
02033 交通反视镜|Traffic mirror
02034 无障碍设施|Accessibility facility
02035 应急避难指示牌|Emergency shelter sign
02036 救助站指示牌|Shelter and aid sign
02037 文物建筑标志牌|Heritage building plaque
02038 门（楼号）牌|House or building number plate
02039 公安指示牌|Police sign
02040 景区标识牌|Tourist area sign
02041 停车信息显示屏|Parking information display
02042 铁路桥涵|Railway bridge or culvert
02043 减速带|Speed bump
02044 公路隧道|Road tunnel
03001 公共厕所|Public toilet
03002 公厕指示牌|Public toilet sign
03003 化粪池|Septic tank
03004 垃圾间（楼）|Refuse room (building)
03005 垃圾箱|Litter bin
03006 户外广告|Outdoor advertisement
03007 牌匾标识|Shop sign
03008 宣传栏|Notice board
03009 气象监测站|Weather station
03010 环保监测站|Environmental monitoring station
03011 污水口监测站|Outfall monitoring station
03012 污水监测器|Sewage monitor
03013 噪声显示屏|Noise display
03014 环卫工具间（箱）|Street cleaners' tool room (box)
03015 宠物拾便纸箱|Dog waste bag dispenser
03016 烟头收集器或灭烟处|Cigarette end collector
04001 古树名木|Ancient or notable tree
04002 行道树|Street tree
04003 独立树|Free-standing tree
04004 护树设施|Tree guard
04005 花架花钵|Flower stand or pot
04006 雕塑|Sculpture
04007 街头座椅|Street bench
04008 绿地护栏|Green space railing
04009 绿地附属设施|Green space facility
04010 喷泉|Fountain
04011 树池树穴|Tree pit
04012 高架挂箱|Planter box on a viaduct
04013 绿地|Green space
04014 林地及林地管护设施|Woodland and its facilities
05002 公房地下室|Basement of a public building
05003 车辆加油（气、电）站|Filling or charging station
05009 文物古迹|Heritage site
"""


def _read() -> dict[str, Component]:
    rows = (line.split(" ", 1) for line in _TABLE.strip().splitlines())
    return {code: Component(code, *names.split("|")) for code, names in rows}


COMPONENTS: Final[Mapping[str, Component]] = MappingProxyType(_read())
