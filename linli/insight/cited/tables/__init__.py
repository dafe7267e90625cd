"""Every cited figure, in the order of the practices; a code stands once."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.insight.cited.figure import Cited
from linli.insight.cited.tables import economy, governance, ground, party, service

GROUPS: Final[tuple[tuple[str | Promise, tuple[Cited, ...]], ...]] = (
    (_("网格与阵地"), ground.FIGURES),
    (_("党的建设"), party.FIGURES),
    (_("社会管理"), governance.FIGURES),
    (_("公共服务"), service.FIGURES),
    (_("经济和重点项目"), economy.FIGURES),
)
"""The figures as pages and sheets group them."""

CITED: Final[dict[str, Cited]] = {one.code: one for _title, figures in GROUPS for one in figures}
