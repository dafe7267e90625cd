"""`linli triage same FILE`: the hot topics of any sheet of messages, each with its members."""

import argparse
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli.cli._console import say, step
from linli.cli._world import Trouble
from linli.kernel.written_dates import (
    AmbiguousDateError,
    Order,
    UnreadableDateError,
    read_moment,
)

SUMMARY = "find what many write about at once 热点话题"
LONGEST_TITLE = 60
SHOWN_IDS = 12


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="xlsx, xls, ods, csv or txt")
    parser.add_argument("--text", required=True, metavar="COL[,COL]", help="column(s) with the words")
    parser.add_argument("--time", default="", metavar="COL", help="column with the time of writing")
    parser.add_argument("--id", default="", metavar="COL", help="column with the number (default: the row)")
    parser.add_argument("--user", default="", metavar="COL", help="column that tells who wrote it")
    parser.add_argument(
        "--votes", default="", metavar="COL[,COL]", help="column(s) that count likes or dislikes"
    )
    parser.add_argument("--top", type=int, default=10, metavar="N", help="how many topics (default: 10)")
    parser.add_argument(
        "--smallest", type=int, default=3, metavar="N", help="fewest messages that make a topic (default: 3)"
    )
    parser.add_argument(
        "--half-life",
        type=float,
        default=0.0,
        metavar="DAYS",
        help="after how many days a voice counts half (default: the whole sheet counts alike)",
    )
    parser.add_argument("--sheet", default="", help="name of the table in the workbook (default: the first)")
    parser.add_argument(
        "--dates", choices=("ymd", "mdy", "dmy"), default="ymd", help="order in dates like 3/4/19"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


@dataclass
class Sheet:
    """What was read: the messages, and how many had nothing to say or no time that could be read."""

    rows: list[dict[str, str]] = field(default_factory=list)
    times: list[datetime | None] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    empty: int = 0
    undated: int = 0


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    from linli.faces.parts.refusals import words_of
    from linli.kernel.refusals import Refusal

    if not options.file.is_file():
        raise Trouble(_("没有这个文件：%(path)s") % {"path": options.file})
    if options.top < 1 or options.smallest < 2:
        raise Trouble(_("--top 至少是 1，--smallest 至少是 2。"))
    try:
        with step(_("读 %(file)s") % {"file": options.file.name}) as current:
            sheet = _read(options, current.progress)
            current.note(_("%(count)s 件") % {"count": len(sheet.rows)})
    except Refusal as refusal:
        raise Trouble(words_of(refusal)) from refusal
    if sheet.empty:
        say("  " + _("%(count)s 行没有内容，跳过。") % {"count": sheet.empty})
    if sheet.undated:
        say("  " + _("%(count)s 行没有时间，或时间看不懂：照样归入热点。") % {"count": sheet.undated})
    topics = _topics(sheet, options)
    _print(topics)
    if options.json:
        shown = [{name: topic[name] for name in ("label", "heat", "members")} for topic in topics]
        say(json.dumps({"topics": shown}, ensure_ascii=False))
    return 0


# -------- reading


def _read(options: argparse.Namespace, progress: Callable[[int, int], None]) -> Sheet:
    from linli.base.files.sheets import open_sheet

    texts = _names(options.text)
    votes = _names(options.votes)
    found = Sheet()
    with open_sheet(options.file, name=options.sheet) as opened:
        rows = iter(opened.rows)
        heads = [_words(cell).strip() for cell in next(rows, (0, ()))[1]]
        columns = {name: _column(name, heads) for name in (*texts, *votes) if name}
        single = {name: _column(name, heads) for name in (options.time, options.id, options.user) if name}
        for number, cells in rows:
            progress(number, max(opened.about, number))

            def cell(at: int, cells: tuple[object, ...] = cells) -> object:
                return cells[at] if at < len(cells) else None

            said = {name: _words(cell(columns[name])).strip() for name in texts}
            if not any(said.values()):
                found.empty += any(c not in (None, "") for c in cells)
                continue
            at = _moment(cell(single[options.time]), options.dates) if options.time else None
            found.undated += bool(options.time) and at is None
            known = _words(cell(single[options.id])).strip() if options.id else ""
            who = _words(cell(single[options.user])).strip() if options.user else ""
            found.rows.append({**said, _ID: known or f"#{number}", _WHO: who})
            found.times.append(at)
            found.votes.append(sum(_count(cell(columns[name])) for name in votes))
    return found


_ID, _WHO = "\0id", "\0who"


def _names(written: str) -> list[str]:
    return [name.strip() for name in written.replace("，", ",").split(",") if name.strip()]


def _column(name: str, heads: list[str]) -> int:
    if name in heads:
        return heads.index(name)
    if name.startswith("#") and name[1:].isdigit() and 0 < int(name[1:]) <= len(heads):
        return int(name[1:]) - 1
    raise Trouble(
        _("没有“%(name)s”这一列。有的是：%(columns)s")
        % {"name": name, "columns": "、".join(head for head in heads if head)}
    )


def _words(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _moment(cell: object, order: str) -> datetime | None:
    with suppress(UnreadableDateError, AmbiguousDateError):
        return read_moment(cell, Order(order)) if cell not in (None, "") else None
    return None


def _count(cell: object) -> int:
    try:
        return max(int(float(_words(cell) or 0)), 0)
    except (ValueError, OverflowError):
        return 0


# -------- gathering


def _topics(sheet: Sheet, options: argparse.Namespace) -> list[dict[str, object]]:
    from linli.base.language import topics
    from linli.base.language.topics_heat import Voice, heat_of
    from linli.kernel.masking import mask_text

    title, rest = _title_of(sheet, _names(options.text))
    messages = [
        topics.Message(
            row[_ID], row[title] if title else "", "\n".join(row[name] for name in rest), row[_WHO]
        )
        for row in sheet.rows
    ]
    with step(_("归拢同类话题")) as current:
        groups = topics.gather(messages, smallest=options.smallest, progress=current.progress)
        current.note(_("%(count)s 个话题") % {"count": len(groups)})
    latest = max((t for t in sheet.times if t), default=None) if options.half_life > 0 else None
    found: list[tuple[float, dict[str, object]]] = []
    for group in groups:
        voices = [Voice(messages[i].who, sheet.times[i], sheet.votes[i]) for i in group.members]
        heat = heat_of(voices, at=latest, half_life=options.half_life)
        first = messages[group.members[0]]
        times = sorted(t for i in group.members if (t := sheet.times[i]))
        found.append(
            (
                heat.heat,
                {
                    "label": mask_text(first.title or first.text[:LONGEST_TITLE]).strip(),
                    "heat": heat.heat,
                    "people": heat.people,
                    "words": group.words,
                    "since": times[0] if times else None,
                    "until": times[-1] if times else None,
                    "members": [messages[i].id for i in group.members],
                },
            )
        )
    found.sort(key=lambda pair: -pair[0])
    return [topic for _heat, topic in found[: options.top]]


def _title_of(sheet: Sheet, names: list[str]) -> tuple[str, list[str]]:
    """Tell the title from the text: of several columns the one with the fewest characters, if it is short."""
    if len(names) < 2 or not sheet.rows:
        return "", names
    lengths = {name: sum(len(row[name]) for row in sheet.rows) / len(sheet.rows) for name in names}
    title = min(names, key=lambda name: lengths[name])
    if lengths[title] > LONGEST_TITLE:
        return "", names
    return title, [name for name in names if name != title]


def _print(topics: list[dict[str, object]]) -> None:
    from linli.kernel import clock

    for rank, topic in enumerate(topics, 1):
        members: list[str] = topic["members"]  # type: ignore[assignment]
        say(f"{rank:>3}. {topic['label']}")
        numbers = {"heat": topic["heat"], "people": topic["people"], "count": len(members)}
        line = _("热度 %(heat)s·%(people)s 人·%(count)s 件") % numbers
        since, until = topic["since"], topic["until"]
        if isinstance(since, datetime) and isinstance(until, datetime):
            line += f"·{clock.local(since):%Y-%m-%d} – {clock.local(until):%Y-%m-%d}"
        say(f"     {line}")
        words: tuple[str, ...] = topic["words"]  # type: ignore[assignment]
        say("     " + "、".join(words))
        more = f" +{len(members) - SHOWN_IDS}" if len(members) > SHOWN_IDS else ""
        say("     " + " ".join(members[:SHOWN_IDS]) + more)
    if not topics:
        say("  " + _("没有几个人同时说的事。"))
