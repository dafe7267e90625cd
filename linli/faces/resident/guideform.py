"""The application form of an item: filled in at home, then sent from the phone, or printed, signed and brought along.

It comes from data (`rules.form`) and works without JavaScript: what hangs on an answer says so, papers are files or photos,
and a page before sending shows everything and what is still missing. Until it is sent nothing of it is kept but photos,
which a form that failed elsewhere must not lose, for a day.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.orgs.models import Unit
from linli.base.people import queries as people
from linli.base.people.knocks import TooOften, knock
from linli.faces.parts import dataform
from linli.faces.parts.dataform import DataForm
from linli.faces.resident import applying, asking, doors, sending
from linli.faces.resident.applying import PaperRow, WishForm
from linli.faces.resident.filing import LATE, KeyOf
from linli.faces.resident.forms import KEY
from linli.faces.resident.guide import (
    item_of,
    open_guide,
    own_query,
    papers_of,
    together_of,
    which_office,
)
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import queries as applications
from linli.pillars.service.catalog.queries import Offered
from linli.pillars.service.catalog.rules import form as forming
from linli.pillars.service.catalog.rules import situations, together
from linli.pillars.service.catalog.rules.form import Filled
from linli.pillars.service.catalog.rules.item import Item, Known, Way


@dataclass
class Filling:
    """One arrival of the form: whose guide, which item and situation, what was typed and what came with it."""

    request: HttpRequest
    reader: Reader
    office: Unit
    at: datetime
    offered: Offered
    others: list[Offered]
    item: Item
    """What is asked: the item, or several that are done together, as one."""
    situation: dict[str, str]
    here: str
    back_url: str
    given: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    rows: list[PaperRow] = field(default_factory=list)
    wishes: WishForm | None = None
    note: str = ""
    status: int = 200
    question: asking.ProofForm | None = None

    @property
    def items(self) -> list[Item]:
        return [self.offered.item, *(one.item for one in self.others)]

    @property
    def is_online(self) -> bool:
        return Way.ONLINE in self.item.ways

    @property
    def key(self) -> uuid.UUID | None:
        return KeyOf(self.request.POST.get(KEY, "")).value

    @property
    def is_unattended(self) -> bool:
        return self.request.headers.get("X-Linli-Draft") == LATE

    @property
    def is_from_script(self) -> bool:
        return "X-Linli-Draft" in self.request.headers

    @property
    def filled(self) -> Filled:
        return forming.read_form(self.item, self.situation, self.given)


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def fill(request: HttpRequest, code: str, *, is_stale: bool) -> HttpResponse:
    """Show the form for one's situation; filled in well it is shown whole, and sent, or comes back as paper to sign."""
    reader, office, several, at = open_guide(request)
    if office is None:
        return which_office(request, reader, several, code)
    offered = item_of(office, code)
    others = together_of(request, office, offered)
    item = together.joined([offered.item, *(one.item for one in others)])
    situation = situations.accepted(item, {q.code: request.GET.get(q.code, "") for q in item.questions})
    own = own_query(situation, others, office if several else None)
    back_url = f"{reverse('resident:guide-list', args=[code])}?{own}"
    here = f"{reverse('resident:guide-form', args=[code])}?{own}"
    filling = Filling(request, reader, office, at, offered, others, item, situation, here, back_url)
    if not (item.form or filling.is_online) or not situations.is_complete(item, situation):
        return redirect(back_url)
    if filling.is_online:
        is_own = not applying.is_for_other(item, situation)
        known = applications.papers_on_hand(office=office, at=at, account=reader.account if is_own else None)
        filling.rows = applying.paper_rows(filling.items, situation, known, request.POST)
    if request.method != "POST":
        return _blank(filling)
    filling.given = dataform.given_in(item, request.POST)
    if "paper" in request.POST or not filling.is_online:
        return _paper(filling) if filling.filled.is_good and not is_stale else _wrong(filling, is_stale)
    return _arrived(filling, is_stale)


