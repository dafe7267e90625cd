"""`linli verify-log`: prove that no step of any case was changed, removed or slipped in."""

import argparse

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cli._console import problem, step
from linli.cli._world import require_migrated, world

SUMMARY = "prove that the log of every case is whole 校验办理记录"

#: What `flow.verify` calls a flaw → words.
WORDS = {
    "gap": gettext_lazy("步骤序号不连续"),
    "chain": gettext_lazy("与上一步对不上"),
    "hash": gettext_lazy("内容与校验值不符"),
    "words": gettext_lazy("文字与校验值不符"),
    "words missing": gettext_lazy("文字丢失"),
    "files": gettext_lazy("附件与记录不符"),
    "case": gettext_lazy("案件现状与最后一步不符"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--most", type=int, default=50, help="how many flaws to list (default 50)")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world(quiet=True):
        require_migrated()
        return verify(most=options.most)


def verify(*, most: int = 50) -> int:
    """Prove every case; return 1 when something does not hold."""
    from linli.base.flow.models import Case
    from linli.base.flow.verify import verify_log

    with step(_("校验办理记录")) as current:
        flaws = verify_log(progress=current.progress)
        current.note(
            _("%(cases)s 件，%(flaws)s 处不符") % {"cases": Case.objects.count(), "flaws": len(flaws)}
        )
    for flaw in flaws[:most]:
        problem(
            _("%(number)s 第 %(seq)s 步：%(what)s")
            % {"number": flaw.number, "seq": flaw.seq, "what": WORDS.get(flaw.what, flaw.what)}
        )
    if len(flaws) > most:
        problem(_("还有 %(count)s 处没有列出。") % {"count": len(flaws) - most})
    return 1 if flaws else 0
