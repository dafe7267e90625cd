"""From rows of the queries to the shapes the parts draw. Words only: nothing here asks the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.parts import words
from linli.faces.parts.shapes import CardColour, Due, Photo, Row, State, StateShape, Step, Tag
from linli.kernel.standards.departments import DepartmentRole
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.queries import FileRow, NearbyRow, ReportRow, StepRow
from linli.pillars.governance.reports.texts import END_REASONS, LEVELS, NOT_TAKEN, STATES, VERBS

STOPPED = frozenset({"asked", "paused", "ledgered", "merged"})
SETTLED = frozenset({"callback", *STOPPED})
TITLE_MOST = 60


def state_of(
    state: str, *, is_taken: bool = True, stopped_until: datetime | None = None, at: datetime | None = None
) -> State:
    """Return the chip of a case: a pause says until when."""
    said = NOT_TAKEN if state == "dispatched" and not is_taken else STATES[state]
    word = str(said.word)
    if stopped_until and at and state in ("paused", "ledgered"):
        word = _("%(word)s到 %(day)s") % {"word": word, "day": words.day(stopped_until, at)}
    return State(_shape(said.shape), word)


def _shape(shape: str) -> StateShape:
    return shape  # type: ignore[return-value]


def due_of(
    *,
    is_open: bool,
    state: str,
    due_at: datetime | None,
    resolve_by: datetime | None,
    card: str,
    at: datetime,
) -> Due | None:
    """Say what is left of the clock that counts now; nothing for a case that has ended."""
    if not is_open:
        return None
    if state in STOPPED:
        return Due(_("停表中"))
    moments = [due_at] if state in SETTLED or state == "answered" else [due_at, resolve_by]
    moment = min((m for m in moments if m is not None), default=None)
    if moment is None:
        return None
    if state == "callback" and card == "none":
        return Due(_("等评价，还有 %(span)s") % {"span": words.span(moment - at)}, "none", moment)
    colour: CardColour = card if card in ("yellow", "red") else "none"  # type: ignore[assignment]
    return words.due(moment, at, colour)


def row_of(row: ReportRow, at: datetime, *, query: str = "", current: str = "") -> Row:
    """Return a line of the list."""
    tags = []
    if row.is_urgent:
        tags.append(Tag(_("紧急")))
    elif row.alarm and row.is_open:
        tags.append(Tag(_("像是急事"), "lead"))
    if row.is_supervised:
        tags.append(Tag(_("督办")))
    if row.is_confidential:
        tags.append(Tag(_("保密")))
    if row.joined_count:
        tags.append(Tag(_("%(count)d 人也反映") % {"count": row.joined_count}))
    due = due_of(
        is_open=row.is_open,
        state=row.state,
        due_at=row.due_at,
        resolve_by=row.resolve_by,
        card=row.card,
        at=at,
    )
    if due is None and row.closed_at:
        due = Due(words.day(row.closed_at, at), "none", row.closed_at)
    return Row(
        url=report_url(row.number, query),
        title=row.title,
        state=state_of(row.state, is_taken=row.is_taken, stopped_until=row.stopped_until, at=at),
        due=due,
        left=tuple(
            part
            for part in (
                row.number,
                ground(row.community, row.area),
                words.in_language(row.category, row.category_en),
            )
            if part
        ),
        holder=" ".join(part for part in (row.holder, row.holder_name) if part),
        tags=tuple(tags),
        is_current=row.number == current,
    )


def category_words(kind: Category | None) -> str:
    """Name a category in the reader's language; nothing for none."""
    return words.in_language(kind.name, kind.name_en) if kind else ""


def field_choices() -> list[tuple[str, str]]:
    """Offer the fields a body may answer for, in the reader's language. A choice of forms: asked anew."""
    return [(one.value, words.in_language(one.label, one.english)) for one in DepartmentRole]


def ground(community: str, area: str) -> str:
    """Name a place of the tree: 河滨社区 2 网格; once when both are the same."""
    return area if not community or community == area else f"{community} {area}"


def report_url(number: str, query: str = "") -> str:
    return reverse("desk:report", args=[number]) + (f"?{query}" if query else "")


def report_urls(query: str = "") -> Callable[[str], str]:
    """Return what gives the address of any report: resolving each of thousands costs more than its row."""
    before, after = report_url("NUMBER", query).split("NUMBER", 1)
    return lambda number: f"{before}{number}{after}"


