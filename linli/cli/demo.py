"""`linli demo`: tell the demo subdistrict's story into an empty database."""

import argparse

from django.utils.translation import gettext as _

from linli.cli._console import step
from linli.cli._world import hush, require_migrated, world

SUMMARY = "tell the demo subdistrict's story 讲述演示街道的故事"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--days", type=int, default=30, help="how many days up to today (default 30)")
    parser.add_argument(
        "--scale",
        choices=("small", "hall", "subdistrict"),
        default="small",
        help="how much goes on: hall is the small town with the hall of a subdistrict",
    )


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world():
        require_migrated()
        tell(days=options.days, scale=options.scale)
    return 0


def tell(*, days: int, scale: str) -> None:
    """Tell the story; telling it again changes nothing."""
    from linli.demo import story

    hush()
    with step(_("讲述演示街道的故事")) as current:
        story.tell(days=days, scale=scale, progress=current.progress)
    _gather_topics()


def _gather_topics() -> None:
    """Gather what boils in the story at once: whoever opens the board need not wait for the job."""
    from linli.base.orgs import queries as orgs
    from linli.insight.topics import gathering
    from linli.kernel import clock

    for office in orgs.offices():
        if gathering.is_stale(office):
            with step(_("归拢热点话题")) as current:
                found = gathering.gather(office=office, at=clock.now(), progress=current.progress)
                current.note(_("%(count)s 个话题") % {"count": found})


def is_missing() -> bool:
    """Return whether to tell the story unasked: nothing is there yet, or it was broken off."""
    from linli.base.orgs.models import Unit
    from linli.demo.models import Telling

    telling = Telling.objects.first()
    return not telling.is_done if telling else not Unit.objects.exists()
