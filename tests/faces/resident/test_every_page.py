"""Every page opens, asks the database little, and stands in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.faces.resident import urls
from linli.pillars.governance.reports import operations
from linli.pillars.service.enterprises import queries as enterprises
from linli.pillars.service.volunteers import operations as volunteers
from tests.faces.resident.conftest import HOUR, link
from tests.pillars.party.venues.doing import centre, room
from tests.pillars.service.bulletins.doing import published
from tests.pillars.service.canteens.kitchen import kitchen
from tests.pillars.service.enterprises.doing import firm
from tests.town import MONDAY, Town

MOST_QUERIES = 15


@pytest.fixture
def pages(town: Town, file: Callable[..., operations.Filed]) -> dict[str, str]:
    open_one, done = file(), file(text="5 号楼门口的灯不亮", phone="13900001234")
    number = done.report.case.number
    operations.settle_report(
        actor=town.actor("worker"), number=number, at=MONDAY + HOUR, answer="换了灯，请您看看。"
    )
    operations.publish_report(
        actor=town.actor("secretary"),
        number=number,
        at=MONDAY + HOUR,
        title="5 号楼路灯",
        text="不亮",
        answer="换了",
    )
    bulletin = published(town)
    team = add_unit(kind=UnitKind.VOLUNTEER, name="志愿队", parent=town.communities[0])
    day = MONDAY + timedelta(days=5)
    plan = volunteers.Plan("打扫楼道", "一起扫", "楼下", day, day + HOUR, 5)
    organiser, mine = town.actor("secretary"), firm(town)
    activity = volunteers.plan_activity(actor=organiser, at=MONDAY, team=team, plan=plan).pk
    hall = centre(town)
    return {
        "home": "/",
        "mine": "/mine/",
        "report": "/report/",
        "report-shell": "/report/blank/",
        "questions": "/report/questions/?category=R01",
        "spot": "/place/?lon=117.005&lat=36.005",
        "shapes": "/place/shapes/?lon=117.005&lat=36.005",
        "find": "/find/",
        "follow": link(open_one),
        "follow to rate": link(done),
        "receipt": link(open_one, "receipt/"),
        "around": "/around/",
        "around filtered": f"/around/?unit={town.communities[0].pk}&standing=open&category=R01",
        "walk": "/walk/",
        "around-points": "/around/points/?box=116,35,118,37",
        "public-report": f"/p/{number}/",
        "bulletins": "/bulletins/",
        "bulletin": f"/bulletins/{bulletin}/",
        "bulletin-poster": f"/bulletins/{bulletin}/poster/",
        "volunteers": "/volunteers/",
        "volunteer-activity": f"/volunteers/{activity}/",
        "volunteer-check": "/volunteers/check/",
        "wishes": "/wishes/",
        "partners": "/partners/",
        "venues": "/venues/",
        "venue": f"/venues/{hall.pk}/",
        "room-book": f"/venues/rooms/{room(hall).pk}/",
        "canteens": "/canteens/",
        "canteen": f"/canteens/{kitchen(town).pk}/",
        "jobs": "/jobs/",
        "enterprise": enterprises.link_of(mine),
        "enterprise-schemes": f"{enterprises.link_of(mine)}schemes/",
        "enterprise-exchange": f"{enterprises.link_of(mine)}exchange/",
        "estates": "/estates/",
        "exchange": "/exchange/",
        "open-sets": "/open/",
        "schemes": "/schemes/",
        "topics": "/topics/",
        "topic-committees": f"/topics/committees/?unit={town.communities[0].pk}",
        "book": "/book/",
        "find-grid": "/grid/?q=康乐花园",
        "grid": f"/grid/{town.grids[0].pk}/",
        "account": "/account/",
        "log-in": "/account/login/",
        "guide": "/guide/",
        "ratings": "/ratings/",
        "publicity": "/publicity/",
        "privacy": "/privacy/",
        "help": "/help/",
    }


def test_every_page_opens_within_its_queries(
    pages: dict[str, str], client: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    client.cookies["ll_grid"] = str(town.grids[0].pk)
    client.get(pages["follow"])  # warm
    for name, url in pages.items():
        with django_assert_max_num_queries(MOST_QUERIES, info=name):
            answer = client.get(url)
        assert answer.status_code == 200, name


def test_every_page_is_in_english_too(pages: dict[str, str], client: Client) -> None:
    for name, url in pages.items():
        answer = client.get(url, headers={"accept-language": "en"})
        assert answer.status_code == 200, name
        if "html" in answer["Content-Type"] and "<html" in answer.content.decode():
            assert '<html lang="en"' in answer.content.decode(), name


def test_no_route_is_forgotten(pages: dict[str, str]) -> None:
    by_verb = {
        "mine-forget", "kept-photo", "kinds", "report-rate", "report-reply", "report-supplement", "report-urge",
        "report-withdraw", "reporter-erase", "follow-photo", "report-join", "public-photo", "grid-choose",
        # tried in test_publicity
        "publicity-notice", "publicity-object", "objection",
        # tried in test_bulletins
        "bulletin-got", "bulletin-file", "subscribe",
        # tried in test_guide, with items
        "guide-item", "guide-list", "guide-form", "guide-schema",
        # tried with care, and in test_canteens
        "wish-act", "canteen-act",
        # tried in insight/opendata
        "open-set", "open-csv", "open-geojson",
        # tried in test_cooperatives, with a member
        "shares", "share-statement",
        # tried in test_partners, by somebody who is logged in
        "report-in", "report-in-back",
        # tried in test_venues, by who booked
        "room-booking", "room-booking-cancel",
        # tried in test_chain, by a member
        "party-me", "party-told", "party-known", "party-raise", "party-quiz",
        # tried in test_ratings
        "ratings", "matter-rate", "matter-rate-solved", "tablet", "ticket-rate", "ticket-rate-solved",
        # tried in test_applied
        "application", "application-document", "application-file", "application-receipt", "application-supply",
        "application-withdraw",
        # tried in test_halls
        "halls", "hall", "hall-screen", "ticket", "ticket-take", "ticket-leave", "ticket-return",
        # and in test_volunteers
        "volunteer-me", "volunteer-leave", "volunteer-certificate", "volunteer-certificate-docx", "volunteer-act",
        # and in test_booking, on the desk in test_topics, test_shops, test_orders, test_exchange and test_schemes
        "appointment", "appointment-arrive", "appointment-cancel", "appointment-move", "book-at",
        "topic", "topic-act", "topic-new", "topic-paper", "topic-photo",
        # on the desk and in the browser in test_estates
        "estate", "estate-propose", "estate-level", "election", "election-vote", "election-object",
        "shop", "enterprise-shop", "enterprise-shop-answer", "enterprise-shop-appeal", "enterprise-shop-file",
        "enterprise-shop-self", "enterprise-exchange-act", "exchange-post", "enterprise-trait", "scheme",
        # and in test_enterprises
        "enterprise-file", "enterprise-listen", "enterprise-stop", "enterprise-confirm", "enterprise-reopen",
        "enterprise-withdraw",
        # and in test_jobs
        "enterprise-offer", "job", "job-ask", "job-me", "job-leave",
        # tried in test_account, by somebody who is logged in
        "enter-code", "log-out", "change-name", "choose-wish", "choose-reuse", "notices", "data",
        "data-file", "data-request", "data-withdraw",
    }  # fmt: skip
    assert sorted({route.name for route in urls.urlpatterns} - by_verb - set(pages)) == []


def test_pages_of_one_person_are_kept_by_nobody(pages: dict[str, str], client: Client) -> None:
    for name in ("home", "mine", "follow", "receipt", "account", "report"):
        assert "no-store" in client.get(pages[name])["Cache-Control"], name


def test_links_that_lead_nowhere_look_alike(pages: dict[str, str], client: Client) -> None:
    number, token = pages["follow"].split("/")[2:4]
    other = pages["follow to rate"].split("/")[3]
    wrong = [
        f"/r/{number}/{token[:-1]}!/",
        f"/r/{number}/{other}/",
        f"/r/20260101-9999/{token}/",
        f"/r/{'9' * 500}/{token}/",
        "/p/20260101-0001/",
        f"/p/{number}/",
        "/grid/999999/",
    ]
    said = set()
    for url in wrong:
        answer = client.get(url)
        assert answer.status_code == 404, url
        said.add(answer.content.decode().split("<main", 1)[1].split("</main>")[0])
    assert len(said) == 1
