"""The rail: where the pages of the desk are, and whom each is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, INTAKE, LEADING, SEEING, Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.policies import keeps_house
from linli.faces.parts.shapes import Words
from linli.insight import caring
from linli.insight.appraisals.policies import reads_some as reads_appraisals
from linli.insight.briefs.policies import reads_some as reads_briefs
from linli.insight.forms.policies import fills_some as fills_forms
from linli.insight.opendata.policies import publishes_some as opens_data
from linli.pillars.governance.campaigns.policies import sees_any as sees_campaigns
from linli.pillars.governance.deliberation.policies import sees_any as sees_topics
from linli.pillars.governance.duties.policies import sees_any as sees_tasks
from linli.pillars.governance.economy.policies import sees_any as sees_economy
from linli.pillars.governance.estates.policies import sees_any as sees_estates
from linli.pillars.governance.inspections.policies import keeps_some as keeps_shops
from linli.pillars.governance.patrols.policies import sees_some as sees_patrols
from linli.pillars.governance.supervision.policies import sees_any as sees_supervision
from linli.pillars.governance.visits import policies as visits
from linli.pillars.governance.whistles.policies import sees_any as sees_whistles
from linli.pillars.party.branches.policies import knows_members
from linli.pillars.party.branches.policies import sees_any as sees_party
from linli.pillars.party.partners.policies import sees_any as sees_partners
from linli.pillars.party.venues.policies import books_any as books_rooms
from linli.pillars.service.applications.policies import SEES as SEES_APPLICATIONS
from linli.pillars.service.bulletins import policies as bulletins
from linli.pillars.service.bulletins.flow import DRAFTERS
from linli.pillars.service.canteens.policies import works_in_canteens
from linli.pillars.service.care.policies import may_help, works_in_care
from linli.pillars.service.catalog import policies as catalog
from linli.pillars.service.enterprises.policies import keeps_some as keeps_enterprises
from linli.pillars.service.jobs.policies import serves_some as serves_jobs
from linli.pillars.service.ratings import policies as ratings
from linli.pillars.service.volunteers.policies import organises_any


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rail: where it leads, whom it is for, and which count of the inbox stands beside it."""

    word: Words
    url_name: str
    icon: str
    is_for: Callable[[Actor], bool]
    count: str = ""


def works_here(actor: Actor) -> bool:
    """Say yes: whoever comes to the desk may look for what their post lets them see."""
    return bool(actor.posts)


def sees(actor: Actor) -> bool:
    """Say whether somebody sees cases at all; administrators keep the house."""
    return actor.has(SEEING)


def is_told(actor: Actor) -> bool:
    """Say whether anything is ever told somebody here: of cases, or that a gateway is broken."""
    return sees(actor) or keeps_house(actor)


def dispatches(actor: Actor) -> bool:
    return actor.has(CENTRE | COMMUNITY)


def decides(actor: Actor) -> bool:
    """Say whether somebody decides what those below ask for."""
    return actor.has(LEADING | CENTRE)


def takes_in(actor: Actor) -> bool:
    return actor.has(INTAKE | COMMUNITY)


def on_the_ground(actor: Actor) -> bool:
    return actor.has(GRID | COMMUNITY)


def keeps_office(actor: Actor) -> bool:
    """Say whether somebody keeps one office: its grids, hours, limits and words."""
    return any(p.role == Role.SYSTEM_ADMIN and p.unit_kind == UnitKind.SUBDISTRICT for p in actor.posts)


def audits(actor: Actor) -> bool:
    return actor.has(frozenset({Role.AUDIT_ADMIN}))


def secures(actor: Actor) -> bool:
    return actor.has(frozenset({Role.SECURITY_ADMIN}))


def answers_rights(actor: Actor) -> bool:
    return actor.has(CENTRE | INTAKE | LEADING)


def writes_bulletins(actor: Actor) -> bool:
    """Say whether somebody writes bulletins, or reads them through before they are shown."""
    return actor.has(DRAFTERS)


