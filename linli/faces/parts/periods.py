"""What people read about periods in which something is due once: the meetings of bodies, the life of organisations."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.faces.parts.shapes import State
from linli.kernel.periods import Each, Standing

STANDINGS: Final = {
    Standing.HELD: _("开了"),
    Standing.LATE: _("补开了"),
    Standing.OVERDUE: _("过期没开"),
    Standing.SOON: _("快到期"),
    Standing.OPEN: _("还没到期"),
}
SHAPES: Final = {
    Standing.HELD: "done", Standing.LATE: "hold", Standing.OVERDUE: "back", Standing.SOON: "ask", Standing.OPEN: "new",
}  # fmt: skip
OFTEN: Final = {
    Each.WEEK: _("每周"),
    Each.MONTH: _("每月"),
    Each.QUARTER: _("每季度"),
    Each.HALF: _("每半年"),
    Each.YEAR: _("每年"),
}


def state_of(standing: Standing) -> State:
    """Give where a period stands, in words and colour."""
    return State(SHAPES[standing], STANDINGS[standing])  # type: ignore[arg-type]
