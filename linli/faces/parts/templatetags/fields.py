"""Form fields: label above, hint below, an error that names what and how to mend. ``{% load fields %}``."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.faces.parts.dataform import DataForm
from linli.faces.parts.shapes import Words

register = template.Library()


def _kind(widget: forms.Widget) -> str:
    """Which layout a widget takes. Order matters: Django's widgets inherit from one another."""
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxInput, "tick"),
        (forms.CheckboxSelectMultiple, "ticks"),
        (forms.RadioSelect, "picks"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
    )
    return next((kind for widget_type, kind in kinds if isinstance(widget, widget_type)), "text")


def _attrs(field: BoundField, kind: str) -> dict[str, str | bool]:
    classes = {"select": "form-select", "text": "form-control", "file": "form-control"}
    own = field.field.widget.attrs
    attrs: dict[str, str | bool] = {}
    if kind in classes:
        attrs["class"] = f"{classes[kind]} {own.get('class', '')}".strip()
    about = [
        part
        for part, there in (
            (f"{field.auto_id}-hint", field.help_text),
            (f"{field.auto_id}-error", field.errors),
        )
        if there
    ]
    if about:
        attrs["aria-describedby"] = " ".join(about)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _errors(field: BoundField, kind: str) -> list[Any]:
    """What is wrong, naming the field: "this field is required" tells nobody what to do."""
    asks = {
        "picks": _("请选一个：%(label)s。"),
        "select": _("请选：%(label)s。"),
        "file": _("请加上：%(label)s。"),
    }
    ask = asks.get(kind, _("请填：%(label)s。"))
    found: list[Any] = []
    for error in field.errors.as_data():
        if error.code == "required" and error.message == field.field.error_messages["required"]:
            found.append(ask % {"label": str(field.label).rstrip("？?。.")})
        else:
            found.extend(error.messages)
    return found


@register.inclusion_tag("parts/field.html")
def field(
    of: BoundField, label: Words = "", hint: Words = "", quiet: bool = False, full: bool = False
) -> dict[str, Any]:
    """One field with everything around it. ``quiet`` leaves out "可不填", ``full`` spans both columns."""
    kind = _kind(of.field.widget)
    return {
        "field": of,
        "kind": kind,
        "widget": of.as_widget(attrs=_attrs(of, kind)) if kind not in {"picks", "ticks"} else "",
        "label": label or of.label,
        "hint": hint or of.help_text,
        "maybe": not of.field.required and not quiet and kind not in {"tick", "ticks"},
        "full": full,
        "errors": _errors(of, kind),
    }


@register.inclusion_tag("parts/form.html")
def form(of: BaseForm, columns: int = 1) -> dict[str, Any]:
    """All visible fields of a form in their order, with its hidden ones and its errors on top."""
    return {"form": of, "columns": columns}


@register.inclusion_tag("parts/form_errors.html")
def form_errors(of: BaseForm) -> dict[str, Any]:
    """What is wrong, once, above the form: links to the fields. Nothing where nothing is wrong."""
    fields = [bound for bound in of if bound.errors and not bound.is_hidden]
    hidden = [error for bound in of.hidden_fields() for error in bound.errors]
    return {"whole": [*of.non_field_errors(), *hidden], "fields": fields, "any": bool(of.errors)}


@register.simple_tag
def widget(of: BoundField, **attrs: str) -> SafeString:
    """The bare control, for a page that writes its own label."""
    kind = _kind(of.field.widget)
    return of.as_widget(
        attrs={**_attrs(of, kind), **{name.replace("_", "-"): value for name, value in attrs.items()}}
    )


@register.inclusion_tag("parts/photo_input.html")
def photo_input(of: BoundField, most: int = 6, label: Words = "") -> dict[str, Any]:
    """A file input that photos.ts makes into a row of small pictures; plain without a script."""
    return {"field": of, "most": most, "label": label or of.label, "attrs": _attrs(of, "file")}


@register.inclusion_tag("parts/paper_input.html")
def paper_input(of: BoundField, most: int = 6, later: bool = False) -> dict[str, Any]:
    """A file input for one paper of a checklist: photos or files, small pictures with a script, plain without."""
    return {"field": of, "most": most, "later": later}


@register.inclusion_tag("parts/map_picker.html")
def map_picker(
    lon: BoundField,
    lat: BoundField,
    shapes_url: str = "",
    place_url: str = "",
    label: Words = "",
) -> dict[str, Any]:
    """A place by finger or by the phone's own position; hidden where there is no script.

    ``shapes_url`` gives GeoJSON of grids and buildings around ``?lon=&lat=``;
    ``place_url`` says in words what is there.
    """
    return {
        "lon": lon,
        "lat": lat,
        "shapes_url": shapes_url,
        "place_url": place_url,
        "label": label,
    }


@register.inclusion_tag("parts/dataform.html")
def data_form(of: DataForm) -> dict[str, Any]:
    """The fields of a form that is data, each with its condition and its error; what is wrong also once above."""
    return {"form": of, "shown": of.shown()}
