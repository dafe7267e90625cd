"""What an application on a page is made of, besides the fields of its form: papers, whom to call, who acts for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.files.rules import FileKind
from linli.base.people.actors import Actor
from linli.faces.parts import dataform
from linli.faces.parts.inputs import KeyField
from linli.faces.resident import uploads
from linli.faces.resident.forms import PhoneField, WordsField
from linli.faces.resident.uploads import PhotosField, Uploads
from linli.pillars.service.applications.queries import OnHand
from linli.pillars.service.catalog.rules import situations
from linli.pillars.service.catalog.rules.item import Item, Known, Material, Need, Way
from linli.pillars.service.catalog.texts import WAYS

MOST_FOR_ONE: Final = 6
FORM: Final = "form"
"""The code of the paper that is the application form itself: filled in here, it is not asked for again."""
WHO, SELF = "who", "self"
"""The question by whom it is done, and the answer of whoever does it themselves."""


def is_for_other(item: Item, situation: Mapping[str, str]) -> bool:
    """Say whether somebody comes for the applicant."""
    return situation.get(WHO, SELF) != SELF


class WishForm(forms.Form):
    """What the form of an item does not ask and an application needs: a telephone, consent, how to get the result."""

    contact_name = WordsField(
        most=40, label=gettext_lazy("申请人姓名"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_phone = PhoneField(
        required=False,
        label=gettext_lazy("联系电话"),
        help_text=gettext_lazy("差什么、办好了，打这个电话告诉您。"),
    )
    agent_name = WordsField(most=40, label=gettext_lazy("代办人姓名"))
    agent_phone = PhoneField(required=False, label=gettext_lazy("代办人电话"))
    agent_basis = forms.ChoiceField(
        label=gettext_lazy("您凭什么代办"),
        widget=forms.RadioSelect,
        choices=(
            ("relative", gettext_lazy("我是家里人，本人托我办")),
            ("guardian", gettext_lazy("我是监护人")),
            ("authorised", gettext_lazy("我不是家里人，本人托我办")),
        ),
        error_messages={"required": gettext_lazy("请选一个。")},
    )
    has_consent = forms.BooleanField(required=False, label=gettext_lazy("本人知道并同意我来代办"))
    delivery = forms.ChoiceField(
        required=False, label=gettext_lazy("办好了怎么给您"), widget=forms.RadioSelect
    )
    wants_visit = forms.BooleanField(
        required=False,
        label=gettext_lazy("走不动、没人带，请上门来办"),
        help_text=gettext_lazy("工作人员先打电话和您约时间，上门收材料、核对原件。"),
    )
    idempotency_key = KeyField()

    use_required_attribute = False

    def __init__(
        self, item: Item, situation: Mapping[str, str], *args: Any, values: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = {f.code for f in item.form if situations.holds(_told(item, f.when), situation)}
        roles = {f.known for f in item.form}
        drop = set()
        if Known.NAME in roles:
            drop.add("contact_name")
        if Known.PHONE in roles or "phone" in asked:
            drop.add("contact_phone")
        if not is_for_other(item, situation):
            drop |= {"agent_name", "agent_phone", "agent_basis", "has_consent"}
        drop |= {code for code in ("agent_name", "agent_phone") if code in asked}
        if Way.DOOR not in item.ways:
            drop.add("wants_visit")
        ways = [way for way in item.result.delivery if way in _DELIVERIES]
        if len(ways) < 2:
            drop.add("delivery")
        for name in drop:
            del self.fields[name]
        if "delivery" in self.fields:
            self.fields["delivery"].choices = [(way.value, WAYS[way]) for way in ways]  # type: ignore[attr-defined]

    def clean_has_consent(self) -> bool:
        """Take nobody's word for another without the other's consent."""
        if not self.cleaned_data["has_consent"]:
            raise forms.ValidationError(
                _("要本人同意才能代办。监护人替被监护人办，勾上就是以监护人的身份同意。")
            )
        return True


_DELIVERIES: Final = (Way.WINDOW, Way.POST, Way.DOOR, Way.ONLINE)


def _told(item: Item, when: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    asked = {question.code for question in item.questions}
    return {code: wanted for code, wanted in when.items() if code in asked}


class _OnePaper(forms.Form):
    """The file field of one paper."""

    def __init__(self, material: Material) -> None:
        super().__init__()
        help_text = dataform.said(material.help) or dataform.said(material.source)
        self.fields[name_of(material)] = PhotosField(
            required=False, label=dataform.said(material.name), help_text=help_text
        )


@dataclass(frozen=True, slots=True)
class Scan:
    """A photo or file of a paper that was handed in."""

    url: str
    thumb: str
    name: str


@dataclass
class PaperRow:
    """A paper of the checklist on the page: its file field and what has arrived for it."""

    material: Material
    uploads: Uploads = field(default_factory=Uploads)
    has_form: bool = False
    is_later: bool = False
    on_hand: OnHand | None = None
    """One that the same person handed in before and that is still good."""
    needs_consent: bool = False
    uses: bool = False

    @property
    def use_name(self) -> str:
        return f"u-{self.material.code}"

    @property
    def is_used(self) -> bool:
        """Whether the one handed in before stands in: what is sent anew wins."""
        return self.uses and not self.uploads.files

    @property
    def bound(self) -> Any:
        return _OnePaper(self.material)[name_of(self.material)]

    @property
    def kept_name(self) -> str:
        return kept_of(self.material)

    @property
    def is_filled_in_here(self) -> bool:
        return self.has_form and self.material.code == FORM

    @property
    def is_here(self) -> bool:
        return bool(self.uploads.files) or self.is_filled_in_here or self.is_used


def name_of(material: Material) -> str:
    """Return how a page names the files of a paper."""
    return f"m-{material.code}"


def kept_of(material: Material) -> str:
    """Return how a page names the files of a paper that have arrived."""
    return f"k-{material.code}"


def paper_rows(
    items: Sequence[Item],
    situation: Mapping[str, str],
    known: Mapping[str, OnHand] | None = None,
    given: Mapping[str, str] | None = None,
) -> list[PaperRow]:
    """List the papers that somebody has to hand in, once for all the items; what the office looks up is not asked for.

    `known` is what they handed in before, `given` what was ticked to be used.
    """
    found: dict[str, PaperRow] = {}
    for item in items:
        own = situations.accepted(item, situation)
        for m in situations.papers(item, own):
            if m.need is Need.SHARED:
                continue
            row = found.setdefault(m.code, PaperRow(m, has_form=bool(item.form), is_later=True))
            row.is_later = row.is_later and m.need is Need.LATER
            if (here := (known or {}).get(m.code)) is not None:
                row.on_hand = here
                row.needs_consent = row.needs_consent or item.group != here.group
                row.uses = (given or {}).get(row.use_name) == str(here.paper_id)
    return list(found.values())


def receive_papers(request: HttpRequest, rows: list[PaperRow], actor: Actor, at: datetime) -> None:
    """Keep what came for each paper the moment it arrives."""
    for row in rows:
        row.uploads = receive_one(request, row.material.code, actor, at)


def receive_one(request: HttpRequest, code: str, actor: Actor, at: datetime) -> Uploads:
    """Keep what came for one paper: photos or files."""
    only: FileKind | None = None
    return uploads.receive(request, actor, at, named=f"m-{code}", kept=f"k-{code}", only=only)


def missing_of(rows: list[PaperRow]) -> list[str]:
    """Name the papers that have not come, those first that cannot come later."""
    return [dataform.said(r.material.name) for r in sorted(rows, key=lambda r: r.is_later) if not r.is_here]


def basis_words(code: str) -> str:
    """Say by what right somebody acts for another."""
    return str(dict(WishForm.base_fields["agent_basis"].choices).get(code, ""))  # type: ignore[attr-defined]


def wish_rows(item: Item, wishes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say the wishes in words, for the page before sending."""
    labels = WishForm.base_fields
    written = ("contact_name", "contact_phone", "agent_name", "agent_phone")
    found = [(str(labels[code].label), str(wishes[code])) for code in written if wishes.get(code)]
    if wishes.get("agent_basis"):
        found.append((_("代办"), basis_words(wishes["agent_basis"])))
    if wishes.get("delivery"):
        found.append((str(labels["delivery"].label), str(WAYS[Way(wishes["delivery"])])))
    if wishes.get("wants_visit"):
        found.append((_("上门"), _("请上门来办")))
    return found
