"""What visitors do in a run: file, look, and carry a case through its whole life."""

from __future__ import annotations

import re
import time
import uuid
from random import Random

from linli.bench.people import Office
from linli.bench.visiting import Tally, Unexpected, Visitor

TEXTS = (
    "楼下井盖松了，车一过就响", "垃圾桶满了没人收", "路灯三天不亮", "单元门禁坏了", "下水道返水，一楼都是味",
    "有人在消防通道停车", "小区门口占道经营", "空调外机滴水到人行道", "电梯夜里停了两回", "树枝压着电线",
)  # fmt: skip
RECEIPT = re.compile(r"/r/([^/]+)/([^/]+)/")


class Stage:
    """One worker of a run: its visitors, one for each session, kept open between acts."""

    def __init__(
        self, port: int, offices: list[Office], cookie: str, tally: Tally, seed: int, think: float
    ) -> None:
        self.port, self.offices, self.cookie, self.tally, self.think = port, offices, cookie, tally, think
        self.rng = Random(seed)
        self.visitors: dict[str, Visitor] = {}

    def visitor(self, session: str = "") -> Visitor:
        if session not in self.visitors:
            cookies = {self.cookie: session} if session else {}
            self.visitors[session] = Visitor(self.port, self.tally, self.rng, cookies)
        return self.visitors[session]

    def close(self) -> None:
        for visitor in self.visitors.values():
            visitor.close()

    def pause(self) -> None:
        """Think, as people do between two pages."""
        if self.think:
            time.sleep(self.rng.uniform(0.5, 1.5) * self.think)

    def office(self) -> Office:
        return self.rng.choice(self.offices)

    def file(self, office: Office | None = None) -> tuple[str, str]:
        """File a report as a resident; its number and secret.

        :raises Unexpected: it was not taken.
        """
        lon, lat = self.rng.choice((office or self.office()).points)
        resident = Visitor(self.port, self.tally, self.rng)
        resident.connection = self.visitor().connection
        resident.cookies = {"csrftoken": self._token()}
        fields = {
            "text": f"{self.rng.choice(TEXTS)}（{self.rng.randint(1, 60)}号楼）",
            "nature": "help",
            "lon": f"{lon + self.rng.uniform(-1e-3, 1e-3):.6f}",
            "lat": f"{lat + self.rng.uniform(-1e-3, 1e-3):.6f}",
            "phone": f"138{self.rng.randint(0, 99_999_999):08d}",
            "idempotency_key": str(uuid.UUID(int=self.rng.getrandbits(128), version=4)),
            "sure": "1",
        }
        found = RECEIPT.search(resident.post("file", "/report/", fields))
        if found is None:
            self.tally.fail("file without a receipt")
            raise Unexpected("no receipt")
        return found[1], found[2]

    def _token(self) -> str:
        visitor = self.visitor()
        if "csrftoken" not in visitor.cookies:
            visitor.get("report page", "/report/")
        return visitor.cookies["csrftoken"]

    def inbox(self) -> None:
        self.visitor(self.office().centre).get("inbox", "/d/")

    def case(self) -> None:
        office = self.office()
        self.visitor(office.centre).get("case", f"/d/reports/{self.rng.choice(office.numbers)}/")

    def life(self) -> None:
        """Carry a case through its life: filed, accepted, given to two, answered, checked, rated, with reads between.

        :raises Unexpected: a step was not taken.
        """
        office = self.office()
        began = time.perf_counter()
        number, secret = self.file(office)
        self.pause()
        centre, case = self.visitor(office.centre), f"/d/reports/{number}/"
        lead, assist = office.two_handlers(self.rng)
        first, second = self.visitor(office.handlers[lead]), self.visitor(office.handlers[assist])
        centre.get("case", case)
        centre.fill("accept", f"{case}accept/", {})
        self.pause()
        centre.fill("dispatch", f"{case}dispatch/", {"lead": str(lead), "assists": str(assist)})
        self.pause()
        for handler in (first, second):
            handler.get("inbox", "/d/")
            handler.get("case", case)
        first.fill("take", f"{case}take/", {})
        second.fill("answer_share", f"{case}answer-share/", {"answer": "已配合处理。"})
        self.pause()
        first.fill("answer", f"{case}answer/", {"answer": "今天上午已到现场处理好，电话 0000-8600110。"})
        self.pause()
        centre.get("case", case)
        centre.fill("pass_check", f"{case}pass-check/", {})
        self.pause()
        resident = self.visitor()
        resident.get("follow", f"/r/{number}/{secret}/")
        resident.post("rate", f"/r/{number}/{secret}/rate/", {"solved": "yes", "level": "5"})
        now = time.perf_counter()
        self.tally.note("life", now, now - began)
