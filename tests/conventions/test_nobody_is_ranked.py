"""No league table of people: nothing is counted by person, sorted by such a count, kept as somebody's score or called one.

Units, shops, grids and cases are counted; whoever works in them is not. What reads the tree here knows every field that
leads to a person, so a new count by worker is found where it is written, whatever page would show it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from linli.insight import indicators
from tests.security.routes import routes

LINLI = Path(__file__).resolve().parents[2] / "linli"
PEOPLE = {
    "Account", "Post", "Resident", "Member", "Volunteer", "Party", "Helper", "Seeker", "Reporter", "CarePerson",
    "Deputy", "PartyMember", "PartTimeMember", "Steward", "JobSeeker", "MemberReport", "Supporter", "GroupMember",
    "Delegate",
}  # fmt: skip
"""Models of which a row is somebody."""
OTHERS = {
    "Application": "a matter", "Appointment": "a time at a counter", "ElectionObjection": "words", "Enterprise": "a firm",
    "Objection": "words", "Opinion": "words", "Publicity": "a decision about a matter", "Rating": "of a service",
    "ReportIn": "of a unit", "RoomBooking": "a time in a room", "StoredFile": "a file", "Target": "a door of a campaign",
    "Vanguard": "a household, shown because it wished so",
    "Shareholder": "what somebody owns is summed up to pay it out",
}  # fmt: skip
"""Models that keep a name or a number and of which a row is nobody, or is counted for what is theirs."""
SUMS = {
    "Count",
    "Sum",
    "Avg",
    "Max",
    "Min",
    "StdDev",
    "Rank",
    "DenseRank",
    "RowNumber",
    "PercentRank",
    "Ntile",
}
COUNTERS = {"Counter", "rank", "groupby"}
WORDS = re.compile(
    r"排名|名次|排行|积分|龙虎榜|红黑榜|末位|先进个人|业绩|league table|leaderboard|ranking", re.I
)
DENIED = re.compile(r"不排|不按人|不看个人|不是名次")
ROUTE = re.compile(
    r"(^|[:/_-])(rank|ranking|league|leaderboard|scores?|performance|kpi|mileage|track|checkin)([/_-]|$)"
)
FIELD = re.compile(
    r"(^|_)(score|rank|ranking|points?|stars?|credits?|kpi|mileage|track|online|check(ed)?_?in|merit|streak)(_|$)"
)
POINT_ON_A_MAP = {"point", "lon", "lat"}


@cache
def roads_to_people() -> frozenset[str]:
    """Give the names of all fields that lead to somebody, as a query writes them."""
    found = set()
    for model in apps.get_models():
        if model.__name__ in PEOPLE:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if getattr(target, "__name__", "") in PEOPLE and not field.auto_created:
                found |= {field.name, f"{field.name}_id"}
    return frozenset(found | {"actor_id", "account_id", "post_id", "username"})


@cache
def managers_of_people() -> frozenset[str]:
    """Give the names under which people hang on something else (`unit.posts`), and what gives their model unnamed."""
    found = {
        field.remote_field.get_accessor_name()
        for model in apps.get_models()
        if model.__name__ in PEOPLE
        for field in model._meta.get_fields()
        if field.many_to_one and not field.auto_created and not field.remote_field.hidden
    }
    return frozenset({name for name in found if name} | {"get_user_model"})


def leads_to_a_person(path: str) -> bool:
    """Say whether a path of a query ends at somebody: `case__steps__actor`, `holder_post__account__name`."""
    return any(part in roads_to_people() for part in path.lstrip("-").split("__"))


def _chain(node: ast.expr) -> Iterator[ast.Call]:
    """Yield the calls of `a.b().c().d()`, the last first."""
    while True:
        if isinstance(node, ast.Call):
            yield node
            node = node.func
        elif isinstance(node, ast.Attribute):
            node = node.value
        else:
            return


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {
        n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)
    }


def _renamed(call: ast.Call) -> list[str]:
    """Give the paths of `name=F("path")`."""
    return [
        n.args[0].value
        for k in call.keywords
        for n in [k.value]
        if isinstance(n, ast.Call)
        and _called(n) == "F"
        and n.args
        and isinstance(n.args[0], ast.Constant)
        and isinstance(n.args[0].value, str)
    ]


def _words(call: ast.Call) -> list[str]:
    return [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]


BY_HAND = re.compile(r"(?:group|partition)\s+by([^;)]*)", re.I | re.S)


def people_in(node: ast.AST) -> set[str]:
    """Give what leads to somebody in an expression: an attribute, or the path that a query or a getter is told."""
    return {
        n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and n.attr in roads_to_people()
    } | {
        n.value
        for n in ast.walk(node)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and leads_to_a_person(n.value)
    }


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def counted_by_hand(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Find what no query says: a sum kept under somebody in a loop, a count asked person by person, SQL that groups."""
    if isinstance(node, (ast.AugAssign, ast.Assign)):
        targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
        adds = isinstance(node, ast.AugAssign) or any(
            isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add) for n in ast.walk(node.value)
        )
        for target in targets:
            people = people_in(target.slice) if isinstance(target, ast.Subscript) else set()
            if people and adds:
                yield node.lineno, f"added up under {min(people)}"
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.For)):
        yield from _asked_one_by_one(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for said in BY_HAND.findall(node.value):
            if set(re.findall(r"\w+", said)) & roads_to_people():
                yield node.lineno, "grouped by a person"


def _asked_one_by_one(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.For,
) -> Iterator[tuple[int, str]]:
    """Find `…filter(by=one).count()` or `len(…filter(by=one))` where `one` is whom a loop goes through."""
    loops = [node] if isinstance(node, ast.For) else node.generators
    through = {n.id for loop in loops for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        if _called(call) == "len" and call.args:
            asked = [n for n in ast.walk(call.args[0]) if isinstance(n, ast.Call)]
        elif _called(call) == "count":
            asked = list(_chain(call))
        else:
            continue
        for one in asked:
            for said in one.keywords if _called(one) in ("filter", "exclude") else ():
                if said.arg and leads_to_a_person(said.arg) and _names(said.value) & through:
                    yield call.lineno, f"counted for each {said.arg}"


def counted_by_person(tree: ast.Module) -> list[tuple[int, str]]:
    """Find queries that sum up by person, or people with sums beside them, or windows over people."""
    found = []
    for node in ast.walk(tree):
        found += counted_by_hand(node)
        if not isinstance(node, ast.Call):
            continue
        calls = list(_chain(node))
        verbs = [(c.func.attr, c) for c in calls if isinstance(c.func, ast.Attribute)]
        sums = any(v in ("annotate", "alias", "aggregate") and _names(c) & SUMS for v, c in verbs)
        # `values(who=F("by"))` and `annotate(who=F("by")).values("who")` group as `values("by")` does.
        grouped = [
            word
            for v, c in verbs
            if v in ("values", "values_list", "annotate", "alias")
            for word in [*(_words(c) if v.startswith("values") else ()), *_renamed(c)]
            if leads_to_a_person(word)
        ]
        root = calls[-1].func if calls else node
        of_people = bool(_names(root) & PEOPLE) and bool(_names(root) & {"objects"})
        of_people = of_people or bool(_names(root) & managers_of_people())
        if sums and grouped:
            found.append((node.lineno, f"summed by {grouped[0]}"))
        by_other = any(v in ("values", "values_list") and _words(c) for v, c in verbs) and not grouped
        if sums and of_people and not by_other and any(v in ("annotate", "alias") for v, _c in verbs):
            found.append((node.lineno, "people with sums beside them"))
        if any(
            v == "order_by" and any(w.lstrip("-") in ("n", "count", "total") for w in _words(c))
            for v, c in verbs
        ) and (grouped or of_people):
            found.append((node.lineno, "people in the order of a count"))
        if _called(node) in COUNTERS:
            people = set().union(*(people_in(a) for a in [*node.args, *(k.value for k in node.keywords)]))
            if people:
                found.append((node.lineno, f"{_called(node)} of {min(people)}"))
        if _called(node) in SUMS | {"Window"}:
            parts = [k.value for k in node.keywords if k.arg == "partition_by"]
            if any(people_in(part) for part in parts):
                found.append((node.lineno, "a window over people"))
    return found


def sources() -> Iterator[Path]:
    for path in sorted(LINLI.rglob("*.py")):
        if not {"migrations", "demo", "bench"} & set(path.relative_to(LINLI).parts):
            yield path


SHARED_OUT = {
    "pillars/party/contacts/rules.py": "doors are shared out evenly before anybody goes; no work is counted"
}


def test_nothing_is_counted_by_person() -> None:
    assert [
        f"{path.relative_to(LINLI)}:{line} {what}"
        for path in sources()
        if str(path.relative_to(LINLI)) not in SHARED_OUT
        for line, what in counted_by_person(ast.parse(path.read_text(encoding="utf-8")))
    ] == []


@pytest.mark.parametrize(
    "written",
    [
        "Step.objects.filter(verb='settle').values('actor').annotate(n=Count('id')).order_by('-n')",
        "rows.values_list('post__account__name').annotate(late=Sum('late'))",
        "Account.objects.annotate(done=Count('steps'))",
        "Post.objects.filter(role='worker').alias(n=Count('x')).order_by('-n')",
        "Counter(step.actor_id for step in steps)",
        "rows.values('steward_id').annotate(place=Window(Rank()))",
        "for step in steps: done[step.actor_id] += 1",
        "cursor.execute('SELECT actor_id, count(*) FROM flow_step GROUP BY actor_id')",
        "Visit.objects.values('by__name').annotate(n=Count('id'))",
        "PartyMember.objects.annotate(meetings=Count('comings'))",
        "Counter(visits.values_list('by', flat=True))",
        "Counter(map(attrgetter('by_id'), visits))",
        "groupby(visits, key=attrgetter('by_id'))",
        "groupby(sorted(checks, key=who), key=lambda check: check.by_id)",
        "collections.Counter(check.by_id for check in checks)",
        "visits.values(who=F('by__name')).annotate(n=Count('id'))",
        "visits.annotate(who=F('by_id')).values('who').annotate(n=Count('id'))",
        "visits.annotate(nth=Window(RowNumber(), partition_by=F('by')))",
        "visits.annotate(nth=Window(expression=RowNumber(), partition_by=['by_id']))",
        "done[visit.by_id] = done.get(visit.by_id, 0) + 1",
        "[(one, Visit.objects.filter(by=one).count()) for one in workers]",
        "{one.pk: len(Patrol.objects.filter(by_id=one.pk)) for one in workers}",
        "for one in workers: rows.append((one, Check.objects.filter(by=one, at__gte=since).count()))",
        "get_user_model().objects.annotate(visits=Count('visit'))",
        "unit.posts.annotate(visits=Count('account__visit'))",
        "cursor.execute('SELECT count(*) OVER (PARTITION BY by_id) FROM visits_visit')",
    ],
)
def test_a_table_of_people_would_be_found(written: str) -> None:
    assert counted_by_person(ast.parse(written)) != []


def test_a_table_of_units_is_none() -> None:
    for written in (
        "Case.objects.values('holder').annotate(n=Count('id')).order_by('-n')",
        "Counter(row.unit_id for row in rows)",
        "Account.objects.filter(is_active=True).count()",
        "PartyMember.objects.values('organisation').annotate(n=Count('pk'))",
    ):
        assert counted_by_person(ast.parse(written)) == []


def test_it_is_known_of_every_model_with_a_name_whether_a_row_is_somebody() -> None:
    named = {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if type(field).__name__.startswith("Sealed") and re.search(r"(^|_)(name|phone)$", field.name)
    }
    assert sorted(named - PEOPLE - set(OTHERS)) == []
    assert not PEOPLE & set(OTHERS)


def test_nobody_has_a_score() -> None:
    """No model of people, and none that hangs on one person alone, keeps a figure that could be compared."""
    kept = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("linli.") and (model.__name__ in PEOPLE or _hangs_on_a_person(model))
        for field in model._meta.get_fields()
        if not field.auto_created and FIELD.search(field.name) and field.name not in POINT_ON_A_MAP
    ]
    assert kept == []


REGROUPED = re.compile(r"{%\s*regroup\s+\S+\s+by\s+([\w.]+)\s+as\b")


KEPT_NUMBERS = {
    "files.StoredFile.height": "of a picture", "files.StoredFile.size": "of a file",
    "files.StoredFile.width": "of a picture",
    "flow.SavedView.order": "of somebody's own views", "people.AccessLog.subject_id": "a key",
    "people.Deletion.subject_id": "a key",
    "team.MemberHonour.year": "when it was given",
    "volunteers.Certificate.activities_count": "written on a paper that the volunteer asked for, for themselves",
    "volunteers.Certificate.minutes": "written on a paper that the volunteer asked for, for themselves",
}  # fmt: skip
"""Numbers beside one person that are none about their work, each with its reason."""


def test_nobody_has_a_number_beside_their_name() -> None:
    """What hangs on one person alone keeps no amount either, however it is called: visits, done, days, times."""
    kept = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("linli.") and _hangs_on_a_person(model)
        for field in model._meta.get_fields()
        if not field.auto_created
        and not field.is_relation
        and not getattr(field, "primary_key", False)
        and isinstance(field, (models.IntegerField, models.FloatField, models.DecimalField))
    }
    assert sorted(kept - set(KEPT_NUMBERS)) == [], sorted(kept)


