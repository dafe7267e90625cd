"""`linli triage explain "text"`: what is made of one message, and the words that speak for it."""

import argparse
import json

from django.utils.translation import gettext as _

from linli.cli._console import say
from linli.cli._triage_reader import reader
from linli.cli._world import Trouble

SUMMARY = "say what one text is taken for, and why 解释一句话"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("text", metavar="TEXT", help="what somebody wrote")
    parser.add_argument(
        "--office", default="", help="code or name of the subdistrict (default: the only one)"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.text.strip():
        raise Trouble(_("没有内容。"))
    with reader(options.office) as read:
        found = read.one(options.text)
    say("  " + read.said_of_source())
    for n, guess in enumerate(found.guesses):
        sign = ("✓" if found.is_sure else "?") if n == 0 else " "
        say(f"{sign} {guess.name}（{guess.code}） {guess.confidence:.0%}  {'、'.join(guess.words)}")
    if not found.is_sure:
        say("  " + _("把握不够：请人来定。"))
    say(
        "  "
        + _("性质：%(nature)s（%(words)s）")
        % {"nature": found.nature, "words": "、".join(found.nature_words)}
    )
    if found.urgent:
        say("! " + _("不能等：%(words)s") % {"words": found.urgent})
    if found.place:
        say("  " + _("地点：%(place)s %(grid)s") % {"place": found.place, "grid": found.grid})
    say("  " + _("公开时：%(text)s") % {"text": found.redacted})
    if options.json:
        say(json.dumps(found.as_json(), ensure_ascii=False))
    return 0
