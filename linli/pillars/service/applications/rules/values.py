"""What an application is made of, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Channel(StrEnum):
    """How it came in."""

    WEB = "web"
    WINDOW = "window"
    VISIT = "visit"  # 上门收件
    HELPED = "helped"  # 帮办代办


class ApplicantKind(StrEnum):
    """服务对象."""

    PERSON = "person"
    BODY = "body"


class AgentBasis(StrEnum):
    """By what right somebody acts for the applicant."""

    GUARDIAN = "guardian"  # 监护人
    RELATIVE = "relative"  # 近亲属受托
    AUTHORISED = "authorised"  # 其他受托人
    HELPER = "helper"  # 帮办代办人员


class PaperState(StrEnum):
    """Where a paper of the checklist is."""

    MISSING = "missing"
    RECEIVED = "received"
    RETURNED = "returned"  # not fit, given back
    PROMISED = "promised"  # 容缺
    SHARED = "shared"  # the office looks it up itself


class Outcome(StrEnum):
    """How it was decided."""

    APPROVED = "approved"
    DECLINED = "declined"


class Delivery(StrEnum):
    """送达方式."""

    WINDOW = "window"
    POST = "post"
    DOOR = "door"  # 送证上门
    ONLINE = "online"


class Survey(StrEnum):
    """How facts were looked into."""

    VISIT = "visit"  # 入户调查
    MEETING = "meeting"  # 民主评议
    CHECK = "check"  # 信息核对
    SITE = "site"  # 现场核查


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies: a person, or an enterprise with the person who speaks for it."""

    name: str
    phone: str = ""
    id_number: str = ""
    kind: ApplicantKind = ApplicantKind.PERSON
    body: str = ""
    uscc: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts for the applicant. Without the applicant's consent, given now, nobody acts for anybody."""

    name: str
    phone: str = ""
    basis: AgentBasis = AgentBasis.AUTHORISED
    has_consent: bool = False


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """One paper handed over: scans (kept files), how many copies, whether the original was seen.

    `source` is the id of one handed in before that stands in for it.
    """

    files: Sequence[Any] = field(default=())
    copies: int = 0
    original_seen: bool = False
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with one paper, as the notice of 补正 says it."""

    code: str
    why: str = ""
