"""What people read about open data that could not be published."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.insight.opendata import operations as op
from linli.insight.opendata.queries import NoSuchSet
from linli.kernel.refusals import Refusal

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchSet: (404, _("没有这份数据，或者没有公开。")),
    op.UnableToPublish: (403, _("公开数据由街道领导决定。")),
    op.UnableToPublishEmpty: (422, _("这份数据里还没有内容。")),
    op.UnableToPublishSoon: (
        422,
        _("同一份数据四周公开一次，免得前后一减就看出是谁。%(day)s 可以再公开。"),
    ),
}
