"""What a migration may not do to a table that is full, and why: each rule has a name, and says what to do instead.

An upgrade runs while people work: the old code still serves when the new shape comes. A migration that reads or rewrites
a table of millions of rows under a lock stops everybody for minutes; one that renames breaks the old code at once.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.postgres import operations as postgres
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import CheckConstraint, Field

#: Tables that grow with the years of a city; the others hold what an office set up.
LARGE = frozenset(
    {
        "applications.application", "applications.document",
        "applications.handover", "applications.objection", "applications.paper", "applications.paperfile",
        "applications.publicity", "applications.joint", "applications.reuse", "applications.reusestop",
        "applications.windowvisit", "appointments.appointment", "appointments.appointmentmove",
        "canteens.eater", "canteens.meal", "canteens.order", "canteens.absenceanswer", "canteens.stay",
        "care.careperson", "care.membership", "care.carenote", "care.visit", "care.pair", "care.wish",
        "bulletins.subscription", "volunteers.certificate", "volunteers.signup", "volunteers.volunteer",
        "campaigns.target", "campaigns.targetmove", "campaigns.targetphoto", "campaigns.decision",
        "counters.ticket", "counters.ticketmove", "duties.task",
        "enterprises.enterprise", "enterprises.enterpriseneed", "enterprises.enterprisevisit",
        "jobs.jobmatch", "jobs.jobposting", "jobs.jobseeker", "jobs.seekervisit", "jobs.training",
        "inspections.shop", "inspections.shopreport", "inspections.shopcheck", "inspections.honour",
        "inspections.rectification", "patrols.finding", "patrols.patrol", "reports.reportcomponent",
        "exchange.exchangepost", "exchange.exchangereply", "schemes.enterprisetrait",
        "schemes.schemetold",
        "files.storedfile",
        "forms.askedform", "forms.formanswer",
        "flow.assignment", "flow.case", "flow.casesearch", "flow.petition", "flow.step", "flow.stepfile",
        "flow.stepwords", "flow.watch", "insight.counted", "insight.fact", "notices.notice", "notices.wish",
        "people.accesslog", "people.account",
        "people.deletion", "people.household", "people.resident", "ratings.rating", "reports.callback", "reports.report",
        "reports.reporter", "supervision.supervision", "topics.signal", "topics.topiccase",
        "deliberation.ballot", "deliberation.duty", "deliberation.entry", "deliberation.mark", "deliberation.meeting",
        "deliberation.objection", "deliberation.opinion", "deliberation.party", "deliberation.supporter",
        "deliberation.tally", "deliberation.topic", "deliberation.topiccase", "deliberation.vote",
        "branches.partymember", "branches.joining",
        "life.lifemeeting", "life.lifepart", "life.attendance", "study.studied",
        "study.quizanswer", "team.trained", "team.memberhonour",
        "partners.project", "partners.milestone", "partners.memberreport",
        "contacts.tie", "contacts.told", "contacts.raised", "venues.roombooking", "floating.floatingmember",
        "estates.ownervoice", "visits.ask", "visits.change", "visits.diarypage", "visits.home", "visits.visit",
        "finding.duename", "finding.searchname",
        "whistles.assessment", "whistles.call", "whistles.offer", "whistles.whistle",
    }
)  # fmt: skip
SMALL = frozenset(
    {
        "visits.interval", "visits.plan",
        "life.habit", "study.studyplan", "study.studytopic", "study.question", "study.quiz", "study.quizquestion",
        "tiers.tierround", "tiers.tierrating", "venues.venue", "venues.room", "venues.brand",
        "secretary.secretaryproject", "secretary.planitem", "secretary.planmove",
        "team.trainingplan", "team.trainingsession", "team.organisationhonour",
        "branches.organisation", "branches.term", "branches.parttimemember",
        "partners.reportin", "partners.resource",
        "partners.jointmeeting", "partners.jointitem", "partners.jointseat", "partners.jointline",
        "contacts.steward", "contacts.vanguard", "contacts.knownconsent", "contacts.uncovered",
        "contacts.plan", "contacts.passing",
        "bulletins.approvalrule", "bulletins.bulletin", "bulletins.bulletinfile", "bulletins.bulletintarget",
        "bulletins.bulletinversion", "catalog.serviceitem",
        "duties.duty", "duties.dutylist", "estates.estate", "estates.servicecontract", "estates.seat", "estates.sitting",
        "estates.election", "estates.groupmember", "estates.candidate",
        "estates.reviewmethod", "estates.companyreview", "estates.reviewappeal",
        "estates.ownerdoor", "estates.electionobjection", "estates.electionvote",
        "forms.formshape",
        "schemes.scheme", "counters.hall", "counters.hallcheck", "counters.hallfinding", "counters.servicekind",
        "counters.window",
        "campaigns.campaign", "campaigns.morning",
        "assemblies.assembly", "assemblies.meetingrule", "patrols.beat",
        "appraisals.appraisalappeal", "appraisals.appraisalexclusion", "appraisals.appraisalline",
        "appraisals.appraisalround", "appraisals.appraisalscheme", "briefs.brief", "briefs.briefplan",
        "economy.economictarget", "economy.economicvalue", "economy.keyproject", "economy.milestone",
        "economy.projectproblem", "economy.projectunit", "economy.spending",
        "cooperative.cooperative", "cooperative.delegate", "cooperative.distribution", "cooperative.portion",
        "cooperative.resolution", "cooperative.ruleline", "cooperative.ruleversion", "cooperative.sharechange",
        "cooperative.shareholder",
        "volunteers.activity", "volunteers.emergency", "care.visitinterval",
        "canteens.canteen", "canteens.menu", "canteens.subsidyrule", "canteens.settlement",
        "deliberation.boxcount", "deliberation.committee", "deliberation.member",
        "inspections.pointrules",
        "demo.telling", "flow.bookmark", "flow.calendarday", "flow.daybase", "flow.limitoverride", "flow.officehours",
        "flow.savedview", "insight.filling", "insight.keptboard", "insight.keptfigures",
        "language.learnedmodel", "notices.hook", "notices.wording", "orgs.unit",
        "opendata.openset",
        "people.apikey", "people.deputy", "people.knock", "people.logincode", "people.post", "places.building",
        "places.compound", "places.division", "places.facility", "places.footnetwork", "places.footway",
        "places.grid", "places.gridshape", "places.mapversion", "places.peoplecount", "places.placesrevision",
        "places.road", "places.stairwell", "reports.cataloguerevision", "reports.category",
        "reports.categoryhandler", "supervision.responsibility", "supervision.fulfilment", "supervision.disciplinelead",
         "reports.standardanswer", "rights.rightsrequest", "topics.gathering", "topics.topic",


    }
)  # fmt: skip

RULES = {
    "blocking-index": "builds an index while nobody can write: use AddIndexConcurrently in a migration with atomic = False",
    "index-in-transaction": "CONCURRENTLY cannot run in a transaction: atomic = False",
    "validating-constraint": "reads the whole table under a lock: add it NOT VALID, validate in a later migration",
    "not-null": "reads the whole table under an exclusive lock: add a NOT VALID check, validate it, then set NOT NULL",
    "volatile-default": "rewrites the whole table: add it nullable, fill it in batches, then ask for it",
    "type-change": "rewrites the whole table: add a second column, fill it in batches, change over",
    "rename": "the code that still serves asks for the old name: add the new one, fill it, remove the old one later",
    "removal": "the code that still serves asks for it: stop using it in one release, remove it in the next and say so here",
    "one-go": "changes all rows in one transaction: atomic = False and a loop over batches",
}
#: What gives another value for each row, so that PostgreSQL has to write every row.
VOLATILE = re.compile(r"random|uuid|clock_timestamp|nextval", re.IGNORECASE)
_TABLE = r"(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?\"?(\w+)\"?"
_SQL: tuple[tuple[str, str], ...] = (
    (
        rf"CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+ON\s+{_TABLE}",
        "blocking-index",
    ),
    (rf"ALTER\s+TABLE\s+{_TABLE}[^;]*?\sADD\s+CONSTRAINT\b(?![^;]*NOT\s+VALID)", "validating-constraint"),
    (rf"ALTER\s+TABLE\s+{_TABLE}[^;]*?\sSET\s+NOT\s+NULL", "not-null"),
    (
        rf"ALTER\s+TABLE\s+{_TABLE}[^;]*?\s(?:ALTER\s+(?:COLUMN\s+)?\"?\w+\"?\s+(?:SET\s+DATA\s+)?TYPE)\b",
        "type-change",
    ),
    (rf"ALTER\s+TABLE\s+{_TABLE}[^;]*?\sRENAME\b", "rename"),
    (rf"ALTER\s+TABLE\s+{_TABLE}[^;]*?\sDROP\s+COLUMN\b", "removal"),
    (rf"(?:^|;)\s*UPDATE\s+{_TABLE}\s", "one-go"),
    (rf"(?:^|;)\s*DELETE\s+FROM\s+{_TABLE}\b", "one-go"),
    (rf"(?:^|;)\s*(?:LOCK\s+TABLE|VACUUM\s+FULL|CLUSTER)\s+{_TABLE}", "one-go"),
)
Broken = tuple[str, str]


def examine(loader: MigrationLoader) -> dict[str, set[str]]:
    """Return for each of our migrations the rules that it breaks."""
    found: dict[str, set[str]] = {}
    state = ProjectState()
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        migration = loader.disk_migrations[key]
        broken = {rule for rule, _what in problems(migration, state)}
        if broken and migration.__module__.startswith("linli."):
            found[".".join(key)] = broken
        for operation in migration.operations:
            operation.state_forwards(migration.app_label, state)
    return found


def problems(migration: Migration, before: ProjectState) -> Iterator[Broken]:
    """Yield each rule that `migration` breaks on tables that were there before it, with what breaks it."""
    state, fresh = before.clone(), set()
    for operation in migration.operations:
        if isinstance(operation, operations.CreateModel):
            fresh.add(f"{migration.app_label}.{operation.name_lower}")
        yield from _problems(operation, migration, state, fresh)
        operation.state_forwards(migration.app_label, state)


def _problems(operation: Any, migration: Migration, state: ProjectState, fresh: set[str]) -> Iterator[Broken]:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        for part in operation.database_operations:
            yield from _problems(part, migration, state, fresh)
        return
    if isinstance(operation, operations.RunSQL):
        yield from _in_sql(operation.sql, state, fresh)
        return
    if isinstance(operation, operations.RunPython):
        if operation.code is not operations.RunPython.noop and (
            migration.atomic or not _loops(operation.code)
        ):
            yield "one-go", operation.code.__name__
        return
    model = getattr(operation, "model_name_lower", None) or getattr(operation, "name_lower", "")
    table = f"{migration.app_label}.{model}"
    if isinstance(operation, operations.RenameModel):
        table = f"{migration.app_label}.{operation.old_name_lower}"
    if table in fresh:
        return
    if isinstance(operation, (operations.RenameField, operations.RenameModel, operations.AlterModelTable)):
        yield "rename", table
    elif isinstance(operation, (operations.RemoveField, operations.DeleteModel)):
        yield "removal", table
    if table not in LARGE:
        return
    if isinstance(operation, postgres.AddIndexConcurrently):
        if migration.atomic:
            yield "index-in-transaction", table
    elif isinstance(operation, operations.AddIndex):
        yield "blocking-index", table
    elif isinstance(operation, postgres.AddConstraintNotValid):
        pass
    elif isinstance(operation, operations.AddConstraint):
        is_check = isinstance(operation.constraint, CheckConstraint)
        yield "validating-constraint" if is_check else "blocking-index", table
    elif isinstance(operation, operations.AddField):
        yield from ((rule, f"{table}.{operation.name}") for rule in _added(operation.field))
    elif isinstance(operation, operations.AlterField):
        old = state.models[migration.app_label, model].fields[operation.name]
        yield from ((rule, f"{table}.{operation.name}") for rule in _altered(old, operation.field))


def _has_index(field: Field[Any, Any]) -> bool:
    return bool(field.db_index or field.unique)


def _added(field: Field[Any, Any]) -> Iterator[str]:
    if _has_index(field):
        yield "blocking-index"
    if field.remote_field is not None and getattr(field, "db_constraint", False):
        yield "validating-constraint"
    if getattr(field, "generated", False) and getattr(field, "db_persist", False):
        yield "volatile-default"
    if field.has_db_default() and VOLATILE.search(repr(field.db_default)):
        yield "volatile-default"


def _altered(old: Field[Any, Any], new: Field[Any, Any]) -> Iterator[str]:
    if _has_index(new) and not _has_index(old):
        yield "blocking-index"
    if old.null and not new.null:
        yield "not-null"
    kinds = old.get_internal_type(), new.get_internal_type()
    shorter = (old.max_length or 0) > (new.max_length or 0) or (new.max_length and not old.max_length)
    digits = [(getattr(f, "max_digits", None), getattr(f, "decimal_places", None)) for f in (old, new)]
    if kinds[0] != kinds[1]:
        # Longer words are written nowhere anew.
        if kinds != ("CharField", "TextField"):
            yield "type-change"
    elif digits[0] != digits[1] or (kinds[0] == "CharField" and shorter):
        yield "type-change"


def _in_sql(sql: Any, state: ProjectState, fresh: set[str]) -> Iterator[Broken]:
    texts = sql if isinstance(sql, (list, tuple)) else [sql]
    tables = {label: "_".join(label.split(".", 1)) for label in LARGE - fresh}
    large = {state_table(label, state) or name for label, name in tables.items()}
    for text in texts:
        if not isinstance(text, str):
            text = text[0]
        text = _outside_functions(text)
        for pattern, rule in _SQL:
            for match in re.finditer(pattern, text, re.IGNORECASE):
                if rule in {"rename", "removal"} or match[1].lower() in large:
                    yield rule, match[1]


def state_table(label: str, state: ProjectState) -> str | None:
    """Return the table of a model, as this state of the project names it."""
    model = state.models.get(tuple(label.split(".", 1)))  # type: ignore[call-overload]
    named = model.options.get("db_table") if model else None
    return str(named) if named else None


def _outside_functions(sql: str) -> str:
    """Leave out comments and what stands in the bodies of functions, which runs later and row by row."""
    return re.sub(r"\$(\w*)\$.*?\$\1\$", "''", re.sub(r"--[^\n]*", "", sql), flags=re.DOTALL)


def _loops(code: Callable[..., Any]) -> bool:
    return bool(re.search(r"^\s+(while|for)\b", inspect.getsource(code), re.MULTILINE))
