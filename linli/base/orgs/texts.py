"""What people read about refused changes to the tree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.orgs import operations as o
from linli.kernel.refusals import Refusal

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    o.UnitUnderItself: (422, _("一个单位不能放到它自己下面。")),
    o.UnitInUse: (409, _("“%(unit)s”还有 %(count)s 个没交接的（件、岗位或下级单位），先交接好再停用。")),
}
