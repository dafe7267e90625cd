"""`linli apikey`: issue, list and revoke the keys with which other systems come in."""

import argparse

from django.utils.translation import gettext as _

from linli.cli._console import say
from linli.cli._world import Trouble, require_migrated, world

SUMMARY = "issue, list and revoke keys of other systems 接口密钥"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("do", choices=("issue", "list", "revoke"))
    parser.add_argument(
        "name", nargs="?", default="", help="issue: the system's name; revoke: the key's 8 characters"
    )
    parser.add_argument(
        "--unit", default="", help="code or name of the unit it is for (default: the only subdistrict)"
    )
    parser.add_argument(
        "--may",
        default="file",
        help="what it may do, with commas: file (Open311), read, act, hook (default: file)",
    )
    parser.add_argument("--account", default="", help="user name in whose posts it reads and acts")
    parser.add_argument("--days", type=int, default=365, help="days until it expires (default and most: 365)")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world(quiet=True):
        require_migrated()
        return keep(options)


def keep(options: argparse.Namespace) -> int:
    """Do what was asked and print it; a new key is printed this once."""
    from linli.faces.parts.refusals import words_of
    from linli.kernel.refusals import Refusal

    try:
        match options.do:
            case "issue":
                _issue(options)
            case "list":
                _list(options)
            case _:
                _revoke(options)
    except Refusal as refusal:
        raise Trouble(words_of(refusal)) from refusal
    return 0


def _issue(options: argparse.Namespace) -> None:
    from datetime import timedelta

    from linli.base.people import api_keys
    from linli.base.people.actors import SYSTEM
    from linli.base.people.models import Account
    from linli.kernel import clock

    may = [word.strip() for word in options.may.split(",") if word.strip()]
    known = [ability.value for ability in api_keys.Ability]
    if not options.name or not may or not set(may) <= set(known):
        raise Trouble(_("要写系统的名称，--may 可以是：%(known)s") % {"known": " ".join(known)})
    account = Account.objects.filter(username=options.account).first() if options.account else None
    if options.account and account is None:
        raise Trouble(_("没有这个账号：%(name)s") % {"name": options.account})
    at = clock.now()
    issued = api_keys.issue_key(
        actor=SYSTEM,
        at=at,
        unit=_unit(options.unit),
        name=options.name,
        abilities=may,
        account=account,
        expires_at=at + timedelta(days=min(options.days, 10_000)),
    )
    say(issued.text)
    say(_("请现在记下来，以后看不到了。停用：linli apikey revoke %(prefix)s") % {"prefix": issued.key.prefix})


def _list(options: argparse.Namespace) -> None:
    from linli.base.people import api_keys
    from linli.base.people.actors import SYSTEM

    for key in api_keys.keys_of(actor=SYSTEM, unit=_unit(options.unit)):
        state = _("停用") if key.revoked_at else _("在用")
        used = str(key.last_used_on or "—")
        say("  ".join((key.prefix, state, ",".join(key.abilities), used, str(key.unit), key.name)))


def _revoke(options: argparse.Namespace) -> None:
    from linli.base.people import api_keys
    from linli.base.people.actors import SYSTEM
    from linli.base.people.models import ApiKey
    from linli.kernel import clock

    key = ApiKey.objects.select_related("unit").filter(prefix=options.name).first()
    if key is None:
        raise Trouble(_("没有这个密钥：%(name)s") % {"name": options.name})
    api_keys.revoke_key(actor=SYSTEM, at=clock.now(), key=key)
    say(_("已停用：%(key)s") % {"key": key})


def _unit(wanted: str):  # type: ignore[no-untyped-def]
    from django.db.models import Q

    from linli.base.orgs import queries
    from linli.base.orgs.models import Unit

    rows = Unit.objects.filter(Q(code=wanted) | Q(name=wanted)) if wanted else queries.offices()
    found = list(rows[:2])
    if len(found) != 1:
        raise Trouble(_("请用 --unit 写清楚是哪个单位（编码或全称）。"))
    return found[0]
