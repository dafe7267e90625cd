"""`linli import reports FILE`: take in a hotline's sheet; each message becomes a case, once. `items`: service items."""

import argparse
import json
import time
from pathlib import Path

from django.utils.translation import gettext as _

from linli.cli import _import_items
from linli.cli._console import say, step
from linli.cli._world import Trouble, hush, require_migrated, world

SUMMARY = "take in a hotline's sheet (xlsx, xls, ods, csv) 导入来件表格"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("what", choices=("reports", "items"), help="what the file holds")
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="xlsx, xlsm, xls, ods, csv or txt; for items also json, or “first-day” for those that Linli brings",
    )
    parser.add_argument(
        "--office", default="", help="code or name of the subdistrict (default: the only one)"
    )
    parser.add_argument(
        "--source", default="hotline", help="the system the numbers come from (default: hotline)"
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="which column holds what, by name or #position: --map text=诉求内容 --map time=#3; fields: "
        "number title text time day name phone category nature place area lon lat answer answered_at status "
        "urgent confidential",
    )
    parser.add_argument("--sheet", default="", help="name of the table in the workbook (default: the first)")
    parser.add_argument(
        "--dates",
        choices=("ymd", "mdy", "dmy"),
        default="ymd",
        help="order in dates like 3/4/19 (default: ymd)",
    )
    parser.add_argument(
        "--state",
        choices=("auto", "open", "closed"),
        default="auto",
        help="which come in closed: auto, those with an answer or a status that says so; open, none; closed, all",
    )
    parser.add_argument(
        "--undated", choices=("now", "refuse"), default="now", help="rows without a time (default: filed now)"
    )
    parser.add_argument(
        "--refused", type=Path, help="where refused rows go (default: FILE.refused.xlsx beside it)"
    )
    parser.add_argument(
        "--publish", action="store_true", help="items: put in force what has nothing against it"
    )
    parser.add_argument(
        "--processes",
        type=int,
        default=0,
        metavar="N",
        help="processes that read (default: one a core for a big sheet)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.file.is_file() and not _is_first_day(options):
        raise Trouble(_("没有这个文件：%(path)s") % {"path": options.file})
    with world(quiet=True):
        require_migrated()
        hush()
        if options.what == "items":
            return _import_items.take_in(options, _office(options.office))
        return take_in(options)


def _is_first_day(options: argparse.Namespace) -> bool:
    return str(options.file) == _import_items.FIRST_DAY and options.what == "items"


def take_in(options: argparse.Namespace) -> int:
    """Take the file in and say what became of it; 0 also when rows were refused, because the rest is in."""
    from linli.base.people.actors import SYSTEM
    from linli.faces.parts.refusals import words_of
    from linli.kernel import clock
    from linli.kernel.refusals import Refusal
    from linli.kernel.written_dates import Order
    from linli.pillars.governance.reports import operations
    from linli.pillars.governance.reports.rules.sheet import StatePolicy
    from linli.pillars.governance.reports.texts import reason_of

    sheet_options = operations.SheetOptions(
        given=_given(options.map),
        table=options.sheet,
        order=Order(options.dates),
        policy=StatePolicy(options.state),
        takes_undated=options.undated == "now",
        is_trial=options.dry_run,
        refused_to=options.refused,
        processes=options.processes,
    )
    began = time.monotonic()
    try:
        with step(_("导入 %(file)s") % {"file": options.file.name}) as current:
            taken = operations.import_sheet(
                actor=SYSTEM,
                at=clock.now(),
                path=options.file,
                office=_office(options.office),
                source=options.source,
                options=sheet_options,
                reason_of=reason_of,
                progress=current.progress,
            )
            current.note(_("%(count)s 件") % {"count": taken.imported})
    except Refusal as refusal:
        raise Trouble(words_of(refusal)) from refusal
    _report(taken, options, time.monotonic() - began)
    if options.json:
        counts = {"imported": taken.imported, "skipped": taken.skipped, "refused": taken.refused}
        say(json.dumps(counts))
    return 0


def _report(taken, options: argparse.Namespace, seconds: float) -> None:  # type: ignore[no-untyped-def]
    columns = "，".join(f"{kind} ← {name}" for kind, name in taken.columns.items())
    say("  " + _("列：%(columns)s") % {"columns": columns})
    if taken.is_lossy:
        say("  " + _("文件里有几个字是坏的，已用 � 代替。"))
    counts = {
        "imported": taken.imported,
        "skipped": taken.skipped,
        "refused": taken.refused,
        "rate": round(taken.imported / max(seconds, 0.001)),
    }
    if options.dry_run:
        say(
            "  "
            + _("试运行，什么都没有改：会收下 %(imported)s 件，已有 %(skipped)s 件，收不下 %(refused)s 行。")
            % counts
        )
    else:
        say(
            "  "
            + _("收下 %(imported)s 件（每秒 %(rate)s 件），已有 %(skipped)s 件，收不下 %(refused)s 行。")
            % counts
        )
    more = {
        "classed": taken.classed,
        "placed": taken.placed,
        "closed": taken.closed,
        "undated": taken.undated,
    }
    say("  " + _("其中认出类别 %(classed)s 件，认出地点 %(placed)s 件，直接办结 %(closed)s 件。") % more)
    if taken.undated:
        say("  " + _("有 %(undated)s 件没有时间，提出时间记为现在。") % more)
    if taken.refused_at:
        say("  " + _("收不下的行和原因在 %(path)s，改好可以再导入。") % {"path": taken.refused_at})


def _given(pairs: list[str]) -> dict[str, str]:
    from linli.kernel.standards.hotline_sheets import Field

    found: dict[str, str] = {}
    for pair in (part for text in pairs for part in text.split(",")):
        name, _sign, column = (part.strip() for part in pair.partition("="))
        if name not in list(Field) or not column:
            raise Trouble(
                _("--map 要写成 字段=列名。字段有：%(fields)s")
                % {"fields": " ".join(field.value for field in Field)}
            )
        found[name] = column
    return found


def _office(wanted: str):  # type: ignore[no-untyped-def]
    from linli.base.orgs import queries

    offices = list(queries.offices())
    chosen = [o for o in offices if wanted in (o.code, o.name, o.short_name)] if wanted else offices
    if len(chosen) == 1:
        return chosen[0]
    if not offices:
        raise Trouble(_("这套安装还没有街道。先运行 linli demo 或 linli createuser --office。"))
    names = "、".join(office.name for office in offices[:20])
    raise Trouble(_("请用 --office 写清是哪个街道（编码或名称）。有的是：%(names)s") % {"names": names})
