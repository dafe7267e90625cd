"""What was done to carry a decision out, as the desk and residents see it: words, day, photos."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.parts.shapes import Photo
from linli.pillars.governance.deliberation import queries
from linli.pillars.governance.deliberation.models import Duty, Topic
from linli.pillars.governance.deliberation.queries import Work


def duties(topic: Topic, photo_name: str) -> list[tuple[Duty, list[tuple[Work, list[Photo]]]]]:
    """Give the duties of a topic with what was done for each; `photo_name` is the address of a photo. Three queries."""
    number = topic.case.number

    def photo(file: int) -> Photo:
        full, small = (reverse(photo_name, args=[number, file, size]) for size in ("full", "small"))
        return Photo(full, _("照片"), thumb=small)

    return [
        (row.duty, [(work, [photo(file) for file in work.photos]) for work in row.works])
        for row in queries.duties_of(topic)
    ]
