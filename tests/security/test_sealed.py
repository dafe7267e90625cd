"""What a vote will say is not told before its end: nobody can read off any page which way it was voted.

Votes of every kind, an owners' election among them, are held twice, first one way and then the other, and everybody reads
every page, sheet, paper and answer of the API that could know of them. Whatever depends on how somebody voted differs
between the two; nothing may.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from enum import Enum
from hashlib import sha256
from http.cookies import SimpleCookie
from itertools import islice
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Step
from linli.base.people import api_keys
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.faces.openapi.v1.api import api
from linli.faces.parts import electionpapers
from linli.insight import cited
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Entry
from linli.pillars.governance.estates.models import Election
from tests.pillars.governance.deliberation.doing import council, resident
from tests.security.matrix import WHO, _session, address_of
from tests.security.routes import Route, routes
from tests.security.twin import OWN, Twin
from tests.security.voting import HOUR, Ballot, Question, contests
from tests.town import MONDAY

Read = dict[tuple[str, str], bytes]
"""What was answered, by who asked and where: the status, and the print of the words."""
#: What differs between two answers to the same question, whatever was asked.
EACH_TIME = re.compile(
    rb"csrfmiddlewaretoken\"? value=\"[^\"]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
#: Answers that are new each time, whoever asks: how long answers took, a secret to set up, a token of the form.
FRESH = re.compile(r"^/metrics$|^/accounts/2fa/(totp/activate|webauthn/add)/$|^/parts/token/$")
#: Where more than one kind of case meets. Every page that asks for nothing is read by everybody where all addresses are.
MEETING = re.compile(
    r"topic|inbox|map|export|notice|home|board|audit|public|figures|account|mine|^me$|cases|today"
)
#: Where what was voted is kept.
VOTES = re.compile(r"deliberation_(vote|entry|mark|ballot|boxcount|tally)\b")
#: Who reads them by default.
SAMPLE = ("", "secretary", "leader", "auditor")


class Place(Enum):
    """How near an address is to a vote: about the first of them, about another one, or where all kinds of case meet."""

    OWN = 1
    OTHER = 2
    MEETING = 3


class Walk(Enum):
    """How far one goes: a sample each time; with LINLI_SLOW=1 every kind of vote, and every address there is."""

    SAMPLE = 1
    VOTES = 2
    ADDRESSES = 3


class Ballots:
    """Votes that are open in the twin offices, and everybody who may look."""

    def __init__(self, twin: Twin, walk: Walk) -> None:
        self.twin, self.walk, town = twin, walk, twin.town
        self.sent: set[str] = set()
        """Addresses that are only sent to: there is nothing to read."""
        self.once: Read = {}
        """What was answered without a look into the tables of votes: it cannot tell of them, and is asked once."""
        self.contests = list(contests(town) if walk is Walk.VOTES else islice(contests(town), 2))
        self.first = self.contests[0]
        self.voters = {voter.username for one in self.contests for voter in one.voters}
        accounts: list[Account | None] = [twin.account(name) if name else None for name in WHO.values()]
        accounts += [twin.account("secretary2"), *self.first.voters, resident("13500000009")]
        everybody = len(accounts)
        accounts += [one.voters[0] for one in self.contests[1:] if one.voters]
        self.sessions = {a.username if a else "": _session(a) if a else "" for a in accounts}
        self.everybody = set(list(self.sessions)[:everybody])
        self.samples = {self.first.voters[0].username} | {
            twin.account(n).username if n else "" for n in SAMPLE
        }
        key = api_keys.issue_key(
            actor=SYSTEM, at=MONDAY, unit=town.office, name="x", abilities=["read", "act", "file", "hook"],
            account=town.people["leader"],
        )  # fmt: skip
        self.key = key.text

    def paths(self) -> Iterator[tuple[str, Place]]:
        """Give every address that could know of a vote, and how near it is to one."""
        for contest in self.contests:
            place = Place.OWN if contest is self.first else Place.OTHER
            for number in contest.numbers:
                yield from ((path, place) for path in self._of_topic(contest, number))
            if isinstance(contest, Ballot):
                yield from ((path, place) for path in self._of_election(contest.number))
        talked = self._talked(self.first)
        for route in routes():
            if (
                not route.asks
                and (self.walk is Walk.ADDRESSES or MEETING.search(route.name))
                and "log" not in _tail(route)
            ):
                yield self._address(route, talked, self.first.number), Place.MEETING
        for word in (self.first.number, "装在西边吗"):
            for path in ("/d/", "/d/topics/", "/topics/", "/p/", "/d/export.xlsx"):
                yield f"{path}?q={word}", Place.MEETING
        yield "/d/topics/topics.xlsx?view=decide", Place.OWN
        yield "/d/topics/?view=decide", Place.OWN

    def _talked(self, contest: Question | Ballot) -> dict[str, Any]:
        committee = council(self.twin.town)
        entry = Entry.objects.filter(vote__topic__case__number=contest.numbers[0]).last()
        assert entry is not None
        member = committee.members.all()[0]
        here = {"entry_id": entry.pk, "member_id": member.pk, "pk": committee.pk}
        return {**self.twin.things[OWN].talked, **here}

    def _of_topic(self, contest: Question | Ballot, number: str) -> Iterator[str]:
        talked = self._talked(contest)
        for route in routes():
            if _tail(route).startswith("topic") and not route.name.startswith("boards:"):
                for kind in ("sign-in", "minutes", "result") if "kind" in route.asks else ("",):
                    yield self._address(route, {**talked, "kind": kind} if kind else talked, number)
        yield from (f"{start}{number}/" for start in ("/d/reports/", "/r/", "/p/"))

    def _of_election(self, number: str) -> Iterator[str]:
        election = Election.objects.get(case__number=number)
        for route in routes():
            if _tail(route).startswith("election"):
                for kind in electionpapers.TITLES if "kind" in route.asks else ("",):
                    yield _filled(route, {"number": number, "kind": kind})
            elif _tail(route).startswith("estate") and route.asks == ("pk",):
                yield _filled(route, {"pk": str(election.estate_id)})
        yield from (f"{start}{number}/" for start in ("/d/reports/", "/r/", "/p/"))
        yield from (f"{path}?q={number}" for path in ("/d/", "/d/estates/", "/p/"))

    def _address(self, route: Route, talked: dict[str, Any], number: str) -> str:
        things = SimpleNamespace(**vars(self.twin.things[OWN]))
        things.matter, things.talked = number, talked
        return address_of(route, things, {})

    def read(self, *, widely: bool) -> Read:
        """Let everybody read: what each was answered, by who and where. A narrow reading is of the votes' own pages."""
        found: Read = {}
        client = Client(raise_request_exception=False)
        for path, place in self.paths():
            if not (widely or place is Place.OWN or (self.walk is Walk.VOTES and place is Place.OTHER)):
                continue
            for who, session in self.sessions.items():
                if path in self.sent or (who not in self._readers(place, widely=widely)):
                    continue
                if place is Place.MEETING and (who, path) in self.once:
                    found[who, path] = self.once[who, path]
                    continue
                client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
                asked: list[str] = []
                with connection.execute_wrapper(_noting(asked)):
                    read = _answer(client, path)
                if read.startswith(b"405"):
                    self.sent.add(path)
                    break
                found[who, path] = read
                if place is Place.MEETING and not any(VOTES.search(sql) for sql in asked):
                    self.once[who, path] = read
        headers = {"Authorization": f"Bearer {self.key}"}
        for path, calls in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
            if "get" in calls and not set(re.findall(r"\{(\w+)\}", path)) - {"number"}:
                found["key", path] = _answer(client, path.format(number=self.first.number), headers)
        found["", "figures"] = repr(cited.read_all(cited.CITED.values(), clock.now())).encode()
        numbers = [n for one in self.contests for n in (one.number, *one.numbers)]
        steps = Step.objects.filter(case__number__in=numbers).order_by("case", "seq")
        found["", "log"] = repr(list(steps.values_list("verb", "data", "words", "words_digest"))).encode()
        return {k: body for k, body in found.items() if k[1] not in self.sent and not FRESH.match(k[1])}

    def _readers(self, place: Place, *, widely: bool) -> set[str]:
        """Say who reads: their own pages everybody, where kinds meet by default a few."""
        if self.walk is Walk.VOTES and place is not Place.MEETING:
            return set(self.sessions)
        if (widely and place is Place.OWN) or (self.walk is Walk.ADDRESSES and place is Place.MEETING):
            return self.everybody
        return {"secretary", *(self.voters & set(self.sessions))} if place is Place.OTHER else self.samples


