"""Who comes in here: the window, sections and departments, leaders. Grid workers and volunteers see no applications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from linli.faces.desk import rail
from linli.faces.desk.guards import desk_for

working = desk_for(
    rail.sees_applications,
    gettext_lazy("办件由窗口、科室和部门办。网格里有人要办事，请陪他去窗口，或者帮他在网上申请。"),
)
