"""People who are looked after come in from a sheet once, and are forgotten in time or when they ask for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account, Deletion, Resident
from linli.base.people.subjects import Erasing, collected, erased
from linli.kernel.standards.care_groups import GROUPS
from linli.pillars.service.care import operations as op
from linli.pillars.service.care.models import CarePerson, Membership, Visit
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.care.people import ALLOWANCE, ALONE, somebody
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class TestForgetting:
    def test_an_ended_membership_is_erased_in_its_time_and_the_person_with_the_last(self, town: Town) -> None:
        person = somebody(town, ALONE, ALLOWANCE, level="key")
        for row in Membership.objects.all():
            op.end_group(
                actor=town.actor("clerk"),
                at=MONDAY,
                person_id=person.pk,
                membership_id=row.pk,
                reason="搬走了呀",
            )
        person.refresh_from_db()
        assert (person.level, person.due_at, person.is_for_ground) == ("", None, False)
        days = GROUPS["alone"].kept_days
        assert op.forget_old(actor=SYSTEM, at=MONDAY + (days - 1) * DAY)["memberships"] == 0
        assert op.forget_old(actor=SYSTEM, at=MONDAY + days * DAY)["memberships"] == 1
        assert CarePerson.objects.exists()
        op.forget_old(actor=SYSTEM, at=MONDAY + GROUPS["allowance"].kept_days * DAY)
        assert not CarePerson.objects.exists()
        assert Resident.objects.get(source__startswith="关爱").name == ""
        assert Deletion.objects.filter(subject="care.CarePerson").count() == 1

    def test_a_person_reads_and_erases_all_of_it(self, town: Town) -> None:
        account = resident("13800002222")
        Account.objects.filter(pk=account.pk).update(name="孙桂香")
        account.refresh_from_db()
        person = somebody(town, level="key")
        op.record_visit(
            actor=town.actor("worker"),
            at=MONDAY,
            person_id=person.pk,
            way="door",
            outcome="well",
            found="精神好",
        )
        found = collected(account)
        assert found["care"][0]["group"] == "独居老人"
        assert found["care_visits"][0]["found"] == "精神好"
        erased(account, Erasing(SYSTEM, "asked", MONDAY))
        assert not CarePerson.objects.exists()
        assert not Visit.objects.exists()


class TestSheet:
    def sheet(self, folder: Path, *rows: tuple[object, ...]) -> Path:
        book = openpyxl.Workbook()
        book.active.append(("独居老人名册",))
        book.active.append(("姓名", "联系电话", "网格", "住址", "类别", "依据", "探访等级", "等级理由"))
        for row in rows:
            book.active.append(row)
        path = folder / "people.xlsx"
        book.save(path)
        return path

    def take(self, town: Town, path: Path, who: str = "clerk") -> list[op.TakenRow]:
        return op.import_people(actor=town.actor(who), at=MONDAY, rows=op.people_of_file(path))

    def test_rows_are_taken_once_and_refused_by_name(self, town: Town, tmp_path: Path) -> None:
        good = (
            "孙桂香",
            13800002222,
            "第1网格",
            "301",
            "独居老人、低保家庭",
            "本人当面答应",
            "重点",
            "腿脚不便",
        )
        path = self.sheet(
            tmp_path, good, ("周有福", "", "第3网格", "", "低保家庭", ""), ("王老太", "", "第1网格", "", "孤寡", ""),
            ("李老太", "", "第1网格", "", "独居老人", ""), ("", "", "第1网格", "", "独居老人", ""),
        )  # fmt: skip
        taken = self.take(town, path)
        assert [t.is_new for t in taken] == [True, False, False, False, False]
        assert [t.refusal.code if t.refusal else "" for t in taken] == [
            "", "row-unclear", "row-unclear", "consent-missing", "row-unclear",
        ]  # fmt: skip
        assert [t.is_new for t in self.take(town, path)][:1] == [False]
        person = CarePerson.objects.get()
        assert (person.level, person.memberships.count()) == ("key", 2)

    def test_a_sheet_without_headings_is_told(self, town: Town, tmp_path: Path) -> None:
        path = tmp_path / "x.csv"
        path.write_text("甲,乙\n1,2\n", encoding="utf-8")
        with pytest.raises(op.NoCareSheet):
            op.people_of_file(path)
