"""What people read about care."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.care import operations as op
from linli.pillars.service.care.policies import NoSuchPerson
from linli.pillars.service.care.rules import RowUnclear

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchPerson: (404, _("没有这个人，或者不归您管。")),
    op.NotYourGround: (403, _("这个网格不归您管，请选您管的网格。")),
    op.NoSuchGroup: (422, _("先选一个类别。")),
    op.ConsentMissing: (
        422,
        _("“%(group)s”要本人（孩子要监护人）同意，请写清是怎么同意的；或者写明办的是哪件公事。"),
    ),
    op.AlreadyInGroup: (409, _("已经在“%(group)s”里了。")),
    op.CareReasonMissing: (422, _("请写明理由，至少四个字。")),
    op.ReviewTooLate: (422, _("复核的日子要在今天以后，最晚 %(day)s。")),
    op.NoSuchPair: (404, _("没有这一对结对，可能已经解除了。")),
    op.NothingFound: (422, _("请写一句看到什么、要办什么。")),
    op.NotVisited: (409, _("还没有定探访等级，先定等级。")),
    op.PairedAlready: (409, _("%(unit)s已经结对了。")),
    op.NoCareSheet: (422, _("没有找到表头。要有“姓名”“网格”“类别”三列。")),
    op.TooManyPeople: (422, _("一次最多收 %(most)s 行，请分几次。")),
    op.WishNamesSomebody: (422, _("心愿是公开的，不要写姓名、电话、住址。")),
    op.WishGone: (409, _("这个心愿已经有人认领，或者已经了结了。")),
    op.LogInToTake: (403, _("请先登录再认领。")),
    RowUnclear: (422, _("第 %(row)s 行的“%(column)s”没有填，或者认不出来。")),
}
COLUMNS = {
    "name": _("姓名"),
    "grid": _("网格"),
    "group": _("类别"),
    "phone": _("联系电话"),
    "level": _("探访等级"),
    "reason": _("等级理由"),
}
