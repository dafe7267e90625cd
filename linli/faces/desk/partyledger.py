"""The year's ledger of an organisation's life as page, sheet and Word file, made from its meetings each time."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.partymembers import knowing
from linli.faces.desk.yearbooks import book, book_sheet, year_of
from linli.faces.parts.papers import word_of
from linli.faces.parts.periods import OFTEN, state_of
from linli.kernel.clock import local
from linli.kernel.papers import Sheet, Table
from linli.kernel.periods import Each, Period
from linli.kernel.standards.party_life import DUE
from linli.pillars.party.life import queries
from linli.pillars.party.life.models import LifeMeeting
from linli.pillars.party.life.queries import Ledger


def _ledger(request: DeskRequest, pk: int) -> Ledger:
    return queries.ledger_of(actor=request.actor, pk=pk, at=request.at, year=year_of(request))


def _parts(meeting: LifeMeeting) -> str:
    return "、".join(
        str(part.get_kind_display()) + ("" if part.is_valid else "（人数不够，不算）")
        for part in meeting.parts.all()
    )


def _when(period: Period, each: Each) -> str:
    """Say which period it is, as short as its row allows."""
    match each:
        case Each.WEEK:
            return f"{period.start:%m-%d}"
        case Each.MONTH:
            return _("%(n)s 月") % {"n": period.start.month}
        case Each.YEAR:
            return str(period.start.year)
        case _:
            return _("%(n)s 至 %(last)s 月") % {"n": period.start.month, "last": period.last.month}


@knowing
@require_GET
def ledger(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the ledger of a year."""
    found = _ledger(request, pk)
    context = book(request, found) | {
        "lines": [
            (
                line,
                OFTEN[each := DUE[line.kind.value].each],
                [(p, state_of(p.standing), _when(p, each)) for p in line.periods],
            )
            for line in found.lines
        ],
        "meetings": [(m, _parts(m)) for m in found.meetings],
    }
    return furniture.page(request, "desk/party/ledger.html", context)


@knowing
@require_GET
def as_sheet(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hand the ledger over as a sheet: one line for each meeting that was held."""
    found = _ledger(request, pk)
    columns = [
        (str(_("哪天")), 12.0), (str(_("什么会")), 26.0), (str(_("在哪里")), 18.0), (str(_("应到")), 8.0),
        (str(_("实到")), 8.0), (str(_("有表决权应到")), 12.0), (str(_("有表决权实到")), 12.0),
        (str(_("议了什么、学了什么")), 50.0), (str(_("定了什么、谁来办")), 50.0),
    ]  # fmt: skip
    cells = (
        (
            local(m.starts_at).date(), _parts(m), m.place, m.due_count or "", m.came_count, m.voting_due or "",
            m.voting_came if m.voting_due else "", m.agenda, m.settled,
        )
        for m in found.meetings
    )  # fmt: skip
    return book_sheet(request, _("%(name)s%(year)s年组织生活台账"), found, columns, cells)


def paper_of(found: Ledger) -> Sheet:
    """Write the ledger as a paper: numbers and matters, nobody by name."""
    counted = Table(
        ("会议", "按期", "到期", "依据"),
        tuple((one.word, str(one.in_time), str(one.over), one.rule or "本地约定") for one in found.lines),
    )
    held = Table(
        ("日期", "会议", "应到", "实到", "内容", "议定"),
        tuple(
            (
                f"{local(m.starts_at):%m-%d}", _parts(m), str(m.due_count or ""), str(m.came_count), m.agenda,
                m.settled,
            )
            for m in found.meetings
        ),
    )  # fmt: skip
    return Sheet(
        kind="party_ledger",
        title=f"{found.organisation}{found.year}年组织生活台账",
        number="",
        paragraphs=(f"按期召开 {found.in_time} 次，到期应召开 {found.over} 次。",),
        tables=(counted, held) if held.rows else (counted,),
        signer=str(found.organisation),
        date=f"{found.year}年",
        phones="",
        has_receipt=False,
        is_signed_by_applicant=False,
    )


@knowing
@require_GET
def docx(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the ledger as a Word file."""
    return word_of(paper_of(_ledger(request, pk)))
