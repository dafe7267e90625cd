"""Bulletins as residents meet them: on the first page, one by one, on paper, and before they report an outage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.places.models import Compound
from linli.pillars.governance.reports.models import Report
from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins.models import Bulletin, Subscription
from linli.pillars.service.bulletins.operations import PATH
from tests.faces.resident.conftest import LAT, LON
from tests.pillars.service.bulletins.doing import by, content, draft, outage, published, resident
from tests.town import MONDAY, Town

HOUR = timedelta(hours=1)


def put_out(town: Town, **fields: Any) -> str:
    """An outage in the first grid that began an hour ago."""
    what = outage(starts_at=MONDAY - HOUR, **fields)
    number = draft(town, "clerk", town.communities[0], [town.grids[0]], what)
    op.publish_bulletin_at_once(**by(town, "clerk", number))
    return number


def report(client: Client, text: str, **more: Any) -> Any:
    page = client.get("/report/")
    key = page.context["form"]["idempotency_key"].value()
    return client.post(
        "/report/", {"text": text, "lon": LON, "lat": LAT, "category": "R02", "idempotency_key": key, **more}
    )


class TestPages:
    def test_stand_on_the_first_page_with_ones_own_first(self, town: Town, client: Client) -> None:
        published(town, content(title="全社区的事"))
        mine = put_out(town)
        other = draft(town, "clerk", town.communities[0], [town.grids[1]], outage(title="二网格停水"))
        op.publish_bulletin_at_once(**by(town, "clerk", other))
        client.cookies["ll_grid"] = str(town.grids[0].pk)
        page = client.get("/").content.decode()
        assert page.index("今天停水到 18 点") < page.index("全社区的事")
        assert "二网格停水" not in page
        assert PATH.format(number=mine) in page
        every = client.get("/bulletins/?all=1").content.decode()
        assert "二网格停水" in every
        assert "全社区的事" not in client.get("/bulletins/?kind=outage").content.decode()

    def test_one_says_it_plainly_and_is_acknowledged_once_a_phone(self, town: Town, client: Client) -> None:
        number = put_out(town)
        page = client.get(f"/bulletins/{number}/").content.decode()
        assert "主管道漏水，今天 10 点到 18 点停水。" in page
        assert "现在停着" in page
        for _ in range(2):
            client.post(f"/bulletins/{number}/got/")
        assert Bulletin.objects.get(case__number=number).seen_count == 1
        assert "您说过知道了" in client.get(f"/bulletins/{number}/").content.decode()

    def test_a_correction_shows_before_and_after(self, town: Town, client: Client) -> None:
        number = published(town)
        op.correct_bulletin(
            content=content(place="一楼大厅"), answer="写上地点", **by(town, "secretary", number)
        )
        page = client.get(f"/bulletins/{number}/").content.decode()
        assert "写上地点" in page
        assert "<ins>一楼大厅</ins>" in page

    def test_what_was_withdrawn_or_is_a_draft_is_not_read(self, town: Town, client: Client) -> None:
        number = published(town)
        op.withdraw_bulletin(answer="先不办", **by(town, "secretary", number))
        page = client.get(f"/bulletins/{number}/").content.decode()
        assert "先不办" in page
        assert "周一到周五都行" not in page
        assert client.get(f"/bulletins/{number}/poster/").status_code == 404
        secret = draft(town, "clerk", town.communities[0], [town.grids[0]])
        assert client.get(f"/bulletins/{secret}/").status_code == 404

    def test_a_poster_leads_to_the_page(self, town: Town, client: Client) -> None:
        number = put_out(town)
        page = client.get(f"/bulletins/{number}/poster/").content.decode()
        assert "<svg" in page
        assert f"http://testserver/bulletins/{number}/" in page


class TestSubscribing:
    def test_is_chosen_changed_and_forgotten(self, town: Town, client: Client) -> None:
        estate = Compound.objects.get(name="康乐花园")
        account = resident("13800001234")
        assert client.get("/account/bulletins/").status_code == 302
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["ll_grid"] = str(town.grids[0].pk)
        client.post("/account/bulletins/", {"kind": ["outage", "nonsense"], "compound": str(estate.pk)})
        kept = Subscription.objects.get(account=account)
        assert (kept.kinds, kept.compound, kept.grid) == (["outage"], estate, town.grids[0])
        put_out(town)
        from linli.base.people.actors import SYSTEM

        op.push_bulletins(actor=SYSTEM, at=MONDAY)
        page = client.get("/account/notices/").content.decode()
        assert "/bulletins/" in page
        client.post("/account/bulletins/", {})
        assert not Subscription.objects.exists()


class TestReporting:
    @pytest.fixture
    def known(self, town: Town) -> str:
        return put_out(town)

    def test_a_known_outage_is_shown_first_and_the_report_can_still_be_sent(
        self, known: str, client: Client
    ) -> None:
        page = report(client, "家里没水了，什么时候来？")
        assert page.status_code == 200
        assert "今天停水到 18 点" in page.content.decode()
        assert not Report.objects.exists()
        sent = report(client, "家里没水了，什么时候来？", sure="1")
        assert sent.status_code == 302
        assert Report.objects.count() == 1

    def test_another_matter_is_not_held_up(self, known: str, client: Client) -> None:
        assert report(client, "想问问老年证怎么办").status_code == 302
