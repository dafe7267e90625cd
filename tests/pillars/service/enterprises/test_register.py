"""The register: one code once, a place for each, sheets in and out, visits and promises, and a person's right to go."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from linli.base.files.sheets import SheetWriter
from linli.base.people import operations as people
from linli.base.people.actors import ANYONE
from linli.base.people.models import Deletion
from linli.base.people.queries import actor_for
from linli.base.people.subjects import Erasing
from linli.kernel.standards.trades import TRADES, trade_of
from linli.pillars.service.enterprises import operations as op
from linli.pillars.service.enterprises import policies, queries
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.queries import Narrowed
from linli.pillars.service.enterprises.rules import record as rules
from linli.pillars.service.enterprises.rules.record import HEADS, Record, checked, record_of
from tests.pillars.service.enterprises.doing import PHONE, code_of, firm
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town

DAY = timedelta(days=1)


class TestRecord:
    def test_needs_a_code_or_a_reason_and_checks_the_last_letter(self) -> None:
        good = Record(name="包子铺", uscc=" " + code_of(7).lower())
        assert checked(good).uscc == code_of(7)
        wrong = code_of(7)[:-1] + ("A" if code_of(7)[-1] != "A" else "B")
        with pytest.raises(rules.BadCode):
            checked(replace(good, uscc=wrong))
        for both in (replace(good, no_code="stall"), Record(name="包子铺")):
            with pytest.raises(rules.CodeOrReason):
                checked(both)
        assert checked(Record(name="修鞋摊", no_code="stall")).uscc == ""

    def test_reads_a_row_as_people_write_it(self) -> None:
        cells = {
            "名称": "老周面馆",
            "类型": "个体",
            "行业": "住宿和餐饮",
            "从业人数": "4人",
            "成立日期": "2024年3月1日",
        }
        read = record_of(cells)
        assert (read.form, read.trade, read.staff_count, read.founded_date) == (
            "sole",
            "H",
            4,
            date(2024, 3, 1),
        )
        assert read.no_code == "unknown"
        for bad in ({"行业": "开饭店的"}, {"成立日期": "2024-13-01"}, {"从业人数": "不少"}, {"规模": "巨大"}):
            with pytest.raises((rules.TradeUnknown, rules.WordUnknown)):
                record_of({**cells, **bad})

    def test_every_section_is_found_by_letter_and_by_name(self) -> None:
        for letter, (name, _english) in TRADES.items():
            assert trade_of(letter) == trade_of(f"{letter} {name}") == trade_of(name) == letter


class TestKeep:
    def test_lies_in_the_grid_of_its_point_and_comes_once(self, town: Town) -> None:
        key = uuid.uuid4()
        lon, lat = IN_FIRST_GRID
        given = Record(name="包子铺", uscc=code_of(1), lon=lon, lat=lat)
        who = {"actor": town.actor("clerk"), "at": MONDAY, "record": given, "key": key}
        assert op.keep_enterprise(**who).pk == op.keep_enterprise(**who).pk  # type: ignore[arg-type]
        assert Enterprise.objects.get().area == town.grids[0]

    def test_a_code_that_is_known_is_told_by_name(self, town: Town) -> None:
        firm(town, 1, name="老周面馆")
        with pytest.raises(op.EnterpriseKnown) as told:
            firm(town, 1, name="小周面馆")
        assert told.value.data["name"] == "老周面馆"
        row = Enterprise.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_a_community_keeps_its_own_ground_only(self, town: Town) -> None:
        with pytest.raises(op.NotYourEnterprises):
            firm(town, 1, by="clerk", point=IN_THIRD_GRID)
        one = firm(town, 1, point=IN_THIRD_GRID)
        with pytest.raises(NoSuchEnterprise):
            op.end_enterprise(actor=town.actor("clerk"), at=MONDAY, enterprise=one, reason="moved")

    def test_an_empty_contact_stays_and_the_end_deletes_it(self, town: Town) -> None:
        one = firm(town)
        again = Record(name="新名字", uscc=one.uscc)
        kept = op.keep_enterprise(actor=town.actor("clerk"), at=MONDAY, enterprise=one, record=again)
        assert (kept.name, kept.contact_phone) == ("新名字", PHONE)
        assert PHONE not in str(Enterprise.objects.values_list("contact_phone", flat=True).get())
        link = queries.link_of(kept)
        op.end_enterprise(actor=town.actor("clerk"), at=MONDAY, enterprise=kept, reason="closed")
        gone = Enterprise.objects.get()
        assert (gone.contact_phone, gone.contact_print) == ("", None)
        assert queries.link_of(gone) != link
        assert firm(town).pk != gone.pk  # the code is free again

    def test_scope_agrees_for_everybody(self, town: Town) -> None:
        firm(town, 1)
        firm(town, 2, point=IN_THIRD_GRID)
        every = list(Enterprise.objects.select_related("area"))
        for name in town.people:
            actor = town.actor(name)
            seen = set(Enterprise.objects.filter(policies.reachable(actor)))
            assert seen == {e for e in every if policies.reaches(actor, e)}, name
            rows, _more = queries.enterprises_of(actor=actor, by=Narrowed())
            assert {r.id for r in rows} == {e.pk for e in seen}
        assert len(queries.enterprises_of(actor=town.actor("worker"), by=Narrowed())[0]) == 1
        assert not queries.enterprises_of(actor=town.actor("sysadmin"), by=Narrowed())[0]

    def test_a_steward_works_there(self, town: Town) -> None:
        one, desk = firm(town), town.actor("dispatcher")
        people_here = queries.stewards_for(enterprise=one, at=MONDAY)
        assert town.people["worker"] in people_here
        assert town.people["worker3"] not in people_here
        op.appoint_steward(actor=desk, at=MONDAY, enterprise=one, steward=town.people["worker"])
        mine, _more = queries.enterprises_of(actor=town.actor("worker"), by=Narrowed(is_mine=True))
        assert [r.steward for r in mine] == ["worker"]
        with pytest.raises(op.StewardUnfit):
            op.appoint_steward(actor=desk, at=MONDAY, enterprise=one, steward=town.people["worker3"])


class TestSheet:
    def sheet(self, path: Path, rows: list[dict[str, object]]) -> Path:
        book = SheetWriter("企业", list(HEADS))
        for row in rows:
            book.add([row.get(head, "") for head in HEADS])
        book.save(path)
        return path

    def test_comes_in_row_by_row_and_twice_is_once(self, town: Town, tmp_path: Path) -> None:
        rows: list[dict[str, object]] = [
            {"名称": "老周面馆", "统一社会信用代码": code_of(1), "行业": "H", "联系电话": PHONE},
            {"名称": "修鞋摊", "无代码原因": "免登记"},
            {"名称": "错的", "统一社会信用代码": "91370100MA3TXY1234"},
            {"名称": "", "行业": "F"},
        ]
        path = self.sheet(tmp_path / "a.xlsx", rows)
        who = {"actor": town.actor("dispatcher"), "at": MONDAY, "office": town.office}
        first = op.import_enterprises(**who, rows=op.records_of_file(path))  # type: ignore[arg-type]
        assert [t.what for t in first] == ["new", "new", "refused", "refused"]
        again = op.import_enterprises(**who, rows=op.records_of_file(path))  # type: ignore[arg-type]
        assert [t.what for t in again] == ["same", "same", "refused", "refused"]
        # What was masked on the way out does not come back as a star.
        rows[0] |= {"联系电话": "138****7777", "规模": "微型"}
        path = self.sheet(tmp_path / "b.xlsx", rows[:1])
        assert op.import_enterprises(**who, rows=op.records_of_file(path))[0].what == "changed"  # type: ignore[arg-type]
        one = Enterprise.objects.get(uscc=code_of(1))
        assert (one.contact_phone, one.size, one.trade) == (PHONE, "micro", "H")

    def test_a_file_without_its_headings_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "x.csv"
        path.write_text("编号,时间\n1,2\n", encoding="utf-8")
        with pytest.raises(op.NoEnterpriseSheet):
            op.records_of_file(path)


class TestVisit:
    def test_is_written_by_who_went_and_its_promise_is_theirs(self, town: Town) -> None:
        one, worker = firm(town), town.actor("worker")
        key = uuid.uuid4()
        given = {"actor": worker, "at": MONDAY, "enterprise": one, "on": MONDAY.date(), "key": key}
        words = {"purposes": ["policy", "nonsense"], "said": "想招两个人", "promised": date(2026, 11, 20)}
        visit = op.write_visit(**given, **words)  # type: ignore[arg-type]
        assert op.write_visit(**given, **words).pk == visit.pk  # type: ignore[arg-type]
        assert visit.purposes == ["policy"]
        assert queries.promises_of(actor=worker) == [visit]
        assert queries.promises_of(actor=town.actor("clerk")) == []
        op.keep_promise(actor=worker, at=MONDAY + DAY, visit=visit)
        assert queries.promises_of(actor=worker) == []
        with pytest.raises(op.NothingPromised):
            op.keep_promise(actor=worker, at=MONDAY + DAY, visit=visit)

    def test_has_a_purpose_and_lies_behind(self, town: Town) -> None:
        one = firm(town)
        base = {"actor": town.actor("worker"), "at": MONDAY, "enterprise": one}
        with pytest.raises(op.NoPurpose):
            op.write_visit(**base, on=MONDAY.date(), purposes=[])  # type: ignore[arg-type]
        with pytest.raises(op.VisitInFuture):
            op.write_visit(**base, on=MONDAY.date() + DAY, purposes=["job"])  # type: ignore[arg-type]
        with pytest.raises(NoSuchEnterprise):
            op.write_visit(
                actor=town.actor("worker3"), at=MONDAY, enterprise=one, on=MONDAY.date(), purposes=["job"]
            )

    def test_keeps_no_place_of_anybody_and_counts_nobody(self) -> None:
        columns = {field.name for field in EnterpriseVisit._meta.get_fields()}
        assert not columns & {"lon", "lat", "place", "track", "checked_in_at", "minutes", "score", "points"}


class TestPeople:
    def test_what_a_contact_agreed_to_and_how_it_goes(self, town: Town) -> None:
        code = people.ask_code(phone=PHONE, address="x", at=MONDAY).code
        account = people.enter_code(phone=PHONE, code=code, address="x", language="zh-hans", at=MONDAY)
        one = firm(town)
        with pytest.raises(NoSuchEnterprise):
            op.listen(actor=ANYONE, at=MONDAY, enterprise=one)
        op.listen(actor=actor_for(account, MONDAY), at=MONDAY, enterprise=one)
        assert queries.collect(account)["enterprise"][0]["contact_name"] == "周大勇"
        assert op.erase(account, Erasing(actor=ANYONE, basis="asked", at=MONDAY)) == 1
        gone = Enterprise.objects.get()
        assert (gone.contact_name, gone.account_id, gone.told_since) == ("", None, None)
        assert Deletion.objects.filter(subject="enterprises.Enterprise").count() == 1

    def test_a_link_made_anew_shuts_the_old_one(self, town: Town) -> None:
        one = firm(town)
        old = queries.token_of(one)
        assert queries.opened_by(pk=one.pk, token=old) == one
        op.renew_link(actor=town.actor("clerk"), enterprise=one)
        with pytest.raises(NoSuchEnterprise):
            queries.opened_by(pk=one.pk, token=old)
