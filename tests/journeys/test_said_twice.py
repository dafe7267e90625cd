"""Two people, one manhole: joined, both hear the answer; joined by mistake, undone, and each has their own again."""

from __future__ import annotations

from tests.journeys.conftest import Desk, Resident, case


def two(desk: Desk) -> tuple[Resident, Resident]:
    first, second = Resident(), Resident()
    first.reports("下水井冒水。", category="R01", phone="13800001234")
    second.reports("井又冒了，臭。", category="R01", phone="13900000002")
    around = desk.of("secretary").get(f"/d/reports/{second.number}/around/?merge=1").content.decode()
    assert f"?into={first.number}" in around
    desk.does("secretary", second.number, "merge", into=first.number, note="同一口井。")
    return first, second


def test_both_hear_the_one_answer(desk: Desk) -> None:
    first, second = two(desk)
    assert case(second.number).state == "merged"
    assert first.number in desk.reads("secretary", second.number)
    desk.does("worker", first.number, "settle", answer="疏通了。")
    assert all("疏通了。" in resident.reads() for resident in (first, second))


def test_undone_each_goes_its_own_way(desk: Desk) -> None:
    first, second = two(desk)
    desk.does("secretary", second.number, "unmerge", note="看了，是两口井。")
    assert case(second.number).state == "received"
    desk.does("worker", first.number, "settle", answer="东边的疏通了。")
    assert "东边的疏通了。" in first.reads()
    assert "东边的疏通了。" not in second.reads()
    assert second.number in desk.inbox("worker")
