"""What a secret vote will say is not told before its end: nobody can read off any page which way it was voted.

The same vote is held twice, first one way and then the other, and everybody reads every page, sheet, paper and answer of
the API that could know of it. Whatever depends on how somebody voted differs between the two; nothing may.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Step
from linli.base.people import api_keys
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.faces.openapi.v1.api import api
from linli.insight import cited
from linli.kernel import clock
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation.models import Entry, Topic, Vote
from linli.pillars.governance.deliberation.rules import PartyKind, Via
from tests.pillars.governance.deliberation.doing import accept, acting, council, propose, resident
from tests.security.matrix import WHO, _session, address_of
from tests.security.routes import Route, routes
from tests.security.twin import OWN, Twin
from tests.town import MONDAY

HOUR = timedelta(hours=1)
EVERYTHING = os.environ.get("LINLI_SLOW") == "1"
Read = dict[tuple[str, str], bytes]
"""What was answered, by who asked and where."""
#: What differs between two answers to the same question, whatever was asked.
EACH_TIME = re.compile(
    rb"csrfmiddlewaretoken\"? value=\"[^\"]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
#: Answers that are new each time, whoever asks: how long answers took, a secret to set up, a token of the form.
FRESH = re.compile(r"^/metrics$|^/accounts/2fa/(totp/activate|webauthn/add)/$|^/parts/token/$")
#: Where more than one kind of case meets. Every page that asks for nothing is read, by everybody, with LINLI_SLOW=1.
MEETING = re.compile(
    r"topic|inbox|map|export|notice|home|board|audit|public|figures|account|mine|^me$|cases|today"
)
#: Who reads them by default.
SAMPLE = ("", "secretary", "leader", "auditor")


class Ballots:
    """One secret vote of two phones and a paper in the twin offices, and everybody who may look."""

    def __init__(self, twin: Twin) -> None:
        self.twin, town = twin, twin.town
        self.sent: set[str] = set()
        """Addresses that are only sent to: there is nothing to read."""
        council(town)
        self.secretary, self.clerk = town.actor("secretary"), town.actor("clerk")
        self.number = propose(town)
        accept(town, self.secretary, self.number, MONDAY, is_secret=True)
        by = {"actor": self.secretary, "number": self.number, "at": MONDAY}
        self.voters = [resident(f"1350000000{n}") for n in range(2)]
        for n in range(3):
            phone = f"1350000000{n}" if n < 2 else ""
            op.name_party(
                **by, kind=PartyKind.STAKEHOLDER, name=f"何住户{n}", stands_for="三单元", phone=phone
            )
        op.record_minutes(**by, minutes="说法不一，表决。")
        op.open_vote(**by, question="装在西边吗", closes_at=MONDAY + 2.5 * HOUR)
        self.topic = Topic.objects.get(case__number=self.number)
        self.paper = next(e for e in Entry.objects.filter(vote__topic=self.topic) if e.label == "何住户2")
        accounts: list[Account | None] = [twin.account(name) if name else None for name in WHO.values()]
        accounts += [twin.account("secretary2"), *self.voters, resident("13500000009")]
        self.sessions = {a.username if a else "": _session(a) if a else "" for a in accounts}
        self.samples = {self.voters[0].username} | {twin.account(n).username if n else "" for n in SAMPLE}
        key = api_keys.issue_key(
            actor=SYSTEM, at=MONDAY, unit=town.office, name="x", abilities=["read", "act", "file", "hook"],
            account=town.people["leader"],
        )  # fmt: skip
        self.key = key.text

    def hold(self, choice: int) -> None:
        """Let both phones vote one way, and a paper go into the box."""
        at = MONDAY + HOUR
        for voter in self.voters:
            op.cast_vote(actor=acting(voter, at), number=self.number, at=at, choice=choice)
        op.take_vote(actor=self.secretary, number=self.number, at=at, entry=self.paper.pk, via=Via.PAPER)

    def count(self, choice: int) -> None:
        """Close it, and let one person count the box: a second must agree before anything is known."""
        at = MONDAY + 3 * HOUR
        sweep(at)
        counts = [0] * len(Vote.objects.get(topic=self.topic).options)
        counts[choice] = 1
        op.count_box(actor=self.clerk, number=self.number, at=at, counts=counts)

    def agree(self, choice: int) -> None:
        """Let the second person count the same, and unseal."""
        at = MONDAY + 3 * HOUR
        counts = [0] * len(Vote.objects.get(topic=self.topic).options)
        counts[choice] = 1
        op.count_box(actor=self.secretary, number=self.number, at=at, counts=counts)
        op.count_papers(actor=self.secretary, number=self.number, at=at)

    def paths(self) -> Iterator[tuple[str, bool]]:
        """Give every address that could know of the vote; the mark says whether it is about this topic alone."""
        own = self.twin.things[OWN]
        member = council(self.twin.town).members.all()[0]
        talked = {
            **own.talked,
            "entry_id": self.paper.pk,
            "member_id": member.pk,
            "pk": council(self.twin.town).pk,
        }
        for route in routes():
            tail = route.name.partition(":")[2]
            if tail.startswith("topic") and not route.name.startswith("boards:"):
                for kind in ("sign-in", "minutes", "result") if "kind" in route.asks else ("",):
                    here = {**talked, "kind": kind} if kind else talked
                    yield self._address(route, here), True
            elif not route.asks and (EVERYTHING or MEETING.search(route.name)) and "log" not in tail:
                yield self._address(route, talked), False
        for word in (self.number, "装在西边吗"):
            for path in ("/d/", "/d/topics/", "/topics/", "/p/", "/d/export.xlsx"):
                yield f"{path}?q={word}", False
        yield "/d/topics/topics.xlsx?view=decide", True
        yield "/d/topics/?view=decide", True
        for about in (f"/d/reports/{self.number}/", f"/r/{self.number}/", f"/p/{self.number}/"):
            yield about, True

    def _address(self, route: Route, talked: dict[str, Any]) -> str:
        things = SimpleNamespace(**vars(self.twin.things[OWN]))
        things.matter, things.talked = self.number, talked
        return address_of(route, things, {})

    def read(self, *, widely: bool) -> Read:
        """Let everybody read: what each was answered, by who and where. A narrow reading is of the topic's own pages."""
        found: Read = {}
        client = Client(raise_request_exception=False)
        for path, is_own in self.paths():
            if not (is_own or widely):
                continue
            for who, session in self.sessions.items():
                if path in self.sent or (not ((is_own and widely) or EVERYTHING) and who not in self.samples):
                    continue
                client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
                read = _answer(client, path)
                if read.startswith(b"405"):
                    self.sent.add(path)
                    break
                found[who, path] = read
        headers = {"Authorization": f"Bearer {self.key}"}
        for path, calls in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
            if "get" in calls and not set(re.findall(r"\{(\w+)\}", path)) - {"number"}:
                found["key", path] = _answer(client, path.format(number=self.number), headers)
        found["", "figures"] = repr(cited.read_all(cited.CITED.values(), clock.now())).encode()
        steps = Step.objects.filter(case__number=self.number).values_list(
            "verb", "data", "words", "words_digest"
        )
        found["", "log"] = repr(list(steps)).encode()
        return {k: body for k, body in found.items() if k[1] not in self.sent and not FRESH.match(k[1])}


