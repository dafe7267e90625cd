"""What is asked about a form: where it comes from, which time it speaks of, what a heading means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.insight.forms.rules.period import Period, said_in
from linli.insight.forms.rules.wanting import KEPT_OPEN
from linli.insight.forms.sources import REGISTERS
from linli.insight.forms.sources.table import GROUPS

PACKED, OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
"""How the files of an office suite begin, those of today and the old ones, of which it is said how to save them anew."""


class PeriodField(forms.CharField):
    """A time in words, as titles write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("统计哪段时间"))
        kwargs.setdefault("help_text", _("比如“2026年11月”“2026年第三季度”“2026年”。空着就看表名里写的"))
        super().__init__(required=False, max_length=60, **kwargs)

    def clean(self, value: Any) -> Period | None:
        words = super().clean(value)
        if not words:
            return None
        found = said_in(words)
        if found is None:
            raise forms.ValidationError(_("没看懂，请照“2026年11月”这样写"))
        return found


class TakeInForm(forms.Form):
    """A form as it comes in."""

    file = forms.FileField(
        label=_("部门发来的表"), help_text=_("Excel（.xlsx）或 Word（.docx），原样传上来，不用改")
    )
    asked_by = WordsField(label=_("谁要的"), most=60, help_text=_("比如“区民政局”"))
    due_date = DayField(label=_("哪天前要"), required=False)
    ground = forms.ModelChoiceField(label=_("填哪个片区的"), queryset=Unit.objects.none(), empty_label=None)
    period = PeriodField()
    key = KeyField()

    def clean_file(self) -> UploadedFile[bytes]:
        """Take what may be a sheet or a paper; of a photo or a PDF say at once that it is neither."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        head = file.read(len(OLD_OFFICE))
        file.seek(0)
        if not head.startswith((PACKED, OLD_OFFICE)):
            raise forms.ValidationError(_("这里只收表：Excel（.xlsx）或 Word（.docx）。"))
        return file

    def __init__(self, *args: Any, grounds: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].queryset = Unit.objects.filter(pk__in=[u.pk for u in grounds])  # type: ignore[attr-defined]


class RefillForm(forms.Form):
    """Another time for the same form."""

    period = PeriodField()


def meanings(registers: Iterable[str]) -> list[tuple[Any, Any]]:
    """List what a heading can mean: figures by group, columns of the registers at hand, registers for a row."""
    found: list[tuple[Any, Any]] = [("", _("照原来认的")), (KEPT_OPEN, _("不填，留空"))]
    found += [(title, [(one.code, one.label) for one in many]) for title, many in GROUPS]
    held = [REGISTERS[code] for code in dict.fromkeys(registers) if code in REGISTERS]
    found += [(one.label, list(one.columns.items())) for one in held]
    found.append((_("一行是什么"), [(f"%{code}", one.label) for code, one in REGISTERS.items()]))
    return found


class MeaningForm(forms.Form):
    """What a heading means."""

    heading = forms.ChoiceField(label=_("哪一项"))
    to = forms.ChoiceField(label=_("是什么"), required=False)

    def __init__(
        self, *args: Any, keys: Iterable[tuple[str, str]], registers: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].choices = list(keys)  # type: ignore[attr-defined]
        self.fields["to"].choices = meanings(registers)  # type: ignore[attr-defined]

    def said(self) -> tuple[str, str]:
        """Give the key of the heading and what it means."""
        key, to = self.cleaned_data["heading"], self.cleaned_data["to"]
        if key.startswith("%"):
            return key, to.removeprefix("%")
        known = {code for _title, many in GROUPS for code in (one.code for one in many)}
        return key, f"figure:{to}" if key.startswith("@") and to in known else to
