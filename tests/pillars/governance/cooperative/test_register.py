"""A register that only resolutions write, what is parted, who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from linli.base.people import operations as people
from linli.base.people.models import AccessLog
from linli.base.people.refusals import ReasonMissing, UnableToReveal
from linli.pillars.governance.cooperative import operations as op
from linli.pillars.governance.cooperative import queries
from linli.pillars.governance.cooperative.models import (
    Distribution,
    Portion,
    Resolution,
    RuleVersion,
    ShareChange,
    Shareholder,
)
from linli.pillars.governance.cooperative.policies import NoSuchCooperative
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.models import Entry, Member
from tests.pillars.governance.cooperative.doing import (
    ALL_AT_EIGHT,
    DAY,
    drafted,
    found,
    put,
    resolved,
    vote,
    with_register,
)
from tests.pillars.governance.deliberation.doing import acting, resident
from tests.town import MONDAY, Town

LATER = MONDAY + DAY * 20


def refused(sql: str, args: list[object]) -> str:
    """Say how the database refuses a statement."""
    with pytest.raises((IntegrityError, InternalError)) as caught, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, args)
    return str(caught.value)


class TestByResolution:
    def test_the_register_follows_a_vote_and_nothing_else(self, town: Town) -> None:
        row = with_register(town)
        register = queries.register_of(row, MONDAY.date())
        assert [(line.member.number, line.allotted.total) for line in register.lines] == [
            (1, 8),
            (2, 3),
            (3, 3),
        ]
        assert register.lines[1].member.name == "李二"

        # 1:3 becomes 1:8 from July on: the old shares stay what they were then.
        one = drafted(town, row, LATER, "配股比例改为 1:8")
        secretary = town.actor("secretary", LATER)
        op.add_version(actor=secretary, resolution=one.pk, from_date=date(2010, 7, 1), ratios=ALL_AT_EIGHT)
        resolved(town, one, LATER)
        assert [line.allotted.total for line in queries.register_of(row, date(2010, 6, 30)).lines] == [
            8,
            3,
            3,
        ]
        assert [line.allotted.total for line in queries.register_of(row, date(2010, 7, 1)).lines] == [8, 8, 8]
        assert Resolution.objects.get(pk=one.pk).topic.case.state == "closed"  # type: ignore[union-attr]

        # Somebody leaves and another's years change, by number.
        late = LATER + DAY * 30
        one = drafted(town, row, late, "成员变更")
        op.add_turns(
            actor=town.actor("secretary", late),
            resolution=one.pk,
            from_date=late.date(),
            turns=[(3, None, 0)],
        )
        resolved(town, one, late)
        assert len(queries.register_of(row, late.date()).lines) == 2
        assert len(queries.register_of(row, LATER.date()).lines) == 3

    def test_is_held_by_the_database(self, town: Town) -> None:
        row = with_register(town)
        one = drafted(town, row, LATER)
        member = row.members.order_by("number")[0]
        change = (
            "INSERT INTO cooperative_sharechange (member_id, resolution_id, what, from_date, facts, at) "
            "VALUES (%s, %s, 'leave', %s, '', %s)"
        )
        # A draft, one that is being voted on, one that failed: none of them writes.
        assert "no resolution" in refused(change, [member.pk, one.pk, LATER.date(), LATER])
        secretary = town.actor("secretary", LATER)
        op.add_turns(actor=secretary, resolution=one.pk, from_date=LATER.date(), turns=[(3, None, 0)])
        put(town, one, LATER)
        assert "no resolution" in refused(change, [member.pk, one.pk, LATER.date(), LATER])
        one.refresh_from_db()
        vote(town, one, (0, 1, 1), LATER)
        assert "no resolution" in refused(change, [member.pk, one.pk, LATER.date(), LATER])
        with pytest.raises(op.NotCarried):
            op.carry_out(actor=secretary, at=LATER + DAY * 12, resolution=one.pk)
        for sql, args in (
            ("UPDATE cooperative_sharechange SET from_date = %s", [LATER.date()]),
            ("DELETE FROM cooperative_sharechange WHERE member_id = %s", [member.pk]),
            ("DELETE FROM cooperative_shareholder WHERE id = %s", [member.pk]),
            ("UPDATE cooperative_shareholder SET number = 99 WHERE id = %s", [member.pk]),
            ("UPDATE cooperative_ruleversion SET from_date = %s", [date(2000, 1, 1)]),
            ("UPDATE cooperative_ruleline SET shares = 80 WHERE kind = %s", ["retired"]),
            ("UPDATE cooperative_resolution SET digest = 'x' WHERE id = %s", [one.pk]),
            ("UPDATE cooperative_resolution SET carried_out_at = %s WHERE id = %s", [LATER, one.pk]),
        ):
            assert refused(sql, args)
        assert ShareChange.objects.count() == 3

    def test_what_is_carried_out_is_what_was_voted_on(self, town: Town) -> None:
        row = with_register(town)
        one = drafted(town, row, LATER)
        secretary = town.actor("secretary", LATER)
        turns = [(3, None, 0)]
        op.add_turns(actor=secretary, resolution=one.pk, from_date=LATER.date(), turns=turns)
        put(town, one, LATER)
        with pytest.raises(op.NotADraft):
            op.add_turns(actor=secretary, resolution=one.pk, from_date=LATER.date(), turns=turns)
        one.refresh_from_db()
        assert one.digest in one.topic.votes.get().question  # type: ignore[union-attr]
        vote(town, one, (0, 0, 0), LATER)
        # Somebody with the keys writes another line in: it does not come to the register.
        one.content = {"turns": [{"number": 2, "kind": "", "years": 0, "from": "2026-12-01"}]}
        one.save(update_fields=["content"])
        with pytest.raises(op.ContentDiffers):
            op.carry_out(actor=secretary, at=LATER + DAY * 12, resolution=one.pk)

    def test_a_vote_needs_representatives_content_and_the_secretary(self, town: Town) -> None:
        row = found(town)
        one = drafted(town, row)
        with pytest.raises(op.NothingResolved):
            put(town, one)
        with pytest.raises(NoSuchCooperative):
            op.draft_resolution(
                actor=town.actor("secretary2"), at=MONDAY, cooperative=row.pk, title="甲", words="乙"
            )
        with pytest.raises(op.NotYourCooperative):
            op.draft_resolution(
                actor=town.actor("leader"), at=MONDAY, cooperative=row.pk, title="甲", words="乙"
            )

    def test_who_represents_and_sits_in_the_hall_takes_part_once_as_a_representative(
        self, town: Town
    ) -> None:
        row = found(town)
        sitting = Member.objects.order_by("pk").first()
        assert sitting is not None
        delegate = row.delegates.order_by("pk")[0]
        delegate.name = sitting.name
        delegate.save(update_fields=["name"])
        one = drafted(town, row)
        given: dict[str, Any] = {"actor": town.actor("secretary"), "resolution": one.pk}
        op.add_version(**given, from_date=date(2006, 1, 1), ratios=ALL_AT_EIGHT)
        put(town, one)
        one.refresh_from_db()
        kinds = [p.kind for p in one.topic.parties.all() if p.name == sitting.name]  # type: ignore[union-attr]
        assert kinds == ["stakeholder"]
        assert Entry.objects.filter(vote__topic=one.topic_id).count() == 3

    def test_a_representative_votes_on_the_phone_once(self, town: Town) -> None:
        row = found(town)
        account = resident("13900000031")
        secretary = town.actor("secretary")
        op.seat_delegate(
            actor=secretary, cooperative=row.pk, name="郑代表", phone="13900000031",
            from_date=date(2026, 1, 1), until_date=date(2031, 1, 1),
        )  # fmt: skip
        one = drafted(town, row)
        op.add_version(actor=secretary, resolution=one.pk, from_date=date(2006, 1, 1), ratios=ALL_AT_EIGHT)
        put(town, one)
        one.refresh_from_db()
        number = one.topic.case.number  # type: ignore[union-attr]
        deliberation.cast_vote(actor=acting(account), number=number, at=MONDAY, choice=0)
        with pytest.raises(deliberation.VotedAlready):
            deliberation.cast_vote(actor=acting(account), number=number, at=MONDAY, choice=1)
        assert Entry.objects.filter(vote__topic=one.topic_id).count() == 4


class TestDistribution:
    def test_is_exact_resolved_and_read_by_each_alone(self, town: Town) -> None:
        row = with_register(town)
        given = {"actor": town.actor("secretary", LATER), "at": LATER, "cooperative": row.pk}
        made = op.draft_distribution(
            **given, period="2026 年下半年", as_of=LATER.date(), pool_fen=10_000_01, words="门面租金收入。"
        )
        assert (made.shares, made.people) == (14, 3)
        lines = queries.lines_of(made)
        assert [line.fen for line in lines] == [571429, 214286, 214286]
        assert sum(line.fen for line in lines) == 10_000_01
        account = resident("13900000022", LATER)
        other = resident("13900000099", LATER)
        assert [own.paid for own in queries.own_of(account, LATER.date())] == [()]
        resolved(town, made.resolution, LATER)
        own = queries.own_of(account, LATER.date())[0]
        assert (own.member.number, own.shares, [p.fen for p in own.paid]) == (2, 3, [214286])
        assert "1 × 3 ÷ 1 = 3" in own.formula
        assert queries.own_of(other, LATER.date()) == []
        assert queries.collect(account)["cooperative"][0]["number"] == 2
        for sql in ("UPDATE cooperative_distribution SET pool_fen = 1", "DELETE FROM cooperative_portion"):
            assert "stays as it was drafted" in refused(sql, [])
        assert Portion.objects.filter(distribution=made).count() == 3

    def test_amounts_are_sealed_and_every_look_is_read_by_whom_it_is_about(self, town: Town) -> None:
        row = with_register(town)
        account = resident("13900000021")
        member = row.members.get(number=1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, phone FROM cooperative_shareholder")
            assert b"".join(bytes(v) for one in cursor.fetchall() for v in one).find("孙一".encode()) < 0
            cursor.execute("SELECT facts FROM cooperative_sharechange")
            assert all(b"working" not in bytes(facts) for (facts,) in cursor.fetchall())
        given = {"subject": queries.REVEALED, "id": member.pk, "field": "shares", "at": LATER}
        for name in ("leader", "secretary2", "worker", "auditor"):
            with pytest.raises(UnableToReveal):
                people.reveal(actor=town.actor(name), reason="核对股份台账", **given)
        shown = people.reveal(actor=town.actor("clerk"), reason="本人来问", **given)
        assert "= 8" in shown
        made = op.draft_distribution(
            actor=town.actor("secretary"), at=LATER, cooperative=row.pk, period="一期", as_of=LATER.date(),
            pool_fen=1400, words="租金。",
        )  # fmt: skip
        out = {"actor": town.actor("clerk"), "at": LATER, "cooperative": row.pk, "distribution": made.pk}
        with pytest.raises(ReasonMissing):
            op.take_out(**out, reason="看")
        op.take_out(**out, reason="交银行代发")
        kinds = list(AccessLog.objects.filter(person=account, is_success=True).values_list("what", flat=True))
        assert {"revealed", "exported"} <= set(kinds)
        assert AccessLog.objects.filter(what="exported", subject=queries.REVEALED).count() == 3

    def test_leaders_read_figures_and_no_member(self, town: Town) -> None:
        row = with_register(town)
        page = queries.page_of(actor=town.actor("leader"), pk=row.pk, day=MONDAY.date())
        assert [(k.people, k.shares) for k in page.kinds] == [(1, None), (2, None)]
        assert page.register.shares == 14
        with pytest.raises(NoSuchCooperative):
            queries.member_page(
                actor=town.actor("leader"), pk=row.pk, member=row.members.all()[0].pk, day=MONDAY.date()
            )
        with pytest.raises(NoSuchCooperative):
            queries.page_of(actor=town.actor("secretary2"), pk=row.pk, day=MONDAY.date())
        assert (Shareholder.objects.count(), RuleVersion.objects.count(), Distribution.objects.count()) == (
            3,
            1,
            0,
        )
