"""QR codes as SVG in the page: no picture to fetch, sharp on paper."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def code_of(text: str) -> SafeString:
    """Return an SVG of a link, with its quiet zone; error level M survives a fold."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=4,
        svgclass="ll-qr",
        lineclass=None,
    )
    return mark_safe(drawn.getvalue().decode())  # made by segno: modules only, no text
