"""From a number to a written case: drawn, lived, laid out as rows."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from random import Random

from linli.base.flow.models import Assignment, Case, CaseSearch, Step, StepWords
from linli.base.flow.opening import words_to_find
from linli.base.people.vault import fingerprint
from linli.bench import lives
from linli.bench.city import City, lay_out
from linli.bench.plan import Calendar, Plan
from linli.bench.rows import Table
from linli.bench.simulate import Life, Teller
from linli.demo import voices
from linli.demo.names import words
from linli.kernel import clock
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.kernel.workdays import CHINA
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Callback, Report, Reporter

STEPS_A_CASE = 24
"""Ids of steps are set apart by case, so that processes need not ask for them; no way has more."""


_COLUMNS = {
    Case: "id kind number title state prior_state is_open topic channel office_id area_id holder_id reach lon lat "
    "place_words filed_at respond_by responded_at resolve_by resolve_unit settled_at due_at due_unit slot limits started_at "
    "stopped_at stopped_until next_tick_at card climb closed_at is_answered end_reason reopened_count step_seq last_hash",
    CaseSearch: "case_id office_id words",
    Report: "case_id nature category_id text salt is_published public_title public_text",
    Reporter: "id report_id name phone phone_print joined_at",
    Step: "id case_id seq verb before after actor_id actor_kind post_id unit_id at holder_id due_at resolve_by is_public "
    "data words_digest prev_hash hash",
    StepWords: "step_id note answer salt",
    Assignment: "id case_id unit_id part state given_at taken_at ended_at due_at",
    Callback: "id report_id step_id round solved level at attributed_to_id",
}
_OF_CASE = words(_COLUMNS[Case])
_OF_MARK = words(_COLUMNS[Step])[2:]


def _categories() -> tuple[list[str], list[float]]:
    codes = [code for code in voices.topics() if code in CATEGORIES]
    # Zipf: the first of them comes by as often as the next ten together.
    return codes, list(accumulate(1 / (rank + 2) for rank in range(len(codes))))


class Writer:
    """Draws cases of a plan by their number and collects their rows."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.city: City = lay_out(plan.subdistricts, plan.seed)
        self.calendar = Calendar(plan)
        self.teller = Teller(self.city, CHINA, plan.until)
        self.codes, self.busy = _categories()
        self.tables = {model: Table(model, *words(columns)) for model, columns in _COLUMNS.items()}

    def flush(self) -> None:
        """Write what was collected. One statement a table."""
        for table in self.tables.values():
            table.flush()

    def draw(self, n: int) -> None:
        """Draw the n-th case; always the same one."""
        rng = Random(self.plan.seed * 1_000_000_007 + n)
        at = self.calendar.at(n)
        day = clock.local(at).date()
        ward = self.city.ward(rng)
        grid = ward.grid(rng)
        west, south, east, north = ward.boxes[grid.id]
        code = self.codes[bisect(self.busy, rng.random() * self.busy[-1])]
        topic = rng.choice(voices.topics()[code])
        spot = voices.Spot(
            compound=grid.name.split("第")[0].removesuffix("社区") + "小区",
            building=f"{rng.randint(1, 40)}号楼",
            stairwell=f"{rng.randint(1, 4)}单元",
            room=f"{rng.randint(1, 18)}0{rng.randint(1, 4)}",
            street=f"{ward.office.name.removesuffix('街道')}路",
            near="门口",
        )
        text = voices.report(topic, rng.choice(topic.texts), spot, rng)
        life = self.teller.live(
            f"{day:%Y%m%d}-{n - self.calendar.first_of(day) + 1:04d}",
            at,
            ward,
            grid,
            lives.draw(rng),
            rng,
            kind=KIND,
            topic=code,
            title=text[:40],
            lon=round(rng.uniform(west, east), 6),
            lat=round(rng.uniform(south, north), 6),
            place_words=spot.compound + spot.building,
        )
        life.case.id = n + 1
        self._write(life, topic.nature, text, f"139{rng.randint(0, 99_999_999):08d}")

    def _write(self, life: Life, nature: str, text: str, phone: str) -> None:
        case, to = life.case, self.tables
        pk, public = case.id, life.is_published
        to[Case].add([getattr(case, name) for name in _OF_CASE])
        found = " ".join(f"'{token}'" for token in words_to_find(case, text, case.place_words))
        to[CaseSearch].add((pk, case.office_id, found))
        shown = (case.title, text) if public else ("", "")
        to[Report].add((pk, nature, case.topic, text, bytes(32), public, *shown))
        to[Reporter].add((pk, pk, "试量", phone, fingerprint(phone, "phone"), case.filed_at))
        base = (pk - 1) * STEPS_A_CASE
        for mark in life.marks:
            step = base + mark.seq
            to[Step].add((step, pk, *[getattr(mark, name) for name in _OF_MARK]))
            if mark.words_digest:
                to[StepWords].add((step, mark.note, mark.answer, mark.salt))
        for i, share in enumerate(life.shares, 1):
            times = share.given_at, share.taken_at, share.ended_at, share.due_at
            to[Assignment].add((base + i, pk, share.unit.id, share.part, share.state, *times))
        for i, r in enumerate(life.ratings, 1):
            given = r.round, r.solved, r.level, r.at, r.unit_id
            to[Callback].add((base + i, pk, base + r.step, *given))
