"""What every page needs is read before web workers part from one another, so that they hold it together.

A worker that begins as a copy of its parent shares the parent's memory until it writes to it. Python writes a little
wherever it looks (it counts who refers to what), and its collector everywhere: what is here is frozen out of its reach.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from linli.base.language import counting, urgent
from linli.base.places import index

log = logging.getLogger(__name__)

COLLECT_AFTER = (10_000, 20, 20)
"""A page makes some thousand objects and drops them again: looking through them every 700 finds nothing. Ours."""


def warm() -> None:
    """Read pages, words and the map, and take it all out of the collector's reach. Some seconds, two queries."""
    gc.disable()
    try:
        _pages()
        _words()
        try:
            index.current()
        except DatabaseError:  # workers ask again
            log.warning("the map could not be read before the workers began", exc_info=True)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
    finally:
        gc.enable()


def _pages() -> None:
    _walk(get_resolver())
    for language in ("zh-hans", "en"):
        with translation.override(language):
            translation.gettext("邻里")
    for name in sorted(_templates()):
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError):
            continue  # whoever asks for it is told


def _walk(resolver: object) -> None:
    """Read all addresses and their patterns: Django does so at the first request otherwise."""
    for pattern in getattr(resolver, "url_patterns", ()):
        _ = getattr(pattern.pattern, "regex", None)
        _walk(pattern)
    _ = getattr(resolver, "reverse_dict", None)


def _templates() -> Iterator[str]:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if app.name.startswith("linli.") and folder.is_dir():
            for file in folder.rglob("*.html"):
                yield file.relative_to(folder).as_posix()


def _words() -> None:
    """Cut and weigh a text: dictionary, arithmetic and the companion that tells urgency are in memory then."""
    counting.count(counting.stream_of(["楼道灯不亮"]))
    urgent.urgencies_of(["楼道的灯三天没有亮了，请来看看"])