def sees_ratings(actor: Actor) -> bool:
    """Say whether somebody answers for what residents say of a visit or a matter."""
    return ratings.sees_some(actor)


def only_counts_care(actor: Actor) -> bool:
    """Say whether somebody sees the figures of care without the people: leaders and the centre."""
    return caring.sees_figures(actor) and not works_in_care(actor)


def only_helps(actor: Actor) -> bool:
    """Say whether somebody may be paired with a household and has no list of care that says so: leaders, partners."""
    outside = (UnitKind.PARTY, UnitKind.PARTNER, UnitKind.VOLUNTEER)
    goes = actor.has(LEADING) or any(p.unit_kind in outside for p in actor.posts)
    return goes and may_help(actor) and not works_in_care(actor)


def sees_halls(actor: Actor) -> bool:
    """Say whether somebody may work in a hall, or answers for one."""
    sections = any(p.role == Role.SECTION_STAFF and p.unit_kind == UnitKind.OFFICE for p in actor.posts)
    return sections or actor.has(INTAKE | COMMUNITY | LEADING)


def sees_applications(actor: Actor) -> bool:
    """Say whether somebody works with applications: the window, sections and departments, leaders."""
    return actor.has(SEES_APPLICATIONS)


def oversees(actor: Actor) -> bool:
    return audits(actor) or secures(actor)


#: Icons of the entries; the build reads this table to know which icons pages use.
ENTRY_ICONS = {
    "inbox": "inbox",
    "find": "search",
    "dispatch": "send",
    "phone": "phone-incoming",
    "new": "plus",
    "map": "map-2",
    "notices": "bell",
    "me": "user-circle",
    "boards": "chart-bar",
    "rights": "shield-lock",
    "ratings": "star",
    "items": "file-text",
    "applications": "clipboard-list",
    "bulletins": "speakerphone",
    "halls": "building-community",
    "circles": "walk",
    "canteens": "soup",
    "till": "cash",
    "care": "heart-handshake",
    "volunteers": "heart-handshake",
    "enterprises": "building-store",
    "schemes": "bulb",
    "exchange": "arrows-exchange",
    "needs": "message-plus",
    "visits": "walk",
    "patrols": "route",
    "shops": "building-store",
    "orders": "clipboard-check",
    "jobs": "briefcase",
    "whistles": "volume",
    "topics": "messages",
    "tasks": "checklist",
    "campaigns": "list-check",
    "supervision": "eye-exclamation",
    "estates": "building-community",
    "economy": "chart-line",
    "projects": "building-factory-2",
    "party": "sitemap",
    "life": "calendar-event",
    "study": "book-2",
    "plans": "checklist",
    "secretary": "flag",
    "trainings": "users-group",
    "tiers": "star",
    "partners": "heart-handshake",
    "contacts": "users",
    "venues": "home-check",
    "forms": "table",
    "briefs": "file-text",
    "opendata": "world",
    "appraisals": "scale",
    "logout": "logout",
    "governance": "shield-check",
    "service": "heart",
}

#: What everybody works from, whatever it is about.
WORK: list[Entry] = [
    Entry(_("收件箱"), "desk:inbox", ENTRY_ICONS["inbox"], sees, "mine"),
    Entry(_("找一找"), "desk:find", ENTRY_ICONS["find"], works_here),
    Entry(_("派单"), "desk:dispatch", ENTRY_ICONS["dispatch"], dispatches, "to_dispatch"),
    Entry(_("接听来访"), "desk:phone", ENTRY_ICONS["phone"], takes_in),
    Entry(_("记一件"), "desk:new", ENTRY_ICONS["new"], on_the_ground),
    Entry(_("地图"), "desk:map", ENTRY_ICONS["map"], sees),
    Entry(_("看数据"), "boards:today", ENTRY_ICONS["boards"], sees),
    Entry(_("简报"), "boards:briefs", ENTRY_ICONS["briefs"], reads_briefs),
    Entry(_("单位考核"), "boards:appraisals", ENTRY_ICONS["appraisals"], reads_appraisals),
    Entry(_("部门要的表"), "desk:forms", ENTRY_ICONS["forms"], fills_forms),
    Entry(_("开放数据"), "desk:open-sets", ENTRY_ICONS["opendata"], opens_data),
    Entry(_("通知"), "desk:notices", ENTRY_ICONS["notices"], is_told, "unread"),
]

