"""What leads about discipline are kept for: an entry of the purpose register."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry

LEADS: Final = Entry(
    ("supervision.DisciplineLead.words",),
    _("移送纪检监察的问题线索"),
    _("交给纪检监察机构；交出去以后别人都看不到"),
    Basis.DUTY,
    _("收到三十天后从这里抹去，由纪检监察机构另行保管"),
    _("只有街道的纪检监察机构，每次打开都有记录"),
    is_sealed=True,
)
