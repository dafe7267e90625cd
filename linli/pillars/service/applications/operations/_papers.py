"""The checklist after the first day: taken in, put right on the spot, told at once, supplied, accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Unpack

from linli.base.flow import deadlines
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import BadTarget, PastMoment, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.kernel import limits
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import rules
from linli.pillars.service.applications.flow import MainPapersMissing
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.operations import _documents
from linli.pillars.service.applications.operations._given import put_papers
from linli.pillars.service.applications.operations._submit import UnfitForm
from linli.pillars.service.applications.rules import GivenPaper, PaperState, Told
from linli.pillars.service.catalog.rules.form import Wrong, read_form


class ToldBefore(Refusal):
    """A second notice asks for something that the first did not name: `codes`."""


class PromisedTooLate(Refusal):
    """A paper is promised for later than the item's promised time: `most`."""


class NothingLacks(Refusal):
    """Everything is here: there is nothing to promise or to tell."""


def application_of(t: Turn) -> Application:
    """Give the application of a case whose row is locked. One query."""
    application = Application.objects.select_related("item").get(case=t.case)
    application.case = t.case
    return application


def take_papers_in(*, papers: Mapping[str, GivenPaper], note: str = "", **by: Unpack[By]) -> Case:
    """Tick off papers that came in over the counter. The clock stays."""

    def do(t: Turn) -> None:
        t.say(papers=put_papers(application_of(t), papers, actor=t.actor, at=t.at))

    return make_move("take_in", do, said=Said(note=note), **by)


def amend_application(*, answers: Mapping[str, str], note: str, **by: Unpack[By]) -> Case:
    """Have a mistake put right on the spot (当场更正): fields of the form, with what was wrong as the note.

    :raises UnfitForm: faults by field.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        merged = {**application.answers, **answers}
        filled = read_form(application.item.item, application.situation, merged)
        if wrong := {f: w for f, w in filled.wrong.items() if w is not Wrong.MISSING}:
            raise UnfitForm(wrong={field: str(fault) for field, fault in wrong.items()})
        application.answers = dict(filled.values)
        application.save(update_fields=["answers"])
        t.say(fields=sorted(answers))

    return make_move("amend", do, said=Said(note=note), **by)


def tell_applicant(*, told: Sequence[Told], answer: str, **by: Unpack[By]) -> Case:
    """Tell everything that has to be put right, at once (一次性补正告知书). The clock stands still until it comes.

    A second notice may only name what the first named.

    :raises NothingLacks: nothing named. :raises ToldBefore: something new in a second notice.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        papers = {p.code: p for p in application.papers.select_for_update()}
        codes = [one.code for one in told]
        if unknown := sorted(set(codes) - set(papers)):
            raise WordsMissing(fields=unknown)
        if not codes:
            raise NothingLacks
        if not rules.nothing_new(codes, frozenset(application.told_codes)):
            raise ToldBefore(codes=sorted(set(codes) - set(application.told_codes)))
        for one in told:
            paper = papers[one.code]
            is_here = paper.state in (PaperState.RECEIVED, PaperState.PROMISED)
            paper.state = PaperState.RETURNED.value if is_here else paper.state
            paper.state = PaperState.MISSING.value if paper.state == PaperState.SHARED else paper.state
            paper.why, paper.promised_until = one.why.strip()[:400], None
            paper.save()
        application.told_at = application.told_at or t.at
        application.told_codes = application.told_codes or codes
        application.save(update_fields=["told_at", "told_codes"])
        t.say(papers=codes)
        _documents.issue(t, "correction", application, answer=answer)

    return make_move("tell", do, said=Said(answer=answer), **by)


