"""Schemes of the hamlet."""

from __future__ import annotations

from datetime import date
from typing import Any

from linli.pillars.service.schemes import operations as op
from linli.pillars.service.schemes.models import Scheme
from linli.pillars.service.schemes.rules import Condition
from tests.town import MONDAY, Town

ABOUT: dict[str, Any] = {
    "kind": "call",
    "title": "小店稳岗补助",
    "issuer": "试验街道办事处",
    "summary": "不裁员的小店，一人补五百元",
    "gives": "每个在岗的人补 500 元",
    "how": "带材料到街道大厅二号窗口",
    "papers": ("营业执照", "工资表"),
    "contact": "街道大厅 0000-8600112",
    "opens_date": date(2026, 11, 1),
    "closes_date": date(2026, 11, 30),
}


def kept(town: Town, *conditions: Condition, **changes: Any) -> Scheme:
    """Write a scheme down."""
    given = {"actor": town.actor("dispatcher"), "at": MONDAY, "office": town.office}
    given |= {
        name: changes.pop(name) for name in ("actor", "at", "office", "scheme", "key") if name in changes
    }
    return op.keep_scheme(**given, about=op.About(**{**ABOUT, **changes}), conditions=conditions)
