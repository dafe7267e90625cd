"""`linli import items FILE`: take service items in from a table or JSON; `first-day` are those that Linli brings."""

import argparse
import json

from django.utils.translation import gettext as _

from linli.cli._console import say
from linli.cli._world import Trouble

FIRST_DAY = "first-day"


def take_in(options: argparse.Namespace, office) -> int:  # type: ignore[no-untyped-def]
    """Take the items in and say what became of each that was refused; 0 also then, because the rest is in."""
    from linli.base.people.actors import SYSTEM
    from linli.faces.parts.refusals import words_of
    from linli.kernel import clock
    from linli.kernel.refusals import Refusal
    from linli.pillars.service.catalog import operations

    try:
        if str(options.file) == FIRST_DAY:
            items = operations.first_day()
        else:
            items = operations.items_of_file(options.file)
        taken = operations.import_items(
            actor=SYSTEM,
            at=clock.now(),
            office=office,
            items=items,
            publish=options.publish,
            is_dry=options.dry_run,
        )
    except Refusal as refusal:
        raise Trouble(words_of(refusal)) from refusal
    for row in taken:
        name = _("第 %(row)s 行 %(code)s") % {"row": row.row, "code": row.code}
        for why in (*((row.refusal,) if row.refusal else ()), *row.unfit):
            say(f"  {name}：{words_of(why)}")
    kinds = {what: sum(t.what == what for t in taken) for what in ("new", "changed", "same", "refused")}
    kinds["published"] = sum(t.is_published for t in taken)
    if options.dry_run:
        say("  " + _("试运行，什么都没有改。"))
    words = _(
        "新的 %(new)s 项，改了 %(changed)s 项，没变 %(same)s 项，收不下 %(refused)s 行；发布 %(published)s 项。"
    )
    say("  " + words % kinds)
    if options.json:
        say(json.dumps(kinds))
    return 0
