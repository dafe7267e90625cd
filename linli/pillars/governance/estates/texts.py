"""What people read about compounds, contracts and elections."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.estates import flow, rules
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates.rules import Criterion, ReviewStage, Side, Standing

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

STATES = {
    "proposed": _("有人申请，等成立筹备组"),
    "preparing": _("筹备组在准备"),
    "posted": _("公告中"),
    "objected": _("有异议，等答复"),
    "ready": _("公告完了，等表决"),
    "voting": _("业主在表决"),
    "counting": _("等计票"),
    "elected": _("选出来了，等开首次会议"),
    "seated": _("开过首次会议，等备案"),
    "filed": _("交了备案材料"),
    "ledgered": _("先放一放"),
    "closed": _("备案了，业主委员会成立"),
    "dropped": _("没有选成"),
}
SHAPES = {
    "proposed": "new", "preparing": "doing", "posted": "ask", "objected": "back", "ready": "doing", "voting": "ask",
    "counting": "doing", "elected": "doing", "seated": "doing", "filed": "ask", "ledgered": "hold", "closed": "done",
    "dropped": "hold",
}  # fmt: skip
VERBS = {
    "propose": _("申请选举"),
    "convene_group": _("公布筹备组"),
    "post_papers": _("公告名册、名单和规约"),
    "end_notice": _("公告期满"),
    "dismiss_objection": _("异议不成立"),
    "uphold_objection": _("异议成立，重新准备"),
    "put_to_vote": _("提交业主表决"),
    "remind_voters": _("提醒还没投票的人"),
    "end_vote": _("表决到期"),
    "take_result": _("记下结果"),
    "overturn_result": _("结果被推翻，重新准备"),
    "seat_committee": _("记下首次会议"),
    "file_committee": _("提交备案"),
    "send_filing_back": _("退回补正"),
    "confirm_filing": _("同意备案"),
    "shelve": _("先放一放"),
    "take_up": _("接着办"),
    "come_back": _("到日子，接着办"),
    "drop": _("不选了"),
    "note": _("留言"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}
SLOTS = {
    "form": _("成立筹备组（60 天）"),
    "prepare": _("召开首次业主大会（90 天）"),
    "object": _("答复异议"),
    "vote": _("提交表决"),
    "count": _("计票"),
    "seat": _("首次会议（7 天）"),
    "file": _("备案（选出后 30 天）"),
    "check": _("核对备案材料"),
    "wait": _("放一放"),
    "resolve": _("整件办完"),
}
STEPS = (_("申请"), _("筹备"), _("公告"), _("表决"), _("首次会议"), _("备案"))
DATES = {
    "form": _("成立筹备组"),
    "post": _("公告名册、名单和规约"),
    "prepare": _("召开首次业主大会"),
    "elect": _("选出业主委员会"),
    "seat": _("业主委员会首次会议"),
    "file": _("向街道备案"),
}

CRITERIA = {
    Criterion.IN_TIME: _("交办的按时办结"),
    Criterion.SOLVED: _("回访说解决了"),
    Criterion.CONTENT: _("回访基本满意以上"),
    Criterion.LASTING: _("办结后没有返工"),
    Criterion.TABLE: _("来开六方议事会"),
    Criterion.VOICES: _("住户打分“一般”以上"),
}
COUNTED = {
    Criterion.IN_TIME: _("期限内办结 ÷ 到了期限的交办件"),
    Criterion.SOLVED: _("答“解决了” ÷ 回访"),
    Criterion.CONTENT: _("3 分以上 ÷ 答了满意度的回访"),
    Criterion.LASTING: _("没有重开过 ÷ 办结的件"),
    Criterion.TABLE: _("物业到会 ÷ 开过的六方议事会"),
    Criterion.VOICES: _("3 分以上 ÷ 打了分的住户，不到 5 户不算"),
}
LEVELS = ((5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意")))
STAGES = {
    ReviewStage.OPEN: _("住户在打分"),
    ReviewStage.PUBLIC: _("公示中"),
    ReviewStage.APPEALED: _("公司有异议，等答复"),
    ReviewStage.SETTLED: _("公示完了"),
}
STAGE_SHAPES = {
    ReviewStage.OPEN: "doing",
    ReviewStage.PUBLIC: "ask",
    ReviewStage.APPEALED: "back",
    ReviewStage.SETTLED: "done",
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.NoSuchEstate: (404, _("没有这个小区，或者不归您看。")),
    op.NotYourEstate: (403, _("小区的登记由本社区和街道的工作人员来改。")),
    op.NoCompany: (422, _("请选本街道的一家物业公司。")),
    op.EstateTermBackward: (422, _("起止日期要都写，止要在起之后。")),
    op.SideSeated: (409, _("%(name)s已经坐在这一方了。")),
    op.NotYourHome: (403, _("只能为自己登记居住的小区申请。没有登记的，请带房产证到社区。")),
    op.ElectingAlready: (409, _("这个小区正在选，看 %(number)s。")),
    op.NotWhilePrepared: (409, _("名册、名单和规约只在筹备的时候写。")),
    rules.StrangeDoor: (422, _("名册里这一行不对，或者写了两遍：%(label)s")),
    op.NoRollSheet: (422, _("没有读到名册：要有“门牌”和“面积”两列，下面至少一行。")),
    op.BallotIncomplete: (422, _("每一项都要选：同意、不同意或者弃权。")),
    rules.TooManyAgreed: (
        422,
        _("同意了 %(n)s 人，只选 %(seats)s 名：多选的票作废。请改成最多同意 %(seats)s 人再交。"),
    ),
    op.NothingLeft: (409, _("这一户每一项都投过了。")),
    op.NotToObject: (409, _("现在不在公告期。")),
    op.ObjectingAlready: (409, _("您的异议已经收到，正在答复。")),
    op.HallMissing: (409, _("本社区还没有协商委员会或议事厅，请先在“协商”里成立一个。")),
    flow.GroupMissing: (409, _("先写好筹备组。")),
    flow.ElectionUnready: (409, _("名册、候选人名单、管理规约和议事规则都写好，才能公告。")),
    flow.ObjectionMissing: (409, _("没有等答复的异议。")),
    flow.VotesOpen: (409, _("还有表决没有计完票。")),
    flow.ResultPublic: (409, _("结果还在公示，或者有异议没有答复。")),
    flow.NotOverturned: (409, _("没有推翻结果的异议。")),
    rules.GroupUnfit: (422, _("筹备组人数要是单数，业主至少占一半，组长由街道的代表担任。")),
    rules.ListUnfit: (
        422,
        _(
            "要选 %(least)s 到 %(most)s 个，单数；候选人不能比要选的少，也不能写两遍。现在选 %(seats)s 个，候选 %(n)s 个。"
        ),
    ),
    op.NoSuchReview: (404, _("没有这次评价，或者不归您看。")),
    op.OfficeMakesMethod: (403, _("评价办法由街道定，公司的异议由街道答复。")),
    op.ReviewThere: (409, _("从 %(begun)s 起的这一期已经评过了。")),
    op.ReviewNotOpen: (409, _("已经公示了，不能再改。")),
    op.NotYourReview: (403, _("登记住在这个小区的住户才能打分。没有登记的，请到社区登记。")),
    op.NotToAppeal: (409, _("公示期里才能提异议，答复了上一次才能再提。")),
    op.StrangeCase: (422, _("这次评价里没有算 %(number)s 这一件。")),
    rules.WeightsUneven: (422, _("各项权重加起来要是 100，现在是 %(sum)s。")),
    rules.PeriodUnfit: (422, _("评的要是已经过完的日子，最长 %(most)s 天。")),
    rules.NoticeTooShort: (422, _("至少要提前 %(days)s 天公告。")),
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
}
"""Every line of the list, in the reader's language; a test holds it against the standard."""
