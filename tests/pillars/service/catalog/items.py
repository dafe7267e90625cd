"""An item that is fit to be published, for tests to spoil."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from linli.pillars.service.catalog.rules.item import (
    Choice,
    Ground,
    Handling,
    Item,
    Line,
    Material,
    Need,
    Paper,
    Question,
    Result,
    ResultKind,
    Review,
    Special,
    Time,
    Way,
    Who,
)

ITEM = Item(
    code="T001",
    name=Line("老年人高龄津贴申领", "Allowance for the very old"),
    group="elders",
    events=("ageing",),
    said=("老人补贴", "八十岁给钱"),
    grounds=(Ground("试验办法", "第三条", is_local=True),),
    who=Who(body="试验街道办事处", role="civil_affairs"),
    time=Time(
        statutory="20 work_day",
        promised="10 work_day",
        specials=(Special("check", Line("核对"), "10 work_day"),),
    ),
    handling=Handling.PROMISED,
    review=Review.FIRST,
    ways=(Way.WINDOW, Way.ONLINE),
    depth=3,
    visits=1,
    visits_reason=Line("核对证件原件"),
    conditions=(Line("年满 80 周岁"),),
    questions=(
        Question("who", Line("谁来办"), (Choice("self", Line("本人")), Choice("other", Line("别人代办")))),
        Question("card", Line("有没有社保卡"), when={"who": ("self",)}),
    ),
    materials=(
        Material("id", Line("身份证", "Identity card"), Paper.EITHER),
        Material("proxy", Line("委托书", "Letter of authority"), when={"who": ("other",)}),
        Material("photo", Line("一寸照片", "Photo"), copies=2, need=Need.LATER),
        Material("bank", Line("银行卡", "Bank card"), when={"card": ("no",)}),
    ),
    steps=(Line("申请"), Line("核对"), Line("发放")),
    result=Result(Line("高龄津贴"), ResultKind.NONE),
)


def spoilt(**changes: Any) -> Item:
    return replace(ITEM, **changes)
