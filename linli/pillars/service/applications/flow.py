"""The flow of an application: one table (DOMAIN 6.2).

received → (correcting → supplemented) → accepted → dispatched → reviewed → (publicised) → approved or declined →
certified → delivered → archived; beside it special procedures that stop the clock, and refused, withdrawn, returned,
transferred. Two clocks run from acceptance: `resolve_by` by law, and the stage's own `due_at` as promised.
"""

from __future__ import annotations

from datetime import date

from linli.base.flow.table import (
    BACK,
    Clock,
    Facts,
    Flow,
    Guard,
    Hand,
    Move,
    Stand,
    When,
    Who,
    clock_moves,
    register,
)
from linli.base.orgs.roles import COMMUNITY, HANDLING, INTAKE, LEADING
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.sources import Source, local_choice

KIND = "service.application"

_READ = date(2026, 11, 22)
FIVE_DAYS = Source(
    "中华人民共和国行政许可法",
    "第三十二条第一款第四项；第八十二条（期限按工作日计算）",
    "http://crsrw.com/dianzishuiwu/118028.html",
    _READ,
    "Read in a reprint. Binding for permits; for every other item it is what the office promises (LOCAL).",
)
TWENTY_DAYS = Source(
    "中华人民共和国行政许可法",
    "第四十二条第一款",
    "https://m.law.iask.sina.com.cn/jx/sh/1koxEYqE4qPW.html",
    _READ,
    "Read in a reprint: twenty days, ten more with the approval of the head, and the applicant is told why.",
)
TEN_TO_DELIVER = Source(
    "中华人民共和国行政许可法",
    "第四十四条",
    "http://cuoac.com/legalconsultation/klnpmivldf.html",
    _READ,
    "Read in a reprint: within ten days of the decision.",
)

LIMITS = {
    "examine": Limit(5, LimitUnit.WORK_DAY, FIVE_DAYS),
    "supply": Limit(
        15, LimitUnit.WORK_DAY, local_choice("How long a notice of what lacks waits for an answer.")
    ),
    "settle": Limit(20, LimitUnit.WORK_DAY, TWENTY_DAYS),
    "resolve": Limit(20, LimitUnit.WORK_DAY, TWENTY_DAYS),
    "special": Limit(
        20, LimitUnit.WORK_DAY, local_choice("A special procedure for which the item names no time.")
    ),
    "extend": Limit(10, LimitUnit.WORK_DAY, TWENTY_DAYS),
    "deliver": Limit(10, LimitUnit.WORK_DAY, TEN_TO_DELIVER),
}
"""`settle` and `resolve` of a case are those of its item: promised and statutory."""


class PapersMissing(Refusal):
    """Something of the checklist is not here: `verb`."""


class MainPapersMissing(Refusal):
    """What lacks is not listed as one that may come later."""


class NoSpecialListed(Refusal):
    """The item lists no special procedure that stops its clock."""


class ObjectionOpen(Refusal):
    """Somebody objected while it was public; that is looked into first."""


class ObjectionUnanswered(Refusal):
    """Whoever objected has not been told what came of it."""


class NothingObjected(Refusal):
    """No objection waits for an answer."""


class NotPublicised(Refusal):
    """The item must be public in the community first."""


class SharesOpen(Refusal):
    """A unit that was asked to assist has not answered."""


class PapersPromised(Refusal):
    """A promised paper is not here yet."""


class ExtendedAlready(Refusal):
    """It was extended once; the law knows no second time."""


class NothingAskedFor(Refusal):
    """No extension is asked for."""


class NotOverYet(Refusal):
    """The time that was promised for the paper is not over."""


class NoPaperResult(Refusal):
    """The item hands nothing over that would have to be made."""


FRONT = (Who(Stand.OFFICE, INTAKE), Who(Stand.AREA, INTAKE | COMMUNITY))
"""The window: of the office, and of the community where it came in."""
SPECIALIST = (Who(Stand.LEAD, HANDLING | LEADING),)
ASSISTING = (Who(Stand.ASSIST, HANDLING | LEADING),)
LEADER = (Who(Stand.OFFICE, LEADING),)
DECIDING = (*LEADER, Who(Stand.LEAD, LEADING))
APPLICANT = (Who(Stand.REPORTER),)
CLOCK = (Who(Stand.SYSTEM),)

