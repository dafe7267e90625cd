"""A small question before a door shuts: when much is sent from one address, who is not logged in says what a machine of
no great effort does not.

In words, to be answered with a number: no picture, no slider, no script, no other company. The question belongs to the key
of the form, so an answer serves one filing and nothing is kept. It slows whoever sends by the hundred without looking; it
does not stop somebody who writes a program for it, whom the door itself stops soon after. `LINLI_ASK_AFTER` is LOCAL.
"""

from __future__ import annotations

import unicodedata
import uuid
from typing import Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.people.vault import fingerprint

_WORDS: Final = {
    2: gettext_lazy("二"),
    3: gettext_lazy("三"),
    4: gettext_lazy("四"),
    5: gettext_lazy("五"),
    6: gettext_lazy("六"),
    7: gettext_lazy("七"),
    8: gettext_lazy("八"),
    9: gettext_lazy("九"),
}
#: People who are asked in characters answer in characters.
_ONES: Final = "零一二三四五六七八九"
_CHARACTERS: Final = [*_ONES, "十", *(f"十{one}" for one in _ONES[1:])]


class ProofForm(forms.Form):
    """One sum in words."""

    proof = forms.CharField(
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, key: uuid.UUID, given: str) -> None:
        super().__init__({"proof": given})
        question, self._answer = question_of(key)
        self.fields["proof"].label = question
        self.fields["proof"].help_text = _("刚才从您这个网络发来的很多。答对这一题就照常发出，您写的都在。")

    def clean_proof(self) -> str:
        """Compare the answer, written in digits or in characters."""
        given: str = self.cleaned_data["proof"]
        if number_of(given) != self._answer:
            raise forms.ValidationError(_("不是这个数，请再算一下。") if given else _("请写一个数字。"))
        return given


def is_asked(count: int, *, is_known: bool) -> bool:
    """Return whether this filing, the `count`-th from its address lately, comes with a question."""
    most: int = settings.UPKEEP.ask_after
    return bool(most) and count > most and not is_known


def question_of(key: uuid.UUID) -> tuple[str, int]:
    """Return the question of a form, and its answer."""
    digest = fingerprint(str(key), "filing-question")
    one, other = 2 + digest[0] % 8, 2 + digest[1] % 8
    if digest[2] % 2:
        more, less = max(one, other), min(one, other)
        return _("%(one)s减%(other)s等于几？") % {"one": _WORDS[more], "other": _WORDS[less]}, more - less
    return _("%(one)s加%(other)s等于几？") % {"one": _WORDS[one], "other": _WORDS[other]}, one + other


def number_of(words: str) -> int | None:
    """Return the number somebody wrote: 7, ７, 七."""
    text = unicodedata.normalize("NFKC", words).strip()
    if text in _CHARACTERS:
        return _CHARACTERS.index(text)
    return int(text) if text.isascii() and text.isdigit() else None
