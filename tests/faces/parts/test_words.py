"""Words that pages share."""

from __future__ import annotations

from django.utils.translation import override

from linli.faces.parts import words


def test_things_are_listed_as_the_readers_language_does() -> None:
    with override("zh-hans"):
        assert words.listed(["周一", "周四"]) == "周一、周四"
    with override("en"):
        assert words.listed(["Monday", "Thursday"]) == "Monday, Thursday"
        assert words.listed([]) == ""
