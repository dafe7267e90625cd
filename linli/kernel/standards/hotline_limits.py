"""The clocks of hotlines, as published, and the ones Linli starts with.

Published sets differ from place to place; a subdistrict chooses its own in settings. The defaults follow
Shandong's 2020 rule where it says something, and name their other source or LOCAL where it does not. The flow of
reports and the categories of residents both take them from here, so that a report without a category waits no longer
than one with.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from linli.kernel.limits import Limit, calendar_days, urgent_hours, work_days, work_hours
from linli.kernel.sources import Source, local_choice

_READ: Final = date(2026, 11, 21)

SHANDONG_2020: Final = Source(
    "山东省政务服务热线管理办法",
    "办理时限 (2020)",
    "https://m.yybnet.net/shandong/news/202001/10093219.html",
    _READ,
)
SHANDONG_2017: Final = Source(
    "山东省省级投诉办理流程 (2017)",
    "办理时限; 黄牌、红牌",
    "https://m.shzx.org/a/36-386-0.html",
    _READ,
)
BEIJING_DRAFT_2021: Final = Source(
    "北京市12345市民服务热线服务与管理规范 (2021 征求意见稿)",
    "办理时限",
    "http://usamodel.cn/newsDetail_forward_16042936",
    _READ,
    "A draft, read in a newspaper's account of it.",
)
SHANGHAI_DANING_2019: Final = Source(
    "上海市静安区大宁路街道热线工单办理办法 (2019)",
    "办理时限",
    "https://www.jingan.gov.cn/govxxgk/JF6/2019-12-04/186e16c3-91f3-47dc-ba01-180b2f33de13.html",
    _READ,
)
SHANGHAI_XIAYANG_2022: Final = Source(
    "上海市青浦区夏阳街道热线工单办理办法 (2022)",
    "先行联系、办理、重办时限",
    "https://www.shqp.gov.cn/xiay/xyzwgk/ml/yw/20220609/922122.html",
    _READ,
)
SOURCE: Final = SHANDONG_2020

# -------- as published

SHANDONG_SETTLE: Final = work_days(5, SHANDONG_2020)
SHANDONG_EXTENSION: Final = work_days(10, SHANDONG_2020)  # at most, for very complex cases
SHANDONG_RETURN: Final = work_days(2, SHANDONG_2020)  # not our duty: back with a reason
SHANDONG_COMPLAINT: Final = work_days(15, SHANDONG_2017)
SHANDONG_COMPLAINT_REDO: Final = work_days(7, SHANDONG_2017)
BEIJING_EMERGENCY: Final = urgent_hours(2, BEIJING_DRAFT_2021)  # danger to life or property
BEIJING_UTILITIES: Final = urgent_hours(24, BEIJING_DRAFT_2021)  # water, power, gas, heat
BEIJING_GENERAL: Final = calendar_days(7, BEIJING_DRAFT_2021)
BEIJING_COMPLEX: Final = calendar_days(15, BEIJING_DRAFT_2021)
BEIJING_WEB_INTAKE: Final = urgent_hours(2, BEIJING_DRAFT_2021)
DANING_CONSULT: Final = work_days(1, SHANGHAI_DANING_2019)
DANING_RECHECK: Final = work_days(3, SHANGHAI_DANING_2019)
DANING_SETTLE: Final = work_days(5, SHANGHAI_DANING_2019)
DANING_COMPLEX: Final = work_days(15, SHANGHAI_DANING_2019)
XIAYANG_CONTACT: Final = work_days(1, SHANGHAI_XIAYANG_2022)
XIAYANG_SETTLE: Final = work_days(5, SHANGHAI_XIAYANG_2022)
XIAYANG_REDO: Final = work_days(3, SHANGHAI_XIAYANG_2022)

# -------- what Linli starts with

RESPOND: Final[Limit] = urgent_hours(
    24,
    local_choice("Xiayang contacts the caller within a working day; here a day and a night, weekends too."),
)
ACCEPT: Final[Limit] = work_hours(
    2, local_choice("Beijing's draft asks for web intake in 2 hours; here office hours.")
)
SIGN: Final[Limit] = work_days(1, local_choice("A unit signs its share in before the next working day ends."))
SETTLE: Final[Limit] = SHANDONG_SETTLE
EMERGENCY: Final[Limit] = BEIJING_EMERGENCY
UTILITIES: Final[Limit] = BEIJING_UTILITIES
ANSWER: Final[Limit] = DANING_CONSULT
VERIFY: Final[Limit] = work_hours(
    4, local_choice("A look on the spot before filing: within half a working day.")
)
INSPECT: Final[Limit] = work_days(1, local_choice("A check on the spot after the work."))
CALLBACK: Final[Limit] = calendar_days(
    7,
    local_choice(
        "How long the resident may answer; then it closes as not rated. Two days lose who works away."
    ),
)
RULE: Final[Limit] = work_days(
    1, local_choice("Who leads a report that bounced twice is decided by the next day.")
)
WAIT: Final[Limit] = work_days(3, local_choice("How long the clock waits for a resident's reply."))
RETURN: Final[Limit] = SHANDONG_RETURN
EXTENSION: Final[Limit] = SHANDONG_EXTENSION
REDO: Final[Limit] = XIAYANG_REDO
