"""What the columns of a hotline's sheet are called, and what the words in them mean.

Names are matched whole, after width, case, spaces and what stands in brackets are taken away. The first name of a field
that a sheet has wins; a deployment adds its own with `--map`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Column and status words seen in sheets of 12345 hotlines and message boards. The classes of the message boards are "
    "wider than the headings of the catalogue; each is put under the heading that most of its messages belong to."
)


class Field(StrEnum):
    """What a column may hold."""

    NUMBER = "number"
    TITLE = "title"
    TEXT = "text"
    TIME = "time"
    DAY = "day"
    NAME = "name"
    PHONE = "phone"
    CATEGORY = "category"
    NATURE = "nature"
    PLACE = "place"
    AREA = "area"
    LON = "lon"
    LAT = "lat"
    ANSWER = "answer"
    ANSWERED_AT = "answered_at"
    STATUS = "status"
    URGENT = "urgent"
    CONFIDENTIAL = "confidential"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SEVERAL: Final = frozenset({Field.CATEGORY, Field.PLACE, Field.AREA})
"""Fields that a sheet spreads over columns, from the coarse to the fine."""

COLUMNS: Final[Mapping[Field, tuple[str, ...]]] = MappingProxyType(
    {
        Field.NUMBER: _words("""
            留言编号 工单编号 工单号 诉求编号 受理编号 受理单号 案件编号 信件编号 事项编号 事件编号
            帖子编号 来电编号 派单编号 业务编号 流水号 受理流水号 单号 编号 序列号 id tid case_id
            caseid ticket number service_request_id
        """),
        Field.TITLE: _words("""
            留言主题 留言标题 诉求标题 工单标题 事件标题 案件标题 信件标题 来信标题 主题 标题 title
            subject
        """),
        Field.TEXT: _words("""
            留言详情 留言内容 诉求内容 诉求详情 诉求描述 反映内容 反映问题 问题描述 问题内容
            工单内容 工单描述 来电内容 事件描述 事件内容 案件描述 信件内容 来信内容 具体内容
            主要内容 详细内容 详情 内容 正文 描述 原文 content text description details message body
            tokens
        """),
        Field.TIME: _words("""
            留言时间 诉求时间 受理时间 来电时间 反映时间 登记时间 提交时间 创建时间 上报时间
            发布时间 来信时间 接单时间 派单时间 事发时间 时间 time created created_at createddate
            created_date requested_datetime datetime
        """),
        Field.DAY: _words("""
            留言日期 受理日期 来电日期 登记日期 提交日期 日期 date day
        """),
        Field.NAME: _words("""
            留言用户 来电人 来电人姓名 诉求人 诉求人姓名 反映人 反映人姓名 市民姓名 投诉人 来信人
            联系人 姓名 用户 用户名 name user
        """),
        Field.PHONE: _words("""
            联系电话 来电号码 主叫号码 电话号码 联系方式 手机号码 手机号 手机 电话 phone mobile tel
            telephone
        """),
        Field.CATEGORY: _words("""
            一级分类 二级分类 三级分类 四级分类 一级类别 二级类别 三级类别 诉求类别 诉求分类
            问题类别 问题分类 事项类别 事项分类 内容分类 案件大类 案件小类 大类 小类 类别 分类 领域
            label category domain srtype service_name
        """),
        Field.NATURE: _words("""
            诉求性质 诉求类型 工单类型 业务类型 留言类型 来电类型 性质 类型 type nature
        """),
        Field.PLACE: _words("""
            事发区域 事发地点 事发地址 发生地点 发生地址 诉求地点 诉求地址 问题地点 问题地址
            被反映地址 详细地址 位置 地点 地址 address place location
        """),
        Field.AREA: _words("""
            所属街道 所属社区 社区 社区名称 村居 所属网格 网格 网格名称 community grid
        """),
        Field.LON: _words("""
            经度 lon lng long longitude x坐标
        """),
        Field.LAT: _words("""
            纬度 lat latitude y坐标
        """),
        Field.ANSWER: _words("""
            答复意见 答复内容 回复内容 回复意见 办理结果 处理结果 办理情况 处理情况 处理意见
            办结意见 答复 回复 answer reply status_notes resolution
        """),
        Field.ANSWERED_AT: _words("""
            答复时间 回复时间 办结时间 办理时间 处理时间 完成时间 结案时间 答复日期 回复日期
            办结日期 answered_at replied_at closed closed_at closedate closed_date
        """),
        Field.STATUS: _words("""
            办理状态 工单状态 处理状态 案件状态 留言状态 状态 status state srstatus
        """),
        Field.URGENT: _words("""
            是否紧急 紧急程度 是否加急 紧急 urgent priority
        """),
        Field.CONFIDENTIAL: _words("""
            是否保密 保密 是否匿名 confidential
        """),
    }
)


def _table(text: str) -> Mapping[str, str]:
    """Read lines of “meaning: words”."""
    lines = (line.split(":") for line in text.strip().splitlines())
    return MappingProxyType({word: meaning.strip() for meaning, words in lines for word in words.split()})


NATURES: Final = _table("""
    consult: 咨询
    help: 求助 投诉/求助 求助/投诉 投诉求助 反映
    complaint: 投诉 申诉
    report: 举报 投诉举报 举报/投诉
    suggestion: 建议 建言 意见 意见建议
    thanks: 感谢 表扬
    other: 其他 其它
""")

DONE: Final = frozenset(
    _words("""
    已办理 已办结 办结 已回复 已答复 已完成 完成 已关闭 关闭 已归档 归档 已解决 已处理 结案 已结案
    closed done resolved completed
""")
)
RUNNING: Final = frozenset(
    _words("""
    待回复 待答复 待办理 待受理 待处理 未办结 未回复 未处理 办理中 处理中 受理中 已受理 已派单
    转办中 open new pending
""")
)
YES: Final = frozenset(
    _words("""
    是 有 紧急 加急 特急 特提 保密 匿名 yes y true 1 urgent high
""")
)

# Classes of the message boards and of the hotline contest, after the heading or category they come under.
CLASSES: Final = _table("""
    housing: 城乡建设 城建 住房 住建
    housing.demolition: 国土资源
    nuisance: 环境保护 环保 噪音 噪声
    traffic: 交通运输 交通
    education: 教育文体 教育
    insurance: 劳动和社会保障 就业 社保
    insurance.clinic: 卫生计生 医疗
    market: 商贸旅游 企业 旅游 金融 经济管理 市场监管
    affairs: 党务政务 政务
    affairs.conduct: 纪检监察
    care: 民政
    safety.order: 治安 政法
    safety: 公共安全 消防
    utilities.telecom: 科技与信息产业
    other.culture: 文娱 文体
    other: 农村农业 三农 其他 其它
    property: 物业
    streetscape: 市容环境 城市管理 城管
    facilities: 市政
    utilities: 水电气暖
    illegal-building: 违建
""")