PARTY: list[Entry] = [
    Entry(_("党组织"), "desk:party", ENTRY_ICONS["party"], sees_party),
    Entry(_("组织生活"), "desk:life", ENTRY_ICONS["life"], knows_members),
    Entry(_("学习"), "desk:study", ENTRY_ICONS["study"], knows_members),
    Entry(_("年度计划"), "desk:plans", ENTRY_ICONS["plans"], sees_party),
    Entry(_("书记项目"), "desk:secretary", ENTRY_ICONS["secretary"], sees_party),
    Entry(_("队伍培训"), "desk:team", ENTRY_ICONS["trainings"], sees_party),
    Entry(_("评星定级"), "desk:tiers", ENTRY_ICONS["tiers"], sees_party),
    Entry(_("共建"), "desk:partners", ENTRY_ICONS["partners"], sees_partners),
    Entry(_("联系群众"), "desk:contacts", ENTRY_ICONS["contacts"], knows_members),
    Entry(_("阵地"), "desk:venues", ENTRY_ICONS["venues"], books_rooms),
]

GOVERNANCE: list[Entry] = [
    Entry(_("吹哨"), "desk:whistles", ENTRY_ICONS["whistles"], sees_whistles),
    Entry(_("协商"), "desk:topics", ENTRY_ICONS["topics"], sees_topics),
    Entry(_("小区"), "desk:estates", ENTRY_ICONS["estates"], sees_estates),
    Entry(_("走访"), "desk:visits", ENTRY_ICONS["visits"], visits.sees_some),
    Entry(_("巡查"), "desk:patrols", ENTRY_ICONS["patrols"], sees_patrols),
    Entry(_("门店"), "desk:shops", ENTRY_ICONS["shops"], keeps_shops),
    Entry(_("整改"), "desk:orders", ENTRY_ICONS["orders"], sees),
    Entry(_("网格任务"), "desk:tasks", ENTRY_ICONS["tasks"], sees_tasks),
    Entry(_("专项行动"), "desk:campaigns", ENTRY_ICONS["campaigns"], sees_campaigns),
    Entry(_("督办"), "desk:supervision", ENTRY_ICONS["supervision"], sees_supervision),
    Entry(_("经济指标"), "desk:economy", ENTRY_ICONS["economy"], sees_economy),
    Entry(_("重点项目"), "desk:projects", ENTRY_ICONS["projects"], sees_economy),
]

#: First where people come, then what reaches them, then who is looked after and who works with us.
SERVICE: list[Entry] = [
    Entry(_("大厅"), "desk:hall", ENTRY_ICONS["halls"], sees_halls),
    Entry(_("办件"), "desk:applications", ENTRY_ICONS["applications"], sees_applications),
    Entry(_("办事事项"), "desk:items", ENTRY_ICONS["items"], catalog.keeps_some),
    Entry(_("好差评"), "desk:ratings", ENTRY_ICONS["ratings"], sees_ratings),
    Entry(_("公告"), "desk:bulletins", ENTRY_ICONS["bulletins"], bulletins.sees_any),
    Entry(_("关爱探访"), "desk:care", ENTRY_ICONS["care"], works_in_care),
    Entry(_("关爱的数据"), "desk:care-figures", ENTRY_ICONS["care"], only_counts_care),
    Entry(_("结对帮扶"), "desk:care-pairs", ENTRY_ICONS["care"], only_helps),
    Entry(_("生活圈"), "desk:circles", ENTRY_ICONS["circles"], sees),
    Entry(_("长者食堂"), "desk:canteens", ENTRY_ICONS["canteens"], works_in_canteens),
    Entry(_("打饭"), "desk:till", ENTRY_ICONS["till"], works_in_canteens),
    Entry(_("志愿活动"), "desk:volunteers", ENTRY_ICONS["volunteers"], organises_any),
    Entry(_("企业"), "desk:enterprises", ENTRY_ICONS["enterprises"], keeps_enterprises),
    Entry(_("惠企政策"), "desk:schemes", ENTRY_ICONS["schemes"], keeps_enterprises),
    Entry(_("资源对接"), "desk:exchange", ENTRY_ICONS["exchange"], keeps_enterprises),
    Entry(_("企业诉求"), "desk:needs", ENTRY_ICONS["needs"], sees),
    Entry(_("招聘"), "desk:jobs", ENTRY_ICONS["jobs"], serves_jobs),
    Entry(_("个人信息申请"), "desk:rights", ENTRY_ICONS["rights"], answers_rights),
]

