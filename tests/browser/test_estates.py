"""A compound elects its owners' committee in a real browser: from a resident's phone to the filing with the street."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.people.models import Account, Household, Resident
from linli.base.places.models import Building, Compound
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Mark
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates import operations as elections
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.models import Election, Estate
from tests.browser.axe import troubles
from tests.browser.people import desk_of, phone_of
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.governance.estates.doing import hall
from tests.town import Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
NewPage = Callable[..., Any]


@pytest.fixture
def town(live_server: Any) -> Town:
    return build_town()


@pytest.fixture
def later() -> Iterator[Callable[[float], datetime]]:
    """Let days pass for the whole process, the server's threads too, with what the clock does in them."""

    def pass_until(days: float) -> datetime:
        clock.go_wrong(timedelta(days=days))
        at = clock.now()
        sweep(at)
        return at

    yield pass_until
    clock.go_wrong(timedelta())


def settle(town: Town) -> tuple[Compound, list[str], Account]:
    """Build a compound of one house with three doors; somebody with an account lives behind the first."""
    one = Compound.objects.create(community=town.communities[0], name="东里小区", address="里弄 1 号")
    house = Building.objects.create(compound=one, grid=town.grids[0], number="1号楼", lon=117.005, lat=36.005)
    doors = [Household.objects.create(building=house, stairwell=1, room=f"{n}01") for n in (1, 2, 3)]
    owner = resident("13900000000", clock.now())
    Resident.objects.update_or_create(account=owner, defaults={"household": doors[0]})
    return one, [str(door) for door in doors], owner


def test_from_a_residents_phone_to_the_filing_with_paper_and_phone_votes(
    new_page: NewPage, town: Town, live_server: Any, later: Callable[[float], datetime]
) -> None:
    base = live_server.url
    hall(town)
    one, labels, owner = settle(town)
    phone = phone_of(new_page, owner, base)
    phone.goto(f"{base}/estates/{one.pk}/")
    phone.locator("summary", has_text="申请选举业主委员会").click()
    phone.fill('[name="words"]', "院里四十户想选一个业主委员会")
    assert troubles(phone) == []
    with phone.expect_navigation():
        phone.locator('form[action$="/propose/"] button.btn').click()
    phone.wait_for_selector("text=法定的日子")
    number = Election.objects.get().case.number

    def fill(page: Any, path: str, **fields: str) -> None:
        """Fill a form of the election's page and send it."""
        page.goto(f"{base}/d/elections/{number}/")
        form = page.locator(f'form[action$="/{path}/"]')
        if not form.locator("button.btn").first.is_visible():
            form.locator("xpath=ancestor::details").locator("summary").click()
        prefix = path.rpartition("/")[2]
        for name, value in fields.items():
            field = form.locator(f'[name="{prefix}-{name}"]')
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        with page.expect_navigation():
            form.locator("button.btn").last.click()
        assert page.locator(".ll-err").count() == 0, page.inner_text("main")

    office = desk_of(new_page, town, "secretary", base)
    group = "街道 老周\n社区 小陈\n业主 老吴\n业主 小郑\n业主 小王"
    fill(office, "write/group", members=group)
    fill(office, "convene-group")
    fill(office, "write/roll", doors="\n".join(f"{label} 80" for label in labels))
    fill(
        office,
        "write/list",
        seats="5",
        candidates="\n".join(f"候选人{n} 1号楼 愿意出力" for n in "甲乙丙丁戊"),
    )
    fill(office, "write/drafts", covenant="不乱停车。", procedure="一年开一次会。")
    day = clock.local(clock.now() + timedelta(days=16)).date().isoformat()
    fill(office, "post-papers", until=day)
    assert troubles(office) == []
    office.goto(f"{base}/d/elections/{number}/papers/notice/")
    office.wait_for_selector("text=首次业主大会会议公告")

    # An owner objects on the phone, the community answers, and the vote waits for it.
    phone.goto(f"{base}/elections/{number}/")
    phone.fill('[name="words"]', "302 的面积写小了")
    assert troubles(phone) == []
    with phone.expect_navigation():
        phone.locator('form[action$="/object/"] button.btn').click()
    fill(office, "dismiss-objection", answer="查过房产证，面积没有错。")
    phone.reload()
    phone.wait_for_selector("text=查过房产证")
    at = later(18)
    assert Case.objects.get(number=number).state == "ready"
    office = desk_of(new_page, town, "secretary", base)
    fill(office, "put-to-vote", until=clock.local(at + timedelta(days=10)).date().isoformat())

    # One whole ballot on the phone, one on paper read by two people, the rest by hand.
    votes = queries.latest_votes(Election.objects.get())
    assert len(votes) == 6, "the rules, and each of the five who stand"
    phone = phone_of(new_page, owner, base)
    phone.goto(f"{base}/elections/{number}/")
    for vote in votes:
        phone.locator(f'label:has([name="vote{vote.pk}"][value="0"])').click()
    assert troubles(phone) == []
    with phone.expect_navigation():
        phone.locator("button", has_text="投票").click()
    phone.wait_for_selector("text=投好了")

    def ballot(page: Any, what: str) -> None:
        """Fill the whole ballot of a door, all in favour but for the last candidate."""
        page.goto(f"{base}/d/elections/{number}/")
        form = page.locator(f'form[action$="/write/{what}/"]')
        form.locator("xpath=ancestor::details").locator("summary").click()
        form.locator(f'[name="{what}-door"]').fill(labels[1])
        for n, vote in enumerate(votes):
            said = "1" if n == len(votes) - 1 else "0"
            form.locator(f'[name="{what}-vote{vote.pk}"][value="{said}"]').check(force=True)
        if what == "ballot":
            form.locator('[name="ballot-via"][value="paper"]').check(force=True)
        with page.expect_navigation():
            form.locator("button.btn").last.click()
        assert page.locator(".ll-err").count() == 0, page.inner_text("main")

    ballot(office, "ballot")
    ballot(desk_of(new_page, town, "clerk", base), "check")
    elections.take_ballot(
        actor=town.actor("secretary", at), at=clock.now(), number=number, door=labels[2], via=Via.SPOT,
        choices={vote.pk: 0 for vote in votes},
    )  # fmt: skip
    assert set(Mark.objects.values_list("via", flat=True)) == {"phone", "paper", "spot"}

    at = later(30)
    office = desk_of(new_page, town, "secretary", base)
    fill(office, "take-result")
    assert Case.objects.get(number=number).state == "elected"
    fill(
        office,
        "seat-committee",
        chair=str(Election.objects.get().candidates.all()[0].pk),
        answer="推选了主任。",
    )
    at = later(39)
    office = desk_of(new_page, town, "secretary", base)
    fill(office, "file-committee", answer="会议记录、规约、议事规则、名单，齐了。")
    leader = desk_of(new_page, town, "leader", base)
    fill(leader, "confirm-filing", answer="同意备案。")
    assert troubles(leader) == []
    leader.goto(f"{base}/d/estates/")
    leader.wait_for_selector("text=在任")
    estate = Estate.objects.get()
    assert (estate.committee_seats, estate.owners_count, estate.area_m2) == (5, 3, 240)
    phone.goto(f"{base}/estates/{one.pk}/")
    phone.wait_for_selector("text=备案了，业主委员会成立")
