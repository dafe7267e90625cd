"""Topics at the desk and on the phone: from a resident's proposal to its review, with a vote on phone and on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.notices import operations as notices
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Committee, Entry, Party, Supporter, Topic, Vote
from tests.base.files.samples import photo
from tests.pillars.governance.deliberation.doing import council, propose, resident
from tests.town import MONDAY, Town

As = Callable[..., Client]


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("棚子.jpg", photo(), "image/jpeg")


PHONES = [f"1390000{n:04}" for n in range(1, 13)]


def phone(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def press(client: Client, number: str, verb: str, **data: Any) -> Any:
    given = {f"{verb}-{k}": v for k, v in data.items()} | {"seen": Case.objects.get(number=number).step_seq}
    answer = client.post(f"/d/topics/{number}/{verb}/", given)
    assert answer.status_code == 302, [p["form"].errors for p in answer.context["presses"]]
    return answer


def minute(days: float) -> str:
    return clock.local(MONDAY + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def later() -> Iterator[Callable[[float], None]]:
    """Let days pass, with what the clock does in them."""
    with ExitStack() as stack:

        def pass_until(days: float) -> None:
            at = MONDAY + timedelta(days=days)
            sweep(at)
            stack.enter_context(clock.frozen(at))

        yield pass_until


@pytest.fixture
def neighbours(town: Town) -> list[Account]:
    council(town)
    return [resident(number) for number in PHONES]


class TestTheWholeWay:
    def test_from_a_proposal_to_its_review(
        self, as_: As, town: Town, neighbours: list[Account], later: Callable[[float], None]
    ) -> None:
        """Supported on phones and paper, taken up, talked through, voted on phone and paper, carried out, reviewed."""
        zhang, li, *others = neighbours
        # By its key a proposal that is pressed twice stands once.
        assert phone(zhang).get("/topics/new/").context["form"]["key"].value()
        answer = phone(zhang).post(
            "/topics/new/", {"unit": town.communities[0].pk, "words": "楼道里的电动车往哪里停\n每层都有"}
        )
        assert answer.status_code == 302, answer.context["form"].errors
        number = Topic.objects.get().case.number
        # Nobody else sees it before the community shows it, in words fit for everybody.
        assert phone(li).get(f"/topics/{number}/").status_code == 404
        office = as_("secretary")
        press(office, number, "post", title="电动车往哪里停", text="楼道里停了不少电动车，请大家附议。")
        for one in (li, *others[:7]):
            assert phone(one).post(f"/topics/{number}/support/").status_code == 302
        phone(li).post(f"/topics/{number}/support/")  # a second time counts nothing
        office.post(f"/d/topics/{number}/support/", {"support-name": "郑奶奶", "support-phone": ""})
        office.post(f"/d/topics/{number}/support/", {"support-name": "李家", "support-phone": PHONES[1]})
        assert Supporter.objects.count() == 10
        press(
            office, number, "accept-topic", title="电动车往哪里停", text="楼道里停了不少电动车。",
            committee=council(town).pk, track="deep", rule="parties",
        )  # fmt: skip
        for i, one in enumerate((zhang, li)):
            press(
                office, number, "name-party", kind="stakeholder", name=f"住户{i}", stands_for=f"{i + 1} 号楼",
                phone=PHONES[i],
            )  # fmt: skip
            assert one
        press(
            office, number, "name-party", kind="expert", name="消防员", stands_for="消防站", phone=PHONES[5]
        )
        # The history says who was asked: in which part, and whom they stand for.
        told = office.get(f"/d/topics/{number}/").context["steps"]
        asked = [(str(word), step.note) for step, word in told if step.verb == "name_party"]
        assert asked[0] == ("请一方参加·专业支持（不表决）", "消防站")
        assert asked[1][1] == "2 号楼"
        press(
            office,
            number,
            "call-meeting",
            starts_at=minute(2),
            place="一层议事厅，有坡道",
            materials="平面图",
        )
        assert "一层议事厅" in phone(zhang).get(f"/topics/{number}/").content.decode()
        # Who is invited is told: on the phone who has one, on paper who has none; whoever stays out is not asked.
        notices.read_steps(actor=SYSTEM, at=clock.now())
        told = Notice.objects.filter(template="invited")
        assert {n.account_id for n in told} == {zhang.pk, li.pk, neighbours[5].pk}
        assert {n.channel for n in told.filter(account=zhang)} == {"in_app", "sms"}
        assert (
            f"/topics/{number}/"
            in json.loads(told.filter(account=zhang, channel="sms").get().secrets)["link"]
        )
        page = office.get(f"/d/topics/{number}/").content.decode()
        assert page.count("手机上通知了") == 3
        on_paper = Party.objects.filter(topic__case__number=number, account=None).first()
        assert on_paper is not None
        letter = f"/d/topics/{number}/parties/{on_paper.pk}/"
        assert on_paper.name in office.get(f"{letter}invitation/").content.decode()
        read = docx.Document(BytesIO(office.get(f"{letter}invitation/docx/").content))
        assert on_paper.name in "".join(p.text for p in read.paragraphs)
        assert as_("secretary2").get(f"{letter}invitation/").status_code == 404
        assert office.post(f"{letter}hand/").status_code == 302
        assert "送到了" in office.get(f"/d/topics/{number}/").content.decode()
        with_account = Party.objects.get(topic__case__number=number, account=zhang).pk
        assert office.post(f"/d/topics/{number}/parties/{with_account}/hand/").status_code == 404
        phone(zhang).post(f"/topics/{number}/come/", {"presence": "away"})
        phone(zhang).post(f"/topics/{number}/opinion/", {"words": "棚子别挡一楼的窗"})
        page = office.get(f"/d/topics/{number}/").content.decode()
        assert "棚子别挡一楼的窗" in page
        assert "来不了" in page
        press(office, number, "record-minutes", minutes="大家赞成建棚，离窗三米。")
        press(office, number, "open-vote", question="同意在楼前建车棚吗", options="", closes_at=minute(5))
        # The expert speaks and does not vote; five do.
        assert Entry.objects.count() == 5
        assert phone(neighbours[5]).post(f"/topics/{number}/vote/", {"choice": "0"}).status_code == 403
        assert phone(zhang).post(f"/topics/{number}/vote/", {"choice": "0"}).status_code == 302
        assert phone(zhang).post(f"/topics/{number}/vote/", {"choice": "1"}).status_code == 409
        vote = Vote.objects.get()
        names = {e.label: e.pk for e in vote.entries.all()}
        # Who voted on the phone is not taken in on paper, and whoever took a paper in does not check it.
        taken = {"take-via": "paper", "take-choice": "0"}
        assert office.post(f"/d/topics/{number}/roll/{names['住户0']}/take/", taken).status_code == 409
        assert office.post(f"/d/topics/{number}/roll/{names['住户1']}/take/", taken).status_code == 302
        left = office.get(f"/d/topics/{number}/roll/?view=left").context
        assert names["住户1"] not in {entry.pk for entry, *_rest in left["rows"]}
        assert {str(word): n for word, n, _url, _is_here in left["views"]} == {
            "整本名册": len(names), "还没投的": len(left["rows"]), "等核对的": 1,
        }  # fmt: skip
        check = {"check-choice": "0"}
        assert office.post(f"/d/topics/{number}/roll/{names['住户1']}/check/", check).status_code == 403
        clerk = as_("clerk")
        assert clerk.post(f"/d/topics/{number}/roll/{names['住户1']}/check/", check).status_code == 302
        # The hands of a meeting are written down together; who voted before keeps that vote, and a hand is not spoiled.
        room = f"/d/topics/{number}/roll/hands/"
        raised = {f"e{names[name]}": "0" for name in ("赵委员", "钱代表")}
        assert as_("secretary2").post(room, raised).status_code == 404
        assert office.post(room, {}).status_code == 422
        spoiled = office.post(room, raised | {f"e{names['赵委员']}": "3"})
        assert (spoiled.status_code, vote.marks.count()) == (422, 2)
        assert spoiled.context["form"][f"e{names['钱代表']}"].value() == "0"
        done = office.post(room, raised | {f"e{names['住户0']}": "1"}, follow=True)
        assert "住户0 先投过了" in done.content.decode()
        assert (vote.marks.count(), vote.marks.filter(via="spot").count()) == (4, 2)
        assert "封着" in office.get(f"/d/topics/{number}/").content.decode()
        later(5.01)
        office = as_("secretary")
        topic = Topic.objects.get()
        assert (topic.case.state, topic.outcome) == ("decided", "passed")
        press(office, number, "publish-result", resolution="楼前建车棚，离窗三米。", days=7)
        assert "4" in phone(li).get(f"/topics/{number}/").content.decode()
        assert phone(li).post(f"/topics/{number}/object/", {"words": "会挡光"}).status_code == 302
        later(14)
        office = as_("secretary")
        assert Case.objects.get(number=number).state == "objected"
        press(office, number, "dismiss-objection", answer="离窗三米，测过了，不挡光。")
        press(
            office, number, "assign-duty", unit=town.sanitation.pk, what="清出场地",
            until=clock.local(MONDAY + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M"),
        )  # fmt: skip
        sweeper = as_("sweeper")
        no_words = sweeper.post(f"/d/topics/{number}/report-duty/", {"photos": picture()})
        assert no_words.status_code == 422
        given = {"report-duty-answer": "场地清了一半", "report-duty-photos": picture()}
        assert sweeper.post(f"/d/topics/{number}/report-duty/", given).status_code == 302
        wrong = {
            "finish-duty-answer": "好了",
            "finish-duty-photos": SimpleUploadedFile("a.jpg", b"not a photo"),
        }
        back = sweeper.post(f"/d/topics/{number}/finish-duty/", wrong)
        assert back.status_code == 422
        assert "好了" in back.content.decode()
        press(sweeper, number, "finish-duty", answer="清出来了，棚子建好了。")
        seen = phone(li).get(f"/topics/{number}/").content.decode()
        assert "场地清了一半" in seen
        shot = re.search(rf"/topics/{number}/photos/\d+/small/", seen)
        assert shot
        assert phone(li).get(shot[0]).status_code == 200
        assert Client().get(shot[0]).status_code == 200  # as everything of a topic that is shown
        assert as_("secretary2").get(f"/d{shot[0]}").status_code == 404
        assert office.get(f"/d{shot[0]}").status_code == 200
        assert Case.objects.get(number=number).state == "carried"
        assert (
            phone(zhang).post(f"/topics/{number}/review/", {"level": "5", "is_carried": "1"}).status_code
            == 302
        )
        grandma = Supporter.objects.get(via="paper").pk
        called = {"review-supporter": grandma, "review-level": "4", "review-is_carried": "1"}
        assert office.post(f"/d/topics/{number}/review/", called).status_code == 302
        press(office, number, "close-topic", answer="车棚建好了，谢谢大家。")
        assert Case.objects.get(number=number).state == "closed"
        assert "办结" in phone(li).get(f"/topics/{number}/").content.decode()

        for kind, word in (
            ("notice", "有坡道"),
            ("sign-in", "住户0"),
            ("minutes", "离窗三米"),
            ("result", "参与 4"),
        ):
            assert word in office.get(f"/d/topics/{number}/papers/{kind}/").content.decode()
            paper = office.get(f"/d/topics/{number}/papers/{kind}/docx/")
            read = docx.Document(BytesIO(paper.content))
            cells = [c.text for t in read.tables for row in t.rows for c in row.cells]
            assert word in "".join([p.text for p in read.paragraphs] + cells)
        # On the public paper the names of neighbours are masked, and the list to sign is not there.
        public = phone(li).get(f"/topics/{number}/papers/minutes/").content.decode()
        assert "住户0" not in public
        assert phone(li).get(f"/topics/{number}/papers/sign-in/").status_code == 404
        figures = office.get("/d/topics/figures/").context["figures"]
        assert [(f.above, f.below) for f, *_ in figures] == [(1, 1), (1, 1), (2, 2)]
        sheet = openpyxl.load_workbook(BytesIO(b"".join(office.get("/d/topics/topics.xlsx?view=ended"))))
        assert number in [c.value for row in sheet.active.rows for c in row]


class TestCommittees:
    def test_is_formed_and_seated_by_the_community_and_by_nobody_else(self, as_: As, town: Town) -> None:
        made = {
            "unit": town.communities[0].pk, "kind": "oversight", "name": "东里监督执行委员会", "place": "",
            "formed_on": "2026-01-05",
        }  # fmt: skip
        assert as_("secretary2").post("/d/topics/committees/", made).status_code == 422
        office = as_("secretary")
        assert office.post("/d/topics/committees/", made).status_code == 302
        assert office.post("/d/topics/committees/", made).status_code == 409
        pk = Committee.objects.get().pk
        seat = {
            f"m{pk}-{k}": v
            for k, v in {
                "name": "冯代表", "source": "floating", "phone": "", "from_date": "2026-01-05",
                "until_date": "2031-01-05",
            }.items()
        }  # fmt: skip
        assert as_("secretary2").post(f"/d/topics/committees/{pk}/seat/", seat).status_code == 404
        assert office.post(f"/d/topics/committees/{pk}/seat/", seat).status_code == 302
        assert office.post(f"/d/topics/committees/{pk}/seat/", seat).status_code == 409
        page = office.get("/d/topics/committees/").content.decode()
        assert "冯代表" in page
        assert "流动人口代表" in page

    def test_a_topic_comes_from_a_case(self, as_: As, town: Town, file: Callable[..., str]) -> None:
        report = file()
        office = as_("secretary")
        page = office.get(f"/d/reports/{report}/").content.decode()
        assert f"/d/topics/new/?case={report}" in page
        answer = office.post(
            "/d/topics/new/",
            {
                "unit": town.communities[0].pk, "origin": "cases", "words": "下水道年年堵，怎么改",
                "cases": [report],
            },
        )  # fmt: skip
        assert answer.status_code == 302
        topic = Topic.objects.get()
        assert [s.case.number for s in topic.sources.all()] == [report]
        assert report in office.get(f"/d/topics/{topic.case.number}/").content.decode()

    def test_says_whose_term_is_over_and_which_kinds_are_missing(self, as_: As, town: Town) -> None:
        one = council(town)
        first, second = one.members.order_by("id")[:2]
        today = clock.local(clock.now()).date()
        one.members.filter(pk=first.pk).update(until_date=today)
        one.members.filter(pk=second.pk).update(until_date=today + timedelta(days=60))
        found = as_("secretary").get("/d/topics/committees/").context["rows"]
        row = next(row for row in found if row["one"] == one)
        assert row["lapsed"] == [first]
        assert [member for member, is_ending in row["members"] if is_ending] == [second]
        there = {member.get_source_display() for member, _is_ending in row["members"]}
        assert len(row["missing"]) == 7 - len(there)
        assert there.isdisjoint(row["missing"])

    def test_who_sits_in_two_committees_stays_out_as_one(self, as_: As, town: Town) -> None:
        one = council(town)
        name = one.members.first().name
        other = Committee.objects.create(
            unit=one.unit, kind="oversight", name="监督执行委员会", formed_on=one.formed_on
        )
        again = one.members.first()
        again.pk, again.committee = None, other
        again.save()
        number = propose(town)
        page = as_("secretary").get(f"/d/topics/{number}/")
        form = next(p["form"] for p in page.context["presses"] if "recused" in p["form"].fields)
        assert [code for code, _word in form.fields["recused"].choices].count(name) == 1
        press(
            as_("secretary"), number, "accept-topic", title="井盖", text="井盖响", committee=one.pk, track="quick",
            rule="parties", note="安全的事", recused=[name],
        )  # fmt: skip
        assert [party.kind for party in Party.objects.all() if party.name == name] == ["recused"]
