"""What an entry of the purpose register says, and the grounds there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Basis(StrEnum):
    """The ground on which a field may be kept at all."""

    DUTY = "duty"
    CONSENT = "consent"
    STAFF = "staff"
    SECURITY = "security"


BASIS_WORDS: Final[dict[Basis, Words]] = {
    Basis.DUTY: _("履行法定职责（个人信息保护法第十三条第三项、第三十四条）"),
    Basis.CONSENT: _("您同意（个人信息保护法第十三条第一项），可以随时撤回"),
    Basis.STAFF: _("单位人事管理（个人信息保护法第十三条第二项）"),
    Basis.SECURITY: _("网络安全法要求的日志（第二十一条）"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One purpose. `fields` are "app.Model.field"; `kept` says until when; `sees` says who reads it in full."""

    fields: tuple[str, ...]
    label: Words
    purpose: Words
    basis: Basis
    kept: Words
    sees: Words
    is_sealed: bool = False