HOUSE_ICONS = {
    "units": "sitemap",
    "accounts": "users",
    "grids": "polygon",
    "catalogue": "list-tree",
    "answers": "message-2",
    "learned": "bulb",
    "limits": "hourglass",
    "halls": "building-community",
    "visits": "heart-handshake",
    "audit": "history",
    "holders": "users",
    "security": "shield-lock",
    "keys": "key",
    "messages": "mail",
    "approvals": "checks",
    "group": "settings",
}

#: Administration, for who keeps the house.
HOUSE: list[Entry] = [
    Entry(_("单位和岗位"), "desk:house-units", HOUSE_ICONS["units"], keeps_house),
    Entry(_("网格"), "desk:house-grids", HOUSE_ICONS["grids"], keeps_office),
    Entry(_("事项目录"), "desk:house-catalogue", HOUSE_ICONS["catalogue"], keeps_house),
    Entry(_("时限"), "desk:house-limits", HOUSE_ICONS["limits"], keeps_office),
    Entry(_("大厅和窗口"), "desk:house-halls", HOUSE_ICONS["halls"], keeps_office),
    Entry(_("多久探访一次"), "desk:house-visits", HOUSE_ICONS["visits"], keeps_office),
    Entry(_("标准答复"), "desk:house-answers", HOUSE_ICONS["answers"], keeps_office),
    Entry(_("公告谁审"), "desk:house-approvals", HOUSE_ICONS["approvals"], keeps_office),
    Entry(_("学到的"), "desk:house-learned", HOUSE_ICONS["learned"], keeps_office),
    Entry(_("账号"), "desk:house-accounts", HOUSE_ICONS["accounts"], keeps_house),
    Entry(_("消息和群机器人"), "desk:house-messages", HOUSE_ICONS["messages"], keeps_office),
    Entry(_("操作日志"), "desk:house-audit", HOUSE_ICONS["audit"], audits),
    Entry(_("登录安全"), "desk:house-security", HOUSE_ICONS["security"], secures),
    Entry(_("接口密钥"), "desk:house-keys", HOUSE_ICONS["keys"], secures),
    Entry(_("谁任什么岗"), "desk:house-holders", HOUSE_ICONS["holders"], oversees),
]

#: Further groups of the rail, each for who may: the pillars, then administration.
GROUPS: list[tuple[Words, str, list[Entry]]] = [
    (_("党的建设"), ENTRY_ICONS["party"], PARTY),
    (_("社会管理"), ENTRY_ICONS["governance"], GOVERNANCE),
    (_("公共服务"), ENTRY_ICONS["service"], SERVICE),
    (_("管理"), HOUSE_ICONS["group"], HOUSE),
]


def entries_of(actor: Actor) -> list[Entry]:
    """List the pages that are for somebody, in the order of the rail. No query."""
    every = (*WORK, *(entry for _name, _icon, entries in GROUPS for entry in entries))
    return [entry for entry in every if entry.is_for(actor)]
