"""A template engine that writes nothing: who may in is decided before a page is written."""

from __future__ import annotations

from typing import Any

from django.template.backends.base import BaseEngine


class Blank(BaseEngine):
    """Finds every template and renders it to nothing."""

    app_dirname = "templates"

    def __init__(self, params: dict[str, Any]) -> None:
        params.pop("OPTIONS", None)
        super().__init__(params)

    def get_template(self, template_name: str) -> Empty:
        return Empty()


class Empty:
    """An empty page."""

    def render(self, context: Any = None, request: Any = None) -> str:
        return ""