def _blank(filling: Filling) -> HttpResponse:
    known = forming.known_values(filling.item, _known(filling.reader), filling.situation)
    carried, note = _carried(filling)
    filling.given = {**carried, **known}
    filling.notes = dict.fromkeys(carried, note)
    filling.notes |= dict.fromkeys(known, _("您登录过，这是我们登记的，不对可以改。"))
    filling.wishes = WishForm(
        filling.item, filling.situation, values={}, initial={KEY: uuid.uuid4(), **_contact(filling.reader)}
    )
    return _form_page(filling, DataForm(filling.item, filling.situation, filling.given, notes=filling.notes))


def _arrived(filling: Filling, is_stale: bool) -> HttpResponse:
    """Take what was sent: keep its papers, say what is wrong, show it whole, or send it on."""
    request, reader, at = filling.request, filling.reader, filling.at
    if filling.key is not None and (sent := sending.sent_before(filling.key)) is not None:
        return sending.taken(request, reader, sent)
    filling.wishes = WishForm(filling.item, filling.situation, request.POST, values=filling.given)
    if not is_stale:
        try:
            _ask(filling, knock(doors.APPLY, reader.address, at))
        except Refusal as refusal:
            filling.note, filling.status = words_of(refusal), 429
    applying.receive_papers(request, filling.rows, reader.actor, at)
    is_good = filling.wishes.is_valid() and filling.filled.is_good
    has_errors = any(row.uploads.errors for row in filling.rows)
    if is_stale or filling.note or "back" in request.POST or not is_good:
        return _wrong(filling, is_stale)
    if has_errors and not filling.is_unattended and "sure" not in request.POST:
        return _wrong(filling, is_stale)
    if "sure" not in request.POST and not filling.is_unattended:
        return _check_page(filling)
    try:
        sent = sending.send(
            actor=reader.actor,
            at=at,
            office=filling.office,
            offered=[filling.offered, *filling.others],
            situation=filling.situation,
            values=filling.filled.values,
            wishes=filling.wishes.cleaned_data,
            rows=filling.rows,
            reader=reader,
            key=filling.key,
        )
    except Refusal as refusal:
        filling.note, filling.status = words_of(refusal), status_of(refusal)
        return _wrong(filling, is_stale)
    return sending.taken(request, reader, sent)


def _ask(filling: Filling, count: int) -> None:
    """Ask a small question of whoever is not logged in when much was sent from their address lately."""
    if not asking.is_asked(count, is_known=filling.reader.account is not None):
        return
    if filling.key is None:
        raise TooOften(minutes=1)  # not one of our forms
    filling.question = asking.ProofForm(filling.key, filling.request.POST.get("proof", ""))
    if not filling.question.is_valid():
        filling.note = _("再答一题就好。您写的都在。")
        filling.status = 429 if filling.is_unattended else 422


def _wrong(filling: Filling, is_stale: bool) -> HttpResponse:
    """Show the form again with everything in it; what is wrong stands beside its field."""
    form = DataForm(filling.item, filling.situation, filling.given)
    is_back = "back" in filling.request.POST
    if not (is_stale or is_back):
        form.tell(filling.filled)
    if is_stale:
        filling.note = _("这一页放得久了一点，再按一次就行。")
    status = 200 if is_stale or is_back else (filling.status if filling.note else 422)
    return _form_page(filling, form, status=status)


def _form_page(filling: Filling, form: DataForm, *, status: int = 200) -> HttpResponse:
    # With a script the phone still holds the photos itself and shows them; twice would be one too many.
    is_held = filling.is_from_script and "back" not in filling.request.POST
    context = {
        "item": filling.item,
        "others": filling.others,
        "form": form,
        "wishes": filling.wishes,
        "is_for_other": applying.is_for_other(filling.item, filling.situation),
        "rows": filling.rows,
        "shows_kept": not is_held,
        "most_files": applying.MOST_FOR_ONE,
        "shared": papers_of(filling.item, filling.situation)["shared"],
        "is_online": filling.is_online,
        "is_answer": filling.request.method == "POST",
        "is_known": bool(filling.notes),
        "here": filling.here,
        "back_url": filling.back_url,
        "note": filling.note,
        "question": filling.question,
    }
    return page(
        filling.request, "guide/form", filling.reader, "", context, office=filling.office, status=status
    )


