"""Every pair of colours that carries text or a border, reckoned in both themes (WCAG 2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "web" / "css"

TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface", "sunken")),
    *((ink, ground) for ink in ("ink", "ink-2") for ground in ("chip", "accent-tint", "ok-tint")),
    *((ink, ground) for ink in ("accent", "party", "red-text") for ground in ("paper", "surface")),
    *((ink, f"{ink}-tint") for ink in ("accent", "party", "ok", "ask", "hold")),
    ("accent", "sunken"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-hero", "hero"),
    ("yellow-ink", "yellow"),
    ("red-ink", "red"),
    ("red-text", "red-tint"),
    ("ink", "map-1"),
    ("ink", "map-2"),
]
BORDERS = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("accent", "surface"),
    ("yellow-edge", "surface"),
    ("red", "surface"),
    ("amber", "surface"),
]


def tokens(name):
    text = (CSS / name).read_text(encoding="utf-8")
    return dict(re.findall(r"--ll-([\w-]+):\s*(#[0-9a-f]{6})", text))


LIGHT = tokens("tokens.css")
DARK = LIGHT | tokens("dark.css")


def brightness(colour):
    def channel(part):
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(colour[place : place + 2]) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((brightness(one), brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
class TestColours:
    @pytest.mark.parametrize(("ink", "ground"), TEXT)
    def test_text_can_be_read(self, theme, ink, ground):
        assert contrast(theme[ink], theme[ground]) >= 4.5

    @pytest.mark.parametrize(("line", "ground"), BORDERS)
    def test_borders_can_be_seen(self, theme, line, ground):
        if (line, ground) == ("amber", "surface") and theme is LIGHT:
            line = "yellow-edge"  # amber never stands without its edge
        assert contrast(theme[line], theme[ground]) >= 3


def test_the_dark_theme_names_no_new_colour():
    assert set(tokens("dark.css")) <= set(LIGHT)
