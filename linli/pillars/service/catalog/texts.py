"""What people read about service items: names of their elements, and what contradicts itself in one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel import limits
from linli.kernel.limits import LimitUnit
from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog import operations as op
from linli.pillars.service.catalog import queries
from linli.pillars.service.catalog.rules import checks, reading, sheet
from linli.pillars.service.catalog.rules.form import Wrong
from linli.pillars.service.catalog.rules.item import (
    For,
    Handling,
    Need,
    Paper,
    Place,
    Power,
    ResultKind,
    Review,
    Way,
)

HANDLING: dict[Handling, str | Promise] = {
    Handling.INSTANT: _("当场办好（即办件）"),
    Handling.PROMISED: _("承诺件"),
}
REVIEW: dict[Review, str | Promise] = {
    Review.AT_ONCE: _("即审即办"),
    Review.FIRST: _("前审后批"),
    Review.PROMISE: _("告知承诺"),
}
WAYS: dict[Way, str | Promise] = {
    Way.WINDOW: _("到窗口"),
    Way.ONLINE: _("网上"),
    Way.POST: _("邮寄"),
    Way.DOOR: _("上门办理"),
    Way.MACHINE: _("自助机"),
}
PLACES: dict[Place, str | Promise] = {Place.HALL: _("便民大厅"), Place.COMMUNITY: _("社区服务站")}
FOR: dict[For, str | Promise] = {For.PERSON: _("个人"), For.BODY: _("单位和商户")}
POWERS: dict[Power, str | Promise] = {
    Power.PERMIT: _("行政许可"),
    Power.CONFIRM: _("行政确认"),
    Power.PAYMENT: _("行政给付"),
    Power.REWARD: _("行政奖励"),
    Power.OTHER: _("其他行政权力"),
    Power.SERVICE: _("公共服务"),
}
RESULTS: dict[ResultKind, str | Promise] = {
    ResultKind.CERTIFICATE: _("出证办结"),
    ResultKind.DOCUMENT: _("出文办结"),
    ResultKind.APPROVAL: _("审批办结"),
    ResultKind.NONE: _("登记或发放，不另发证件"),
}
PAPERS: dict[Paper, str | Promise] = {
    Paper.ORIGINAL: pgettext_lazy("paper", "原件"),
    Paper.COPY: pgettext_lazy("paper", "复印件"),
    Paper.BOTH: _("原件和复印件"),
    Paper.ELECTRONIC: _("电子的就行"),
    Paper.EITHER: _("原件或电子证照"),
}
NEEDS: dict[Need, str | Promise] = {
    Need.REQUIRED: _("必须有"),
    Need.LATER: _("可以后补"),
    Need.SHARED: _("我们自己查，您不用带"),
}

ELEMENTS: dict[str, str | Promise] = {
    "业务办理项编码": _("业务办理项编码"),
    "业务办理项名称": _("业务办理项名称"),
    "指南分组": _("指南分组"),
    "基本编码": _("基本编码"),
    "实施编码": _("实施编码"),
    "主项": _("主项"),
    "子项": _("子项"),
    "事项类型": _("事项类型"),
    "一句话说明": _("一句话说明"),
    "人生事": _("人生事"),
    "居民怎么说": _("居民怎么说"),
    "设定依据": _("设定依据"),
    "实施主体": _("实施主体"),
    "主体编码": _("主体编码"),
    "承办领域": pgettext_lazy("item", "承办领域"),
    "联办机构": _("联办机构"),
    "委托部门": _("委托部门"),
    "行使层级": _("行使层级"),
    "服务对象": _("服务对象"),
    "通办范围": _("通办范围"),
    "法定办结时限": _("法定办结时限"),
    "法定时限依据": _("法定时限依据"),
    "承诺办结时限": _("承诺办结时限"),
    "时限说明": _("时限说明"),
    "特别程序": _("特别程序"),
    "数量限制": _("数量限制"),
    "办件类型": _("办件类型"),
    "审查类型": _("审查类型"),
    "办理形式": _("办理形式"),
    "网上办理深度": _("网上办理深度"),
    "到现场次数": _("到现场次数"),
    "必须现场办理原因": _("必须现场办理原因"),
    "支持预约": _("支持预约"),
    "办理地点": _("办理地点"),
    "受理条件": _("受理条件"),
    "情形问题": _("情形问题"),
    "申请材料": _("申请材料"),
    "申请表": _("申请表"),
    "办理流程": _("办理流程"),
    "结果名称": _("结果名称"),
    "结果类型": _("结果类型"),
    "送达方式": _("送达方式"),
    "邮寄说明": _("邮寄说明"),
    "是否收费": _("是否收费"),
    "收费标准": _("收费标准"),
    "收费依据": _("收费依据"),
    "特别告知": _("特别告知"),
}
"""The headings of the sheet, for readers of other languages."""

_LIMITS: dict[LimitUnit, str | Promise] = {
    LimitUnit.WORK_DAY: _("%(n)s 个工作日"),
    LimitUnit.CALENDAR_DAY: _("%(n)s 天"),
    LimitUnit.WORK_HOUR: _("%(n)s 个工作小时"),
    LimitUnit.URGENT_HOUR: _("%(n)s 小时"),
    LimitUnit.MINUTE: _("%(n)s 分钟"),
}


def limit_words(text: str) -> str:
    """Say a limit as it stands in an item: “5 个工作日”; nothing for none."""
    if not text:
        return ""
    limit = limits.parse(text)
    return str(_LIMITS[limit.unit]) % {"n": limit.amount}


WRONG: dict[Wrong, str | Promise] = {
    Wrong.MISSING: _("这一项要填。"),
    Wrong.TOO_LONG: _("太长了，请短一些。"),
    Wrong.NO_CHOICE: _("请从下面选一个。"),
    Wrong.NO_NUMBER: _("请写数字。"),
    Wrong.NO_DAY: _("请写成 2026-11-22 这样的日期。"),
    Wrong.NO_USCC: _("统一社会信用代码不对，请照着营业执照再看一遍，18 位。"),
    Wrong.NO_PHONE: _("这个号码不对：手机是 11 位，座机请加区号。"),
    Wrong.NO_ID_CARD: _("身份证号不对，请照着证件再看一遍，18 位，最后一位可能是 X。"),
    Wrong.NO_BANK_CARD: _("卡号不对，请照着卡再看一遍。"),
}

HINTS: dict[str, str | Promise] = {
    checks.GROUND_UNCHECKED: _("依据还没有人和原文核对过。"),
    checks.NO_STATUTORY: _("没有写法定时限：法律没有规定就留空，有规定要补上。"),
    checks.NO_ENGLISH: _("名称或材料还没有英文。"),
    checks.NOT_SAID: _("没有写居民怎么说这件事，居民用口语搜不到。"),
}

UNFIT: dict[type[Refusal], tuple[int, object]] = {
    checks.ItemUnfit: (422, _("这个事项还不能发布。")),
    checks.NameMissing: (422, _("要有名称，还要写明由谁决定。")),
    checks.GroupUnknown: (422, _("办事指南里没有“%(group)s”这一组。")),
    checks.GroundMissing: (422, _("要写明设定依据：哪个文件，第几条。")),
    checks.ConditionMissing: (422, _("要写明谁可以办。")),
    checks.StepsMissing: (422, _("要写明怎么办，一步一步。")),
    checks.InstantHasTime: (422, _("即办件当场办好，不能再写承诺几天；要么改成承诺件。")),
    checks.PromiseMissing: (422, _("承诺件要写明几天办好。")),
    checks.PromiseNeedsReview: (422, _("有承诺时限的是承诺件，审查类型应是前审后批或告知承诺。")),
    checks.PromiseBeyondLaw: (422, _("承诺时限（%(promised)s）不能比法定时限（%(statutory)s）长。")),
    checks.VisitReasonMissing: (422, _("要跑现场，就要写明为什么必须来。")),
    checks.VisitReasonIdle: (422, _("不用跑现场，必须现场办理的原因应写“无”。")),
    checks.NoWayFromHome: (422, _("不用跑现场，就要能网上办、邮寄或上门办。")),
    checks.DepthNeedsNoVisit: (422, _("网上办理深度Ⅳ级是全程网办，到现场次数应是 0。")),
    checks.OnlineWithoutDepth: (422, _("办理形式里的网上和网上办理深度对不上。")),
    checks.ResultUnlikeKind: (422, _("结果叫“%(name)s”，结果类型对不上。")),
    checks.FeeWithoutGround: (422, _("收费就要写明多少钱、按哪个文件收。")),
    checks.CodeTwice: (422, _("“%(code)s”用了两次，分不清是哪个。")),
    checks.AnswerUnknown: (422, _("有材料或问题要看“%(code)s”的回答，可是前面没有这样问、也没有这个答案。")),
    checks.ChoicesMissing: (422, _("“%(code)s”要选一个，至少写两个答案。")),
    checks.NothingSure: (422, _("不能所有材料都后补：主要材料要齐。")),
    checks.PaperAbolished: (422, _("“%(name)s”社区已经不出具，不能要求居民去开，也不能列为事项。")),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    **UNFIT,
    reading.ItemUnreadable: (422, _("“%(where)s”读不懂。")),
    sheet.RowUnreadable: (422, _("“%(column)s”这一栏读不懂：%(value)s")),
    op.ItemTwice: (409, _("“%(code)s”在文件里出现了两次，只取第一次。")),
    op.NoItemFile: (422, _("这个 JSON 文件坏了，或者里面没有事项清单。")),
    op.NoItemSheet: (
        422,
        _("这个表没有“业务办理项编码”“业务办理项名称”“指南分组”三栏。先下载一份现在的，照着填。"),
    ),
    queries.NoSuchItem: (404, _("没有这个事项，可能已经取消。")),
    op.NotYoursToKeep: (403, _("事项由街道的大厅、科室和领导维护。")),
    op.NothingToPublish: (409, _("这个事项没有草稿。")),
    op.NothingToEnd: (409, _("这个事项没有在办。")),
    op.DraftMoved: (409, _("刚才有人改过这份草稿，请先看看改了什么。")),
}
