"""A system administrator sees what was not delivered, adds chat robots and chooses words; security guards people."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from linli.base.notices import operations
from linli.base.notices.channels import NotDelivered
from linli.base.notices.models import Hook, Notice, Wording
from linli.base.people.actors import SYSTEM
from linli.base.people.models import AccessLog, Post
from linli.kernel import clock
from tests.pillars.governance.reports.doing import file
from tests.town import Town

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"


class TestMessages:
    def test_shows_what_was_not_delivered_and_sends_it_again(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuses(_message: Any) -> None:
            raise NotDelivered("no credit", for_good=True)

        monkeypatch.setattr("linli.base.notices.operations._send.sender", lambda channel: refuses)
        file(town)
        now = clock.now()
        Notice.objects.create(
            channel="sms",
            address="13800001234",
            office=town.office,
            template="answered",
            is_urgent=True,
            made_at=now,
            next_try_at=now,
            expires_at=now + timedelta(days=1),
            key="x",
        )
        operations.send_due(actor=SYSTEM, at=now)
        client = town.client("sysadmin")
        page = client.get(reverse("desk:house-messages"), {"state": "dead"}).content.decode()
        assert "no credit" in page
        assert "***1234" in page
        assert "13800001234" not in page
        dead = Notice.objects.get(key="x")
        assert client.post(reverse("desk:house-message-resend", args=[dead.pk])).status_code == 302
        dead.refresh_from_db()
        assert dead.state == "queued"
        assert client.post(reverse("desk:house-message-resend", args=[dead.pk])).status_code == 409
        assert client.post(reverse("desk:house-message-resend", args=[0])).status_code == 404

    @pytest.mark.parametrize("name", ["worker", "dispatcher", "leader", "auditor", "secadmin"])
    def test_others_find_nothing(self, town: Town, name: str) -> None:
        client = town.client(name)
        for page in (reverse("desk:house-messages"), reverse("desk:house-hook-new")):
            assert client.get(page).status_code == 404
        assert client.get(reverse("desk:house-words", args=["filed"])).status_code == 404

    def test_a_robot_is_added_tried_switched_and_dropped(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "linli.base.notices.operations._send.sender", lambda channel: lambda message: None
        )
        client = town.client("sysadmin")
        given = {"kind": "robot", "unit": town.grids[0].pk, "name": "一网格群", "url": ROBOT}
        refused = client.post(reverse("desk:house-hook-new"), {**given, "url": "http://evil.example/"})
        assert refused.status_code == 422
        assert client.post(reverse("desk:house-hook-new"), given).status_code == 302
        hook = Hook.objects.get()
        page = client.get(reverse("desk:house-messages")).content.decode()
        assert "一网格群" in page
        assert "key=abc" not in page
        for verb in ("test", "switch"):
            assert client.post(reverse(f"desk:house-hook-{verb}", args=[hook.pk])).status_code == 302
        hook.refresh_from_db()
        assert not hook.is_active
        client.post(reverse("desk:house-hook-drop", args=[hook.pk]))
        assert not Hook.objects.exists()
        assert AccessLog.objects.filter(field="hook-drop").exists()

    def test_a_partners_secret_is_shown_once(self, town: Town) -> None:
        given = {
            "kind": "webhook",
            "unit": town.office.pk,
            "name": "区平台",
            "url": "https://hub.example.cn/in",
        }
        page = town.client("sysadmin").post(reverse("desk:house-hook-new"), given).content.decode()
        found = re.search(r"<code>([^<]+)</code>", page)
        assert found
        assert found[1] == Hook.objects.get().secret

    def test_words_are_seen_before_they_are_kept(self, town: Town) -> None:
        client, url = town.client("sysadmin"), reverse("desk:house-words", args=["filed"])
        assert client.get(url).status_code == 200
        given = {"language": "zh-hans", "words": "{office}收到您的{number}了：{link}"}
        seen = client.post(url, {**given, "try": "1"})
        assert "试验街道收到您的20261118-0042了" in seen.content.decode()
        assert not Wording.objects.exists()
        wrong = client.post(url, {**given, "words": "{phone}"})
        assert wrong.status_code == 422
        assert client.post(url, given).status_code == 302
        assert Wording.objects.get().words == given["words"]
        assert client.get(reverse("desk:house-words", args=["nonsense"])).status_code == 404
        assert client.get(reverse("desk:house-words", args=["red"])).status_code == 404


class TestGuarding:
    def test_the_security_administrator_unlocks_and_takes_a_lost_factor_away(self, town: Town) -> None:
        client, leader = town.client("secadmin"), town.people["leader"]
        Authenticator.objects.create(user=leader, type="totp", data={"secret": "x"})
        page = client.get(reverse("desk:house-guarded", args=[leader.pk]))
        assert page.status_code == 200
        assert client.post(reverse("desk:house-unlock", args=[leader.pk])).status_code == 302
        url = reverse("desk:house-factor-reset", args=[leader.pk])
        assert client.post(url, {"factor-reason": ""}).status_code == 422
        assert client.post(url, {"factor-reason": "换手机，当面核对"}).status_code == 302
        assert not Authenticator.objects.exists()

    def test_gives_and_ends_administrators_posts(self, town: Town) -> None:
        client, leader = town.client("secadmin"), town.people["sweeper"]
        url = reverse("desk:house-admin-post-give", args=[leader.pk])
        assert client.post(url, {"post-role": "audit_admin"}).status_code == 302
        assert client.post(url, {"post-role": "system_admin"}).status_code == 422
        assert client.post(url, {"post-role": "leader"}).status_code == 422
        post = Post.objects.get(account=leader, role="audit_admin")
        assert client.post(reverse("desk:house-admin-post-end", args=[post.pk])).status_code == 302
        post.refresh_from_db()
        assert post.held_until is not None
        last = Post.objects.get(role="system_admin")
        assert client.post(reverse("desk:house-admin-post-end", args=[last.pk])).status_code == 409
        own = reverse("desk:house-admin-post-give", args=[town.people["secadmin"].pk])
        assert client.post(own, {"post-role": "audit_admin"}).status_code in (403, 422)

    @pytest.mark.parametrize("name", ["sysadmin", "auditor", "leader", "worker"])
    def test_others_find_nothing(self, town: Town, name: str) -> None:
        pk = town.people["sweeper"].pk
        client = town.client(name)
        assert client.get(reverse("desk:house-guarded", args=[pk])).status_code == 404
        assert client.post(reverse("desk:house-unlock", args=[pk])).status_code == 404
