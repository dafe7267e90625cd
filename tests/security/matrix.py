"""The permission matrix: every address and API operation, asked by everybody, about what is theirs and what is not.

Pages are asked through the whole stack with templates that write nothing: whether somebody may in is decided before a
page is written. Every request is rolled back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from linli.base.flow.refusals import NoSuchCase, NotFromHere, NotYourMove
from linli.base.people import api_keys
from linli.base.people import queries as people
from linli.base.people.actors import SYSTEM, Actor, ActorKind
from linli.faces.desk.campaigndoors import DOES
from linli.faces.desk.verbs import VERBS, dashed
from linli.faces.openapi.v1.api import api
from linli.kernel import clock
from linli.pillars.governance.reports import queries
from tests.pillars.governance.reports.doing import CALLS, OPEN_TO, bring
from tests.security.partying import THEIR_OWN
from tests.security.resolving import on_boards
from tests.security.routes import Route, routes
from tests.security.twin import BESIDE, ELSEWHERE, OWN, Twin, keepsakes
from tests.town import MONDAY

#: Columns: who asks, and the name in the hamlet. Nobody, a resident, staff whose posts have ended, every role.
WHO = {
    "anonymous": "",
    "resident": "resident",
    "no post": "postless",
    "grid leader": "grid_leader",
    "grid worker": "worker",
    "grid helper": "helper",
    "grid adviser": "adviser",
    "volunteer": "volunteer",
    "secretary": "secretary",
    "community": "clerk",
    "dispatcher": "dispatcher",
    "counter": "receptionist",
    "section": "section",
    "handler": "sweeper",
    "leader": "leader",
    "branch": "party_secretary",
    "system": "sysadmin",
    "security": "secadmin",
    "audit": "auditor",
}
ADMINISTRATORS = {"system", "security", "audit"}
KEYS = ("no key", "wrong key", "read", "file", "act", "hook")

#: What stands for a value that names no object of anybody.
PLAIN = {
    "name": "today",
    "slot": "settle",
    "template": "filed",
    "code": "R01",
    "form": "json",
    "variant": "small",
    "verb": "cancel",
    "field": "phone",
    "subject": "category",
    "version": 1,
    **dict.fromkeys(("rest", "handle", "key"), "x"),
    "uidb36": "1",
    "part": 0,
}
CALLED = {"supervision": "supervised", **{k: k for k in ("task", "lead", "decision", "whistle", "appeal")}}
KEPT = {"emergency": "emergency_id", "post-release": "post_id", "plan-item": "plan_item"}
DOORS = {f"campaign-{verb}" for verb in (*DOES, "door", "photo")}
#: What is done about somebody who is looked after.
CARE_VERBS = {"care-act": "change", "care-press": "withdraw-wish", "diary-act": "share"}
#: Addresses about what one person keeps for themselves.
PERSONAL = {"desk:view-drop": "view_id", "desk:notice": "notice_id", "desk:me-take-back": "deputy_id"}
MOVES = {f"desk:report-{dashed(verb)}" for verb in VERBS}

SHUT = {".", ">", "k"}
READS, SENDS, BOTH, MISSING, FORBIDDEN, LOG_IN, NO_KEY = "r", "w", "a", ".", "x", ">", "k"


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks as somebody, undoes what came of it, and says in one letter what it was."""

    client: Client

    def letter(self, cookie: str, method: str, path: str) -> str:
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie} if cookie else {})
        with transaction.atomic():
            response = getattr(self.client, method)(path)
            transaction.set_rollback(True)
        return _letter(response, method)


def _letter(response: Any, method: str) -> str:
    status = response.status_code
    assert status < 500, (method, response.request["PATH_INFO"], status)
    if status == 405:
        return ""
    if status == 302 and response.headers["Location"].startswith(("/accounts/login/", "/account/login/")):
        return LOG_IN
    return {404: MISSING, 403: FORBIDDEN, 401: NO_KEY}.get(status, READS if method == "get" else SENDS)


def joined(letters: list[str]) -> str:
    """One letter for both methods: what is open, or how it is refused."""
    found = {one for one in letters if one}
    if {READS, SENDS} <= found:
        return BOTH
    for one in (SENDS, READS, FORBIDDEN, LOG_IN, NO_KEY):
        if one in found:
            return one
    return MISSING


