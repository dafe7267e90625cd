"""What people read about Party organisations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches import policies, rules
from linli.pillars.party.branches.rules import Finding

FINDINGS = {
    Finding.TOO_FEW: _("正式党员 %(n)s 人，不足 %(most)s 人，应当并入联合党支部"),
    Finding.TOO_MANY: _("%(n)s 人，一般不超过 %(most)s 人，该分设或者升格了"),
    Finding.NO_COMMITTEE: _("正式党员 %(n)s 人，满 %(most)s 人应当设支部委员会"),
    Finding.COMMITTEE_LARGE: _("委员 %(n)s 人，一般不超过 %(most)s 人"),
    Finding.JOINT_WIDE: _("覆盖 %(n)s 家单位，一般不超过 %(most)s 家"),
    Finding.NO_TERM: _("没有记哪天选的，补上才能提醒换届"),
    Finding.TERM_OVER: _("任期过了 %(n)s 天"),
    Finding.ELECTION_DUE: _("还有 %(n)s 天到期，该准备换届了"),
    Finding.WORK_OVER: _("任务到期 %(n)s 天了，该撤销或者延期"),
    Finding.SHOULD_BE_BRANCH: _("%(n)s 名党员、超过 %(most)s 个月的任务，符合条件应当成立党支部"),
}
SHAPES = {Finding.TERM_OVER: "back", Finding.TOO_FEW: "back", Finding.WORK_OVER: "back"}
"""What is wrong now; everything else is to be looked at."""

COLUMNS = {
    "name": _("姓名"),
    "organisation": _("所在党组织"),
    "phone": _("联系电话"),
    "grid": _("网格"),
    "door": _("住址"),
    "standing": _("人员类别"),
    "position": _("党内职务"),
    "role_of_door": _("户类型"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchOrganisation: (404, _("没有这个党组织，或者不归您管。")),
    policies.NoSuchMember: (404, _("没有这个人，或者不归您管。")),
    op.NotYourOrganisation: (403, _("这个党组织由它自己和上级党组织维护，您可以看，不能改。")),
    op.NotUnderThat: (422, _("这一类党组织不设在这里，请选合适的上级和所在地。")),
    op.OrganisationTermBackward: (422, _("结束的日子要在开始以后。")),
    op.OrganisationInUse: (409, _("还有 %(members)s 个人、%(below)s 个下级组织，先安排好再撤销。")),
    op.UnitSeated: (409, _("%(unit)s已经有兼职委员，或者不能坐在这里。")),
    op.NoGridThere: (422, _("请选本街道的网格。")),
    op.NotToJoin: (422, _("党员的组织关系在支部；攻坚党小组、趣缘支部是参加，不是归属。")),
    op.FloatsByEntry: (409, _("流出、流入在“流动党员”里登记和结束，要写从哪天起。")),
    op.AlreadyJoined: (409, _("已经参加了。")),
    op.NoMemberSheet: (422, _("没有找到表头。要有“姓名”“所在党组织”两列。")),
    op.TooManyMembers: (422, _("一次最多收 %(most)s 行，请分几次。")),
    rules.MemberRowUnclear: (422, _("第 %(row)s 行的“%(column)s”没有填，或者认不出来。")),
}
