"""What people read about compounds, contracts and elections."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import rules
from linli.pillars.governance.estates.rules import Side, Standing

STANDINGS = {
    Standing.NONE: _("没有业主委员会"),
    Standing.ELECTING: _("正在选"),
    Standing.IN_OFFICE: _("在任"),
    Standing.ENDING: _("快到期，该换届了"),
    Standing.EXPIRED: _("任期过了"),
}
STANDING_SHAPES = {
    Standing.NONE: "new",
    Standing.ELECTING: "doing",
    Standing.IN_OFFICE: "done",
    Standing.ENDING: "ask",
    Standing.EXPIRED: "back",
}
SIDE_TASKS = {
    Side.COMMUNITY: _("牵头，召集六方，协调街道和部门"),
    Side.BRANCH: _("带头提、带头办，党员联系楼栋"),
    Side.COMPANY: _("按合同服务，报修当天答复"),
    Side.OWNERS: _("代表业主，管好公共收益和维修资金"),
    Side.PARTNER: _("出资源、出人手，认领项目"),
    Side.RESIDENTS: _("提问题，一起商量，一起监督"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.NoSuchEstate: (404, _("没有这个小区，或者不归您看。")),
    op.NotYourEstate: (403, _("小区的登记由本社区和街道的工作人员来改。")),
    op.NoCompany: (422, _("请选本街道的一家物业公司。")),
    op.EstateTermBackward: (422, _("起止日期要都写，止要在起之后。")),
    op.SideSeated: (409, _("%(name)s已经坐在这一方了。")),
    rules.GroupUnfit: (422, _("筹备组人数要是单数，业主至少占一半，组长由街道的代表担任。")),
    rules.ListUnfit: (422, _("候选人要 %(least)s 到 %(most)s 个，单数。现在是 %(n)s 个。")),
    rules.NoticeTooShort: (422, _("至少要提前 %(days)s 天公告。")),
    rules.FormulaUnusable: (422, _("“%(line)s”的分值要在 0 和 100 之间。")),
}
DUTIES = {
    "clean": _("楼道、院落、垃圾桶每天保洁"),
    "green": _("绿地有人养护，枯枝及时修剪"),
    "guard": _("出入口有人值守，夜里有人巡看"),
    "fire": _("消防通道畅通，消防设施按期检查并有记录"),
    "lift": _("电梯按期维保，困人半小时内到场"),
    "light": _("公共照明、门禁坏了三天内修好"),
    "pipes": _("共用的水管、排水管堵漏两天内处理"),
    "desk": _("服务电话有人接，报修当天答复"),
    "prices": _("收费项目、标准、公共收益按季公示"),
    "fund": _("动用维修资金先公示、表决，用后公布账目"),
    "parking": _("车位、充电设施管理有序，劝阻飞线充电"),
    "builders": _("装修登记巡查，发现违建及时劝阻和报告"),
    "late": _("交给公司的诉求超期办结或者超期没办"),
    "unhappy": _("交给公司的诉求，居民回访不满意"),
}
"""Every line of the list, in the reader's language; a test holds it against the standard."""
