"""Filing a report, and joining one that is there already."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from linli.base.asked import once
from linli.base.files.models import StoredFile
from linli.base.flow import deadlines, opening
from linli.base.flow.engine import turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import TooLong, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.vault import digest, fingerprint, new_salt, secret_token
from linli.base.places import index
from linli.base.places.models import Facility
from linli.base.writing import insert
from linli.base.written import written
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.flow import KIND, REPORT
from linli.pillars.governance.reports.models import Category, Report, ReportComponent, Reporter
from linli.pillars.governance.reports.queries import read_urgency

MOST_WORDS = 5000
PUBLIC_CHANNELS = frozenset({"web", "open311", "api"})


class NoSuchOffice(Refusal):
    """The place lies in no office of this installation, and none was named."""


class NoOfficeYet(NoSuchOffice):
    """The installation has no office at all."""


class NoSuchCategory(Refusal):
    """The category is not in the catalogue or no longer in use."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing gives back: the report, the reporter's row, and the secret with which they follow it."""

    report: Report
    reporter: Reporter
    is_new: bool

    @property
    def token(self) -> str:
        return token_of(self.reporter)


def token_of(reporter: Reporter) -> str:
    """Give the secret of a reporter's link. Nothing is stored; raising `link_version` makes old links dead."""
    return secret_token("reporter", reporter.pk, reporter.link_version)


@dataclass(frozen=True, slots=True)
class _Place:
    area: Unit
    office: Unit


def _locate(lon: float | None, lat: float | None, area: Unit | None, office: Unit | None) -> _Place:
    """Find whose ground it is: the grid that holds the point, else the unit named, else the office. Two queries.

    A unit that is out of use holds nothing: the one above it does.
    """
    unit_id = index.current().grid_at(lon, lat) if lon is not None and lat is not None else None
    if unit_id is None:
        named = area or office
        unit_id = named.pk if named else _only_office().pk
    line = orgs.line_of(unit_id)
    found = orgs.office_of(line) or office
    if found is None:
        raise NoSuchOffice
    return _Place(next((unit for unit in line if unit.is_active), found), found)


def _only_office() -> Unit:
    only = list(orgs.offices()[:2])
    if len(only) != 1:
        raise NoSuchOffice if only else NoOfficeYet
    return only[0]


def file_report(
    *,
    actor: Actor,
    at: datetime,
    text: str,
    channel: str = Report.Channel.WEB,
    nature: str = Report.Nature.HELP,
    category: str = "",
    lon: float | None = None,
    lat: float | None = None,
    place_words: str = "",
    area: Unit | None = None,
    office: Unit | None = None,
    name: str = "",
    phone: str = "",
    account_id: int | None = None,
    is_confidential: bool = False,
    is_urgent: bool = False,
    title: str = "",
    files: Sequence[StoredFile] = (),
    answers: Mapping[str, Any] | None = None,
    language: str = "zh-hans",
    source: str = "",
    source_number: str = "",
    happened_at: datetime | None = None,
    key: uuid.UUID | None = None,
    proposed: str = "",
    component: Facility | None = None,
) -> Filed:
    """File a report: found, numbered, given to the grid that holds the place. Eleven statements, one more with photos.

    `key` makes a phone that retries on bad signal file once; so does (`source`, `source_number`) for imports. Both are
    unique columns: what was filed before is looked for only where the database, or a refusal, says no.

    `component` is what it is about, where somebody could say: it lies where that stands, and whoever answers for it leads
    by proposal. `proposed` is the category that the words were taken for, as the form showed it; the log keeps it, so that
    a choice against it is learned from.

    :raises WordsMissing: no text. :raises TooLong: beyond 5,000 characters. :raises NoSuchOffice: nowhere of ours.
    :raises NoSuchCategory: not in the catalogue.
    """
    text = text.strip()
    if not text:
        raise WordsMissing(fields=["text"])
    if len(text) > MOST_WORDS:
        raise TooLong(field="text", most=MOST_WORDS)
    if component is not None:
        if lon is None or lat is None:
            lon, lat = component.lon, component.lat
        place_words = place_words or component.name
    try:
        with once(), transaction.atomic():
            kind = find_category(category)
            place = _locate(lon, lat, area, office)
            salt = new_salt()
            checks = bool(kind and kind.check_before and channel in PUBLIC_CHANNELS)
            can_be_asked = bool(phone or account_id or channel in PUBLIC_CHANNELS)
            is_so = is_urgent or bool(kind and kind.is_urgent)
            alarm = "" if is_so else _alarm(text, place.office)
            report = Report(
                nature=nature,
                category=kind,
                text=text,
                salt=salt,
                alarm=alarm,
                answers=dict(answers or {}),
                source=source,
                source_number=source_number,
                happened_at=happened_at,
            )
            reporter = _reporter(
                report,
                at,
                name=name,
                phone=phone,
                account_id=account_id,
                is_confidential=is_confidential,
                language=language,
            )

            def beside(case: Case) -> tuple[Model, ...]:
                report.case = case
                named = () if component is None else (ReportComponent(report=report, component=component),)
                return report, reporter, *named

            opening.open_case(
                KIND,
                actor=actor,
                at=at,
                area=place.area,
                office=place.office,
                holder=place.area,
                title=(title or rules.title_of(text))[:120],
                state="checking" if checks else "received",
                slot="check" if checks else "accept",
                limits=deadlines.limits_for(REPORT, place.office, category, kind.limits if kind else {}),
                said=Said(
                    files=tuple(files),
                    data={"text": digest(text, salt).hex(), "channel": channel}
                    | ({"proposed": proposed[:40]} if proposed else {})
                    | ({"urgent": True} if is_urgent else {})
                    | ({"alarm": alarm} if alarm else {}),
                ),
                key=key,
                index=" ".join((text, place_words, title)),
                topic=category,
                channel=channel,
                is_urgent=is_so,
                is_confidential=is_confidential,
                lon=lon,
                lat=lat,
                place_words=place_words[:200],
                needs_spot_check=bool(kind is None or kind.spot_check)
                and nature not in ("consult", "thanks"),
                can_be_asked=can_be_asked,
                beside=beside,
            )
    except (IntegrityError, Refusal):
        if made := _already(key, source, source_number):
            return made
        raise
    return Filed(report, reporter, True)


