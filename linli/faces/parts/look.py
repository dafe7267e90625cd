"""The reader's choices: language, theme and size of text. They live in cookies, never in an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Theme = Literal["auto", "light", "dark"]
Size = Literal["normal", "large", "largest"]

THEME_COOKIE = "ll_theme"
SIZE_COOKIE = "ll_size"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Look:
    lang: str = "zh-hans"
    theme: Theme = "auto"
    size: Size = "normal"

    @property
    def html_lang(self) -> str:
        """The language as a browser and a screen reader expect it: zh-Hans, en."""
        return "zh-Hans" if self.lang.startswith("zh") else self.lang

    @property
    def is_chinese(self) -> bool:
        return self.lang.startswith("zh")

    @property
    def is_elder(self) -> bool:
        return self.size != "normal"


def look_of(request: HttpRequest | None) -> Look:
    """Return the look a reader has chosen, and the plain one when a cookie is odd."""
    lang = translation.get_language() or settings.LANGUAGE_CODE
    if request is None:
        return Look(lang=lang)
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    size = request.COOKIES.get(SIZE_COOKIE, "normal")
    return Look(
        lang=lang,
        theme=cast(Theme, theme) if theme in get_args(Theme) else "auto",
        size=cast(Size, size) if size in get_args(Size) else "normal",
    )


def keep_look(
    response: HttpResponse, *, lang: str = "", theme: str = "", size: str = "", secure: bool
) -> None:
    """Remember on the reader's machine what was chosen; odd values are left aside."""
    chosen: list[tuple[str, str]] = []
    if lang in dict(settings.LANGUAGES):
        chosen.append((settings.LANGUAGE_COOKIE_NAME, lang))
    if theme in get_args(Theme):
        chosen.append((THEME_COOKIE, theme))
    if size in get_args(Size):
        chosen.append((SIZE_COOKIE, size))
    for name, value in chosen:
        # Not httponly: look.ts changes theme and size at once, without asking the server.
        response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=secure)
