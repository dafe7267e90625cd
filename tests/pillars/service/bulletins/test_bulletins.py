"""A bulletin from its draft to its end: who approves, who reads, who is told, what a correction leaves behind."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.flow import refusals as flow_refusals
from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case, Step
from linli.base.flow.table import problems
from linli.base.flow.verify import verify_case
from linli.base.notices import operations as notices
from linli.base.orgs.models import Unit
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.places.models import Compound
from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins import policies, queries, rules
from linli.pillars.service.bulletins.flow import BULLETIN
from linli.pillars.service.bulletins.models import Bulletin, BulletinVersion
from linli.pillars.service.bulletins.rules import Approver, BulletinKind, ReachLevel
from linli.pillars.service.bulletins.texts import STATES, VERBS
from tests.pillars.service.bulletins.doing import (
    DAY,
    HOUR,
    by,
    content,
    draft,
    outage,
    published,
    told,
)
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


def test_the_table_is_sound_and_has_words() -> None:
    assert problems(BULLETIN) == []
    assert set(STATES) == set(BULLETIN.states)
    assert set(BULLETIN.verbs) <= set(VERBS)


class TestApproval:
    def test_a_community_approves_what_stays_inside_and_the_street_what_goes_beyond(self, town: Town) -> None:
        inside = draft(town, "clerk", town.communities[0], [town.grids[0]])
        op.submit_bulletin(**by(town, "clerk", inside))
        assert Case.objects.get(number=inside).holder == town.communities[0]
        beyond = draft(town, "dispatcher", town.office, [*town.communities])
        op.submit_bulletin(**by(town, "dispatcher", beyond))
        assert Case.objects.get(number=beyond).holder == town.office
        for who in ("secretary", "secretary2", "dispatcher", "sysadmin", "worker"):
            with pytest.raises((flow_refusals.NotYourMove, flow_refusals.NoSuchCase)):
                op.approve_bulletin(**by(town, who, beyond))
        op.approve_bulletin(**by(town, "secretary", inside))
        op.approve_bulletin(**by(town, "leader", beyond))
        shown = {row.number for row in queries.shown_bulletins(at=MONDAY + HOUR)}
        assert shown == {inside, beyond}

    def test_nobody_approves_their_own_words(self, town: Town) -> None:
        number = draft(town, "secretary", town.communities[0], [town.grids[0]])
        op.submit_bulletin(**by(town, "secretary", number))
        assert Case.objects.get(number=number).holder == town.office
        op.approve_bulletin(**by(town, "leader", number))
        own = draft(town, "leader", town.office, [town.office])
        op.submit_bulletin(**by(town, "leader", own))
        with pytest.raises(op.OwnWords):
            op.approve_bulletin(**by(town, "leader", own))
        assert Case.objects.get(number=own).state == "submitted"

    def test_who_must_approve_is_data(self, town: Town) -> None:
        with pytest.raises(op.RuleTooWeak):
            op.choose_approval(
                office=town.office, kind="policy", level="street", by="community", at_once=False
            )
        op.choose_approval(office=town.office, kind="activity", level="community", by="nobody", at_once=False)
        assert (
            queries.approvals(town.office)[BulletinKind.ACTIVITY, ReachLevel.COMMUNITY].by is Approver.NOBODY
        )
        what = content(kind=BulletinKind.ACTIVITY)
        number = draft(town, "clerk", town.communities[0], [town.grids[0]], what)
        with pytest.raises(flow_refusals.NotFromHere):
            op.submit_bulletin(**by(town, "clerk", number))
        op.publish_bulletin(**by(town, "clerk", number))
        assert Case.objects.get(number=number).state == "published"

    def test_an_outage_is_shown_at_once_and_read_through_after(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]], outage())
        op.publish_bulletin_at_once(**by(town, "clerk", number))
        assert [row.number for row in queries.shown_bulletins(at=MONDAY + HOUR)] == [number]
        case = Case.objects.get(number=number)
        assert (case.state, case.holder) == ("unreviewed", town.communities[0])
        assert case.due_at is not None
        with pytest.raises(flow_refusals.NotYourMove):
            op.confirm_bulletin(**by(town, "clerk", number))
        op.confirm_bulletin(**by(town, "secretary", number, MONDAY + HOUR))
        sweep(MONDAY + 10 * HOUR)
        ended = Case.objects.get(number=number)
        assert (ended.state, ended.is_open, ended.end_reason) == ("expired", False, "expire")
        assert verify_case(ended) == []

    def test_an_outage_nobody_read_through_turns_red_and_is_not_shown_when_over(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]], outage())
        op.publish_bulletin_at_once(**by(town, "clerk", number))
        sweep(MONDAY + 2 * DAY)
        case = Case.objects.get(number=number)
        assert (case.state, case.card) == ("unreviewed", "red")
        assert queries.shown_bulletins(at=MONDAY + 2 * DAY) == ()
        op.confirm_bulletin(**by(town, "secretary", number, MONDAY + 2 * DAY))
        assert Case.objects.get(number=number).state == "expired"

    def test_a_policy_may_not_be_shown_at_once(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]])
        for verb in (op.publish_bulletin_at_once, op.publish_bulletin):
            with pytest.raises(flow_refusals.NotFromHere):
                verb(**by(town, "clerk", number))

    def test_goes_back_with_a_reason_and_comes_again(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]])
        op.submit_bulletin(**by(town, "clerk", number))
        with pytest.raises(flow_refusals.WordsMissing):
            op.send_bulletin_back(note="", **by(town, "secretary", number))
        op.send_bulletin_back(note="写清带什么", **by(town, "secretary", number))
        op.revise_bulletin(
            content=content(summary="带身份证和户口本。"),
            targets=[town.grids[1]],
            **by(town, "clerk", number),
        )
        op.submit_bulletin(**by(town, "clerk", number))
        op.approve_bulletin(**by(town, "secretary", number))
        assert queries.public_bulletin(number=number, at=MONDAY).bulletin.summary == "带身份证和户口本。"

    def test_tells_those_who_approve(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]])
        op.submit_bulletin(**by(town, "clerk", number))
        notices.read_steps(actor=SYSTEM, at=MONDAY + HOUR)
        assert told(town.people["secretary"]) == ["to_approve"]
        assert told(town.people["leader"]) == told(town.people["worker"]) == []


class TestDraft:
    @pytest.mark.parametrize("who", ["worker", "helper", "volunteer", "sweeper", "sysadmin", "secretary2"])
    def test_only_those_of_the_unit_write_for_it(self, town: Town, who: str) -> None:
        with pytest.raises(op.NotYoursToWrite):
            draft(town, who, town.communities[0], [town.grids[0]])

    def test_stays_on_the_ground_of_its_unit(self, town: Town) -> None:
        for targets in ([town.communities[1]], [town.grids[2]], [town.office], [town.heating]):
            with pytest.raises(op.BeyondYourGround):
                draft(town, "clerk", town.communities[0], targets)
        with pytest.raises(op.NobodyMeant):
            draft(town, "clerk", town.communities[0], [])

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"summary": " "}, "summary"),
            ({"summary": "长" * 81}, "summary"),
            ({"valid_until": MONDAY}, "valid_until"),
            ({"valid_until": MONDAY + 400 * DAY}, "valid_until"),
            ({"kind": BulletinKind.OUTAGE}, "utility"),
            ({"starts_at": MONDAY, "ends_at": MONDAY}, "ends_at"),
        ],
    )
    def test_says_which_field_is_wrong(self, town: Town, wrong: dict[str, Any], field: str) -> None:
        with pytest.raises(op.UnfitBulletin) as refusal:
            draft(town, "clerk", town.communities[0], [town.grids[0]], content(**wrong))
        assert field in refusal.value.data["faults"]

    def test_pressed_twice_is_one(self, town: Town) -> None:
        key = uuid.uuid4()
        given = {
            "actor": town.actor("clerk"),
            "at": MONDAY,
            "unit": town.communities[0],
            "content": content(),
            "targets": [town.grids[0]],
            "key": key,
        }
        assert op.draft_bulletin(**given) == op.draft_bulletin(**given)

    def test_nobody_reads_a_draft_and_one_forgotten_lapses(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]])
        with pytest.raises(flow_refusals.NoSuchCase):
            queries.public_bulletin(number=number, at=MONDAY)
        with pytest.raises(flow_refusals.NoSuchCase):
            op.acknowledge_bulletin(actor=ANYONE, number=number, at=MONDAY)
        sweep(MONDAY + 20 * DAY)
        assert Case.objects.get(number=number).state == "discarded"

    def test_what_begins_later_is_not_shown_before(self, town: Town) -> None:
        number = published(town, content(valid_from=MONDAY + DAY))
        assert queries.shown_bulletins(at=MONDAY + HOUR) == ()
        with pytest.raises(flow_refusals.NoSuchCase):
            queries.public_bulletin(number=number, at=MONDAY + HOUR)
        assert [r.number for r in queries.shown_bulletins(at=MONDAY + DAY)] == [number]


class TestCorrection:
    def test_leaves_before_and_after_for_all_to_see(self, town: Town) -> None:
        number = published(town)
        later = content(summary="满七十五岁就能办。")
        op.correct_bulletin(content=later, answer="年龄改了", **by(town, "secretary", number, MONDAY + HOUR))
        page = queries.public_bulletin(number=number, at=MONDAY + 2 * HOUR)
        assert page.bulletin.summary == "满七十五岁就能办。"
        assert page.corrections[0].note == "年龄改了"
        assert page.corrections[0].rows == (
            ("summary", "满八十岁的老人，带身份证到社区就能办。", "满七十五岁就能办。"),
        )
        digests = [
            s.data["digest"]
            for s in Step.objects.filter(case__number=number, verb__in=["approve", "correct"])
        ]
        assert len(set(digests)) == 2
        with pytest.raises(op.NothingChanged):
            op.correct_bulletin(content=later, answer="又改", **by(town, "secretary", number, MONDAY + HOUR))

    def test_what_was_shown_cannot_be_rewritten(self, town: Town) -> None:
        published(town)
        for change in (
            lambda: BulletinVersion.objects.update(note="x"),
            BulletinVersion.objects.all().delete,
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_of_an_outage_is_made_at_once_and_read_through_again(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]], outage())
        op.publish_bulletin_at_once(**by(town, "clerk", number))
        op.confirm_bulletin(**by(town, "secretary", number))
        longer = outage(ends_at=MONDAY + 11 * HOUR, valid_until=MONDAY + 12 * HOUR)
        op.correct_bulletin_at_once(
            content=longer, answer="来水推迟到 20 点", **by(town, "clerk", number, MONDAY + 8 * HOUR)
        )
        case = Case.objects.get(number=number)
        assert (case.state, case.stopped_at) == ("unreviewed", None)
        assert case.due_at is not None
        sweep(MONDAY + 10 * HOUR)
        assert [r.ends_at for r in queries.shown_bulletins(at=MONDAY + 10 * HOUR)] == [MONDAY + 11 * HOUR]
        op.confirm_bulletin(**by(town, "secretary", number, MONDAY + 10 * HOUR))
        sweep(MONDAY + 12 * HOUR)
        ended = Case.objects.get(number=number)
        assert ended.state == "expired"
        assert verify_case(ended) == []

    def test_withdrawn_says_why_and_shows_nothing_else(self, town: Town) -> None:
        number = published(town)
        op.withdraw_bulletin(answer="政策还没有定", **by(town, "clerk", number, MONDAY + HOUR))
        page = queries.public_bulletin(number=number, at=MONDAY + 2 * HOUR)
        assert (page.state, page.why_withdrawn, page.is_shown) == ("withdrawn", "政策还没有定", False)
        assert queries.shown_bulletins(at=MONDAY + 2 * HOUR) == ()


class TestReaders:
    def test_see_their_own_grid_first_then_community_then_street(self, town: Town, estate: Compound) -> None:
        street = draft(town, "dispatcher", town.office, [town.office], content(title="街道"))
        op.submit_bulletin(**by(town, "dispatcher", street))
        op.approve_bulletin(**by(town, "leader", street))
        community = published(town, content(title="社区"))
        other = published(town, content(title="二网格"), [town.grids[1]])
        mine = published(town, content(title="小区"), [estate])
        grid = Unit.objects.select_related("parent").get(pk=town.grids[0].pk)
        rows = queries.shown_bulletins(at=MONDAY + HOUR, grid=grid)
        assert [r.number for r in rows] == [mine, community, street]
        assert other in {r.number for r in queries.shown_bulletins(at=MONDAY + HOUR)}

    def test_are_counted_and_not_known(self, town: Town) -> None:
        number = published(town)
        for _ in range(2):
            op.acknowledge_bulletin(actor=ANYONE, number=number, at=MONDAY + HOUR)
        page = queries.bulletin_page(actor=town.actor("clerk"), number=number, at=MONDAY + HOUR)
        assert page.told.seen == 2
        columns = {f.name for f in Bulletin._meta.get_fields()}
        assert not {c for c in columns if "reader" in c or "seen_by" in c}

    def test_at_the_desk_one_row_and_many_rows_agree(self, town: Town) -> None:
        published(town)
        draft(town, "dispatcher", town.office, [town.office])
        draft(town, "secretary2", town.communities[1], [town.grids[2]])
        every = list(Bulletin.objects.select_related("case"))
        for who in town.people:
            actor = town.actor(who)
            seen = set(Bulletin.objects.filter(policies.reachable(actor)))
            assert seen == {b for b in every if policies.reaches(actor, b)}, who
        assert queries.bulletins_of(actor=town.actor("worker"))[0] == ()


class TestPlainWords:
    def test_finds_words_of_offices_and_long_sentences(self) -> None:
        found = rules.readability("兹定于本月十日在辖区开展活动，请广大居民予以积极配合。到时候见。")
        assert {word for word, _ in found.hard} >= {"兹定于", "辖区", "广大居民", "予以", "积极配合"}
        assert found.sentences == 2
        assert not found.is_easy

    @pytest.mark.parametrize(
        "text", ["明天停水，请提前接好。", "关于补贴，打社区电话问。", "必须带身份证。", ""]
    )
    def test_lets_plain_words_be(self, text: str) -> None:
        assert rules.readability(text).is_easy

    def test_a_long_sentence_is_not_easy(self) -> None:
        assert not rules.readability("请" + "您" * 31 + "。").is_easy
