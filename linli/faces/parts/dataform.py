"""A form that is data (`catalog.rules.form`), on a page: its widgets, its conditions, its errors in words, its answers.

Every field that the situation may come to ask stands on the page. One that hangs on an answer in the form says so, and
with a script shows only when the answer is given; what was not asked is dropped where it is read, whatever came for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.faces.parts.inputs import plain
from linli.faces.parts.words import in_language
from linli.pillars.service.catalog.rules import form as forming
from linli.pillars.service.catalog.rules.form import Filled, Possible, Wrong
from linli.pillars.service.catalog.rules.item import FieldKind, FormField, Item, Line, Question
from linli.pillars.service.catalog.rules.situations import AND
from linli.pillars.service.catalog.texts import WRONG

PREFIX: Final = "f-"
"""Before the code of a field where a page names it, so that no code of an office's own meets a name of ours."""

_MODES: Final = {
    FieldKind.NUMBER: "numeric",
    FieldKind.MONEY: "decimal",
    FieldKind.PHONE: "tel",
    FieldKind.BANK_CARD: "numeric",
    FieldKind.DAY: "numeric",
}


def said(line: Line) -> str:
    """Give a line in the reader's language."""
    return in_language(line.zh, line.en)


def choices_of(field: FormField | Question) -> list[tuple[str, str]]:
    """List the answers a field or a question takes, with their words; nothing for one that is written in."""
    is_plain = field.kind is FieldKind.YES_NO if isinstance(field, FormField) else not field.choices
    if is_plain:
        return [("yes", _("是")), ("no", _("否"))]
    return [(choice.code, said(choice.words)) for choice in field.choices]


def answer_of(field: FormField, value: str) -> str:
    """Say in words what is kept of an answer."""
    words = dict(choices_of(field))
    return "、".join(words.get(part, part) for part in value.split(AND)) if words else value


def given_in(item: Item, post: QueryDict) -> dict[str, str]:
    """Take from a sent page what it says to the fields of an item, and nothing else."""
    return {f.code: plain(AND.join(post.getlist(PREFIX + f.code))) for f in item.form}


def name_of(code: str) -> str:
    """Return how a page names a field."""
    return PREFIX + code


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as it stands on the page: `when` for the script, `only` in words for everybody, `note` where it came from."""

    bound: BoundField
    when: str = ""
    only: str = ""
    note: str = ""


class DataForm(forms.Form):
    """The fields that a situation may ask, as widgets. What is right is the item's data to say, told by `tell`."""

    use_required_attribute = False

    def __init__(
        self,
        item: Item,
        situation: Mapping[str, str],
        given: Mapping[str, str],
        *,
        notes: Mapping[str, str] | None = None,
        is_whole: bool = False,
    ) -> None:
        """Take the fields that `situation` may ask; `is_whole`: of every situation, for whoever writes the form."""
        self.item = item
        self.possible = forming.possible_fields(item, situation)
        if is_whole:
            self.possible = tuple(Possible(field, field.when) for field in item.form)
        self.notes = notes or {}
        data = QueryDict(mutable=True)
        for one in self.possible:
            field, value = one.field, given.get(one.field.code, "")
            data.setlist(name_of(field.code), value.split(AND) if field.kind is FieldKind.MANY else [value])
        super().__init__(data)
        for one in self.possible:
            self.fields[name_of(one.field.code)] = _field(one.field)
        # What is wrong is told by the data, with everything else that is wrong; nothing is checked twice.
        self.cleaned_data = {}
        self._errors = forms.utils.ErrorDict()

    def tell(self, filled: Filled) -> None:
        """Put what is wrong beside its field."""
        for code, wrong in filled.wrong.items():
            field = self.fields[name_of(code)]
            many = isinstance(field.widget, forms.CheckboxSelectMultiple)
            if wrong is Wrong.MISSING and many:
                self.add_error(name_of(code), _("请至少选一个。"))
            elif wrong is Wrong.MISSING and isinstance(field.widget, forms.RadioSelect):
                self.add_error(name_of(code), str(WRONG[Wrong.NO_CHOICE]))
            else:
                self.add_error(name_of(code), str(WRONG[wrong]))

    def shown(self) -> Iterator[Shown]:
        """Give each field with its condition and where its value came from."""
        before: dict[str, FormField | Question] = {q.code: q for q in self.item.questions}
        before |= {one.field.code: one.field for one in self.possible}
        for one in self.possible:
            code = one.field.code
            yield Shown(self[name_of(code)], _when(one), _only(one, before), self.notes.get(code, ""))


def _field(field: FormField) -> forms.Field:
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
    if field.kind is FieldKind.MANY:
        widget = forms.CheckboxSelectMultiple(choices=choices_of(field))
    elif choices := choices_of(field):
        widget = forms.RadioSelect(choices=choices)
    elif field.kind is FieldKind.LONG:
        widget = forms.Textarea(attrs={"rows": 3})
    elif field.kind is FieldKind.PLACE:
        widget = forms.TextInput(attrs={"autocomplete": "street-address"})
    elif mode := _MODES.get(field.kind):
        example = {"placeholder": "1949-10-01"} if field.kind is FieldKind.DAY else {}
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", **example})
    return forms.CharField(
        label=said(field.words), help_text=said(field.help), required=field.is_required, widget=widget
    )


def _when(one: Possible) -> str:
    """Write a condition for the script: “f-pays=card/cash f-who=other”."""
    return " ".join(f"{name_of(code)}={'/'.join(wanted)}" for code, wanted in one.when.items())


def _only(one: Possible, before: Mapping[str, FormField | Question]) -> str:
    """Say a condition: “装扶手”选了才填."""
    parts = []
    for code, wanted in one.when.items():
        if code not in before:
            continue
        words = dict(choices_of(before[code]))
        answers = _("或").join(words[answer] for answer in wanted if answer in words)
        parts.append(
            _("“%(question)s”选了“%(answers)s”才填")
            % {"question": said(before[code].words).rstrip("？?"), "answers": answers}
        )
    return "；".join(parts)
