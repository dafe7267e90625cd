"""`linli triage train`: learn now what is learned every night, and say what became of it."""

import argparse
import json

from django.utils.translation import gettext as _

from linli.cli._console import say, step
from linli.cli._world import Trouble, require_migrated, world

SUMMARY = "learn from the office's own closed cases, now 用办结的诉求学习"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--office", default="", help="code or name of the subdistrict (default: all)")
    parser.add_argument(
        "--subject", default="", help="what to learn, such as governance.report.category (default: all)"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    from linli.base.language import learnable, operations
    from linli.base.orgs import queries as orgs
    from linli.base.people.actors import SYSTEM
    from linli.kernel import clock

    with world(quiet=True):
        require_migrated()
        wanted, told = options.office, []
        offices = [o for o in orgs.offices() if not wanted or wanted in (o.code, o.name, o.short_name)]
        if not offices:
            raise Trouble(_("没有这个街道，或者这套安装还没有街道。"))
        subjects = [s for s in learnable.subjects() if options.subject in ("", s.name)]
        if not subjects:
            names = " ".join(s.name for s in learnable.subjects())
            raise Trouble(_("没有这一项可学。有的是：%(names)s") % {"names": names})
        for office in offices:
            for subject in subjects:
                title = _("%(office)s：%(subject)s") % {"office": office.name, "subject": subject.title}
                with step(title) as current:
                    made = operations.learn_subject(
                        actor=SYSTEM,
                        at=clock.now(),
                        subject=subject,
                        office=office,
                        progress=current.progress,
                    )
                    current.note(_outcome(made))
                told.append(
                    {
                        "office": office.code,
                        "subject": subject.name,
                        "version": made.version if made else None,
                        "kept": bool(made and made.is_current),
                        "examples": made.examples if made else None,
                        "figures": made.figures if made else None,
                    }
                )
    if options.json:
        say(json.dumps(told, ensure_ascii=False))
    return 0


def _outcome(made) -> str:  # type: ignore[no-untyped-def]
    from linli.base.language.operations import LEAST_EXAMPLES

    if made is None:
        return _("办结的不到 %(count)s 件，或只有一类，先不学") % {"count": LEAST_EXAMPLES}
    before = made.figures.get("before") or {}
    told = {
        "version": made.version,
        "count": made.examples,
        "f1": made.figures["macro_f1"],
        "was": before.get("macro_f1", "–"),
        "outcome": made.get_outcome_display(),
    }
    return _("第 %(version)s 版，%(count)s 件，新近的宏平均 F1 %(f1)s（原来 %(was)s）：%(outcome)s") % told