FRESH = ("received", "supplemented")
BEFORE = ("received", "correcting", "supplemented")
WORKED = ("accepted", "dispatched", "reviewed")
RUNNING = (*WORKED, "publicised")
DECIDED = ("approved", "declined", "certified")
LAST = ("delivered", "refused", "withdrawn", "returned", "transferred", "archived")
ENDED = ("delivered", "refused", "withdrawn", "returned", "transferred")
OPEN = (*BEFORE, *RUNNING, "special", *DECIDED)


def _has(flag: str) -> When:
    def holds(facts: Facts) -> bool:
        return flag in facts.pending

    return holds


def _needs(flag: str, refusal: type[Refusal]) -> Guard:
    def guard(facts: Facts) -> type[Refusal] | None:
        return None if flag in facts.pending else refusal

    return guard


def _not(flag: str, refusal: type[Refusal]) -> Guard:
    def guard(facts: Facts) -> type[Refusal] | None:
        return refusal if flag in facts.pending else None

    return guard


def _no_assists(facts: Facts) -> type[Refusal] | None:
    return SharesOpen if facts.open_assists else None


PAPERS_IN = _needs("papers_in", PapersMissing)
PAPERS_HERE = _not("promised", PapersPromised)
ALL_ANSWERED = _not("unanswered", ObjectionUnanswered)

