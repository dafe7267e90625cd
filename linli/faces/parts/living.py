"""What the living page shows: every part in every state, with invented names and places.

The samples are content, as cases are, and stay in Chinese whatever the reader's language.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from linli.faces.parts import town, words
from linli.faces.parts.shapes import (
    Bar,
    Due,
    Fact,
    FlowColumn,
    FlowNode,
    FlowStream,
    Light,
    Move,
    Pages,
    Person,
    Photo,
    Place,
    RailGroup,
    Rate,
    RoleChoice,
    RoleSwitch,
    Row,
    Rung,
    State,
    Step,
    Tab,
    Tag,
)
from linli.kernel import clock

LONG_NAME = "清泉河滨江新区综合行政执法与安全生产监督管理联合办公室驻官扎园片区工作站"
LONG_TITLE = (
    "官扎园小区三期东南角临清泉河步道的无障碍坡道被私家车和共享单车长期占用，"
    "坐轮椅的老人和推婴儿车的家长下不去"
)
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E"
    "%3Crect width='4' height='3' fill='%23{}'/%3E%3Ccircle cx='2' cy='1.7' r='.8' fill='%23{}'/%3E%3C/svg%3E"
)


class SampleForm(forms.Form):
    """One field of every kind."""

    words = forms.CharField(
        label="什么事", widget=forms.Textarea(attrs={"rows": 3}), help_text="像跟邻居说话一样写就行。"
    )
    phone = forms.CharField(label="联系电话", required=False, help_text="办的人会打给您；不方便可以空着。")
    kind = forms.ChoiceField(label="哪一类", choices=[("", "请选"), ("water", "供水供热"), ("road", "道路")])
    urgent = forms.ChoiceField(
        label="急不急",
        choices=[("no", "不急"), ("soon", "这两天"), ("now", "正有危险")],
        widget=forms.RadioSelect,
    )
    hide = forms.BooleanField(
        label="不要让办的人知道我是谁", required=False, help_text="只有街道中心看得到您的电话。"
    )
    days = forms.MultipleChoiceField(
        label="哪天在家",
        choices=[("sat", "周六"), ("sun", "周日")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photos = forms.FileField(label="照片", required=False, widget=forms.ClearableFileInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)


def everything() -> dict[str, Any]:
    """Return the context of the living page."""
    now = clock.now()
    wrong = SampleForm({"wrong-words": "", "wrong-phone": "1381234", "wrong-kind": "water"}, prefix="wrong")
    wrong.full_clean()
    wrong.add_error("phone", "少了 4 位。不方便留电话可以空着。")
    return {
        "states": STATES,
        "dues": (
            words.due(now + timedelta(days=3), now),
            words.due(now + timedelta(hours=2, minutes=10), now, "yellow"),
            words.due(now - timedelta(days=1, hours=3), now, "red"),
            Due("停表中"),
        ),
        "tags": (Tag("主办", "lead"), Tag("协办"), Tag("必要"), Tag("党建", "party")),
        "rows": _rows(),
        "steps": (
            Step("ask", "陈桂芳", "到现场看过，不再冒水。请您评价。", "网格员", now - timedelta(minutes=30)),
            Step(
                "done",
                "管道抢修队",
                "疏通主管道 40 米，换了井盖。",
                "主办",
                now - timedelta(hours=5),
                photos=_photos(),
            ),
            Step("hold", "何静", "等配件到货，停表到明天 09:00。", "批准暂停", now - timedelta(days=1)),
            Step(
                "doing",
                LONG_NAME,
                "派抢修队主办，社区和物业配合。",
                "派单",
                now - timedelta(days=1, hours=2),
                is_inside=True,
            ),
            Step("new", "居民", "井口冒水，附照片 1 张。", "反映", now - timedelta(days=400)),
        ),
        "photos": _photos(),
        "facts": (
            Fact("原话", "“连着三天屋里 16 度，我妈八十了，晚上冻得睡不着，打供热电话说排队。”"),
            Fact("谁反映", "李* 138****6027", "（要写理由，本人能看到记录）", "#", "查看全号"),
            Fact("在哪里", "河滨社区 第 2 网格·滨河家园 6 号楼 2 单元"),
            Fact("是什么", "供水供电供气供热 › 室温不达标", tags=(Tag("求助"),)),
            Fact("归谁", LONG_NAME),
        ),
        "person": Person(
            "陈桂芳",
            "网格员",
            "上门、带路、代办，都可以找她",
            "官扎园社区 第 3 网格，412 户",
            "13800000000",
            "#",
        ),
        "moves": (
            Move("答复居民", "#", "send", "open"),
            Move("加派协办", "#", "user-plus"),
            Move("吹哨", "#", "speakerphone"),
            Move("退回", "#", "corner-up-left", "danger"),
            Move("申请延期", "#", "clock-plus"),
            Move("挂账", "#", "calendar-pause"),
            Move("催办", "#", "bell-ringing"),
        ),
        "rates": (
            Rate(
                "解决率",
                874,
                958,
                "居民答“解决了”",
                "有效回访",
                "近 30 天",
                "另有 12 件经批准不计入。",
                "#",
                90.1,
                trend=(81.2, 83.0, 82.7, 84.9, 86.1, 85.7, 87.7, 88.6, 88.2, 89.4, 88.8, 91.2),
                trend_words="近 12 个月",
            ),
            Rate("满意率", 812, 958, "满意和非常满意", "有效回访", "近 30 天", "", "#", 86.2),
            Rate("一小时办结率", 0, 0, "一小时内办完", "今天办完", "今天"),
        ),
        "bars": (
            Bar("暖气不热", 18, "18", "比上周多 11", is_main=True),
            Bar("乱停车", 12, "12", "差不多"),
            Bar("楼道堆物", 9, "9", "少 4"),
            Bar(LONG_NAME, 7, "7", "多 1"),
        ),
        "ladder": (
            Rung("快到期", 11, "承办人", "yellow", "#"),
            Rung("逾期 1 天内", 4, "社区书记"),
            Rung("1–3 天", 2, "分管副主任"),
            Rung("3 天以上", 1, "街道主任"),
        ),
        "flow_columns": FLOW_COLUMNS,
        "flow_streams": FLOW_STREAMS,
        "lights": (
            Light("柳行长者食堂", "stuck", "20%", "计划 45%。消防手续未批，已吹哨"),
            Light("清泉路停车场", "slow", "41%", "计划 55%。下周补一个施工队"),
            Light("官扎园管网改造", "ok", "72%"),
        ),
        "place": Place(
            120.0062, 31.0032, "滨河家园 6 号楼 2 单元", town.grid_areas(here=5), town.buildings(), "#"
        ),
        "nowhere": Place(None, None),
        "areas": town.grid_areas(),
        "outlines": town.outlines(),
        "pages": Pages("第 21–40 件，共 63 件", "#", "#"),
        "form": SampleForm(prefix="sample"),
        "wrong": wrong,
        "rail": RAIL,
        "foot": TABS,
    }


FLOW_COLUMNS = (
    FlowColumn(
        "从哪里来",
        (FlowNode("web", "居民反映", "#"), FlowNode("grid", "网格巡查"), FlowNode("hotline", "热线转来")),
    ),
    FlowColumn(
        "由谁办",
        (FlowNode("grid", "网格当场办"), FlowNode("street", "街道科室办"), FlowNode("none", "没有的不画")),
    ),
    FlowColumn("办得怎样", (FlowNode("closed", "办结"), FlowNode("doing", "正在办"))),
)
FLOW_STREAMS = (
    FlowStream(("web", "grid", "closed"), 21, "#"),
    FlowStream(("grid", "grid", "closed"), 12),
    FlowStream(("hotline", "street", "doing"), 9),
    FlowStream(("web", "street", "closed"), 6),
    FlowStream(("grid", "street", "doing"), 1),
)

LAYOUTS = ("resident", "desk", "wide", "map", "grids", "board", "paper", "trouble")


def surroundings(name: str, asked: QueryDict) -> dict[str, Any]:
    """Return what layouts stand in: an office, a person, an open case or none."""
    return {
        "office_name": LONG_NAME if "long" in asked else "清泉街道办事处",
        "me_words": "王磊·城管办",
        "me_tabs": (Tab("我的账号", "#", "user"), Tab("退出", "#", "logout")),
        "case": "list" not in asked,
        "is_empty": "empty" in asked,
        "foot": TABS,
        "tabs": RESIDENT_TABS,
        "title": LONG_TITLE if "long" in asked else "6 号楼暖气不热，家里有八十岁老人",
        "views": (
            Tab("等我办", "#", count=23, is_current=True),
            Tab("快到期", "#", count=5),
            Tab("已逾期", "#", count=2),
            Tab("等评价", "#", count=9),
            Tab("供暖季", "#"),
        ),
        "role_switch": RoleSwitch(
            "#",
            "王磊",
            (
                (
                    "街道",
                    (RoleChoice("wang", "王磊", "城管办 科员", True), RoleChoice("liu", "刘敏", "中心 派单")),
                ),
                ("社区", (RoleChoice("chen", "陈桂芳", "官扎园 3 网格 网格员"),)),
            ),
        )
        if "roles" in asked
        else None,
    }


STATES = (
    State("new", "待签收"),
    State("doing", "办理中"),
    State("ask", "等您评价"),
    State("done", "已办结"),
    State("hold", "暂停到 12-01"),
    State("back", "退回待定"),
    State("draft", "存在手机里"),
)
RAIL = (
    RailGroup(
        (
            Tab("收件箱", "#", "inbox", 23, is_current=True),
            Tab("地图", "#", "map-2"),
            Tab("看数据", "#", "chart-bar"),
        )
    ),
    RailGroup((Tab("共建认领", "#", "heart-handshake", 4),), "党的建设", "flag", is_party=True),
    RailGroup(
        (Tab("居民诉求", "#", "message-report", 17), Tab(LONG_NAME, "#", "walk")),
        "社会管理",
        "shield-check",
    ),
)
TABS = (
    Tab("等我办", "#", "inbox", is_current=True),
    Tab("地图", "#", "map-2"),
    Tab("记一件", "#", "plus", is_new=True),
    Tab("通知", "#", "bell"),
    Tab("我的", "#", "user"),
)


RESIDENT_TABS = (
    Tab("首页", "#", "home", is_current=True),
    Tab("我的事", "#", "list-check"),
    Tab("身边", "#", "map"),
    Tab("我的", "#", "user"),
)


def _rows() -> tuple[Row, ...]:
    return (
        Row(
            "#",
            "6 号楼暖气不热，家里有八十岁老人",
            STATES[1],
            Due("黄牌·剩 2 小时", "yellow"),
            ("20261117-0031", "河滨 2 网格", "供热"),
            "城管办 王磊",
            is_current=True,
        ),
        Row(
            "#",
            LONG_TITLE,
            STATES[5],
            Due("红牌·超 1 天 3 小时", "red"),
            ("20261112-0009", LONG_NAME, "违建"),
            LONG_NAME,
        ),
        Row(
            "#",
            "给独居老人装一键呼叫，谁来认领",
            State("new", "待认领"),
            Due("剩 3 个工作日"),
            ("20261119-0038", "春晓 2 网格", "微心愿"),
            "春晓社区党委",
            (Tag("党建", "party"),),
        ),
        Row(
            "#",
            "泉北小区换水泵，等厂家发货",
            STATES[4],
            Due("停表中"),
            ("20261103-0011", "泉北 6 网格", "供水"),
            "泉北社区",
        ),
        Row(
            "#",
            "6 号楼 1 单元门禁打不开",
            STATES[6],
            Due("等信号"),
            ("草稿", "6 号楼", "物业"),
            "15:12 记",
            is_draft=True,
        ),
    )


def _photos() -> tuple[Photo, ...]:
    now = clock.now()
    return (
        Photo(
            PICTURE.format("b9b2a4", "3c4241"),
            "处理前：井口冒水",
            caption="您拍的",
            at=now - timedelta(days=2),
        ),
        Photo(
            PICTURE.format("b9b2a4", "6d7472"),
            "处理后：井盖完好",
            caption="陈桂芳拍的",
            at=now - timedelta(hours=3),
        ),
    )
