"""`linli turn-keys`: seal everything personal anew under the first key of the ring, so that the old ones may go."""

import argparse

from django.utils.translation import gettext as _

from linli.cli._console import problem, say, step
from linli.cli._world import require_migrated, world

SUMMARY = "seal everything personal anew under the current key 更换密钥"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world(quiet=True):
        require_migrated()
        return turn()


def turn() -> int:
    """Seal everything anew; return 1 when something does not open."""
    from linli.base.people import operations, vault
    from linli.base.people.actors import SYSTEM
    from linli.kernel import clock

    with step(_("用密钥 %(key)s 重新加密") % {"key": vault.current_key_id()}) as current:
        turned = operations.turn_keys(
            actor=SYSTEM, at=clock.now(), progress=lambda label, done: current.progress(done, words=label)
        )
        current.note(
            _("看了 %(rows)s 行，重新加密 %(values)s 处")
            % {"rows": turned.looked_at, "values": turned.sealed_anew}
        )
    for column in turned.broken:
        problem(_("%(column)s 里有打不开的内容：旧密钥先留着。") % {"column": column})
    if not turned.broken:
        say(_("都打得开。旧密钥可以从密钥串里拿掉了，备份要留着它才能恢复。"))
    return 1 if turned.broken else 0
