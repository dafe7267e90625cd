"""`linli triage evaluate FILE`: how well the words of any sheet tell its labels, by texts that were not learned from."""

import argparse
import json
import unicodedata

from django.utils.translation import gettext as _

from linli.cli._console import say, step
from linli.cli._triage_sheet import add_sheet_options, read_rows
from linli.cli._world import Trouble

SUMMARY = "measure how well categories are told on a labelled sheet 评测分类"
MOST_LABELS = 2000


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    add_sheet_options(parser)
    parser.add_argument("--label", required=True, metavar="COL", help="column with the right category")
    parser.add_argument(
        "--folds", type=int, default=5, metavar="N", help="parts to test in turn (default: 5)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another way to part (default: 0)")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    from linli.base.language import measuring
    from linli.base.language.learning import TooFewLabels

    if options.folds < 2:
        raise Trouble(_("--folds 至少是 2。"))
    rows = read_rows(options, label=options.label)
    kinds = len(set(rows.labels))
    if not rows.texts:
        raise Trouble(_("没有一行既有内容又有类别，没法评测。"))
    if kinds > MOST_LABELS:
        raise Trouble(
            _("“%(column)s”有 %(kinds)s 种不同的值，不像类别。") % {"column": options.label, "kinds": kinds}
        )
    if len(rows.texts) < options.folds:
        raise Trouble(
            _("只有 %(count)s 行，分不成 %(folds)s 份。") % {"count": len(rows.texts), "folds": options.folds}
        )
    title = _("评测：%(kinds)s 类，%(folds)s 份轮流") % {"kinds": kinds, "folds": options.folds}
    try:
        with step(title) as current:
            figures = measuring.evaluate(
                rows.texts, rows.labels, folds=options.folds, seed=options.seed, progress=current.progress
            )
    except TooFewLabels as refusal:
        raise Trouble(
            _("类别太少：至少要有两类，每类至少两行，才能评测。现有：%(labels)s")
            % {"labels": "、".join(sorted(set(rows.labels))[:20])}
        ) from refusal
    _print(figures)
    if options.json:
        say(json.dumps(dict(measuring.as_line(figures))))
    return 0


def _print(figures) -> None:  # type: ignore[no-untyped-def]
    if figures.repeats:
        say("  " + _("%(count)s 行与别的行几乎一样，始终放在同一份里。") % {"count": figures.repeats})
    say()
    rows = [
        (_("宏平均 F1"), f"{figures.macro_f1:.4f}"),
        (_("正确率"), f"{figures.accuracy:.4f}"),
        (_("前三个里有"), f"{figures.top3_accuracy:.4f}"),
        (_("校准误差（十等分）"), f"{figures.calibration_error:.4f}"),
        (_("最有把握的 80% 的正确率"), f"{figures.accuracy_at_80_coverage:.4f}"),
        (_("自行选定门槛后提议的比例"), f"{figures.proposed:.4f}"),
        (_("提议的正确率"), f"{figures.proposed_right:.4f}"),
        (_("成批时每秒件数"), f"{figures.messages_per_second:.0f}"),
        (_("单独一件（毫秒）"), f"{figures.ms_for_one:.2f}"),
    ]
    for name, value in rows:
        say(f"  {_wide(name, 30)} {value:>8}")
    say()
    say(
        f"  {_wide(_('类别'), 24)} {_left(_('件数'), 6)} {_left(_('查准'), 8)} {_left(_('查全'), 8)} {'F1':>7}"
    )
    for one in sorted(figures.labels, key=lambda one: -one.count):
        say(
            f"  {_wide(one.label, 24)} {one.count:>6} {one.precision:>8.3f} {one.recall:>8.3f} {one.f1:>7.3f}"
        )
    say()
    say("  " + _("弃权曲线：只答最有把握的一部分时"))
    for share, right, least in figures.curve:
        say(f"    {share:>5.0%}  {_('正确率')} {right:.4f}  {_('把握不低于')} {least:.3f}")
    say("  " + _("校准：说有几成把握，实际对几成"))
    for said, was, count in figures.curve_of_confidence:
        say(f"    {said:.3f} → {was:.3f}  ({count})")
    if figures.confusions:
        say("  " + _("最常见的错"))
        for wanted, told, times in figures.confusions:
            line = _("应为“%(wanted)s”，认作“%(told)s”：%(times)s 次")
            say("    " + line % {"wanted": wanted, "told": told, "times": times})


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _wide(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))


def _left(text: str, width: int) -> str:
    return " " * max(0, width - _width(text)) + text