def _noting(asked: list[str]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    return note


def _tail(route: Route) -> str:
    return route.name.partition(":")[2]


def _filled(route: Route, given: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given[found[1]], route.written)


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
    return b"%d " % response.status_code + sha256(EACH_TIME.sub(b"", body)).digest()


WALKS = (Walk.VOTES, Walk.ADDRESSES) if os.environ.get("LINLI_SLOW") == "1" else (Walk.SAMPLE,)


@pytest.mark.parametrize("walk", WALKS)
def test_nobody_reads_anywhere_how_a_vote_stands_before_it_has_been_counted(twin: Twin, walk: Walk) -> None:
    open_, over = MONDAY + 2 * HOUR, MONDAY + 3 * HOUR
    ballots = Ballots(twin, walk)
    told: list[tuple[Read, Read, Read]] = []
    for choice in (0, 1):
        with transaction.atomic():
            for contest in ballots.contests:
                contest.hold(choice, MONDAY + HOUR)
            with clock.frozen(open_):
                voting = ballots.read(widely=True)
            sweep(over)
            for contest in ballots.contests:
                contest.count(choice, over)
            with clock.frozen(over):
                counting = ballots.read(widely=False)
            for contest in ballots.contests:
                contest.agree(choice, over)
            with clock.frozen(over):
                told.append((voting, counting, ballots.read(widely=False)))
            transaction.set_rollback(True)
    (voting, counting, ended), (voting_, counting_, ended_) = told
    assert [key for key, body in voting.items() if voting_[key] != body] == []
    assert [key for key, body in counting.items() if counting_[key] != body] == []
    # The walk sees a result where there is one: once it has been counted, the same pages tell the two apart.
    differing = {(who, path) for (who, path), body in ended.items() if ended_[who, path] != body}
    assert {ballots.first.voters[0].username, "secretary"} <= {who for who, _path in differing}
    for contest in ballots.contests if walk is Walk.VOTES else ballots.contests[:1]:
        assert ("secretary", f"/d/topics/{contest.numbers[0]}/") in differing, contest
    opened = {path for (_who, path), body in voting.items() if body.startswith(b"200")}
    assert f"/d/topics/{ballots.first.number}/roll/" in opened
    assert f"/d/topics/{ballots.first.number}/papers/minutes/docx/" in opened
    assert f"/d/elections/{ballots.contests[1].number}/" in opened
    assert f"/elections/{ballots.contests[1].number}/" in opened
    assert "/d/topics/topics.xlsx?view=decide" in opened