def test_no_page_gathers_rows_under_people() -> None:
    """`regroup` beside `length` would be a table of people that no query shows."""
    assert REGROUPED.findall("{% regroup visits by by.pk as people %}") == ["by.pk"]
    assert [
        f"{path.relative_to(LINLI)}: {said}"
        for path in sorted(LINLI.rglob("templates/**/*.html"))
        for said in REGROUPED.findall(path.read_text(encoding="utf-8"))
        if leads_to_a_person(said.replace(".", "__"))
    ] == []


def _hangs_on_a_person(model: type) -> bool:
    meta = model._meta  # type: ignore[attr-defined]
    targets = [
        f.related_model.__name__
        for f in meta.get_fields()
        if f.many_to_one or f.one_to_one
        if not f.auto_created
    ]
    return bool(targets) and set(targets) <= PEOPLE


def test_no_address_and_no_figure_is_about_people() -> None:
    assert [r.name for r in routes() if ROUTE.search(r.name.lower()) or ROUTE.search(r.written.lower())] == []
    grains = {
        str(getattr(one, "grain", "")) for one in vars(indicators).values() if hasattr(one, "numerator")
    }
    assert not grains & {"account", "post", "worker", "person"}


def test_no_word_promises_a_place_among_colleagues() -> None:
    """Whatever is shown stands in a catalogue; hot topics are listed by how many speak of them, and that is no person."""
    shown = [
        (path, line)
        for path in sorted(LINLI.rglob("locale/en/LC_MESSAGES/*.po"))
        for line in re.split(r"\n(?=msgid|msgstr|#)", path.read_text(encoding="utf-8"))
        if line.startswith("msgid")
    ]
    assert any("不排名" in line for _path, line in shown)
    assert [
        line for _path, line in shown if WORDS.search(line) and not DENIED.search(line) and "热点" not in line
    ] == []
