"""Rows behind figures of Party building: organisations for who works there, members for whom the Party's own posts open."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.insight.cited.behind import Column, Shape
from linli.pillars.party.branches import policies
from linli.pillars.party.branches.models import Organisation, PartTimeMember, PartyMember

SHAPES: Final = {
    Organisation: Shape(
        (
            Column(_("党组织"), "unit__name"),
            Column(_("种类"), "kind"),
            Column(_("上级党组织"), "superior__unit__name"),
            Column(_("成立"), "founded_on"),
        ),
        "founded_on",
        policies.reachable,
        "party-organisation",
    ),
    PartTimeMember: Shape(
        (
            Column(_("党组织"), "organisation__unit__name"),
            Column(_("驻区单位"), "unit__name"),
            Column(_("从哪天起"), "since"),
        ),
        "since",
        lambda actor: policies.reachable(actor, "organisation__"),
        "party-organisation",
        "organisation",
    ),
    PartyMember: Shape(
        (
            Column(_("党组织"), "organisation__unit__name"),
            Column(_("人员类别"), "standing"),
            Column(_("从哪天起"), "since"),
        ),
        "since",
        policies.knowable,
        "party-member",
        why=_("党员名单只给本支部和上级党组织看。"),
    ),
}