def places_of(route: Route, twin: Twin) -> tuple[str, ...]:
    """Where the thing asked about lies: the role's own ground, beside it in the same office, another office."""
    if route.name in PERSONAL:
        return OWN, ELSEWHERE
    owned = {
        "number", "token", "unit_id", "reporter_id", "file_id", "pk", "activity_id", "person_id", "pair_id",
        "household_id", "page_id", "meeting_id", "round_id", "rating_id",
    } & set(route.asks)  # fmt: skip
    if not owned:
        return (OWN,)
    if "pk" in owned or route.name in MOVES or route.name.startswith("boards:"):
        return OWN, ELSEWHERE
    return OWN, BESIDE, ELSEWHERE


def address_of(route: Route, things: SimpleNamespace, kept: dict[str, int]) -> str:
    """The address of a route about one thing. A route about something new must be told here what it is about."""
    if route.name == "open311:discovery":
        return "/open311/discovery.json"  # its address may be written in three ways, which no reversing can choose from
    return reverse(route.name, kwargs={ask: _value(route, ask, things, kept) for ask in route.asks})


def _value(route: Route, ask: str, things: SimpleNamespace, kept: dict[str, int]) -> Any:
    if ask in kept:
        return kept[ask]
    tail = route.name.partition(":")[2]
    named = next((getattr(things, its) for w, its in THEIR_OWN.items() if tail.startswith(w)), {})
    if ask in named:
        return named[ask]
    if found := next((word for word in ("patrol", "component", "assembl") if tail.startswith(word)), ""):
        return {"patrol": things.beat, "component": things.component, "assembl": things.assembly}[found]
    if tail.startswith(("cooperative", "share-")):
        part = next((p for p in ("resolution", "distribution") if tail.startswith(f"cooperative-{p}")), ask)
        return things.cooperative["member" if tail.startswith("share-") else part]
    if tail.startswith("house-") and ask == "pk":
        return things.house[tail.removeprefix("house-")]
    if tail.startswith(("rating", "matter-rate", "tablet")):
        return things.rated[tail.partition("-")[0]][ask]
    if tail.startswith("appointment") and ask in {"pk", "token"}:
        return things.booking_id if ask == "pk" else things.booking_token
    if ask == "field" and tail in ("hall-booking-reveal", "enterprise-reveal"):
        return "phone" if tail == "hall-booking-reveal" else "contact_phone"
    if tail.startswith(("hall", "ticket", "book-at")) and ask in {"pk", "number", "token"}:
        is_ticket = tail.startswith("ticket") and tail != "ticket-take"
        return {
            "pk": things.ticket if is_ticket else things.hall,
            "number": things.window,
            "token": things.ticket_token,
        }[ask]
    if route.name.startswith("resident:application") and ask in things.applied:
        return things.applied[ask]
    if tail.startswith("hall-figure"):
        return "within_an_hour"
    if tail.startswith(("order", "enterprise-shop")) and ask in {"number", "file_id", "shop_id"}:
        return {"number": things.order, "file_id": things.order_file, "shop_id": things.shop}[ask]
    if tail.startswith("enterprise") and ask in {"pk", "token"}:
        return things.enterprise if ask == "pk" else things.enterprise_token
    if tail.startswith("shop") and ask in {"pk", "token"}:
        return things.shop if ask == "pk" else things.shop_token
    if ask == "post_id" or (tail.startswith("exchange") and ask == "pk"):
        return things.exchange
    if ask == "verb" and tail == "enterprise-exchange-act":
        return "reply"
    if ask == "scheme_id" or (tail.startswith(("scheme", "form")) and ask == "pk"):
        return things.asked_form if tail.startswith("form") else things.scheme
    if ask == "code" and tail == "enterprise-trait":
        return "keeps"
    if tail.startswith("job") and ask in {"pk", "match_id", "training_id"}:
        seeker = things.seeker if tail.startswith("job-seeker") else things.posting
        return {"pk": seeker, "match_id": things.match, "training_id": things.training}[ask]
    if ask == "enterprise_id":
        return things.enterprise
    if tail.startswith(("enterprise", "need")) and ask == "number":
        return things.need
    if ask == "number":
        if route.name.removesuffix("-export") in {"boards:topic", "boards:call"}:
            return things.topic if tail.startswith("topic") else things.call
        if tail.startswith("bulletin"):
            return things.bulletin
        if tail in ("application-document", "application-docx"):
            return things.application_paper
        if tail.startswith("application"):
            return things.application
        if tail.startswith("topic"):
            return things.matter
        if kind := next((k for k in CALLED if tail.startswith(k)), ""):
            return getattr(things, CALLED[kind])
        return things.rights if tail.startswith(("rights", "data-")) else things.number
    if tail.startswith("responsibility") and ask == "pk":
        return things.line
    if tail.startswith("campaign") and ask in ("pk", "file_id"):
        return things.door_photo if ask == "file_id" else things.door if tail in DOORS else things.campaign
    if tail.startswith("supervision") and ask == "seq":
        return 2
    if tail.startswith(("canteen", "daycare")) and ask in {"pk", "verb", "what", "field", "meal"}:
        eats = tail.startswith("canteen-eater")
        desk = route.name.startswith("desk:")
        return {
            "pk": things.eater if eats else things.canteen,
            "verb": "end" if eats else "menu" if desk else "order",
            "what": "sums",
            "meal": "lunch",
            "field": "phone",
        }[ask]
    if ask == "verb" and tail in CARE_VERBS:
        return CARE_VERBS[tail]
    if ask == "code" and tail.startswith(("care-figure", "topic-figure")):
        return "visits_key" if tail.startswith("care") else "proposed"
    if tail == "wish-act":
        return things.wish_id if ask == "pk" else "take"
    if name := next((kept for head, kept in KEPT.items() if tail.startswith(head)), ""):
        return getattr(things, name)
    if tail.startswith("volunteer") and ask in ("pk", "activity_id"):
        return things.activity_id
    if ask == "file_id" and tail == "bulletin-file":
        return things.bulletin_file
    if ask == "file_id" and tail == "application-file":
        return things.application_file
    if tail.startswith("whistle-") and ask in {"unit_id", "code", "pk"}:
        return {"unit_id": things.called, "pk": things.offer, "code": "whistle_signed"}[ask]
    if tail.startswith("topic") and ask in {"pk", "member_id", "entry_id", "party", "kind", "verb"}:
        return things.talked[ask]
    if ask == "unit_id":
        return things.grid
    if (found := on_boards(route.name, ask, things)) is not None:
        return found
    if ask == "pk":
        return 1
    if tail == "care-press" and ask == "thing_id":
        return things.wish_id
    return getattr(things, ask, None) or PLAIN[ask]


