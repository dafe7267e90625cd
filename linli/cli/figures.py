"""`linli figures`: what the articles tell of themselves, counted from this installation's records."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from linli.cli._console import problem, say
from linli.cli._world import require_migrated, world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linli.insight.cited import KindCount, Reading

SUMMARY = "count from records what a subdistrict tells of itself 数说街道"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--office", default="", help="only this subdistrict, by its code (default: all)")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def execute(options: argparse.Namespace) -> int:
    """Run the command. One query a figure, one for the kinds of cases."""
    with world(quiet=True):
        require_migrated()
        from linli.base.orgs import queries as orgs
        from linli.insight import cited
        from linli.kernel import clock

        office = None
        if options.office:
            office = orgs.offices().filter(code=options.office).first()
            if office is None:
                problem(_("没有编码是 %(code)s 的街道。") % {"code": options.office})
                return 1
        readings = cited.read_all(cited.CITED.values(), clock.now(), office)
        kinds = cited.kinds(office)
        _print(readings, kinds)
        if options.json:
            say(json.dumps(as_json(readings, kinds), ensure_ascii=False))
    return 0


def as_json(readings: Sequence[Reading], kinds: Sequence[KindCount]) -> dict[str, Any]:
    """Give figures and kinds as other programs read them; a share without rows has the value null."""
    return {
        "figures": [
            {
                "code": one.figure.code,
                "label": str(one.figure.label),
                "value": one.value,
                "unit": one.unit,
                "formula": str(one.figure.formula),
                "above": one.above,
                "below": one.below,
                "practices": list(one.figure.practice),
            }
            for one in readings
        ],
        "kinds": [{"kind": one.kind, "count": one.count, "open": one.open} for one in kinds],
    }


def _print(readings: Sequence[Reading], kinds: Sequence[KindCount]) -> None:
    from linli.insight.cited.uncounted import UNCOUNTED

    for one in readings:
        value = "—" if one.value is None else f"{one.value:,}"
        parts = f"　{one.above:,} / {one.below:,}" if one.figure.unit == "percent" else ""
        say(f"{one.figure.label}　{value} {one.unit}{parts}　{one.figure.formula}")
    say("")
    say(_("文章里还有这些数，这里数不出来："))
    for missing in UNCOUNTED:
        say(f"{missing.what}　{missing.why}")
    say("")
    for kind in kinds:
        say(f"{kind.kind}　{kind.count:,}　" + _("在办 %(n)s") % {"n": f"{kind.open:,}"})
