"""A cooperative of a twin community: a member by a resolution carried, a distribution and another draft."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.insight.appraisals import operations as appraisals
from linli.insight.appraisals.models import AppraisalScheme
from linli.insight.appraisals.rules import Line, Whom
from linli.insight.briefs import operations as briefs
from linli.insight.briefs.models import Brief
from linli.insight.briefs.rules import BriefKind
from linli.insight.opendata import operations as opendata
from linli.insight.opendata.models import OpenSet
from linli.pillars.governance.cooperative import operations as op
from linli.pillars.governance.cooperative.rules import Counted, MemberKind, Ratio
from linli.pillars.governance.deliberation import operations as topics
from linli.pillars.governance.deliberation.models import Committee
from linli.pillars.governance.deliberation.rules import CommitteeKind, MemberSource
from linli.pillars.governance.economy import operations as economy
from linli.pillars.governance.economy.rules import What
from tests.pillars.governance.assemblies.test_calendar import set_rule
from tests.pillars.governance.cooperative.doing import DAY, vote
from tests.town import MONDAY, Town

FROM, UNTIL = date(2026, 1, 1), date(2031, 1, 1)
LONG_AGO = MONDAY - DAY * 30


def cooperative(things: SimpleNamespace, town: Town, who: str, community: Unit) -> None:
    """Found one, and resolve its first member some weeks ago."""
    actor = town.actor(who, LONG_AGO)
    if not Committee.objects.filter(unit=community, members__ended_on=None).exists():
        kind = CommitteeKind.OVERSIGHT
        hall = topics.form_committee(
            actor=actor, at=LONG_AGO, unit=community, kind=kind, name="监督会", formed_on=FROM
        )
        topics.seat_member(
            actor=actor, at=LONG_AGO, committee=hall, name="许委员", source=MemberSource.SOCIETY, from_date=FROM,
            until_date=UNTIL,
        )  # fmt: skip
    row = op.found_cooperative(actor=actor, unit=community, name=f"{community}合作社", formed_on=FROM)
    delegate = op.seat_delegate(
        actor=actor, cooperative=row.pk, name="韩代表", from_date=FROM, until_date=UNTIL
    )
    given = {"actor": actor, "at": LONG_AGO, "cooperative": row.pk}
    one = op.draft_resolution(**given, title="确认登记", words="名册贴过七天。")
    ratio = Ratio(MemberKind.RETIRED, Counted.PERSON, 1, 8)
    op.add_version(actor=actor, resolution=one.pk, from_date=FROM, ratios=[ratio])
    people = [("尤九", MemberKind.RETIRED, 30, "")]
    op.add_joins(actor=actor, resolution=one.pk, from_date=FROM, people=people)
    op.put_to_vote(actor=actor, at=LONG_AGO, resolution=one.pk, until=LONG_AGO + DAY, minutes="代表到会。")
    one.refresh_from_db()
    vote(town, one, (0,), LONG_AGO, who)
    op.carry_out(actor=actor, at=LONG_AGO + DAY * 11, resolution=one.pk)
    made = op.draft_distribution(**given, period="一期", as_of=MONDAY.date(), pool_fen=800, words="租金。")
    draft = op.draft_resolution(**given, title="成员变更", words="一人退社。")
    things.assembly = set_rule(town, who, actor=actor, unit=community, name="“两委”例会", from_date=FROM).pk
    street = Unit.objects.get(pk=community.parent_id)
    project = economy.open_project(
        actor=SYSTEM, at=LONG_AGO, office=street, area=community, lead=community, name=f"{community}街心公园",
        words="修一处。", starts_on=FROM, ends_on=UNTIL, total_wan=100,
    )  # fmt: skip
    economy.plan_milestone(actor=SYSTEM, project=project.pk, name="开工", due_on=UNTIL)
    economy.set_target(
        actor=SYSTEM, office=street, year=2026, what=What.RETAIL, amount_wan=100, basis="区下达"
    )
    things.project = project.pk
    brief = Brief.objects.filter(office=street).first() or briefs.write_brief(
        actor=SYSTEM, at=MONDAY, office=street, kind=BriefKind.WEEKLY, day=MONDAY.date()
    )
    things.brief = brief.pk
    if not OpenSet.objects.filter(office=street).exists():
        opendata.publish_set(actor=SYSTEM, office=street, code="grids", at=MONDAY)
    things.open = {"office": street.pk, "code": "grids"}
    _appraised(things, town, street, community)
    things.cooperative = {
        "pk": row.pk,
        "member": row.members.get().pk,
        "delegate": delegate.pk,
        "field": "shares",
        "distribution": made.pk,
        "resolution": draft.pk,
    }


def _appraised(things: SimpleNamespace, town: Town, street: Unit, community: Unit) -> None:
    """Assess the street's communities, make it public, and let one appeal."""
    lines = [Line("answered", 100, 0, 100)]
    scheme = AppraisalScheme.objects.filter(office=street).first() or appraisals.draft_scheme(
        actor=SYSTEM,
        office=street,
        name="社区考核",
        whom=Whom.COMMUNITY,
        basis="会上定的",
        least=1,
        lines=lines,
    )
    if scheme.published_at is None:
        appraisals.publish_scheme(actor=SYSTEM, at=LONG_AGO, scheme=scheme.pk)
    days = {"start": LONG_AGO.date(), "until": (LONG_AGO + DAY * 7).date()}
    made = appraisals.open_round(actor=SYSTEM, scheme=scheme.pk, **days)
    if made.shown_at is None:
        appraisals.show_round(actor=SYSTEM, at=MONDAY, appraisal=made.pk)
    appeal = appraisals.appeal_round(
        actor=SYSTEM, at=MONDAY, appraisal=made.pk, unit=community, words="有意见。"
    )
    things.appeal = appeal.case.number  # type: ignore[union-attr]
    things.appraised = {
        "pk": made.pk,
        "scheme": scheme.pk,
        "unit": community.pk,
        "appeal": appeal.pk,
        "code": "answered",
    }


def on_boards(name: str, ask: str, things: SimpleNamespace) -> object | None:
    """Give what an address of figures, briefs or projects asks for; None where it is what others ask for too."""
    face, _colon, tail = name.partition(":")
    if ask == "pk" and tail.startswith(("project", "brief")):
        return things.project if tail.startswith("project") else things.brief  # type: ignore[no-any-return]
    if face == "boards" and tail.startswith("appraisal"):
        return things.appraised["scheme" if tail.startswith("appraisal-scheme") else ask]  # type: ignore[no-any-return]
    if face != "boards" or ask != "code":
        return None
    known = {
        "rate": "response_rate",
        "rate-export": "response_rate",
        "cases": "open",
        "cases-export": "open",
        "figure": "reports",
        "figure-export": "reports",
        "wall-board": "today",
    }
    return "within_an_hour" if tail.startswith("hall-rate") else known.get(tail, "filed")
