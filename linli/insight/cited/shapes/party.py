"""Rows behind figures of Party building: organisations for who works there, members for whom the Party's own posts open."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.insight.cited.behind import Column, Shape
from linli.pillars.party.branches import policies
from linli.pillars.party.branches.models import Organisation, PartTimeMember, PartyMember
from linli.pillars.party.contacts import policies as contacts
from linli.pillars.party.contacts.models import Plan
from linli.pillars.party.floating import policies as floating
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.life import policies as lives
from linli.pillars.party.life.models import LifeMeeting, LifePart
from linli.pillars.party.partners import policies as partners
from linli.pillars.party.partners.models import Project, ReportIn
from linli.pillars.party.tiers import policies as tiers
from linli.pillars.party.tiers.models import TierRating

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
    LifeMeeting: Shape(
        (
            Column(_("党组织"), "organisation__unit__name"),
            Column(_("什么时候"), "starts_at"),
            Column(_("到会"), "came_count"),
        ),
        "starts_at",
        lives.reachable,
        "life-meeting",
        why=_("组织生活只给本支部和上级党组织看。"),
    ),
    LifePart: Shape(
        (
            Column(_("党组织"), "meeting__organisation__unit__name"),
            Column(_("什么会"), "kind"),
            Column(_("什么时候"), "meeting__starts_at"),
        ),
        "meeting__starts_at",
        lambda actor: policies.keepable(actor, "meeting__organisation__"),
        "life-meeting",
        "meeting",
        why=_("组织生活只给本支部和上级党组织看。"),
    ),
    TierRating: Shape(
        (
            Column(_("党组织"), "organisation__unit__name"),
            Column(_("哪一年"), "round__year"),
            Column(_("哪一档"), "tier"),
            Column(_("几星"), "stars"),
        ),
        "judged_at",
        tiers.reachable,
        "tier-rating",
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
    FloatingMember: Shape(
        (
            Column(_("党组织"), "member__organisation__unit__name"),
            Column(_("流出还是流入"), "way"),
            Column(_("从哪天起"), "since"),
        ),
        "since",
        floating.reachable,
        "party-member",
        "member",
        why=_("党员名单只给本支部和上级党组织看。"),
    ),
    Plan: Shape(
        (
            Column(_("社区"), "community__name"),
            Column(_("户数"), "doors"),
            Column(_("有人联系的"), "covered"),
            Column(_("哪天排的"), "planned_at"),
        ),
        "planned_at",
        contacts.plannable,
        "contact-chain",
        "community",
        why=_("谁联系谁只给社区党组织和上级党组织看。"),
    ),
    ReportIn: Shape(
        (
            Column(_("单位"), "unit__name"),
            Column(_("社区"), "community__name"),
            Column(_("从哪天起"), "since"),
        ),
        "since",
        partners.reachable,
        "partner-unit",
        "unit",
    ),
    Project: Shape(
        (
            Column(_("项目"), "case__title"),
            Column(_("社区"), "community__name"),
            Column(_("单位"), "unit__name"),
            Column(_("哪天认领"), "claimed_at"),
        ),
        "claimed_at",
        partners.reachable_projects,
        "partner-project",
        "case__number",
    ),
}
