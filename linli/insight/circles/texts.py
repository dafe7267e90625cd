"""What the kinds of facilities of a life circle, the bands of age and the paces are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "canteen": _("长者食堂"),
    "day_care": _("日间照料中心"),
    "clinic": _("社区卫生服务站"),
    "service_centre": _("党群服务中心"),
    "kindergarten": _("幼儿园"),
    "school": _("学校"),
    "market": _("菜市场"),
    "park": _("公园"),
    "pharmacy": _("药店"),
    "supermarket": _("超市"),
}
BANDS = {
    "a0": _("3 岁以下"),
    "a3": _("3–5 岁"),
    "a6": _("6–14 岁"),
    "a15": _("15–59 岁"),
    "a60": _("60–79 岁"),
    "a80": _("80 岁以上"),
}
PACES = {"": _("一般人"), "older": _("老人"), "stick": _("拄拐、推车的人")}
WHO = {
    (): _("所有人"),
    ("a60", "a80"): _("60 岁以上的人"),
    ("a3",): _("3–5 岁的孩子"),
    ("a6",): _("6–14 岁的孩子"),
}