def steps_of(
    rows: Iterable[StepRow], number: str, at: datetime, units: Mapping[int, str]
) -> tuple[Step, ...]:
    """Return the history, newest first; what residents do not see is marked.

    ``units`` names the units that steps mention by id: everyone who has or had a share.
    """
    found = []
    for row in rows:
        who, role = _who(row)
        plain = row.answer or _plain(row, at, units)
        if plain or not row.note:
            found.append(_step(row, who, role, plain, number, inside=bool(plain) and not row.is_public))
        if row.note:
            # A step can carry both: the words for the resident, and beside them a note that never leaves.
            files = () if plain else row.files
            said = _("留话") if plain else role
            found.append(_step(row, who, said, row.note, number, inside=True, files=files))
    return tuple(found)


def _who(row: StepRow) -> tuple[str, str]:
    said = VERBS.get(row.verb)
    done = str(said.done) if said else row.verb
    if row.who:
        return row.who, "·".join(part for part in (row.unit, done) if part)
    if row.unit:
        return row.unit, done
    return (_("系统") if _is_clock(row) else _("居民")), done


def _is_clock(row: StepRow) -> bool:
    said = VERBS.get(row.verb)
    return said is not None and not str(said.button)


def _step(
    row: StepRow,
    who: str,
    role: str,
    text: str,
    number: str,
    *,
    inside: bool,
    files: tuple[FileRow, ...] | None = None,
) -> Step:
    shown = row.files if files is None else files
    return Step(
        shape=_shape(STATES[row.after].shape if row.after in STATES else "doing"),
        who=who,
        role=role,
        text=text,
        at=row.at,
        photos=tuple(photo_of(file, number) for file in shown if file.is_photo and not file.is_erased),
        is_inside=inside,
    )


def _plain(row: StepRow, at: datetime, units: Mapping[int, str]) -> str:
    """Say a step that carries no words from what it did."""
    data = row.data
    if row.verb in ("dispatch", "rule"):
        assists = "、".join(units[i] for i in data.get("assists", ()) if i in units)
        lead = units.get(data.get("lead") or 0, row.holder)
        if assists:
            return _("%(lead)s主办，%(assists)s协办") % {"lead": lead, "assists": assists}
        return _("%(lead)s主办") % {"lead": lead}
    if row.verb in ("add_assist", "call_off_assist"):
        return units.get(data.get("unit") or 0, "")
    if row.verb in ("pass_up", "pass_on", "send_to_check", "send_back", "recall", "reopen"):
        return _("交给%(unit)s") % {"unit": row.holder}
    if row.verb == "rate" and "solved" in data:
        solved = _("解决了") if data["solved"] else _("没解决")
        level = LEVELS.get(data.get("level") or 0)
        return f"{solved}·{level}" if level else solved
    if row.verb in (
        "ask_extension",
        "ask_pause",
        "ask_ledger",
        "grant_extension",
        "grant_pause",
        "grant_ledger",
    ):
        until = data.get("until")
        if until:
            return _("到 %(when)s") % {"when": words.when(datetime.fromisoformat(str(until)), at)}
    if row.verb == "merge" and data.get("into"):
        return _("并入 %(number)s") % {"number": data["into"]}
    if row.verb in ("absorb", "release") and data.get("case"):
        return str(data["case"])
    if row.verb == "reclassify" and "urgent" in data:
        return _("定为紧急") if data["urgent"] else _("不算急事")
    if row.verb == "split" and data.get("cases"):
        return "、".join(map(str, data["cases"]))
    return ""


def photo_of(file: FileRow, number: str) -> Photo:
    return Photo(
        url=file_url(number, file.id, "full"),
        thumb=file_url(number, file.id, "small"),
        alt=_("现场照片"),
    )


def file_url(number: str, file_id: int, variant: str) -> str:
    return reverse("desk:report-file", args=[number, file_id, variant])


def ended_words(end_reason: str) -> str:
    """Say why a case ended without the usual answer."""
    return str(END_REASONS.get(end_reason, ""))


def ago(length: timedelta) -> str:
    return _("%(span)s前") % {"span": words.span(length)}


def alike_words(near: NearbyRow) -> str:
    """Say why another case may be the same: how far it is, which words both have."""
    parts = [words.distance(near.metres)] if near.metres is not None else []
    if near.is_likely and near.words:
        parts.append(_("都说到“%(words)s”") % {"words": "、".join(near.words[:3])})
    if near.is_other_house:
        parts.append(_("楼号不同"))
    return "·".join(parts)