def _alarm(text: str, office: Unit) -> str:
    """Say what danger the words seem to tell of; whoever dispatches sees it first, and decides."""
    found = read_urgency(text, office_id=office.pk)
    return found.danger.value if found else ""


def _already(key: uuid.UUID | None, source: str, source_number: str) -> Filed | None:
    """Find what the same submission made before. One query, none without a key."""
    rows = Report.objects.select_related("case", "case__holder", "case__area", "case__office")
    report = None
    if key is not None:
        report = rows.filter(case__idempotency_key=key).first()
    if report is None and source_number:
        report = rows.filter(source=source, source_number=source_number).first()
    if report is None:
        return None
    return Filed(report, report.reporters.get(is_first=True), False)


def find_category(code: str) -> Category | None:
    """Find a category in use; none without a code. One query.

    :raises NoSuchCategory: not in the catalogue.
    """
    if not code:
        return None
    found = _categories(code=code)
    if not found:
        raise NoSuchCategory(category=code)
    return found[0]


@written
def _categories(*, code: str) -> QuerySet[Category]:
    return Category.objects.filter(code=code, is_active=True)


def _reporter(report: Report, at: datetime, *, phone: str, **fields: Any) -> Reporter:
    return Reporter(
        report=report,
        phone=phone,
        phone_print=fingerprint(phone, "phone") if phone else None,
        joined_at=at,
        **fields,
    )


def join_report(
    *,
    actor: Actor,
    at: datetime,
    number: str,
    note: str = "",
    name: str = "",
    phone: str = "",
    account_id: int | None = None,
    is_confidential: bool = False,
    language: str = "zh-hans",
    files: Sequence[StoredFile] = (),
    key: uuid.UUID | None = None,
) -> Filed:
    """Join a report that says the same: “me too”. The same phone or account joins once and follows like the first.

    :raises NotFromHere: it has ended.
    """
    said = Said(note=note, files=tuple(files))
    with turn("join", actor=actor, number=number, at=at, key=key, said=said, as_reporter=True) as t:
        report = Report.objects.select_related("case").get(case=t.case)
        mine = report.reporters.filter(came_from=None)
        found = None
        if phone:
            found = report.reporters.filter(phone_print=fingerprint(phone, "phone")).first()
        elif account_id:
            found = mine.filter(account_id=account_id).first()
        elif t.is_replay and t.step is not None:
            found = mine.filter(joined_at=t.step.at, is_first=False).first()
        if found is None:
            found = _reporter(
                report,
                at,
                name=name,
                phone=phone,
                account_id=account_id,
                is_confidential=is_confidential,
                language=language,
                is_first=False,
            )
            insert(found)
            report.joined_count += 1
            report.save(update_fields=["joined_count"])
            t.case.can_be_asked = True
    return Filed(report, found, True)


def lock_pair(first: str, second: str) -> None:
    """Lock two cases in one order, so that two people joining them from both ends don't wait for each other."""
    list(Case.objects.select_for_update().filter(number__in=[first, second]).order_by("id").values_list("id"))
