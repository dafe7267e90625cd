"""The ballot of an election: one question after the other, each to agree to, to be against, or to abstain from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.pillars.governance.estates.queries import VoteLine

CHOICES: Final = (
    (0, pgettext_lazy("票", "同意")),
    (1, pgettext_lazy("票", "不同意")),
    (2, pgettext_lazy("票", "弃权")),
)
"""In the order in which every question of an election has its options."""
UNREAD: Final = (3, _("看不清，废票"))
"""What only who reads a paper can say."""


OPTIONS: Final = {
    "同意": CHOICES[0][1],
    "不同意": CHOICES[1][1],
    "弃权": CHOICES[2][1],
    "废票": pgettext_lazy("票", "废票"),
}


def option(words: str) -> object:
    """Give an answer in the reader's language, where it is one of the office's own four."""
    return OPTIONS.get(words, words)


def answers(tallies: Sequence[tuple[str, int, int]]) -> list[tuple[object, int]]:
    """Give how many gave each answer, in the reader's language; nothing before the count."""
    return [(option(words), heads) for words, heads, _area in tallies]


class BallotForm(forms.Form):
    """A choice for each question that is open."""

    def __init__(self, *args: Any, votes: Sequence[VoteLine], is_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = (*CHOICES, UNREAD) if is_paper else CHOICES
        self._votes = {f"vote{one.pk}": one.pk for one in votes}
        for one in votes:
            self.fields[f"vote{one.pk}"] = forms.TypedChoiceField(
                label=one.about,
                help_text=f"{one.candidate.building} {one.candidate.words}".strip() if one.candidate else "",
                choices=[(str(n), word) for n, word in choices],
                coerce=int,
                widget=forms.RadioSelect(attrs={"data-candidate": ""} if one.candidate else {}),
            )

    def choices(self) -> dict[int, int]:
        """Give what was chosen, by question."""
        return {pk: self.cleaned_data[name] for name, pk in self._votes.items()}
