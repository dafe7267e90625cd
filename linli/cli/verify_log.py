"""`linli verify-log`: prove that no step of any case was changed, removed or slipped in."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from concurrent.futures import as_completed
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cli._console import problem, step
from linli.cli._world import require_migrated, world
from linli.config import processes

if TYPE_CHECKING:
    from linli.base.flow.verify import Flaw

PART = 5_000
"""Cases a process proves at a time."""

SUMMARY = "prove that the log of every case is whole 校验办理记录"

#: What `flow.verify` calls a flaw → words.
WORDS = {
    "gap": gettext_lazy("步骤序号不连续"),
    "chain": gettext_lazy("与上一步对不上"),
    "state": gettext_lazy("不是从上一步到的状态出发"),
    "hash": gettext_lazy("内容与校验值不符"),
    "words": gettext_lazy("文字与校验值不符"),
    "words missing": gettext_lazy("文字丢失"),
    "files": gettext_lazy("附件与记录不符"),
    "case": gettext_lazy("案件现状与最后一步不符"),
    "open": gettext_lazy("办结没办结，与所处状态不符"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)"
    )
    parser.add_argument("--most", type=int, default=50, help="how many flaws to list (default 50)")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world(quiet=True):
        require_migrated()
        return verify(most=options.most, workers=options.workers)


def verify(*, most: int = 50, workers: int = 1) -> int:
    """Prove every case; return 1 when something does not hold."""
    from linli.base.flow.models import Case
    from linli.base.flow.verify import verify_log

    with step(_("校验办理记录")) as current:
        total = Case.objects.count()
        if workers > 1 and total > PART:
            flaws = _in_parallel(total, workers, current.progress)
        else:
            flaws = verify_log(progress=current.progress)
        current.note(_("%(cases)s 件，%(flaws)s 处不符") % {"cases": total, "flaws": len(flaws)})
    for flaw in flaws[:most]:
        problem(
            _("%(number)s 第 %(seq)s 步：%(what)s")
            % {"number": flaw.number, "seq": flaw.seq, "what": WORDS.get(flaw.what, flaw.what)}
        )
    if len(flaws) > most:
        problem(_("还有 %(count)s 处没有列出。") % {"count": len(flaws) - most})
    return 1 if flaws else 0


def _in_parallel(total: int, workers: int, progress: Callable[[int, int], None]) -> list[Flaw]:
    """Prove parts of the cases in several processes at once."""
    from django.db import connections
    from django.db.models import Max

    from linli.base.flow.models import Case

    last = Case.objects.aggregate(n=Max("id"))["n"] or 0
    connections.close_all()
    flaws: list[Flaw] = []
    with processes.pool(workers) as pool:
        parts = [pool.submit(_part, after, after + PART) for after in range(0, last, PART)]
        for done, part in enumerate(as_completed(parts), 1):
            flaws += part.result()
            progress(min(done * PART, total), total)
    return sorted(flaws, key=lambda flaw: (flaw.number, flaw.seq))


def _part(after: int, upto: int) -> list[Flaw]:
    from linli.base.flow.verify import verify_log

    return verify_log(after=after, upto=upto)
