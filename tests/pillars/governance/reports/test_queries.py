"""List, count, export, map and page: one scope, a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.flow.opening import scope_word
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports import operations, policies, queries
from linli.pillars.governance.reports.models import Report
from tests.pillars.governance.reports.doing import bring
from tests.town import IN_FIRST_GRID, IN_SECOND_GRID, IN_THIRD_GRID, MONDAY, Town

ALL = queries.Filters(view="all", order="filed")
BOX = (116.0, 35.0, 118.0, 37.0)


@pytest.fixture
def busy(town: Town) -> Town:
    for i in range(12):
        lon, lat = (IN_FIRST_GRID, IN_SECOND_GRID, IN_THIRD_GRID)[i % 3]
        operations.file_report(
            actor=ANYONE,
            at=MONDAY + timedelta(minutes=i),
            text=f"第{i}根路灯不亮了，晚上看不见路",
            lon=lon,
            lat=lat,
            phone=f"1380000{i:04d}",
            category="R01",
        )
    for number in Case.objects.filter(area=town.grids[0]).values_list("number", flat=True)[:2]:
        operations.dispatch_report(
            actor=town.actor("dispatcher"),
            number=number,
            at=MONDAY + timedelta(hours=1),
            lead=town.sanitation,
        )
    return town


def test_list_count_export_map_and_reaches_agree_for_everyone(busy: Town) -> None:
    every = list(Report.objects.select_related("case"))
    for name in busy.people:
        actor = busy.actor(name)
        listed = {r.number for r in queries.inbox(actor=actor, filters=ALL, size=100).rows}
        assert listed == {r.case.number for r in every if policies.reaches(actor, r)}
        assert len(listed) == queries.inbox(actor=actor, filters=ALL).count
        assert listed == {r.number for r in queries.export_rows(actor=actor, filters=ALL)}
        assert listed == {p.number for p in queries.map_points(actor=actor, filters=ALL, box=BOX)}
        found = queries.inbox(actor=actor, filters=ALL.over(words="路灯不亮"), size=100)
        assert listed == {r.number for r in found.rows}


def test_views_show_what_each_has_to_do(busy: Town) -> None:
    def numbers(name: str, view: str) -> int:
        return queries.inbox(actor=busy.actor(name), filters=ALL.over(view=view)).count

    assert numbers("worker", "mine") == 2
    assert numbers("worker2", "mine") == 4
    assert numbers("sweeper", "mine") == 2
    assert numbers("stoker", "mine") == 0
    assert numbers("secretary", "units") == 6
    assert numbers("dispatcher", "units") == 12
    assert queries.view_counts(actor=busy.actor("dispatcher"))["units"] == 12


class TestToDecide:
    def shown(self, town: Town, name: str, view: str = "to_decide") -> set[str]:
        found = queries.inbox(actor=town.actor(name), filters=ALL.over(view=view), size=100)
        if view == "to_decide":
            counts = queries.view_counts(actor=town.actor(name))
            assert counts.get("to_decide", 0) == found.count == len(found.rows)
        return {row.number for row in found.rows}

    def test_what_was_asked_waits_for_whoever_may_grant_it(self, town: Town) -> None:
        numbers = [bring(town, "dispatched", phone=f"1390000000{n}")[0] for n in range(3)]
        sweeper, until = town.actor("sweeper"), MONDAY + timedelta(days=9)
        asked = {"actor": sweeper, "at": MONDAY, "note": "等配件", "until": until}
        operations.ask_extension(number=numbers[0], **asked)
        operations.ask_ledger(number=numbers[1], **asked)
        # Dispatchers give time; the ledger is the leaders' to decide. Nobody below decides anything.
        assert self.shown(town, "dispatcher") == {numbers[0]}
        assert self.shown(town, "leader") == set(numbers[:2])
        assert self.shown(town, "leader", "mine") == set(numbers[:2])
        assert numbers[0] in self.shown(town, "dispatcher", "mine")
        assert self.shown(town, "sweeper") == self.shown(town, "worker") == set()
        operations.grant_extension(actor=town.actor("dispatcher"), at=MONDAY, number=numbers[0])
        assert self.shown(town, "dispatcher") == set()
        assert self.shown(town, "leader") == {numbers[1]}

    def test_a_leader_is_not_waited_for_where_a_dispatcher_acts(self, busy: Town) -> None:
        assert self.shown(busy, "leader", "mine") == set()
        assert self.shown(busy, "leader", "units") == self.shown(busy, "dispatcher", "units") != set()


def test_pages_follow_each_other_without_gap_or_repeat(busy: Town) -> None:
    for order in ("due", "filed"):
        seen: list[str] = []
        after = ""
        while True:
            page = queries.inbox(
                actor=busy.actor("dispatcher"), filters=ALL.over(order=order), after=after, size=5
            )
            seen += [r.number for r in page.rows]
            after = page.after
            if not after:
                break
        assert len(seen) == len(set(seen)) == 12


def test_a_whole_number_ignores_other_filters(busy: Town) -> None:
    number = Case.objects.latest("id").number
    page = queries.inbox(
        actor=busy.actor("dispatcher"), filters=ALL.over(words=number, state="closed", view="overdue")
    )
    assert [r.number for r in page.rows] == [number]


def test_search_finds_chinese_words_and_a_phone(busy: Town) -> None:
    actor = busy.actor("dispatcher")
    assert queries.inbox(actor=actor, filters=ALL.over(words="看不见路")).count == 12
    assert queries.inbox(actor=actor, filters=ALL.over(words="下水道")).count == 0
    assert queries.inbox(actor=actor, filters=ALL.over(words="'; drop & | ! ( <->")).count in (0, 12)
    assert queries.inbox(actor=actor, filters=ALL.over(phone="138 0000 0003")).count == 1


def test_a_unit_beyond_the_office_finds_by_words_what_it_was_given(busy: Town) -> None:
    police = add_unit(kind=UnitKind.DEPARTMENT, name="公安分局", parent=busy.district, handles=["police"])
    busy.hire("policeman", Role.HANDLER, police)
    watching = ALL.over(words="看不见路")
    assert queries.inbox(actor=busy.actor("policeman"), filters=watching).count == 0
    number = Case.objects.filter(area=busy.grids[1]).latest("id").number
    operations.dispatch_report(
        actor=busy.actor("dispatcher"), number=number, at=MONDAY + timedelta(hours=1), lead=police
    )
    assert [r.number for r in queries.inbox(actor=busy.actor("policeman"), filters=watching).rows] == [number]
    assert queries.inbox(actor=busy.actor("dispatcher"), filters=watching).count == 12


def test_what_a_case_is_found_under_leaves_out_other_offices_and_takes_one_office_whole(busy: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(words) FROM flow_casesearch")
        under = {frozenset(w for w in words if w.startswith("@")) for (words,) in cursor.fetchall()}
    assert under == {frozenset({scope_word(busy.office.pk), scope_word(busy.district.pk)})}


def test_what_a_node_of_the_version_before_files_is_found_by_words_too(busy: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH old AS (DELETE FROM flow_casesearch RETURNING *)"
            " SELECT case_id, office_id, tsvector_to_array(words) FROM old"
        )
        for case_id, office_id, words in cursor.fetchall():
            cursor.execute(
                "INSERT INTO flow_casesearch (case_id, office_id, words) VALUES (%s, %s, array_to_tsvector(%s))",
                [case_id, office_id, [word for word in words if not word.startswith("@")]],
            )
    assert queries.inbox(actor=busy.actor("dispatcher"), filters=ALL.over(words="看不见路")).count == 12


def test_query_counts_are_fixed(busy: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    actor = busy.actor("dispatcher")
    with django_assert_max_num_queries(2):
        queries.inbox(actor=actor, filters=ALL)
    with django_assert_max_num_queries(2):
        queries.view_counts(actor=actor)
    worker = busy.actor("worker")
    with django_assert_max_num_queries(1):
        queries.view_counts(actor=worker)
    number = Case.objects.filter(state="dispatched").latest("id").number
    with django_assert_max_num_queries(14):
        queries.case_page(actor=actor, number=number, at=MONDAY)


def test_internal_notes_never_reach_the_resident(town: Town) -> None:
    filed = operations.file_report(
        actor=ANYONE,
        at=MONDAY,
        text="楼道灯坏了",
        lon=IN_FIRST_GRID[0],
        lat=IN_FIRST_GRID[1],
        phone="13800001234",
    )
    number = filed.report.case.number
    operations.note_report(actor=town.actor("worker"), number=number, at=MONDAY, note="此人老上访")
    operations.accept_report(actor=town.actor("worker"), number=number, at=MONDAY, note="先拖着")
    page = queries.follow_page(number=number, token=filed.token)
    assert [s.verb for s in page.steps] == ["accept", "file"]
    assert not {"note", "add_assist", "send_to_check"} & {s.verb for s in page.steps}
    assert all("上访" not in s.words and "拖着" not in s.words for s in page.steps)


def test_confidential_reporters_are_hidden_from_everyone_who_handles(town: Town) -> None:
    filed = operations.file_report(
        actor=ANYONE,
        at=MONDAY,
        text="楼上群租",
        lon=IN_FIRST_GRID[0],
        lat=IN_FIRST_GRID[1],
        phone="13800001234",
        name="赵明",
        is_confidential=True,
    )
    number = filed.report.case.number
    operations.dispatch_report(actor=town.actor("dispatcher"), number=number, at=MONDAY, lead=town.sanitation)
    for name in ("worker", "secretary", "sweeper", "leader"):
        shown = queries.case_page(actor=town.actor(name), number=number, at=MONDAY).reporters[0]
        assert (shown.name, shown.phone, shown.is_hidden, shown.may_reveal) == ("", "", True, False)
    shown = queries.case_page(actor=town.actor("dispatcher"), number=number, at=MONDAY).reporters[0]
    assert (shown.name, shown.phone, shown.may_reveal) == ("赵*", "138****1234", True)


def test_lateness_turns_yellow_red_and_climbs_and_never_hides(busy: Town) -> None:
    case = Case.objects.filter(area=busy.grids[1]).earliest("id")
    seen = []
    for hour in range(0, 12 * 24, 2):
        sweep(MONDAY + timedelta(hours=hour))
        case.refresh_from_db()
        seen.append((case.card, case.climb))
    assert seen[-1] == ("red", 3)
    verbs = list(case.steps.values_list("verb", flat=True))
    assert verbs == ["file", "turn_yellow", "turn_red", "climb", "climb"]
    assert case.is_open
    assert queries.inbox(actor=busy.actor("worker2"), filters=ALL.over(view="overdue")).count == 4