MOVES = (
    # At the window: papers in, put right on the spot, everything that lacks told at once.
    Move("take_in", BEFORE, None, FRONT),
    Move("amend", BEFORE, None, FRONT, asks=("note",), is_public=True),
    Move("tell", FRESH, "correcting", FRONT, "supply", asks=("answer",), clock=Clock.STOP, is_public=True,
         tells_reporter=True, is_contact=True),
    Move("supply", ("received", "supplemented"), None, (*APPLICANT, *FRONT), is_public=True),
    Move("supply", ("correcting",), "supplemented", (*APPLICANT, *FRONT), clock=Clock.GO_ON, is_public=True),
    Move("supply", (*RUNNING, "special"), None, (*APPLICANT, *FRONT), when=_has("promised"), is_public=True),
    Move("pass_on", FRESH, None, FRONT, asks=("note", "to"), hand=Hand.TO),
    Move("transfer", BEFORE, "transferred", FRONT, asks=("answer",), clock=Clock.END, is_public=True,
         tells_reporter=True, is_contact=True),
    Move("accept", FRESH, "accepted", FRONT, "settle", guards=(PAPERS_IN,), clock=Clock.START, is_public=True,
         tells_reporter=True, is_contact=True),
    Move("accept_short", FRESH, "accepted", FRONT, "settle", guards=(_needs("short", MainPapersMissing),),
         clock=Clock.START, is_public=True, tells_reporter=True, is_contact=True),
    Move("refuse", BEFORE, "refused", FRONT, asks=("answer",), clock=Clock.END, is_public=True, tells_reporter=True,
         is_contact=True),
    Move("finish", FRESH, "delivered", FRONT, asks=("answer",), when=_has("instant"), guards=(PAPERS_IN,),
         clock=Clock.END, is_public=True, tells_reporter=True, is_contact=True),
    Move("deem_accepted", FRESH, "accepted", CLOCK, "settle", clock=Clock.START, is_public=True, tells_reporter=True,
         is_timed=True, is_quiet=True),
    Move("lapse", ("correcting",), "returned", CLOCK, clock=Clock.END, is_public=True, tells_reporter=True,
         is_timed=True, is_quiet=True),
    # Behind the window: handed over with a receipt, looked into, reviewed.
    Move("dispatch", ("accepted",), "dispatched", FRONT, asks=("to",), hand=Hand.TO, is_public=True),
    Move("take", ("dispatched",), None, (*SPECIALIST, *ASSISTING)),
    Move("answer_share", ("dispatched",), None, ASSISTING, asks=("answer",)),
    Move("send_back", ("dispatched",), "accepted", SPECIALIST, asks=("note",), hand=Hand.OFFICE),
    Move("survey", ("accepted", "dispatched"), None, (*FRONT, *SPECIALIST), asks=("note",)),
    Move("review", ("accepted",), "reviewed", FRONT, asks=("note",), guards=(PAPERS_HERE,), hand=Hand.OFFICE,
         is_public=True),
    Move("review", ("dispatched",), "reviewed", SPECIALIST, asks=("note",), guards=(_no_assists, PAPERS_HERE),
         hand=Hand.OFFICE, is_public=True),
    Move("redo", ("reviewed",), "accepted", LEADER, asks=("note",), hand=Hand.OFFICE),
    Move("begin_special", WORKED, "special", (*FRONT, *SPECIALIST, *LEADER), asks=("answer",),
         guards=(_needs("special", NoSpecialListed),), clock=Clock.STOP, slot="special", is_public=True,
         tells_reporter=True),
    Move("end_special", ("special",), BACK, (*FRONT, *SPECIALIST, *LEADER, *CLOCK), clock=Clock.GO_ON, is_public=True,
         tells_reporter=True, is_timed=True),
    Move("ask_extension", WORKED, None, (*FRONT, *SPECIALIST), asks=("note",),
         guards=(_not("extended", ExtendedAlready),)),
    Move("grant_extension", (*RUNNING, "special"), None, LEADER, asks=("answer",),
         guards=(_needs("extension", NothingAskedFor),), is_public=True, tells_reporter=True),
    Move("decline_extension", (*RUNNING, "special"), None, LEADER, asks=("note",),
         guards=(_needs("extension", NothingAskedFor),)),
    Move("give_back", RUNNING, "returned", (*FRONT, *LEADER), asks=("answer",),
         guards=(_needs("promise_over", NotOverYet),), clock=Clock.END, is_public=True, tells_reporter=True),
    # Public for some days, with the name and the community only.
    Move("publicise", ("reviewed",), "publicised", (*FRONT, *LEADER), is_public=True),
    Move("object", ("publicised",), None, APPLICANT, is_quiet=True),
    Move("end_publicity", ("publicised",), "reviewed", CLOCK, guards=(_not("objection", ObjectionOpen),),
         is_public=True, is_quiet=True),
    Move("reexamine", ("publicised",), "accepted", (*FRONT, *LEADER), asks=("note",), hand=Hand.OFFICE),
    Move("answer_objection", (*RUNNING, "special", *DECIDED, *LAST), None, (*FRONT, *LEADER), asks=("note",),
         guards=(_needs("unanswered", NothingObjected),)),
    # Decided, made, handed over.
    Move("approve", ("accepted", "dispatched"), "approved", (*FRONT, *SPECIALIST), "deliver", asks=("answer",),
         when=_has("at_once"), guards=(_no_assists, PAPERS_HERE), hand=Hand.OFFICE, clock=Clock.START, is_public=True,
         tells_reporter=True),
    Move("approve", ("reviewed",), "approved", DECIDING, "deliver", asks=("answer",),
         guards=(_needs("shown", NotPublicised), ALL_ANSWERED), clock=Clock.START, is_public=True, tells_reporter=True),
    Move("decline", ("reviewed",), "declined", DECIDING, "deliver", asks=("answer",), guards=(ALL_ANSWERED,),
         clock=Clock.START, is_public=True, tells_reporter=True),
    Move("certify", ("approved",), "certified", (*FRONT, *DECIDING), guards=(_needs("made", NoPaperResult),),
         is_public=True, tells_reporter=True),
    Move("deliver", DECIDED, "delivered", FRONT, clock=Clock.END, is_public=True),
    Move("archive", ENDED, "archived", (*FRONT, *CLOCK), clock=Clock.END),
    Move("recheck", ("delivered", "archived"), None, (*FRONT, *LEADER), asks=("note",)),
    # Whenever.
    Move("withdraw", (*BEFORE, *RUNNING, "special"), "withdrawn", (*APPLICANT, *FRONT), clock=Clock.END,
         is_public=True),
    Move("charge", (*RUNNING, "special", *DECIDED), None, (*FRONT, *SPECIALIST), is_public=True, tells_reporter=True),
    Move("help", OPEN, None, FRONT, asks=("note",), is_public=True),
    Move("arrange", OPEN, None, FRONT, asks=("note",), is_public=True),
    Move("note", (*OPEN, *LAST), None, (*FRONT, *SPECIALIST, *ASSISTING, *LEADER), asks=("note",)),
    *clock_moves(OPEN),
)  # fmt: skip

APPLICATION = register(
    Flow(
        kind=KIND,
        first=("received",),
        last=frozenset(LAST),
        stopped=frozenset({"correcting", "special"}),
        moves=MOVES,
        limits=LIMITS,
    )
)