def web(
    twin: Twin, group: Callable[[str], bool], columns: Collection[str] = tuple(WHO)
) -> Iterator[tuple[str, list[str]]]:
    """Yield every address of a group with one cell for each of these columns."""
    asking, cookies, kept = Asking(Client(raise_request_exception=False)), {}, {}
    for column, name in WHO.items():
        if name:
            account = twin.account(name)
            cookies[column], kept[column] = _session(account), keepsakes(twin, account)
    for route in routes():
        if not group(route.name):
            continue
        if route.name in MOVES:
            yield f"{route.name} `{route.written}`", moves(twin, route)
            continue
        served, cells, own = {"get", "post"}, {}, twin.things[OWN]
        for column in sorted(columns, key=lambda one: one not in ADMINISTRATORS):
            cache.clear()
            cell = ""
            for place in places_of(route, twin):
                if cell in SHUT and route.name not in PERSONAL:
                    cell = cell.ljust(len(places_of(route, twin)), cell)
                    break
                if route.name in PERSONAL:
                    whose = (
                        column
                        if place == OWN and column in kept
                        else ("leader" if column == "handler" else "handler")
                    )
                    path = address_of(route, own, kept[whose])
                else:
                    path = address_of(route, own if place == OWN else twin.things[place], {})
                found = []
                for method in sorted(served):
                    letter = asking.letter(cookies.get(column, ""), method, path)
                    found.append(letter)
                    if not letter:
                        served.discard(method)
                cell += joined(found)
            cells[column] = cell
        yield f"{route.name} `{route.written}`", [cells.get(column, "") for column in WHO]


