"""The office itself: services, staff, Party life, and what fits nowhere else."""

from __future__ import annotations

from functools import partial
from typing import Final

from linli.kernel.standards.departments import DepartmentRole as Role
from linli.kernel.standards.hotline_limits import ANSWER
from linli.kernel.standards.resident_categories._kinds import Category, Group, Inspection

_affairs = partial(
    Category,
    "affairs",
    roles=(Role.SUBDISTRICT, Role.COMMUNITY),
    inspection=Inspection.ASK_REPORTER,
    is_publishable=False,
    nearby_m=0,
)
_other = partial(
    Category,
    "other",
    roles=(Role.SUBDISTRICT, Role.COMMUNITY),
    inspection=Inspection.ASK_REPORTER,
    nearby_m=0,
)

AFFAIRS: Final = Group(
    "affairs",
    "党务政务",
    "Office and Party affairs",
    "办事、证明、社区工作、干部作风、党员服务",
    "Services, certificates, community work, conduct of staff, Party members",
    (
        _affairs(
            "how-to",
            "怎么办事",
            "How to get something done",
            "想问一件事去哪办、带什么、多久能好",
            "Where to go, what to bring, how long it takes",
            "怎么办 去哪办 需要什么材料 办事 窗口 上班时间 电话",
            settle=ANSWER,
            inspection=Inspection.NONE,
        ),
        _affairs(
            "certificates",
            "证明和盖章",
            "Certificates and stamps",
            "居住证、户口、各种证明",
            "Residence permit, household register, proofs",
            "证明 盖章 居住证 户口 身份证 落户 迁户口",
            roles=(Role.COMMUNITY, Role.POLICE),
        ),
        _affairs(
            "service",
            "窗口服务",
            "Service at the counter",
            "排队久、没人、态度不好、来回跑",
            "Long queue, nobody there, rudeness, sent back and forth",
            "窗口 态度 排队 来回跑 没人 推诿 大厅",
        ),
        _affairs(
            "community",
            "社区和网格工作",
            "Community and grid work",
            "找不到网格员、通知没说清、活动和选举",
            "Cannot find your grid worker, unclear notices, activities, elections",
            "社区 网格员 居委会 通知 活动 选举 志愿者 微信群",
        ),
        _affairs(
            "conduct",
            "干部作风",
            "Conduct of officials",
            "吃拿卡要、不作为、优亲厚友。您的名字替您保密",
            "Bribes, inaction, favouring relatives. Your name is kept secret",
            "干部 作风 腐败 不作为 吃拿卡要 举报 违纪 公车",
            roles=(Role.DISCIPLINE,),
        ),
        _affairs(
            "party",
            "党员和党组织",
            "Party members and branches",
            "组织关系、入党、双报到、党员活动",
            "Transfer, joining, service in the community, activities",
            "党员 党组织 组织关系 入党 党费 双报到 支部",
            roles=(Role.PARTY_AFFAIRS,),
        ),
        _affairs(
            "information",
            "政府信息公开",
            "Access to information",
            "想看一份文件、一笔账、一个规划",
            "A document, an account or a plan you want to see",
            "信息公开 公示 文件 账目 规划 政策",
        ),
    ),
)

OTHER: Final = Group(
    "other",
    "其他",
    "Something else",
    "找不到合适的，写下来就行，我们来分",
    "Nothing fits? Just write it down; we sort it",
    (
        _other(
            "unsorted",
            "说不清归哪类",
            "Not sure where it belongs",
            "写下来就行，我们来分",
            "Just write it down; we sort it",
            "其他 不知道 帮忙 反映 问题",
        ),
        _other(
            "planning",
            "规划和公共设施建议",
            "Ideas for the neighbourhood",
            "想要公园、学校、车站、便民店",
            "A park, school, stop or shop you would like",
            "建议 希望 增加 公园 便民 规划 建一个",
            roles=(Role.SUBDISTRICT, Role.PLANNING),
        ),
        _other(
            "culture",
            "文体活动和场所",
            "Culture and sport",
            "图书室、活动室、演出、球场",
            "Library, hall, shows, sports ground",
            "活动室 图书馆 文化 演出 老年大学 球场 广场",
            roles=(Role.CULTURE, Role.COMMUNITY),
        ),
        _other(
            "praise",
            "表扬感谢",
            "Praise and thanks",
            "想夸一夸帮过您的人，我们转达",
            "Someone helped you; we pass it on",
            "表扬 感谢 锦旗 点赞 谢谢",
            settle=ANSWER,
            inspection=Inspection.NONE,
        ),
    ),
)
