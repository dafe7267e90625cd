"""Style sheets and scripts: collected and compressed once for each state of their sources."""

import hashlib
import io

from django.utils.translation import gettext as _

from linli import __version__
from linli.cli._console import step


def publish() -> None:
    """Collect and compress static files into `LINLI_DATA_DIR/static` when they changed."""
    from django.conf import settings
    from django.core.management import call_command

    wanted = _fingerprint()
    mark = settings.STATIC_ROOT / ".fingerprint"
    if mark.is_file() and mark.read_text() == wanted:
        return
    with step(_("整理样式和脚本")) as current:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        output = io.StringIO()
        call_command(
            "collectstatic",
            interactive=False,
            verbosity=0,
            clear=True,
            # Our own bundles carry htmx.
            ignore_patterns=["django_htmx"],
            stdout=output,
        )
        mark.write_text(wanted)
        count = sum(path.is_file() for path in settings.STATIC_ROOT.rglob("*"))
        current.note(_("%(count)s 个文件") % {"count": count})


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = (storage.path(path), storage.size(path), storage.get_modified_time(path).timestamp())
            digest.update(repr(stat).encode())
    return digest.hexdigest()
