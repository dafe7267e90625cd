"""What people read about what is learned."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.language.operations import NoSuchVersion

REFUSALS = {NoSuchVersion: (404, _("没有第 %(version)s 版，或者它没有留下来，用不了"))}
