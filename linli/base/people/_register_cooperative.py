"""What is kept of members of a cooperative and of who represents them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry

COOPERATIVE: Final[tuple[Entry, ...]] = (
    Entry(
        ("cooperative.Shareholder", "cooperative.ShareChange", "cooperative.Portion", "cooperative.Resolution.content"),
        _("合作社成员的姓名、手机号，哪一类成员、年限、股份和分得的钱"),
        _("登记成员和股份、按决议分红、给您对账；手机号只用来让您看自己的股份"),
        Basis.DUTY,
        _("成员名册和决议依法长期保存；您可以随时要求删掉手机号"),
        _("本社区登记合作社的工作人员，默认遮着，看和导出都要写明理由，您能看到谁看过；街道只看合计"),
        is_sealed=True,
    ),
    Entry(
        ("cooperative.Delegate.name", "cooperative.Delegate.phone"),
        _("股民代表的姓名和手机号"),
        _("公布谁代表大家；手机号只用来在手机上表决"),
        Basis.DUTY,
        _("任期里公布姓名，任满以后和决议的档案一起留着"),
        _("姓名大家看得到；手机号加密，页面上不显示"),
        is_sealed=True,
    ),
)  # fmt: skip