_NOT_CARRIED = {"csrfmiddlewaretoken", "sure", "back", "paper", "proof", KEY}


def _check_page(filling: Filling) -> HttpResponse:
    """Show everything as it will be sent, and what is still missing."""
    assert filling.wishes is not None
    post = filling.request.POST
    carried = [
        (name, value)
        for name in post
        for value in post.getlist(name)
        if name not in _NOT_CARRIED and not name.startswith("k-")
    ]
    context = {
        "item": filling.item,
        "others": filling.others,
        "lines": _rows(filling),
        "wish_lines": applying.wish_rows(filling.item, filling.wishes.cleaned_data),
        "rows": filling.rows,
        "missing": applying.missing_of(filling.rows),
        "carried": carried,
        "key": filling.key or uuid.uuid4(),
        "here": filling.here,
        "back_url": filling.back_url,
    }
    return page(filling.request, "guide/check", filling.reader, "", context, office=filling.office)


def _paper(filling: Filling) -> HttpResponse:
    """Give the filled form as a sheet to print and sign."""
    context = {
        "item": filling.item,
        "back_url": filling.back_url,
        "rows": _rows(filling),
        "papers": papers_of(filling.item, filling.situation),
        "office": filling.office,
        "office_name": str(filling.office),
        "at": filling.at,
    }
    response = render(filling.request, "resident/guide/form_paper.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _known(reader: Reader) -> dict[Known, str]:
    """Say what the office knows of who is logged in. One query."""
    if reader.account is None:
        return {}
    return {
        Known.NAME: reader.account.name,
        Known.PHONE: reader.account.phone,
        Known.ADDRESS: people.home_address_of(reader.account),
    }


def _carried(filling: Filling) -> tuple[dict[str, str], str]:
    """Take over what was answered in the last application of whoever is logged in, and say where it is from. One query."""
    account, item = filling.reader.account, filling.item
    if account is None or applying.is_for_other(item, filling.situation):
        return {}, ""
    earlier = applications.last_own_application(account)
    if earlier is None:
        return {}, ""
    day = f"{clock.local(earlier.case.filed_at):%Y-%m-%d}"
    note = _("您 %(day)s 申请“%(item)s”时写的，不对可以改。")
    name = dataform.said(earlier.item.item.name)
    return forming.carried_values(item, earlier.item.item, earlier.answers), note % {"day": day, "item": name}


def _contact(reader: Reader) -> dict[str, str]:
    if reader.account is None:
        return {}
    return {"contact_name": reader.account.name, "contact_phone": reader.account.phone}


def _rows(filling: Filling) -> list[tuple[str, str]]:
    """List the situation and what was filled in, in words, as they stand on the paper."""
    found = []
    for question in filling.item.questions:
        if question.code in filling.situation:
            named = {c.code: dataform.said(c.words) for c in question.choices}
            named = named or {"yes": _("是"), "no": _("否")}
            found.append((dataform.said(question.words), named[filling.situation[question.code]]))
    filled = filling.filled
    for one in filled.fields:
        value = filled.values.get(one.code, "")
        found.append((dataform.said(one.words), dataform.answer_of(one, value)))
    return found


@require_safe
def schema(request: HttpRequest, code: str) -> HttpResponse:
    """Give the form as JSON Schema, for programs that fill it in."""
    reader, office, several, _at = open_guide(request)
    if office is None:
        return which_office(request, reader, several, code)
    return JsonResponse(
        forming.schema_of(item_of(office, code).item), json_dumps_params={"ensure_ascii": False}
    )
