"""What enterprises tell each other: read first, without numbers in the words, answered once, ended with what came of it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.people.actors import ANYONE, SYSTEM
from linli.kernel import clock
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.exchange import operations as op
from linli.pillars.service.exchange import policies, queries
from linli.pillars.service.exchange.models import ExchangePost, ExchangeReply
from linli.pillars.service.exchange.policies import NoSuchPost
from linli.pillars.service.exchange.rules import says_who
from tests.pillars.service.enterprises.doing import firm
from tests.town import IN_THIRD_GRID, MONDAY, Town

pytestmark = pytest.mark.django_db
SAID = op.Said("offer", "space", "空着半间库房", "三十平，干燥，能放到年底", date(2026, 12, 10))
HOUR = timedelta(hours=1)


@pytest.fixture
def one(town: Town) -> Enterprise:
    return firm(town)


def posted(one: Enterprise, **changes: Any) -> ExchangePost:
    return op.post_exchange(
        actor=ANYONE, at=MONDAY, enterprise=one, said=replace(SAID, **changes), by_link=True
    )


def shown(town: Town, one: Enterprise) -> ExchangePost:
    return op.show_exchange(actor=town.actor("dispatcher"), at=MONDAY + HOUR, post=posted(one))


class TestPosting:
    def test_is_seen_by_nobody_before_the_office_read_it(self, town: Town, one: Enterprise) -> None:
        post = posted(one)
        assert clock.local(post.read_by) == clock.local(MONDAY).replace(day=17, hour=17, minute=30)
        assert queries.shown_posts(at=MONDAY) == []
        with pytest.raises(NoSuchPost):
            queries.get_shown(pk=post.pk, at=MONDAY)
        for who in ("clerk", "worker"):
            with pytest.raises(op.OfficeDecidesExchange):
                op.show_exchange(actor=town.actor(who), at=MONDAY, post=post)
        for who in ("secretary2", "stoker", "sysadmin"):
            with pytest.raises(NoSuchPost):
                op.show_exchange(actor=town.actor(who), at=MONDAY, post=post)
        op.show_exchange(actor=town.actor("dispatcher"), at=MONDAY, post=post)
        assert [p.pk for p in queries.shown_posts(at=MONDAY)] == [post.pk]
        assert queries.shown_posts(at=MONDAY, side="need") == []

    def test_goes_back_with_a_reason_and_is_read_again(self, town: Town, one: Enterprise) -> None:
        post, desk = shown(town, one), town.actor("dispatcher")
        with pytest.raises(op.PostMoved):
            op.send_exchange_back(actor=desk, at=MONDAY, post=post, reason=" ")
        op.send_exchange_back(actor=desk, at=MONDAY, post=post, reason="写清楚能放什么")
        assert queries.shown_posts(at=MONDAY) == []
        again = op.post_exchange(
            actor=ANYONE, at=MONDAY + HOUR, enterprise=one, said=SAID, post=post, by_link=True
        )
        assert (again.pk, again.state, again.reason) == (post.pk, "waiting", "")
        with transaction.atomic(), pytest.raises(IntegrityError):
            ExchangePost.objects.filter(pk=post.pk).update(state="sent_back")

    def test_says_no_number_and_no_day_too_far(self, town: Town, one: Enterprise) -> None:
        for words in ("打 13812345678 找我", "加微信 linli_8899", "邮箱 a@b.cn"):
            with pytest.raises(op.ContactInWords):
                posted(one, words=words)
        assert not says_who("张记面馆空着半间库房，一百二十平，每月 1500 元")
        for day in (MONDAY.date() - timedelta(days=1), MONDAY.date() + timedelta(days=91)):
            with pytest.raises(op.PostTooLong):
                posted(one, until_date=day)
        key = uuid.uuid4()
        made = {"actor": ANYONE, "at": MONDAY, "enterprise": one, "said": SAID, "by_link": True, "key": key}
        assert op.post_exchange(**made).pk == op.post_exchange(**made).pk
        with pytest.raises(NoSuchPost):
            op.post_exchange(actor=town.actor("secretary2"), at=MONDAY, enterprise=one, said=SAID)
        with pytest.raises(NoSuchPost):
            op.post_exchange(actor=ANYONE, at=MONDAY, enterprise=one, said=SAID)


class TestAnswering:
    def test_once_by_another_and_what_came_of_it(self, town: Town, one: Enterprise) -> None:
        other, third, post = firm(town, 2), firm(town, 3, point=IN_THIRD_GRID), shown(town, one)
        reply = {"at": MONDAY + HOUR, "post": post, "words": "我们要二十平", "shows_contact": False}
        with pytest.raises(op.OwnPost):
            op.reply_exchange(by=one, **reply)
        with pytest.raises(op.ContactInWords):
            op.reply_exchange(by=other, **{**reply, "words": "电话 13812345678"})
        made = op.reply_exchange(by=other, **reply)
        with pytest.raises(op.RepliedAlready):
            op.reply_exchange(by=other, **reply)
        op.reply_exchange(by=third, **reply)
        with pytest.raises(NoSuchPost):
            op.settle_reply(at=MONDAY, reply=made, by=other, agreed=True)
        op.settle_reply(at=MONDAY + HOUR, reply=made, by=one, agreed=True)
        ended = op.end_exchange(actor=ANYONE, at=MONDAY + 2 * HOUR, post=post, outcome="met", by=one)
        assert (ended.state, ended.end_reason) == ("ended", "met")
        ((row,), _more) = queries.posts_of(actor=town.actor("clerk"), view="ended")
        assert (row.replies, row.agreed, row.end_reason) == (2, 1, "met")
        with pytest.raises(op.PostMoved):
            op.settle_reply(at=MONDAY, reply=made, by=one, agreed=False)
        with pytest.raises(NoSuchPost):
            op.reply_exchange(by=firm(town, 4), **reply)

    def test_only_what_is_shown_is_answered(self, town: Town, one: Enterprise) -> None:
        other = firm(town, 2)
        with pytest.raises(NoSuchPost):
            op.reply_exchange(at=MONDAY, post=posted(one), by=other, words="我们可以", shows_contact=True)
        assert not ExchangeReply.objects.exists()

    def test_a_consent_is_taken_back_by_its_own_enterprise(self, town: Town, one: Enterprise) -> None:
        post = posted(one, shows_contact=True)
        with pytest.raises(NoSuchPost):
            op.hide_contact(post=post, by=firm(town, 2))
        assert op.hide_contact(post=post, by=one).shows_contact is False


class TestEnding:
    def test_by_whom_and_as_what(self, town: Town, one: Enterprise) -> None:
        post, end = shown(town, one), {"at": MONDAY}
        with pytest.raises(NoSuchPost):
            op.end_exchange(actor=ANYONE, post=post, outcome="met", by=firm(town, 2), **end)
        with pytest.raises(NoSuchPost):
            op.end_exchange(actor=town.actor("secretary2"), post=post, outcome="met", **end)
        with pytest.raises(op.OfficeDecidesExchange):
            op.end_exchange(actor=town.actor("clerk"), post=post, outcome="taken", **end)
        with pytest.raises(op.PostMoved):
            op.end_exchange(actor=town.actor("dispatcher"), post=post, outcome="over", **end)
        op.end_exchange(actor=town.actor("dispatcher"), post=post, outcome="taken", **end)
        assert queries.shown_posts(at=MONDAY) == []

    def test_by_itself_after_its_day_and_with_its_enterprise(self, town: Town, one: Enterprise) -> None:
        lasting, gone = shown(town, one), shown(town, firm(town, 2))
        enterprises.end_enterprise(
            actor=town.actor("clerk"), at=MONDAY, enterprise=gone.enterprise, reason="moved"
        )
        assert [p.pk for p in queries.shown_posts(at=MONDAY)] == [
            lasting.pk
        ]  # at once, before the job of the night
        assert op.end_old(actor=SYSTEM, at=MONDAY) == 1
        assert op.end_old(actor=SYSTEM, at=MONDAY + timedelta(days=24)) == 0
        assert op.end_old(actor=SYSTEM, at=MONDAY + timedelta(days=25)) == 1
        lasting.refresh_from_db()
        assert (lasting.state, lasting.end_reason) == ("ended", "over")


def test_who_sees_agrees_row_by_row(town: Town, one: Enterprise) -> None:
    posts = [posted(one), posted(firm(town, 2, point=IN_THIRD_GRID))]
    for name in town.people:
        actor = town.actor(name)
        seen = set(ExchangePost.objects.filter(policies.reachable(actor)))
        assert seen == {p for p in posts if policies.reaches(actor, p)}, name
