"""`linli createuser`: make an account and give it a post; the way into a new installation."""

import argparse
import getpass
import sys

from django.utils.translation import gettext as _

from linli.base.orgs.roles import Role, UnitKind
from linli.cli._console import say
from linli.cli._world import Trouble, require_migrated, world

SUMMARY = "make an account and give it a post 建立账号和岗位"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("username", help="what the person logs in by")
    parser.add_argument("--name", default="", help="the person's name (default: the user name)")
    parser.add_argument("--role", choices=[role.value for role in Role], help="the post's role")
    parser.add_argument("--admin", action="store_true", help="the same as --role system_admin")
    parser.add_argument("--unit", default="", help="the unit's code or name (default: the only top unit)")
    parser.add_argument("--office", default="", help="on an empty installation: the name of the subdistrict")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world(quiet=True):
        require_migrated()
        create(options)
    return 0


def create(options: argparse.Namespace) -> None:
    """Make the account and, with a role, its post; both or neither."""
    from django.db import transaction

    from linli.base.people import operations
    from linli.base.people.actors import SYSTEM
    from linli.base.people.texts import REFUSALS
    from linli.kernel import clock
    from linli.kernel.refusals import Refusal

    role = Role.SYSTEM_ADMIN if options.admin else Role(options.role) if options.role else None
    at = clock.now()
    password = _password(from_stdin=options.password_stdin)
    try:
        with transaction.atomic():
            unit = _unit(options.unit, options.office) if role else None
            account = operations.open_account(
                actor=SYSTEM,
                username=options.username,
                name=options.name or options.username,
                password=password,
                at=at,
            )
            if role and unit:
                operations.give_post(actor=SYSTEM, account=account, unit=unit, role=role, at=at)
    except Refusal as refusal:
        words = str(REFUSALS[type(refusal)][1])
        raise Trouble(words % refusal.data if refusal.data else words) from refusal
    say(_("账号 %(username)s 已建立。") % {"username": account.username})
    if not role:
        say(_("它还没有岗位，什么也做不了；岗位在工作台的管理页里给，或者用 --role。"))


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Trouble(_("没有终端可以输入密码，请用 --password-stdin。"))
    first = getpass.getpass(_("密码：") + " ")
    if getpass.getpass(_("再输一遍：") + " ") != first:
        raise Trouble(_("两次输入的密码不一样。"))
    return first


def _unit(wanted: str, office: str):  # type: ignore[no-untyped-def]
    """Return the unit that was named; on an empty installation make the subdistrict."""
    from linli.base.orgs import operations
    from linli.base.orgs.models import Unit

    if not Unit.objects.exists():
        if not office:
            raise Trouble(_("这套安装还没有任何单位，请用 --office 写上街道的名称。"))
        return operations.add_unit(kind=UnitKind.SUBDISTRICT, name=office, parent=None)
    found = list(Unit.objects.filter(code=wanted) | Unit.objects.filter(name=wanted)) if wanted else []
    if not wanted:
        found = list(Unit.objects.filter(kind=UnitKind.SUBDISTRICT)[:2])
    if len(found) != 1:
        raise Trouble(_("请用 --unit 写清楚是哪个单位（编码或全称）。"))
    return found[0]
