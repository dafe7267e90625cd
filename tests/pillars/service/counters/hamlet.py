"""A small hall in the hamlet: three windows, two kinds of matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.pillars.service.counters import operations
from linli.pillars.service.counters.models import Hall, ServiceKind, Window
from tests.town import MONDAY, Town

NOW = MONDAY + timedelta(minutes=30)


@dataclass
class SmallHall:
    hall: Hall
    a: ServiceKind
    b: ServiceKind
    windows: list[Window]


def open_hall(town: Town) -> SmallHall:
    """Open the hall of the hamlet's office. `receptionist` and `xiaohe` work there."""
    small = open_small_hall(town.office)
    town.hire("xiaohe", Role.COUNTER_CLERK, town.office)
    return small


def open_small_hall(unit: Unit) -> SmallHall:
    """A: social security at windows 1 and 2; B: residence at 2 and 3. Opened twice it is one."""
    hall = Hall.objects.filter(unit=unit).first()
    if hall is not None:
        first, second = hall.kinds.all()
        return SmallHall(hall, first, second, list(hall.windows.all()))
    hall = Hall(unit=unit, name="试验街道便民大厅", place="试验路 1 号", opens=time(9), closes=time(17))
    a = ServiceKind(letter="A", name="社保医保", words=["医保卡", "养老金"], usual_minutes=10)
    b = ServiceKind(
        letter="B", name="居住证", name_en="Residence permits", words=["暂住"], usual_minutes=20, order=1
    )
    windows = [Window(number=n, name=name) for n, name in ((1, "社保"), (2, "综合"), (3, "居住"))]
    operations.write_hall(hall=hall)
    for kind in (a, b):
        kind.hall = hall
        operations.write_kind(kind=kind)
    for window, kinds in zip(windows, ([a], [a, b], [b]), strict=True):
        window.hall = hall
        operations.write_window(window=window, kinds=kinds)
    return SmallHall(hall, a, b, windows)