def _answer(client: Client, path: str, headers: dict[str, str] | None = None) -> bytes:
    cache.clear()
    with transaction.atomic():
        response = client.get(path, headers=headers or {})
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    assert response.status_code < 500, path
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            names = sorted(n for n in parts.namelist() if not n.startswith("docProps/"))
            body = b"".join(parts.read(n) for n in names)
    return b"%d " % response.status_code + EACH_TIME.sub(b"", body)


def test_nobody_reads_anywhere_how_a_secret_vote_stands_before_it_has_been_counted(twin: Twin) -> None:
    open_, over = MONDAY + 2 * HOUR, MONDAY + 3 * HOUR
    ballots = Ballots(twin)
    told: list[tuple[Read, Read, Read]] = []
    for choice in (0, 1):
        with transaction.atomic():
            ballots.hold(choice)
            with clock.frozen(open_):
                voting = ballots.read(widely=True)
            ballots.count(choice)
            with clock.frozen(over):
                counting = ballots.read(widely=False)
            ballots.agree(choice)
            with clock.frozen(over):
                told.append((voting, counting, ballots.read(widely=False)))
            transaction.set_rollback(True)
    (voting, counting, ended), (voting_, counting_, ended_) = told
    assert [key for key, body in voting.items() if voting_[key] != body] == []
    assert [key for key, body in counting.items() if counting_[key] != body] == []
    # The walk sees a result where there is one: once it has been counted, the same pages tell the two apart.
    differing = {who for (who, path), body in ended.items() if ended_[who, path] != body}
    assert {ballots.voters[0].username, "secretary"} <= differing
    opened = {path for (_who, path), body in voting.items() if body.startswith(b"200")}
    assert f"/d/topics/{ballots.number}/roll/" in opened
    assert f"/d/topics/{ballots.number}/papers/minutes/docx/" in opened
    assert "/d/topics/topics.xlsx?view=decide" in opened
