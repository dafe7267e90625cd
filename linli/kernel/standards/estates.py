"""Owners and the companies that serve them: what the law says of electing a committee, and what a company owes.

Days, numbers and shares of the election are data with the clause they stand in. Where only a reprint was read, it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from linli.kernel.sources import Source, local_choice

CIVIL_CODE: Final = Source(
    "中华人民共和国民法典",
    "第二百七十七条",
    "https://laweer.com/question/6e1d3f8fe90f7.html",
    date(2026, 11, 22),
    "Read in an answer that quotes the article: the office and the residents' committee guide and help.",
)
REGULATION: Final = Source(
    "物业管理条例",
    "第十条、第十四条、第十六条",
    "http://uianet.net/dictionary/b8163741.html",
    date(2026, 11, 22),
    "Read in a digest: five to eleven members, an odd number; notice 15 days before; filing within 30 days.",
)
GUIDELINES: Final = Source(
    "业主大会和业主委员会指导规则（建房〔2009〕274 号）",
    "第九条至第十五条、第三十一条至第三十三条",
    "https://doc.hozii.com/Doc/Detail/d206b3b1-f5c8-46ec-a6ba-7444971af18d",
    date(2026, 11, 22),
    "Read in a county's reprint of the procedure: group odd in number, at least half of it owners, led by the street; 7 "
    "days public; 90 days to the first meeting. The 60 days to form the group: http://m.nthddy.com.cn/a/389.html.",
)
OVERVOTE: Final = Source(
    "小区业主委员会选举办法（范本）",
    "第十条：每张选票所选的人数，等于或少于应选人数为有效票，多于应选人数为无效票",
    "https://www.wnwk.com/doc/1878990.html",
    date(2026, 11, 23),
    "Read in an excerpt. Another model (http://m.hoachina.com/1w/97/193226.htm, 第十五条) and a printed ballot "
    "(https://www.360docs.net/doc/4a13413657.html) say the same, as the electoral law does of deputies. Neither the Civil "
    "Code nor the regulation says anything of it.",
)
SOURCE: Final = REGULATION
MARKET: Final = local_choice(
    "What a company owes is in its contract; these lines follow 物业管理条例 第三十五条 (services as agreed) and the usual "
    "contract."
)

FORM_DAYS: Final = 60
PREPARE_DAYS: Final = 90
NOTICE_DAYS: Final = 15
GROUP_DAYS: Final = 7
FIRST_MEETING_DAYS: Final = 7
FILING_DAYS: Final = 30
LEAST_SEATS: Final = 5
MOST_SEATS: Final = 11
MOST_TERM_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class CompanyDuty:
    """One thing a company owes by its contract."""

    code: str
    words: str


COMPANY_DUTIES: Final = (
    CompanyDuty("clean", "楼道、院落、垃圾桶每天保洁"),
    CompanyDuty("green", "绿地有人养护，枯枝及时修剪"),
    CompanyDuty("guard", "出入口有人值守，夜里有人巡看"),
    CompanyDuty("fire", "消防通道畅通，消防设施按期检查并有记录"),
    CompanyDuty("lift", "电梯按期维保，困人半小时内到场"),
    CompanyDuty("light", "公共照明、门禁坏了三天内修好"),
    CompanyDuty("pipes", "共用的水管、排水管堵漏两天内处理"),
    CompanyDuty("desk", "服务电话有人接，报修当天答复"),
    CompanyDuty("prices", "收费项目、标准、公共收益按季公示"),
    CompanyDuty("fund", "动用维修资金先公示、表决，用后公布账目"),
    CompanyDuty("parking", "车位、充电设施管理有序，劝阻飞线充电"),
    CompanyDuty("builders", "装修登记巡查，发现违建及时劝阻和报告"),
)
