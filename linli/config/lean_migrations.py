"""Migrating without drawing the whole model anew at every step: a first start takes seconds instead of a minute. ADR 36.

Django keeps a state of all models while it migrates. A new model, a constraint or an index makes it build the classes of
everything related again, and here nearly everything is related to cases, units and accounts: 155 migrations built 34,000
classes. A new model only has to be built itself, beside those that stand; a constraint or an index is written from its own
definition, and the class that stands is told of it; a new field is hung onto the class that stands. Fields that are altered
or taken out go Django's way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED

State: Any = ProjectState


def _add_model(self: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


def _add_field(
    self: Any, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool
) -> None:
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    key = app_label, model_name
    self.models[key].fields[name] = field
    if self._relations is not None:
        self.resolve_model_field_relations(key, name, field)
    if "apps" in self.__dict__:
        self.apps.get_model(*key).add_to_class(name, field.clone())


def _append_option(self: Any, app_label: str, model_name: str, option_name: str, obj: object) -> None:
    held = self.models[app_label, model_name].options[option_name]
    _set_option(self, app_label, model_name, option_name, [*held, obj])


def _remove_option(self: Any, app_label: str, model_name: str, option_name: str, obj_name: str) -> None:
    held = self.models[app_label, model_name].options[option_name]
    _set_option(self, app_label, model_name, option_name, [obj for obj in held if obj.name != obj_name])


def _set_option(self: Any, app_label: str, model_name: str, option_name: str, kept: list[Any]) -> None:
    """Note constraints or indexes; the class that stands learns of them, for a field that is altered asks it."""
    self.models[app_label, model_name].options[option_name] = kept
    if "apps" in self.__dict__:
        setattr(self.apps.get_model(app_label, model_name)._meta, option_name, list(kept))


@contextmanager
def lean() -> Iterator[None]:
    """Migrate so while this lasts. Not for threads: a process migrates alone."""
    shorter = {
        "add_model": _add_model, "add_field": _add_field,
        "_append_option": _append_option, "_remove_option": _remove_option,
    }  # fmt: skip
    before = {name: getattr(State, name) for name in shorter}
    for name, method in shorter.items():
        setattr(State, name, method)
    try:
        yield
    finally:
        for name, method in before.items():
            setattr(State, name, method)
