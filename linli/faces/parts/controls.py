"""Draws the controls of forms that pages hold by the hundred: selects of units, ticks of categories.

Django renders each option and each attribute list by a template of its own; a list with ninety grids to choose from
spent a third of its time there. What is written here is what those templates write, byte for byte but for white space.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def _attrs(widget: Widget) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _option(widget: Widget) -> str:
    value = conditional_escape(str(widget["value"]))
    return f'<option value="{value}"{_attrs(widget)}>{conditional_escape(widget["label"])}</option>'


def select(widget: Widget) -> SafeString:
    """Draw a select with its groups."""
    drawn: list[str] = []
    for name, options, _index in widget["optgroups"]:
        inside = "".join(_option(option) for option in options)
        drawn.append(f'<optgroup label="{conditional_escape(name)}">{inside}</optgroup>' if name else inside)
    inner = mark_safe("".join(drawn))  # every value and label was escaped above
    return format_html('<select name="{}"{}>{}</select>', widget["name"], mark_safe(_attrs(widget)), inner)


def tick(widget: Widget) -> SafeString:
    """Draw a tick or a round choice, without its label."""
    value = widget["value"]
    given = f' value="{conditional_escape(str(value))}"' if value is not None else ""
    return format_html(
        '<input type="{}" name="{}"{}>', widget["type"], widget["name"], mark_safe(given + _attrs(widget))
    )


class LongSelect(forms.Select):
    """A select with a hundred choices: drawn straight from them, without a mapping for each."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        drawn: list[str] = []
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                inside = "".join(_choice(value, word, chosen) for value, word in label)
                drawn.append(f'<optgroup label="{conditional_escape(key)}">{inside}</optgroup>')
            else:
                drawn.append(_choice(key, label, chosen))
        inner = mark_safe("".join(drawn))  # every value and label was escaped above
        attributes = _attrs({"attrs": self.build_attrs(self.attrs, attrs)})
        return format_html('<select name="{}"{}>{}</select>', name, mark_safe(attributes), inner)


def _choice(key: Any, label: Any, chosen: set[str]) -> str:
    value = "" if key is None else str(key)
    is_chosen = " selected" if value in chosen else ""
    return f'<option value="{conditional_escape(value)}"{is_chosen}>{conditional_escape(label)}</option>'


class Renderer(DjangoTemplates):
    """Django's own renderer, but for the controls that come in hundreds. Set as ``FORM_RENDERER``."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        widget = context.get("widget") or {}
        if template_name == "django/forms/widgets/select.html":
            return select(widget)
        if template_name in _TICKS and not widget.get("wrap_label"):
            return tick(widget)
        return mark_safe(super().render(template_name, context, request))


_TICKS = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("checkbox", "checkbox_option", "radio_option")
)