def supply_papers(
    *,
    papers: Mapping[str, GivenPaper],
    answers: Mapping[str, str] | None = None,
    words: str = "",
    as_applicant: bool = False,
    **by: Unpack[By],
) -> Case:
    """Take what the applicant supplies: from home (`as_applicant`), or over the counter. After a notice the case goes on.

    :raises WordsMissing: nothing supplied, or a paper that is not on the list. :raises UnfitForm: faults by field.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        if not papers and not answers:
            raise WordsMissing(fields=["papers"])
        t.say(papers=put_papers(application, papers, actor=t.actor, at=t.at))
        if answers:
            merged = {**application.answers, **answers}
            filled = read_form(application.item.item, application.situation, merged)
            if wrong := {f: w for f, w in filled.wrong.items() if w is not Wrong.MISSING}:
                raise UnfitForm(wrong={field: str(fault) for field, fault in wrong.items()})
            application.answers = dict(filled.values)
        application.supplied_at = t.at
        application.save(update_fields=["answers", "supplied_at"])
        if t.case.state == "supplemented" and t.before == "correcting":
            deadlines.start(t.case, "examine", t.at, t.calendar)
        elif t.before not in ("received", "supplemented"):
            keep_promised(t, application)
        _documents.issue(t, "received", application)

    return make_move("supply", do, said=Said(answer=words), as_reporter=as_applicant, **by)


def start_clocks(t: Turn, application: Application, since: datetime) -> None:
    """Start both clocks of an accepted application as of a moment: by law `resolve_by`, as promised `due_at`."""
    case, item = t.case, application.item.item
    statutory = rules.statutory_limit(item)
    case.limits = {**case.limits, "resolve": str(statutory)}
    case.resolve_by, case.resolve_unit = t.calendar.due(since, statutory), statutory.unit.value
    deadlines.start(case, "settle", since, t.calendar)
    t.restarted = True
    application.accepted_at, application.promised_by = since, case.due_at
    application.save(update_fields=["accepted_at", "promised_by"])


def keep_promised(t: Turn, application: Application) -> None:
    """Keep the promised deadline beside the case when it moved: it is shown after the stage's own clock is another."""
    if t.case.slot == "settle" and application.promised_by != t.case.due_at:
        application.promised_by = t.case.due_at
        application.save(update_fields=["promised_by"])


def accept_application(*, note: str = "", **by: Unpack[By]) -> Case:
    """Accept it (受理回执): everything is here. Both clocks begin."""

    def do(t: Turn) -> None:
        application = application_of(t)
        start_clocks(t, application, t.at)
        _documents.issue(t, "acceptance", application)

    return make_move("accept", do, said=Said(note=note), **by)


def accept_application_short(*, until: Mapping[str, datetime], note: str = "", **by: Unpack[By]) -> Case:
    """Accept it though listed papers lack (容缺受理): `until` says for each paper when it is promised.

    :raises MainPapersMissing: something lacks that is not promised or not listed as one that may come later.
    :raises PromisedTooLate: later than the item's promised time. :raises PastMoment: promised for the past.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        start_clocks(t, application, t.at)
        most = rules.latest_for_paper(t.at, limits.parse(t.case.limits["settle"]), t.calendar)
        papers = {p.code: p for p in application.papers.select_for_update()}
        lacking = set(rules.lacking({c: PaperState(p.state) for c, p in papers.items()}))
        if lacking != set(until):
            raise MainPapersMissing(codes=sorted(lacking ^ set(until)))
        for code, day in until.items():
            if day <= t.at:
                raise PastMoment(until=day)
            if day > most:
                raise PromisedTooLate(most=most)
            paper = papers[code]
            paper.state, paper.promised_until = PaperState.PROMISED.value, day
            paper.save()
        t.say(promised={code: day.isoformat() for code, day in until.items()})
        _documents.issue(t, "acceptance", application)
        _documents.issue(t, "promise", application)

    return make_move("accept_short", do, said=Said(note=note), **by)


def pass_application_on(*, to: Unit, note: str, **by: Unpack[By]) -> Case:
    """Give it to another window: of the office, or of a community of it.

    :raises BadTarget: no window of this office.
    """

    def do(t: Turn) -> None:
        if to.pk != t.case.office_id and not (to.kind == UnitKind.COMMUNITY and t.case.office_id in to.line):
            raise BadTarget(unit=str(to))
        t.case.area = to

    return make_move("pass_on", do, said=Said(note=note), to=to, **by)


def timed(t: Turn) -> None:
    """Do what belongs to a move of the clock: deemed accepted as of receipt, a special procedure over, given back."""
    match t.move.verb:
        case "deem_accepted":
            application = application_of(t)
            application.is_deemed = True
            application.save(update_fields=["is_deemed"])
            # Whoever was told nothing in time is accepted as of the day their papers came in, not of today.
            start_clocks(t, application, application.supplied_at or t.case.filed_at)
            _documents.issue(t, "acceptance", application)
        case "end_special":
            end_of_special(t)
        case "lapse":
            _documents.issue(t, "returning", application_of(t))


def end_of_special(t: Turn) -> None:
    """Keep the promised deadline, which the pause moved, and forget which procedure it was."""
    application = application_of(t)
    keep_promised(t, application)
    application.special = ""
    application.save(update_fields=["special"])