def open_case(twin: Twin, route: Route) -> str:
    """Give a case in the reader's own ground in a state in which the verb of a route is open to somebody."""
    verb = {dashed(v): v for v in VERBS}[route.name.removeprefix("desk:report-")]
    state, _name, before = OPEN_TO[verb]
    number, at = bring(twin.town, state)
    for name, done in before:
        CALLS[done](twin.town, twin.town.actor(name, at), number, at)
        at += timedelta(minutes=5)
    return number


def moves(twin: Twin, route: Route) -> list[str]:
    """Ask as the page of a verb does: is the case there for the reader, and is the verb open to them in its state."""
    verb = {dashed(v): v for v in VERBS}[route.name.removeprefix("desk:report-")]
    at, number = clock.now(), open_case(twin, route)
    cells = []
    for name in WHO.values():
        if not name:
            cells.append(LOG_IN * 2)  # nobody gets as far as the case: the rows of the desk show it
            continue
        actor = people.actor_for(twin.account(name), at)
        cells.append(
            "".join(_move_letter(actor, verb, n, at) for n in (number, twin.things[ELSEWHERE].number))
        )
    return cells


def _move_letter(actor: Actor, verb: str, number: str, at: datetime) -> str:
    if actor.kind != ActorKind.STAFF or not actor.posts:
        return MISSING
    try:
        case = queries.get_report(actor=actor, number=number).case
        queries.open_row(verb, actor, case, list(case.assignments.select_related("unit")), at)
    except NoSuchCase:
        return MISSING
    except NotYourMove:
        return FORBIDDEN
    except NotFromHere:
        return "s"
    return SENDS


def _session(account: Any) -> str:
    session = SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    return session.session_key or ""


def rest(twin: Twin) -> Iterator[tuple[str, list[str]]]:
    """Yield every operation of the REST API with one cell for each kind of key, all of one department."""
    unit, account = twin.town.sanitation, twin.town.people["sweeper"]
    texts = {"no key": "", "wrong key": "linli_00000000_" + "0" * 32}
    for ability in ("read", "file", "act", "hook"):
        issued = api_keys.issue_key(
            actor=SYSTEM, at=MONDAY, unit=unit, name=ability, abilities=[ability], account=account
        )
        texts[ability] = issued.text
    client = Client(raise_request_exception=False)
    for path, calls in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        places = (
            (OWN, BESIDE, ELSEWHERE) if "{number}" in path else (OWN, ELSEWHERE) if "{" in path else (OWN,)
        )
        for method, call in calls.items():
            cells = [
                "".join(_key_letter(client, method, path, twin.things[place], texts[key]) for place in places)
                for key in KEYS
            ]
            yield f"{call['operationId']} `{method.upper()} {path}`", cells


def _key_letter(client: Client, method: str, path: str, things: SimpleNamespace, text: str) -> str:
    hook = things.house["hook-drop"] if hasattr(things, "house") else 0
    path = path.format(number=things.number, file_id=things.file_id, hook_id=hook, topic_id=things.topic)
    headers = {"Authorization": f"Bearer {text}"} if text else {}
    with transaction.atomic():
        body = BODIES.get(path.rsplit("/", 1)[-1], {})
        given = {"data": json.dumps(body), "content_type": "application/json"} if method == "post" else {}
        response = getattr(client, method)(path, headers=headers, **given)
        transaction.set_rollback(True)
    return _letter(response, "get" if method == "get" else "post")


#: What each operation asks for at least: an empty body would be refused for what is missing, whoever asks.
BODIES = {
    "answer": {"answer": "疏通了"},
    "check": {"answer": "疏通了"},
    "answer-share": {"answer": "好了"},
    "send-back": {"note": "不归我们"},
    "contact": {"answer": "今天来看"},
    "note": {"note": "内部"},
    "reports": {"text": "路灯不亮", "lon": 117.005, "lat": 36.005},
    "webhooks": {"name": "对接", "url": "https://hooks.example.cn/new"},
}
