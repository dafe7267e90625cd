"""One case from filing to its end, or to where it stands when the story stops. The same clock and chain as the engine's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.base.flow import deadlines
from linli.base.flow.chain import START, hash_of
from linli.base.flow.models import Case
from linli.base.flow.table import BACK, Clock, Hand, Move
from linli.base.people.vault import digest
from linli.bench.city import Body, City, Ward
from linli.bench.lives import ASSIST, CENTRE, CLOCK, COMMUNITY, GRID, LEAD, LEADER, REPORTER, Act, Way
from linli.demo import voices
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.reports.flow import REPORT


@dataclass(slots=True)
class Mark:
    """A step, and the words that go with it."""

    seq: int
    verb: str
    before: str
    after: str
    actor_id: int | None
    actor_kind: str
    post_id: int | None
    unit_id: int | None
    at: datetime
    holder_id: int
    due_at: datetime | None
    resolve_by: datetime | None
    is_public: bool
    data: dict[str, Any]
    words_digest: bytes | None
    prev_hash: bytes
    note: str = ""
    answer: str = ""
    salt: bytes = b""
    hash: bytes = b""
    is_deputy: bool = False
    files_digests: tuple[str, ...] = ()
    key: None = None


@dataclass(slots=True)
class Share:
    unit: Body
    part: str
    state: str
    given_at: datetime
    due_at: datetime | None
    taken_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(slots=True)
class Rating:
    step: int  # its seq
    round: int
    solved: bool
    level: int
    at: datetime
    unit_id: int | None


@dataclass(slots=True)
class Life:
    """A simulated case: the row of the case (an unsaved model), its steps, shares and ratings."""

    case: Case
    marks: list[Mark] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    is_published: bool = False


ANSWERS = {"settle", "answer", "pass_check", "refuse", "answer_share", "ask_reporter", "reply", "contact"}
NOTES = {"pass_up", "send_back", "redo", "ask_extension", "ask_ledger", "urge", "supervise"}


class Teller:
    """Lets cases live. One a process; `now` is where the story stops."""

    def __init__(self, city: City, calendar: WorkCalendar, now: datetime) -> None:
        self.city, self.calendar, self.now = city, calendar, now
        self.limits = {slot: str(limit) for slot, limit in REPORT.limits.items()}

    def live(
        self, number: str, at: datetime, ward: Ward, grid: Body, way: Way, rng: Random, **fields: Any
    ) -> Life:
        """Let one case live along a way."""
        case = Case(
            number=number, state="received", filed_at=at, started_at=at, limits=self.limits, last_hash=START,
            office_id=ward.office.id, area_id=grid.id, holder_id=grid.id, channel="web", **fields,
        )  # fmt: skip
        resolve = deadlines.limit_of(case, "resolve")
        case.resolve_by, case.resolve_unit = self.calendar.due(at, resolve), resolve.unit.value
        case.respond_by = self.calendar.due(at, deadlines.limit_of(case, "respond"))
        deadlines.start(case, "accept", at, self.calendar)
        life = Life(case)
        self._mark(life, "file", True, "", None, "resident", at, data={"channel": "web"})
        for act in way.acts:
            pause = timedelta(hours=min(act.hours * rng.lognormvariate(0, act.spread), 2_000))
            if act.verb in ("lapse", "come_back"):
                pause = (case.stopped_until or case.due_at or at) - at
            then = at + max(pause, timedelta(minutes=1))
            self._tick(life, min(then, self.now))
            if then > self.now:
                break
            at = then
            self._act(life, act, way, at, ward, rng)
        case.reach = sorted({i for body in self._bodies(life) for i in body.line})
        self._rest(life)
        return life

    def _bodies(self, life: Life) -> list[Body]:
        units = self.city.bodies
        return [
            units[life.case.area_id - 1],
            units[life.case.holder_id - 1],
            *(share.unit for share in life.shares),
        ]

    def _mark(
        self, life: Life, verb: str, is_public: bool, before: str, post: int | None, kind: str, at: datetime, *,
        data: dict[str, Any] | None = None, note: str = "", answer: str = "", unit: int | None = None,
    ) -> None:  # fmt: skip
        case = life.case
        salt = (
            case.number.encode().ljust(32, b"\0")[:31] + bytes([len(life.marks) & 255])
            if note or answer
            else b""
        )
        mark = Mark(
            len(life.marks) + 1, verb, before, case.state, post, kind, post, unit, at, case.holder_id, case.due_at,
            case.resolve_by, is_public, data or {}, digest(f"{note}\x00{answer}", salt) if salt else None,
            bytes(case.last_hash), note, answer, salt,
        )  # fmt: skip
        mark.hash = hash_of(mark, case.number)  # type: ignore[arg-type]
        case.step_seq, case.last_hash = mark.seq, mark.hash
        life.marks.append(mark)

    def _tick(self, life: Life, until: datetime) -> None:
        """Turn yellow and red in between, as the clock would have."""
        case = life.case
        if case.stopped_at is not None or (due := deadlines.effective_due(case)) is None:
            return
        steps = [
            ("turn_yellow", "yellow", deadlines.warn_at(case, due, self.calendar)),
            ("turn_red", "red", due),
        ]
        for verb, card, at in steps:
            if at >= until or (case.card == card) or case.card == "red":
                continue
            at = max(at, life.marks[-1].at)
            case.card = card
            self._mark(life, verb, False, case.state, None, "system", at)
        if case.card == "red" and case.climb == 0:
            case.climb = deadlines.climb_at(case, until)

    def _act(self, life: Life, act: Act, way: Way, at: datetime, ward: Ward, rng: Random) -> None:
        case, move = life.case, act.move
        before = case.state
        hand, unit = self._who(life, act, ward, rng)
        if act.verb == "dispatch":
            self._dispatch(life, ward, at, rng, wants_assist=way.has_assist)
        was = case.holder_id
        self._hand(life, move, ward)
        self._shares(life, act, at)
        if move.target == BACK:
            case.state, case.prior_state, case.prior_holder_id = case.prior_state, "", None
        elif move.target:
            if move.target in REPORT.stopped:
                case.prior_state, case.prior_holder_id = case.state, was
            case.state = move.target
        self._clock(case, move, at)
        if act.verb in ("settle", "answer"):
            case.is_answered, case.settled_at = True, at
        elif act.verb == "refuse":
            case.is_answered, case.end_reason = True, "refused"
        elif act.verb == "withdraw":
            case.end_reason = "withdrawn"
        elif act.verb == "publish":
            life.is_published = True
        if move.is_contact and case.responded_at is None:
            case.responded_at = at
        data: dict[str, Any] = {}
        if act.verb == "rate":
            data = self._rate(life, move, at, rng)
        if case.state in REPORT.last and case.is_open:
            case.is_open, case.closed_at = False, at
            case.due_at, case.slot = None, ""  # the step that ends a case says that no stage is due any more
            for share in life.shares:
                if share.state in ("given", "taken"):
                    share.state, share.ended_at = "called_off", at
        note = _said(act.verb, rng) if act.verb in NOTES else ""
        answer = _said(case.topic.partition(".")[0], rng) if act.verb in ANSWERS else ""
        kind = {REPORTER: "resident", CLOCK: "system"}.get(act.who, "staff")
        self._mark(
            life,
            act.verb,
            move.is_public,
            before,
            hand,
            kind,
            at,
            data=data,
            note=note,
            answer=answer,
            unit=unit,
        )
        if act.verb == "rate":
            life.ratings[-1].step = len(life.marks)

    def _who(self, life: Life, act: Act, ward: Ward, rng: Random) -> tuple[int | None, int | None]:
        bodies = self.city.bodies
        area = bodies[life.case.area_id - 1]
        places = {GRID: area.id, COMMUNITY: area.parent, CENTRE: ward.office.id, LEADER: ward.office.id}
        unit = places.get(act.who)
        if act.who in (LEAD, ASSIST):
            unit = next((s.unit.id for s in reversed(life.shares) if s.part == act.who), None)
        if unit is None:
            return None, None
        hand = ward.hand(unit, rng)
        return (hand.id if hand else None), unit

    def _dispatch(self, life: Life, ward: Ward, at: datetime, rng: Random, *, wants_assist: bool) -> None:
        lead, assist = rng.sample(ward.sections, 2)
        life.shares.append(Share(lead, "lead", "given", at, None))
        if wants_assist:
            life.shares.append(Share(assist, "assist", "given", at, None))

    def _hand(self, life: Life, move: Move, ward: Ward) -> None:
        case, bodies = life.case, self.city.bodies
        lead = next((s.unit.id for s in reversed(life.shares) if s.part == "lead"), ward.office.id)
        match move.hand:
            case Hand.TO | Hand.BACK | Hand.LEAD:
                case.holder_id = lead
            case Hand.UP:
                case.holder_id = bodies[case.holder_id - 1].parent or ward.office.id
            case Hand.AREA:
                case.holder_id = case.area_id
            case Hand.OFFICE:
                case.holder_id = ward.office.id
            case _:
                pass

    def _shares(self, life: Life, act: Act, at: datetime) -> None:
        part = {"take": "lead", "answer": "lead", "send_back": "lead", "answer_share": "assist"}.get(act.verb)
        if act.verb == "answer":
            for share in life.shares:  # assists have answered before the lead does
                if share.part == "assist" and share.state in ("given", "taken"):
                    share.state, share.ended_at = "answered", at
        for share in reversed(life.shares):
            if share.part != part:
                continue
            if act.verb == "take":
                share.state, share.taken_at = "taken", at
            else:
                share.state, share.ended_at = ("returned" if act.verb == "send_back" else "answered"), at
            break
        if act.verb == "redo":
            lead = next(s for s in reversed(life.shares) if s.part == "lead")
            life.shares.append(Share(lead.unit, "lead", "taken", at, None, at))

    def _clock(self, case: Case, move: Move, at: datetime) -> None:
        match move.clock:
            case Clock.START:
                deadlines.start(case, move.slot or case.slot, at, self.calendar)
                case.card = "none"
            case Clock.STOP:
                deadlines.stop(case, at, self.calendar.due(at, deadlines.limit_of(case, move.slot or "wait")))
                if case.state == "ledgered":
                    case.stopped_until = at + timedelta(days=30)
            case Clock.GO_ON:
                deadlines.go_on(case, at, self.calendar)
            case _:
                pass

    def _rate(self, life: Life, move: Move, at: datetime, rng: Random) -> dict[str, Any]:
        case = life.case
        reopens = move.target == "accepted"
        solved = not reopens and rng.random() < 0.93
        level = rng.choice((1, 2)) if reopens else rng.choices((5, 4, 3, 2, 1), (58, 27, 9, 3, 3))[0]
        unit = next((m.unit_id for m in reversed(life.marks) if m.verb in ("settle", "answer")), None)
        life.ratings.append(Rating(0, case.reopened_count + 1, solved, level, at, unit))
        if reopens:
            case.reopened_count += 1
            case.settled_at, case.is_answered = None, False
            case.resolve_by = case.due_at
            case.holder_id = case.office_id
        return {"solved": solved, "level": level, "unit": unit}

    def _rest(self, life: Life) -> None:
        """Set the clock's next moment, and what only closed cases lack."""
        case = life.case
        for share in life.shares:
            share.due_at = share.due_at or case.due_at
        deadlines.refresh(case, self.now, self.calendar, restarted=False)


_LINES = {
    "pass_up": "要上面协调，报上去。",
    "send_back": "不在我们的职责范围，请改派。",
    "redo": "现场看还没有做完，请接着做。",
    "ask_extension": "要等材料到货，申请延期。",
    "ask_ledger": "要等改造一起做，申请挂账。",
    "urge": "居民又来问了。",
    "supervise": "请今天报进度。",
}


def _said(key: str, rng: Random) -> str:
    if key in _LINES:
        return _LINES[key]
    lines = voices.staff().get(key) or voices.staff().get("other") or ("看过了，已经处理好。",)
    line = rng.choice(lines)
    return line.split("{")[0] or "看过了，已经处理好。"
